"""The head of a word: which names it may begin, and what stays known of it."""

import pytest

from predictor.pii import lexicon
from predictor.pii.names import head


def test_a_compound_surname_allows_four_syllables_and_another_three() -> None:
    assert head.sizes("남궁민수", 0) == (4, 3, 2)
    assert head.sizes("김민수", 0) == (3, 2)
    assert head.sizes("주문 김민수", 3) == (3, 2)
    assert head.sizes("헬로", 0) == ()


def test_a_head_gives_the_names_that_a_cue_could_make_likely() -> None:
    assert head.head_at("담당 김서윤님", 3).possible("titled") == ("김서윤", "김서")
    assert head.head_at("고객님", 0).possible("named") == ()
    assert head.head_at("김", 0).possible("label") == ()


def test_a_head_knows_whether_a_word_or_a_foreign_name_begins() -> None:
    assert head.head_at("공영주차장", 0).of_a_word
    assert not head.head_at("김서윤님", 0).of_a_word
    assert head.head_at("제임스 선생님", 0).foreign
    assert not head.head_at("김서윤님", 0).foreign


def test_the_heads_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(head, "_MOST", 8)
    for number in range(50):
        assert head.head_at(f"{number}", 0).text == f"{number}"
    assert len(head._KNOWN) <= 8


def test_no_noun_that_ends_like_a_title_holds_an_honorific() -> None:
    """``titles`` looks for such a noun only where no honorific stands directly behind the name."""
    assert [noun for noun in lexicon.words("words_like_titles") if {"님", "씨", "귀"} & set(noun)] == []
