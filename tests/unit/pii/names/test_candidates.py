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


def test_the_particle_behind_a_compound_surname_and_one_syllable_is_no_part_of_the_name() -> None:
    assert (candidates.best("사공철은 왔다", 0, "role") or (0,))[0] == 3


def test_four_syllables_may_be_a_native_name_but_no_firm() -> None:
    assert candidates.long_name("변가람솔")
    assert not any(map(candidates.long_name, ("한빛약국", "성범죄자", "공영주차", "김민수")))


def test_a_list_of_names_takes_one_that_no_list_would_begin_with() -> None:
    text = "감태수, 남보람, 도기욱, 류미애, 방글이, 석명자"
    assert [span.key for span in candidates.listed(text, 3)] == ["남보람", "도기욱", "류미애", "방글이", "석명자"]
    assert [span.key for span in candidates.listed("감태수, 방글이, 석명자", 3)] == []
