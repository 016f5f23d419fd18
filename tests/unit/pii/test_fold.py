import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor.pii.scan.fold import fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("０１０－１２３４", "010-1234"),
        ("010–1234—5678", "010-1234-5678"),
        ("010\u2212 1234", "010- 1234"),
        ("010ㅡ1234", "010-1234"),
        ("010·1234", "010.1234"),
        ("0\u200b1\u20600", "010"),
        ("ａ＠ｂ．ｃｏｍ", "a@b.com"),
        ("a&#64;b&#x2e;com", "a@b.com"),
        ("a%40b.com", "a@b.com"),
        ("%ED%99%8D", "홍"),
        ("\\uc131\\uba85", "성명"),
        ("\U0001d7d8\U0001d7d9", "01"),
        ("010\u00a01234", "010 1234"),
        ("0️⃣1️⃣0️⃣", "010"),
        (unicodedata.normalize("NFD", "성명"), "성명"),
        ("O1O-5582-7l43", "010-5582-7143"),
        ("13-O9-4471O2-5l", "13-09-447102-51"),
        ("여권 M4l8O2973", "여권 M41802973"),
        ("OlO-5582-7143", "010-5582-7143"),
        ("6 1 2 - O 7 - 8 8 3 l 4", "6 1 2 - 0 7 - 8 8 3 1 4"),
        ("연락처 O 1 O - 2 9 O 7 - 5 5 l 4", "연락처 0 1 0 - 2 9 0 7 - 5 5 1 4"),
        ("0 1 O . 2 7 9 4 . 8 3 l 6", "0 1 0 . 2 7 9 4 . 8 3 1 6"),
        ("8 2 도 5 O l 7", "8 2 도 5 0 1 7"),
        ("l963 년 ll 월 O9 일", "1963 년 11 월 09 일"),
        ("l2O3호 l층 87무4O19", "1203호 1층 87무4019"),
    ],
)
def test_odd_spellings_are_read_as_the_plain_one(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize("dash", [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Pd"])
def test_every_dash_of_unicode_is_a_dash(dash: str) -> None:
    assert fold(f"010{dash}1234").text in ("010-1234", "010.1234")


def test_a_mapping_is_kept_only_where_characters_vanish() -> None:
    assert fold("０１０－１２３４").starts is None
    folded = fold("0\u200b10")
    assert [folded.origin(place, place + 1) for place in range(3)] == [(0, 1), (2, 3), (3, 4)]


def test_a_span_leads_back_to_exactly_the_characters_it_came_from() -> None:
    text = "번호 ０１\u200b０%2D1234 끝"
    folded = fold(text)
    start = folded.text.index("010-1234")
    low, high = folded.origin(start, start + len("010-1234"))
    assert text[low:high] == "０１\u200b０%2D1234"


def test_letters_of_words_and_codes_stay_letters() -> None:
    words = (
        "OO동 OO호",
        "lo0l_2 user_1O",
        "sk-l0O1xY",
        "H2O SpO2 10lb",
        "Il lol IoT",
        "l10n O365K",
        "BO123",
        "OlO 영화",
        "3 O x",
        "v2 O 3",
        "2 I am",
        "I 2 3 4",
        "작년 I 월요일",
        "년 lII 월",
    )
    for text in (*words, ".92-.019.014l-.013"):
        assert fold(text).text == text


def test_broken_escapes_stay_as_they_are() -> None:
    for text in ("100%", "%FF%FE", "&nosuchthing;", "\\u12", "\\ud800", "&#xFFFFF;"):
        assert fold(text).text == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_folded_character_has_a_place_in_the_original_in_order(text: str) -> None:
    folded = fold(text)
    places = [folded.origin(place, place + 1) for place in range(len(folded.text))]
    assert all(0 <= low < high <= len(text) for low, high in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_lone_surrogates_from_json_do_no_harm() -> None:
    assert fold("번호 \ud800 ０").text == "번호 \ud800 0"
