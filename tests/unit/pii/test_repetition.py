"""Long text that repeats itself: read once, and masked as though it were read whole."""

import random

import pytest

from predictor.pii import Masker, detector
from predictor.pii.kinds import KINDS
from predictor.pii.scan.fold import fold
from predictor.pii.scan.repetition import REACH, Repetition
from predictor.pii.scan.span import Span
from tests.benchmarks.pii import ADVERSARIAL, repeated

LENGTH = 5 * REACH
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


def drawn(seed: int) -> str:
    """A text in which one example stands many times, another before it and behind it, and sometimes a third within it."""
    chance = random.Random(seed)
    unit = chance.choice(EXAMPLES) + chance.choice(["", " ", "\n", ", "])
    text = chance.choice(EXAMPLES) + " " + repeated(unit, LENGTH) + chance.choice(EXAMPLES)
    return text + chance.choice(["", repeated(unit, REACH), chance.choice(EXAMPLES) + repeated(unit, LENGTH)])


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_a_flood_of_one_unit_holds_the_values_that_it_holds_read_whole(
    masker: Masker, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_once = found(masker, repeated(unit, LENGTH))
    monkeypatch.setattr(detector, "Repetition", NeverDue)
    assert found(masker, repeated(unit, LENGTH)) == read_once


@pytest.mark.parametrize("seed", range(40))
def test_what_is_drawn_from_the_kinds_examples_holds_the_values_that_it_holds_read_whole(
    masker: Masker, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_once = found(masker, drawn(seed))
    monkeypatch.setattr(detector, "Repetition", NeverDue)
    assert found(masker, drawn(seed)) == read_once


def test_a_value_within_the_turns_and_one_behind_them_are_masked(masker: Masker) -> None:
    line = "상담원은 잠시만 기다려 달라고 했습니다.\n"
    text = line * 2000 + "연락처 010-1234-5678\n" + line * 2000 + "hong@example.com"
    assert masker.redact(text) == line * 2000 + "연락처 [전화번호_1]\n" + line * 2000 + "[이메일_1]"


def test_a_value_in_every_turn_is_masked_in_every_turn(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask("신청인 김민수 010-1234-5678\n" * 4000) == "신청인 [이름_1] [전화번호_1]\n" * 4000
    assert masking.counts == {"이름": 4000, "전화번호": 4000}


def test_turns_are_left_out_once_the_pass_stands_as_it_stood_a_turn_before() -> None:
    turns = Repetition("0123456789" * REACH)
    new = Span(REACH + 3, REACH + 5, "phone", "34", 0.9, "rule")
    assert turns.due == REACH
    found: list[Span] = []
    assert turns.at(REACH, "floor 1", found) == 0
    assert turns.at(REACH + 10, "floor 2", found) == 0
    found.append(new)
    assert turns.at(REACH + 20, "floor 1", found) % 20 == 0
    assert found[1].start == new.start + 20
    assert REACH <= len("0123456789" * REACH) - found[-1].end < 2 * REACH


def test_text_that_does_not_repeat_itself_long_enough_is_read_whole() -> None:
    for text in ("가" * 2 * REACH, "".join(map(str, range(9 * REACH)))):
        turns = Repetition(text)
        assert turns.at(REACH, None, []) == 0
        assert turns.due == 2 * REACH
