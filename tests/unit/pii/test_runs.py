"""Runs of digits: a form that words name is tried near such words alone, and no number is lost by it."""

import random
import re
from dataclasses import replace
from itertools import islice
from re._parser import parse  # type: ignore[import-not-found]
from typing import Any

import pytest

from predictor.pii.catalogue import CATALOGUE, Catalogue
from predictor.pii.kinds import KINDS
from predictor.pii.masker import Masker
from predictor.pii.policy import Policy
from predictor.pii.scan import runs
from predictor.pii.scan.fold import Folded, fold
from predictor.pii.scan.rule import Table, accept
from predictor.pii.scan.runs import NEAR_LONGEST, Form, Runs
from tests.pii.outcomes import texts

EVERY_KIND = Policy(actions={kind.name: "mask" for kind in KINDS})
TAKES_ALL = Table(accept("any", lambda sighting: True, 0.9, "any number")).judge
LOCKER = Form("locker", re.compile("[0-9]{6}"), TAKES_ALL, near="보관함|locker", alone="77")


def values(masker: Masker, text: Folded) -> list[tuple[object, ...]]:
    """All that is known of the values in a folded text."""
    return [(span.start, span.end, span.kind, span.key, span.score, span.rule) for span in masker.find(text)]


def lockers(text: str) -> list[str]:
    """The numbers that a masker finds whose one form is that of lockers."""
    runs = Runs([LOCKER], CATALOGUE.context)
    digit = re.search("[0-9]", text)
    assert digit
    return [text[span.start : span.end] for span in runs.spans(text, digit.start(), 0)]


def test_no_number_is_lost_in_the_corpora_because_a_form_is_tried_near_its_words_alone() -> None:
    catalogue = Catalogue(KINDS)
    catalogue.runs = Runs([replace(form, near="") for form in catalogue.forms()], catalogue.context)
    masker, tried_everywhere = Masker(EVERY_KIND), Masker(EVERY_KIND, catalogue)
    folded = [fold(text) for text in islice(texts(), 0, None, 3)]  # all take two minutes
    assert len(folded) > 1700
    assert [text for text in folded if values(masker, text) != values(tried_everywhere, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "보관함 123456",
        "보관함 번호를 알려 드리면 이렇습니다: 123456",
        "123456 locker",
        "123456 가 그 보관함이에요",
        "이름 | 보관함\n가 | 123456",
        "771234 입니다",
    ],
)
def test_a_number_is_tried_near_a_word_in_a_table_and_where_it_stands_alone(text: str) -> None:
    assert len(lockers(text)) == 1


@pytest.mark.parametrize(
    "text", ["123456 입니다", "보관함은 2층 복도 끝에 있고 열쇠는 안내 데스크에서 나누어 드립니다 123456", "12 123456 778899 1"]
)
def test_a_number_far_from_every_word_is_not_tried(text: str) -> None:
    assert [value for value in lockers(text) if not value.startswith("77")] == []


def test_a_number_behind_one_of_its_kind_in_a_list_is_tried() -> None:
    assert lockers("보관함 123456, 234567, 345678 그리고 이 뒤에는 아무것도 없는 긴 글이 온다") == ["123456", "234567", "345678"]


def test_a_word_behind_many_numbers_without_one_is_seen() -> None:
    assert lockers("100000 " * 20 + "보관함") == ["100000"] * 11


def test_no_word_that_a_form_is_named_by_is_longer_than_what_is_looked_through_again() -> None:
    words = [form.near for form in CATALOGUE.forms() if form.near]
    assert words
    assert max(parse(word).getwidth()[1] for word in words) < NEAR_LONGEST


NUMBERS = ["1", "12", "34", "123", "4111", "010", "90", "110", "900101", "5678", "123456"]
SIGNS = [" ", "-", ".", ", ", "/", ") (", ":", "|", "", "\n"]
BEFORE = ["", "계좌 ", "국민은행 ", "연락처: ", "이름,전화\n", "(", "VALUES (", "급여 명세 ", "운송장 "]
BEHIND = ["", " 입니다", "-1234-5678", " 01012345678", " 국민은행", "@example.com", " 900101-1234567", "계좌"]


def flood(chance: random.Random) -> str:
    """A run of digits that repeats itself, with words around it."""
    turn = "".join(chance.choice(NUMBERS) + chance.choice(SIGNS) for _ in range(chance.randint(1, 5)))
    length = chance.choice([500, 800, 1500, 2500])
    return chance.choice(BEFORE) + (turn * length)[:length] + chance.choice(BEHIND)


def test_a_run_that_repeats_itself_holds_the_numbers_that_it_holds_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, masker = random.Random(1), Masker(EVERY_KIND)
    floods = [fold(flood(chance)) for _ in range(400)]
    read_once = [values(masker, text) for text in floods]
    assert sum(map(bool, read_once)) > 100
    monkeypatch.setattr(runs, "LONG", 10**6)
    assert [values(masker, text) for text in floods] == read_once


def test_the_numbers_before_within_and_behind_a_run_that_repeats_itself_are_masked() -> None:
    flood = "12 34 " * 1000
    text = f"연락처 010-1234-5678, {flood}010-2345-6789 {flood}국민은행 123456-04-123456"
    assert Masker().redact(text) == f"연락처 [전화번호_1], {flood}[전화번호_2] {flood}국민은행 [계좌번호_1]"


def test_a_run_that_repeats_itself_is_not_read_at_every_number(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    first = Runs._first

    def counted(numbers: Runs, text: str, start: int, *rest: Any) -> Any:
        looked_at.append(start)
        return first(numbers, text, start, *rest)

    monkeypatch.setattr(Runs, "_first", counted)
    Masker().redact("12 34 " * 5000)
    assert len(looked_at) < 200
