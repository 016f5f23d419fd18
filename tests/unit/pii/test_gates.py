"""Where gates open: the automaton in C and RE2 find the same places, with the same finders, in every text."""

import random
import re
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from predictor.pii import compilation
from predictor.pii.catalogue import CATALOGUE
from predictor.pii.gates import Gates, Openings, ReadGates, SearchedGates
from predictor.pii.kind import Gate
from predictor.pii.scan.automaton import Positions
from predictor.pii.scan.engine import encode
from predictor.pii.scan.fold import fold
from tests.pii.outcomes import texts

PATTERNS = ("ab", "a[b-d]{1,3}e", r"\bcd", r"(?:^|[^a-c])d\b", r"(?i:sk)e?$", r"[가-힣]{2}\s?님", r"[^a\n]b|\.c",
            r"x(?:y|yz){0,2}!", "한+글")  # fmt: skip
ALPHABET = "abcde_ .kKsSſKxyz!가님한글\n\t\v é😀"


def no_finder(*_: object) -> list[Any]:
    """Stands for a finder."""
    return []


def numbered() -> list[Gate]:
    """Gates of the small patterns, each with a finder of its own."""
    return [Gate(pattern, lambda *_, number=number: [number]) for number, pattern in enumerate(PATTERNS)]  # type: ignore[misc]


@pytest.fixture(scope="module")
def both(module: ModuleType) -> tuple[SearchedGates, ReadGates]:
    """The gates of all kinds, in RE2 and as the automaton."""
    gates, apart = CATALOGUE.every_gate, CATALOGUE.apart
    return SearchedGates(gates, apart), ReadGates(gates, apart, module.Automaton)


def opened(openings: Openings, *bounds: Any) -> Iterator[tuple[int, list[Any]]]:
    """All places with their finders."""
    place = 0
    while True:
        place, finders = openings.next(place, *bounds)
        if place < 0:
            return
        yield place, list(finders)
        place += 1


def seen(gates: Gates, text: str) -> object:
    """All that the openings of a text tell: those of a text that needs folding are not asked for."""
    openings = gates.read(text)
    return openings.nothing, openings.folds(), [] if openings.folds() else list(opened(openings))


def test_both_find_the_same_in_the_corpora(both: tuple[SearchedGates, ReadGates]) -> None:
    searched, read = both
    some = list(texts())[::3]  # all take two minutes; test_compilation.py compares what is found in every text
    assert len(some) > 1700
    assert [text for text in some if seen(searched, text) != seen(read, text)] == []


@pytest.mark.parametrize("odd", ["R&Cd", "Q&A1", "\\15,000", "100%ab", "＆", "&#9", "%fe", "\u3164"])
def test_a_folded_text_is_read_to_its_end_whatever_still_looks_like_an_escape(
    both: tuple[SearchedGates, ReadGates], odd: str
) -> None:
    text = fold(f"{odd} 김하늘 고객님 번호는 {odd} 010-1234-5678").text
    found = [[(place, finders) for place, finders in opened(gates.read(text, True)) if finders] for gates in both]
    assert found[0] == found[1]
    assert found[1][-1][0] >= text.index("010")


def test_both_find_the_same_where_some_gates_do_not_matter(both: tuple[SearchedGates, ReadGates]) -> None:
    hidden = frozenset(CATALOGUE.run_ends)
    for text in list(texts())[::9]:
        searched, read = (gates.read(text) for gates in both)
        if not searched.folds():
            bounds = hidden, len(text) * 2 // 3
            assert list(opened(searched, *bounds)) == list(opened(read, *bounds)), text


def test_both_count_the_same_up_to_the_same_bounds(both: tuple[SearchedGates, ReadGates]) -> None:
    searched, read = both
    for text in list(texts())[::9]:
        ours, theirs = read.count(encode(text), 15, 84), searched.count(encode(text), 15, 84)
        assert (ours[0] >= 15 or ours[1] >= 84) == (theirs[0] >= 15 or theirs[1] >= 84), text
        if ours[0] < 15 and ours[1] < 84:
            assert ours == theirs, text


def test_both_find_the_same_in_random_texts_of_small_patterns(module: ModuleType) -> None:
    gates = numbered()
    searched, read = SearchedGates(gates, frozenset()), ReadGates(gates, frozenset(), module.Automaton)
    dice = random.Random(12)
    for _ in range(3000):
        text = "".join(dice.choices(ALPHABET, k=dice.randrange(30)))
        assert seen(searched, text) == seen(read, text), text


def test_a_gate_that_asks_what_stands_before_opens_beside_others_only_where_it_holds(module: ModuleType) -> None:
    gates = [Gate(pattern, lambda *_, own=pattern: [own]) for pattern in (r"(?:^|\n)가", "가나", r"\bno")]  # type: ignore[misc]
    for both in (SearchedGates(gates, frozenset()), ReadGates(gates, frozenset(), module.Automaton)):
        found = {place: len(finders) for place, finders in opened(both.read("가나 가나\n가나 가no no"))}
        assert found == {0: 2, 3: 1, 5: 1, 6: 1, 10: 1, 13: 1}


def small(module: ModuleType, *patterns: str) -> Callable[[str], list[int]]:
    """The places at which one of the patterns opens."""
    gates = ReadGates([Gate(pattern, no_finder) for pattern in patterns], frozenset(), module.Automaton)
    return lambda text: [place for place, _ in opened(gates.read(text))]


def test_words_end_where_re2_ends_them(module: ModuleType) -> None:
    places = small(module, r"\bvin\b")
    assert places("vin") == [0]
    assert places("vin은 vin") == [0, 5]
    assert places("a_vin vins _vin") == []


def test_the_text_has_one_beginning_and_one_end(module: ModuleType) -> None:
    assert small(module, "^가")("가 가\n가") == [0]
    assert small(module, "가$")("가 가\n가") == [4]
    assert small(module, "^가$")("가") == [0]


def test_characters_beyond_the_basic_plane_and_lone_surrogates_are_read(module: ModuleType) -> None:
    assert small(module, "[\U0001f600-\U0001f64f]a")("😀a 😀b \ud800a") == [0]
    assert small(module, "[^a-z]a")("😀a \ud800a") == [0, 3]


def test_a_look_around_is_refused(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="no gate may hold"):
        small(module, "a(?=b)")


def test_what_is_no_text_is_refused(module: ModuleType) -> None:
    automaton = ReadGates([Gate("a", no_finder)], frozenset(), module.Automaton).automaton
    with pytest.raises(TypeError, match="takes a text"):
        automaton.read(b"a", True)
    with pytest.raises(TypeError, match="a text and 2 of its places"):
        automaton.opens(b"a", 0, 1)
    with pytest.raises(TypeError, match="a text and 1 of its places"):
        automaton.at("a")
    with pytest.raises(IndexError):
        automaton.gates(99)


def test_states_are_made_anew_when_there_are_too_many_and_nothing_is_missed(module: ModuleType) -> None:
    pattern = "x[ab]{0,60}a[ab]{14}!"  # a state for each row of letters that the last fifteen can be
    gates = ReadGates([Gate(pattern, no_finder)], frozenset(), module.Automaton)
    dice, states = random.Random(3), [0]
    for _ in range(600):
        text = f"{'x'.join(''.join(dice.choices('ab', k=50)) for _ in range(3))}!"
        found = [place for place, _ in opened(gates.read(text))]
        assert found == [match.start() for match in re.finditer(f"(?={pattern})", text)]
        states.append(gates.automaton.states)
    assert any(after < before for before, after in pairwise(states))
    assert max(states) <= 32768


def test_a_gate_opens_within_two_hundred_characters(module: ModuleType) -> None:
    """Because a place would else be read to the end of the text, and the text again from the next place."""
    places = small(module, "xa*!")
    assert places(f"x{'a' * 198}!") == [0]
    assert places(f"x{'a' * 199}!") == []


def test_threads_read_with_one_automaton(both: tuple[SearchedGates, ReadGates], module: ModuleType) -> None:
    gates = ReadGates(CATALOGUE.every_gate, CATALOGUE.apart, module.Automaton)
    corpus = list(texts())[::7]
    expected = [seen(both[1], text) for text in corpus]
    wrong: list[str] = []

    def read(order: list[int]) -> None:
        wrong.extend(corpus[number] for number in order if seen(gates, corpus[number]) != expected[number])

    orders = [random.Random(seed).sample(range(len(corpus)), len(corpus)) for seed in range(4)]
    threads = [threading.Thread(target=read, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_every_gate_can_be_read_by_the_automaton() -> None:
    """Without a compiler too: a gate that the automaton cannot read would fail in the image alone."""
    positions = Positions([gate.pattern for gate in CATALOGUE.every_gate])
    assert set(positions.gate_of) == set(range(len(CATALOGUE.every_gate)))


def test_the_automaton_is_compiled_from_the_file_that_is_named() -> None:
    assert Path(compilation.ROOT, compilation.AUTOMATON).is_file()
