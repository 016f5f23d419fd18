"""Long text that repeats itself: read once, and masked as though it were read whole."""

import random

import pytest

from predictor.pii import Masker, detector
from predictor.pii.kinds import KINDS
from predictor.pii.scan.fold import fold
from predictor.pii.scan.repetition import FAR, REACHES, Repetition
from predictor.pii.scan.span import Span
from tests.benchmarks.pii import ADVERSARIAL, repeated

LENGTH = 5 * FAR
EXAMPLES = [example.replace("{{", "").replace("}}", "") for kind in KINDS for example in kind.examples]


class NeverDue(Repetition):
    """Reads every text whole."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.due = 2 * len(text)


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


def found(masker: Masker, text: str) -> list[tuple[object, ...]]:
    return [(span.start, span.end, span.kind, span.key, span.score, span.rule) for span in masker.find(fold(text))]


def drawn(seed: int, length: int, near: int) -> str:
    """A text in which one example stands many times, another before it and behind it, and sometimes a third within it."""
    chance = random.Random(seed)
    unit = chance.choice(EXAMPLES) + chance.choice(["", " ", "\n", ", "])
    text = chance.choice(EXAMPLES) + " " + repeated(unit, length) + chance.choice(EXAMPLES)
    return text + chance.choice(["", repeated(unit, near), chance.choice(EXAMPLES) + repeated(unit, length)])


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL)
@pytest.mark.parametrize("length", [2_000, 8_000, LENGTH])
def test_a_flood_of_one_unit_holds_the_values_that_it_holds_read_whole(
    masker: Masker, unit: str, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_once = found(masker, repeated(unit, length))
    monkeypatch.setattr(detector, "Repetition", NeverDue)
    assert found(masker, repeated(unit, length)) == read_once


@pytest.mark.parametrize("seed", range(40))
def test_what_is_drawn_from_the_kinds_examples_holds_the_values_that_it_holds_read_whole(
    masker: Masker, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [drawn(seed, LENGTH, FAR), *(drawn(seed + 100 * reach, 12 * reach, reach) for reach in REACHES[:-1])]
    read_once = [found(masker, text) for text in texts]
    monkeypatch.setattr(detector, "Repetition", NeverDue)
    assert [found(masker, text) for text in texts] == read_once


def test_a_value_within_the_turns_and_one_behind_them_are_masked(masker: Masker) -> None:
    line = "상담원은 잠시만 기다려 달라고 했습니다.\n"
    text = line * 2000 + "연락처 010-1234-5678\n" + line * 2000 + "hong@example.com"
    assert masker.redact(text) == line * 2000 + "연락처 [전화번호_1]\n" + line * 2000 + "[이메일_1]"


def test_a_value_in_every_turn_is_masked_in_every_turn(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask("신청인 김민수 010-1234-5678\n" * 4000) == "신청인 [이름_1] [전화번호_1]\n" * 4000
    assert masking.counts == {"이름": 4000, "전화번호": 4000}


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("states", [["first", "then", "then"], ["odd", "even", "odd"]], ids=["steady", "by turns"])
def test_turns_are_left_out_once_the_pass_stands_as_it_stood_some_turns_before(reach: int, states: list[str]) -> None:
    text = "0123456789" * reach
    turns = within(reach, text)
    first = turns.due
    found = [Span(place, place + 2, "phone", "34", 0.9, "rule") for place in (first + 13, first + 23)]
    for place, state in enumerate(states[:-1]):
        assert turns.turns(first + 10 * place)
        assert turns.at(first + 10 * place, state, found[:1]) == 0
        assert not turns.turns(first + 10 * place + 5)
    last, period = first + 10 * (len(states) - 1), 10 * (len(states) - 1 - states.index(states[-1]))
    assert turns.turns(last)
    assert turns.at(last, states[-1], found) % period == 0
    assert found[2].start == first + 23 + period
    assert reach <= len(text) - found[-1].end < 2 * reach


def within(reach: int, text: str) -> Repetition:
    """A look for turns that has found none to leave out within the reaches before ``reach``."""
    turns = Repetition(text)
    for nearer in REACHES[: REACHES.index(reach)]:
        assert turns.turns(nearer)
        turns.at(nearer, None, [])
    return turns


@pytest.mark.parametrize("reach", REACHES)
def test_text_that_does_not_repeat_itself_long_enough_is_read_whole(reach: int) -> None:
    turns = within(reach, "가" * 3 * reach)
    assert not turns.turns(2 * reach)
    assert turns.due > reach


def test_text_that_does_not_repeat_itself_is_read_whole() -> None:
    turns = Repetition("".join(map(str, range(9 * FAR))))
    assert not any(turns.turns(place) for place in range(0, 5 * FAR, 50) if place >= turns.due)


def test_the_rows_of_a_table_are_read_up_to_where_its_head_is_out_of_reach(masker: Masker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that repeat themselves below a head are no text that repeats itself from its begin: each is read by itself."""
    table = "환자번호\t이름\n" + "12345678\t한가람\n" * 200
    read = found(masker, table)
    monkeypatch.setattr(detector, "Repetition", NeverDue)
    assert found(masker, table) == read
