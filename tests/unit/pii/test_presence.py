"""Whether a pattern stands in a window: the automaton and RE2 say the same, and read nothing outside of the window."""

import random
import re
import sys
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import TypeVar

import pytest

from predictor.pii.catalogue import CATALOGUE
from predictor.pii.names import foreigners
from predictor.pii.scan import presence
from predictor.pii.scan.context import Context
from tests.pii.outcomes import texts

Looked = TypeVar("Looked", presence.Guarded, presence.Exact)
PATTERNS = ("ab|c{2}", r"^\s?(?:가|나)", r"(?i:no\.?)$", r"\bvin\b", "[0-9][-0-9]{4,}[^-0-9]")
PIECES = ("이름", "생일", ":", " ", "\u3000", "\x1c", "김철수", "님", "과장", "bİrth", "dıb", "1990", "-", ".")
ALPHABET = "abc가나 \nNno.vin_019-😀\ud800"


@pytest.fixture
def both(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[presence.Presence]]:
    """Each pattern's two ways: by the automaton, and by RE2."""
    ways = []
    for make in (module.Automaton, None):
        monkeypatch.setattr(presence, "make", make)
        ways.append([presence.anywhere(pattern) for pattern in PATTERNS])
    return ways


def test_both_say_the_same_of_random_windows(both: list[list[presence.Presence]]) -> None:
    dice = random.Random(9)
    for _ in range(3000):
        text = "".join(dice.choices(ALPHABET, k=dice.randrange(30)))
        low = dice.randrange(len(text) + 1)
        high = low + dice.randrange(20)
        by_automaton, by_re2 = ([bool(stands(text, low, high)) for stands in ways] for ways in both)
        assert by_automaton == by_re2, (text, low, high)


def test_a_window_is_a_text_of_its_own(both: list[list[presence.Presence]]) -> None:
    for ways in both:
        begins, ends, word = ways[1], ways[2], ways[3]
        assert begins("가나다", 1, 3)
        assert not begins("다 가", 0, 2)
        assert ends("nonsense", 0, 2)
        assert word("avinb", 1, 4)


def instances(kind: type[Looked]) -> Iterator[Looked]:
    """All constants of a type in the masker's modules."""
    modules = [module for name, module in sys.modules.items() if name.startswith("predictor.pii")]
    return (value for module in modules for value in vars(module).values() if isinstance(value, kind))


def guarded() -> Iterator[presence.Guarded]:
    """All patterns of the masker that are guarded."""
    return instances(presence.Guarded)


def places(dice: random.Random) -> Iterator[tuple[str, int]]:
    """Places of the corpora, and of random texts with what ``re`` takes for a space or for another letter."""
    for text in list(texts())[::5]:
        yield from ((text, place) for place in range(0, len(text), 3))
    for _ in range(2000):
        text = "".join(dice.choices(PIECES, k=8))
        yield from ((text, place) for place in range(len(text)))


def test_a_guard_lets_every_match_through(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "make", module.Automaton)
    pairs = [(presence.Guarded(one.pattern, one.flags), re.compile(one.pattern, one.flags)) for one in guarded()]
    assert len(pairs) > 5
    for text, place in places(random.Random(5)):
        for one, plain in pairs:
            ours, theirs = one.match(text, place), plain.match(text, place)
            assert (ours and ours.span()) == (theirs and theirs.span()), (text, place, one.pattern)


def test_a_guard_says_where_nothing_matches(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its pattern ends with what it looks ahead for, the guard says so too: 김철수 and no end of a field."""
    monkeypatch.setattr(presence, "make", module.Automaton)
    for guard in (presence.Guarded("[가-힣]{3}(?=\\s*(?:$|,|님))"), foreigners.LONG_WORD):
        again = presence.Guarded(guard.pattern)
        plain = re.compile(guard.pattern)
        for text in ("김철수, 이", "김철수  ", "김철수\n", "김철수님", "김철수는", "무하마드", "무하마드가", "김철"):
            assert again.may_match(text, 0) == (plain.match(text) is not None), text


def test_an_exact_pattern_stands_where_it_matches(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "make", module.Automaton)
    exact = list(instances(presence.Exact))
    assert exact
    pairs = [(presence.Exact(one.pattern), re.compile(one.pattern)) for one in exact]
    for text, place in places(random.Random(8)):
        for one, plain in pairs:
            assert one.stands(text, place) == (plain.match(text, place) is not None), (text, place)


def test_no_match_is_longer_than_an_automaton_reads() -> None:
    """What is looked ahead for at the end counts, but for spaces before what may be the text's end, and a last repetition."""
    patterns = [*(one.pattern for one in guarded()), *(form.pattern.pattern for form in CATALOGUE.forms())]
    read = {pattern: pattern.replace(r"\s*(?:$", "(?:$").replace("(?=", "(?:").replace(")*(?!", ")(?!") for pattern in patterns}
    assert {pattern for pattern, whole in read.items() if parser.parse(whole).getwidth()[1] > 200} == set()


def test_a_choice_holds_every_form_that_matches(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "make", module.Automaton)
    patterns = [form.pattern for form in CATALOGUE.forms()]
    choice, dice, passed = presence.Choice([pattern.pattern for pattern in patterns]), random.Random(6), 0
    numbers = ("".join(dice.choices("0123456789-- .:/()\u2003", k=40)) for _ in range(3000))
    for text in (*numbers, *list(texts())[::5]):
        for place in (match.start() for match in re.finditer("[0-9]+", text)):
            may_match = set(choice.at(text, place))
            matching = {number for number, pattern in enumerate(patterns) if pattern.match(text, place)}
            assert matching <= may_match, (text, place)
            passed += not may_match
    assert passed > 1000


def test_context_words_are_found_the_same_way_by_both(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "make", module.Automaton)
    compiled, dice = Context(CATALOGUE.kinds), random.Random(4)
    for text in list(texts())[::3]:
        for place in dice.choices(range(len(text) + 1), k=8):
            floor = max(0, place - dice.randrange(40))
            ours = compiled.before(text, place, floor), compiled.behind(text, place)
            theirs = CATALOGUE.context.before(text, place, floor), CATALOGUE.context.behind(text, place)
            assert ours == theirs, (text, place, floor)
