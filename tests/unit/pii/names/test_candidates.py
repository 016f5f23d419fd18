"""Candidates: what may begin a name, how long it may be, and which words are made of others."""

from predictor.pii.names import candidates


def test_the_best_candidate_has_the_longest_likely_name_and_its_tail() -> None:
    end, score, tail = candidates.best("김민수입니다", 0, "introduction") or (0, 0.0, "")
    assert (end, tail) == (3, "copula")
    assert score > 0.5
    assert candidates.best("김", 0, "label") is None
    assert candidates.best("이용자", 0, "bare", 3) is None


def test_a_word_made_of_everyday_words_is_no_name() -> None:
    assert candidates.compound("공영주차장")
    assert candidates.compound("지휘감독")
    assert not candidates.compound("김민수")
