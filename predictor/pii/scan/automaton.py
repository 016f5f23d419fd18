"""Patterns as positions, which ``_automaton`` reads texts with where the masker is compiled.

A *position* is a character of a pattern: the characters that may stand there, and what may follow it, which is other positions or
the end of the pattern (Glushkov's construction). Characters that no pattern tells apart are one *class*. ``^``, ``$`` and ``\\b``
become sets of the character behind them, because what stands before is known when a position is left.

The patterns are RE2's, as ``predictor.pii.scan.engine`` takes them: ``\\s`` and ``\\b`` know ASCII alone.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from re import _constants as of  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, Literal

try:
    from predictor.pii.scan import _automaton
except ImportError:
    make: Callable[..., Any] | None = None
    give_way: Callable[[], None] | None = None
else:
    make = _automaton.Automaton  # what makes an automaton of positions, where the masker is compiled
    give_way = _automaton.give_way  # lets other threads run, because compiled loops keep the interpreter's lock

Ranges = tuple[tuple[int, int], ...]  # [first, behind the last) of code points, in order, apart from each other
Before = Literal["begin", "word", "other"]  # what stands before a character
Node = tuple[Any, ...]

_CODES: Final = 0x110000
_PLANE: Final = 0x10000
_LISTED: Final = (of.LITERAL, of.RANGE)
_SPACE: Final = ((9, 11), (12, 14), (32, 33))  # RE2's \s, which is without the vertical tab
_DIGIT: Final = ((48, 58),)
_WORD: Final = ((48, 58), (65, 91), (95, 96), (97, 123))
_NEWLINE: Final = ((10, 11),)
_CASE: Final = 32  # the bit in which the two cases of a letter of ASCII differ
# Letters that are taken for each other beside their two cases: the sign for kelvin and the long s; by ``re`` two more i, too.
_ALSO: Final = {ord("k"): (0x212A,), ord("K"): (0x212A,), ord("s"): (0x17F,), ord("S"): (0x17F,)}
_ALSO_IN_RE: Final = _ALSO | {ord("i"): (0x130, 0x131), ord("I"): (0x130, 0x131)}
_BEFORE: Final[tuple[Before, ...]] = ("begin", "word", "other")


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges in order, those that touch joined."""
    joined: list[tuple[int, int]] = []
    for first, behind in sorted(ranges):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], behind)
        else:
            joined.append((first, behind))
    return tuple(joined)


def others(ranges: Ranges) -> Ranges:
    """All code points outside of ``ranges``."""
    edges = [0, *(edge for both in ranges for edge in both), _CODES]
    return tuple((first, behind) for first, behind in zip(edges[::2], edges[1::2], strict=True) if first < behind)


def _cased(ranges: Iterable[tuple[int, int]], fold: bool, relaxed: bool) -> Ranges:
    """The ranges, with the letters of the other case where ``fold`` is set."""
    written = tuple(ranges)
    if not fold:
        return union(written)
    return union((*written, *_other_cases(written, _ALSO_IN_RE if relaxed else _ALSO)))


def _other_cases(ranges: Iterable[tuple[int, int]], also: Mapping[int, tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """What the letters of ASCII in ``ranges`` are taken for: the other case, and the letters that ``also`` lists."""
    for first, behind in ranges:
        for code in range(max(first, ord("A")), min(behind, ord("z") + 1)):
            if chr(code).isalpha():
                yield from ((other, other + 1) for other in (code ^ _CASE, *also.get(code, ())))


class _Graph:
    """One pattern as nodes: ("char", ranges, next), ("either", nexts), ("assert", kind, next) and ("gate", number).

    The kind of an assertion is one of ``re``'s, or the ranges of the characters that may not stand next.

    ``relaxed``: see ``Positions``.
    """

    def __init__(self, number: int, relaxed: bool) -> None:
        self.nodes: list[Node] = []
        self._relaxed = relaxed
        self._repeats = (of.MAX_REPEAT, of.MIN_REPEAT, *((of.POSSESSIVE_REPEAT,) if relaxed else ()))
        self._around = (of.ASSERT, of.ASSERT_NOT) if relaxed else ()
        self._end = self.add("gate", number)

    def first(self, pattern: str) -> int:
        """The first node of a pattern. Its last node is the gate."""
        return self.sequence(parser.parse(pattern), self._end, False)

    def add(self, *node: Any) -> int:
        """The number of a new node."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def sequence(self, items: Any, behind: int, fold: bool) -> int:
        """The first node of a parsed sequence; ``behind`` it the node of that number follows."""
        for place in range(len(items) - 1, -1, -1):
            operator, value = items[place]
            behind = self._item(operator, value, behind, fold)
        return behind

    def _item(self, operator: Any, value: Any, behind: int, fold: bool) -> int:
        if operator is of.BRANCH:
            return self.add("either", [self.sequence(branch, behind, fold) for branch in value[1]])
        if operator is of.SUBPATTERN:
            return self.sequence(value[3], behind, fold or bool(value[1] & re.IGNORECASE))
        if operator in self._repeats:
            least, most, repeated = value
            return self._repeated(least, most, repeated, behind, fold)
        if operator in self._around:
            return self._looked_around(operator, value, behind, fold)
        if operator is of.AT:
            return self._asserted(value, behind)
        return self.add("char", _ranges(operator, value, fold, self._relaxed), behind)

    def _looked_around(self, operator: Any, value: Any, behind: int, fold: bool) -> int:
        """What a relaxed pattern looks ahead for at its end is read as a part of it, and one character that may not follow counts.

        Any other look-around is passed over.
        """
        direction, items = value
        if direction < 0:
            return behind
        if operator is of.ASSERT:
            return self.sequence(items, behind, fold) if behind == self._end else behind
        refused = _one_character(items)
        return self.add("assert", refused, behind) if refused else behind

    def _asserted(self, kind: Any, behind: int) -> int:
        """The node of ``^``, ``$`` or ``\\b``. To ``re``, ``$`` holds before a last line break too."""
        if not self._relaxed:
            return self.add("assert", kind, behind)
        return self.add("assert", of.AT_END_LINE, behind) if kind is of.AT_END else behind

    def _repeated(self, least: int, most: Any, item: Any, behind: int, fold: bool) -> int:
        first = behind
        if most is of.MAXREPEAT:
            nexts = [behind]
            first = self.add("either", nexts)
            nexts.append(self.sequence(item, first, fold))
        else:
            for _ in range(most - least):
                first = self.add("either", [self.sequence(item, first, fold), behind])
        for _ in range(least):
            first = self.sequence(item, first, fold)
        return first


def _one_character(items: Any) -> Ranges:
    """The characters that a look-ahead for one character lists; none for a look-ahead of another form."""
    if len(items) != 1:
        return ()
    operator, value = items[0]
    listed = value if operator is of.IN else [items[0]]
    return _class(listed, False, False) if all(one in _LISTED for one, _ in listed) else ()


def _ranges(operator: Any, value: Any, fold: bool, relaxed: bool) -> Ranges:
    """The characters that one parsed item takes. Raises ValueError for what no gate uses, such as a look-around."""
    if operator is of.LITERAL:
        return _cased([(value, value + 1)], fold, relaxed)
    if operator is of.NOT_LITERAL:
        return others(_cased([(value, value + 1)], fold, False))
    if operator is of.ANY:
        return others(_NEWLINE)
    if operator is of.IN:
        return _class(value, fold, relaxed)
    raise ValueError(f"no gate may hold {operator}")


_CATEGORIES: Final[dict[Any, Ranges]] = {
    of.CATEGORY_SPACE: _SPACE,
    of.CATEGORY_NOT_SPACE: others(_SPACE),
    of.CATEGORY_DIGIT: _DIGIT,
    of.CATEGORY_NOT_DIGIT: others(_DIGIT),
    of.CATEGORY_WORD: _WORD,
    of.CATEGORY_NOT_WORD: others(_WORD),
}


# What ``re`` takes for each of them in text that is not ASCII, or more. ``\d`` and ``\w`` are not here, so that they are refused.
_RELAXED: Final[dict[Any, Ranges]] = {
    of.CATEGORY_SPACE: union((code, code + 1) for code in range(_PLANE) if chr(code).isspace()),
    **{kind: _CATEGORIES[kind] for kind in (of.CATEGORY_NOT_SPACE, of.CATEGORY_NOT_DIGIT, of.CATEGORY_NOT_WORD)},
}


def _class(items: Any, fold: bool, relaxed: bool) -> Ranges:
    """The characters of a class in brackets."""
    negated = items[0][0] is of.NEGATE
    categories = _RELAXED if relaxed and not negated else _CATEGORIES
    found: list[tuple[int, int]] = []
    for operator, value in items:
        if operator is of.LITERAL:
            found.append((value, value + 1))
        elif operator is of.RANGE:
            found.append((value[0], value[1] + 1))
        elif operator is of.CATEGORY:
            found += categories[value]
    ranges = _cased(found, fold, relaxed and not negated)
    return others(ranges) if negated else ranges


class _Classes:
    """Code points in classes that no set of ``sets`` divides. The class behind the last stands for the text's end."""

    def __init__(self, sets: Iterable[Ranges]) -> None:
        every = tuple(dict.fromkeys((*sets, _WORD, _NEWLINE)))
        flat = (edge for ranges in every for both in ranges for edge in both)
        self._edges = sorted({0, _PLANE, *flat} - {_CODES})
        inside: list[list[int]] = [[] for _ in self._edges]  # of each stretch between two edges, the sets that hold it
        for number, ranges in enumerate(every):
            for place in self._places(ranges):
                inside[place].append(number)
        numbers: dict[tuple[int, ...], int] = {}
        self._of_place = [numbers.setdefault(tuple(one), len(numbers)) for one in inside]
        self.end = len(numbers)
        self._members = {ranges: frozenset(self._of_place[place] for place in self._places(ranges)) for ranges in every}
        self.word = self._members[_WORD]
        self.newline = self._members[_NEWLINE]
        self.other = frozenset(range(self.end)) - self.word

    def _places(self, ranges: Ranges) -> Iterator[int]:
        """The numbers of the stretches between edges that ``ranges`` hold."""
        for first, behind in ranges:
            yield from range(bisect_left(self._edges, first), bisect_left(self._edges, behind))

    def members(self, ranges: Ranges) -> frozenset[int]:
        """The classes of one of the sets."""
        return self._members[ranges]

    def row(self, members: frozenset[int]) -> bytes:
        """A byte for each class, the end's included: 1 for one of ``members``."""
        return bytes(number in members for number in range(self.end + 1))

    def plane(self) -> "array[int]":
        """The class of each character below U+10000."""
        plane = array("H")
        for first, behind, number in self._stretches(0, _PLANE):
            plane += array("H", [number]) * (behind - first)
        return plane

    def above(self) -> "tuple[array[int], array[int]]":
        """(the first characters of the stretches from U+10000 on, their classes)."""
        stretches = list(self._stretches(_PLANE, _CODES))
        return array("I", [first for first, _, _ in stretches]), array("H", [number for _, _, number in stretches])

    def _stretches(self, first: int, behind: int) -> Iterator[tuple[int, int, int]]:
        """(first character, the one behind the last, class) of each stretch from ``first`` to ``behind``, which are edges."""
        edges = [*self._edges, _CODES]
        for place in self._places(((first, behind),)):
            yield edges[place], edges[place + 1], self._of_place[place]


def _has_ranges(node: Node) -> bool:
    """Whether a node speaks of some characters."""
    return node[0] == "char" or (node[0] == "assert" and isinstance(node[1], tuple))


class Positions:
    """The positions of all ``patterns``. A pattern's number is that of its gate.

    ``relaxed``: the patterns are ``re``'s, and the automaton may find more than they match, because it looks ahead only at their
    end or for one character that may not follow, and never back.
    Raises ValueError for a pattern that no gate may have: with a look-around where it is not relaxed, with a group's number.
    """

    def __init__(self, patterns: Sequence[str], relaxed: bool = False) -> None:
        graphs = []
        for number, pattern in enumerate(patterns):
            graph = _Graph(number, relaxed)
            graphs.append((graph, graph.first(pattern)))
        self.classes = _Classes(node[1] for graph, _ in graphs for node in graph.nodes if _has_ranges(node))
        self.sets: dict[frozenset[int], int] = {}
        self.set_of: list[int] = []
        self.gate_of: list[int] = []
        self.follow: list[list[int]] = []  # a gate's number n stands there as -1 - n
        self.starts: dict[Before, list[int]] = {before: [] for before in _BEFORE}
        for number, (graph, first) in enumerate(graphs):
            pattern_positions = _Pattern(self, graph, number)
            for before in _BEFORE:
                self.starts[before] += pattern_positions.behind(first, before)
            pattern_positions.complete()

    def automaton(self, make: Callable[..., Any], stop: int) -> Any:
        """What ``make``, which is ``_automaton.Automaton``, makes of the positions; reading can stop at the gate ``stop``."""
        above, above_class = self.classes.above()
        follow = [*self.follow, *map(self.starts.__getitem__, _BEFORE)]
        return make(
            plane=self.classes.plane(),
            above=above,
            above_class=above_class,
            members=b"".join(map(self.classes.row, self.sets)),
            set_of=array("i", self.set_of),
            gate_of=array("i", self.gate_of),
            follow_at=array("i", accumulate(map(len, follow), initial=0)),
            follow=array("i", chain.from_iterable(follow)),
            word=self.classes.row(self.classes.word),
            gates=self.gate_of[-1] + 1,
            stop=stop,
        )


class _Pattern:
    """The positions of one pattern join those of all."""

    def __init__(self, every: Positions, graph: _Graph, gate: int) -> None:
        self._every = every
        self._nodes = graph.nodes
        self._gate = gate
        self._classes = every.classes
        self._known: dict[tuple[int | None, Before, frozenset[int]], int] = {}
        self._open: list[tuple[int, int, Before]] = []  # positions whose follow is not found yet: (number, next node, before it)
        self._asks: dict[int, bool] = {}

    def complete(self) -> None:
        """Finds what follows each position."""
        while self._open:
            number, node, before = self._open.pop()
            self._every.follow[number] = self.behind(node, before)

    def behind(self, node: int, before: Before) -> list[int]:
        """The positions, and the gate as -1 - its number, that can come next at ``node`` when ``before`` stands before it."""
        found: dict[int, None] = {}
        seen = set()
        waiting: list[tuple[int, frozenset[int] | None]] = [(node, None)]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            number, only = one
            kind, *rest = self._nodes[number]
            if kind == "either":
                waiting += ((other, only) for other in rest[0])
            elif kind == "assert":
                behind = self._asserted(rest[0], before)
                waiting.append((rest[1], behind if only is None else only & behind))
            else:
                found.update(dict.fromkeys(self._positions(number, only)))
        return list(found)

    def _asserted(self, kind: Any, before: Before) -> frozenset[int]:
        """The classes before which ``^``, ``$`` or ``\\b`` holds."""
        classes = self._classes
        end = frozenset((classes.end,))
        everything = classes.word | classes.other | end
        if isinstance(kind, tuple):
            return everything - classes.members(kind)
        if kind in (of.AT_BEGINNING, of.AT_BEGINNING_STRING):
            return everything if before == "begin" else frozenset()
        if kind in (of.AT_END, of.AT_END_STRING):
            return end
        if kind is of.AT_END_LINE:
            return end | classes.newline
        at_boundary = classes.other | end if before == "word" else classes.word
        return at_boundary if kind is of.AT_BOUNDARY else everything - at_boundary

    def _positions(self, number: int, only: frozenset[int] | None) -> Iterator[int]:
        """The positions of a node of a character, or the gate; the next character's class is one of ``only``."""
        kind, *rest = self._nodes[number]
        if kind == "gate":
            yield -1 - self._gate if only is None else self._position(None, "other", only)
            return
        members = self._classes.members(rest[0])
        allowed = members if only is None else members & only
        sides: dict[Before, frozenset[int]] = {"other": allowed}
        if self._asks_before(rest[1]):
            sides = {"word": allowed & self._classes.word, "other": allowed & self._classes.other}
        for before, side in sides.items():
            if side:
                yield self._position(rest[1], before, side)

    def _position(self, node: int | None, before: Before, members: frozenset[int]) -> int:
        """The position of characters of ``members`` behind which ``node`` comes, or the gate where that is None."""
        every, key = self._every, (node, before, members)
        if (known := self._known.get(key)) is not None:
            return known
        number = self._known[key] = len(every.set_of)
        every.set_of.append(every.sets.setdefault(members, len(every.sets)))
        every.gate_of.append(self._gate)
        every.follow.append([-1 - self._gate] if node is None else [])
        if node is not None:
            self._open.append((number, node, before))
        return number

    def _asks_before(self, node: int) -> bool:
        """Whether an assertion stands at ``node`` before the next character, so that the character before it matters."""
        if (known := self._asks.get(node)) is not None:
            return known
        seen, waiting, asks = set(), [node], False
        while waiting and not asks:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            kind, *rest = self._nodes[number]
            if kind == "either":
                waiting += rest[0]
            elif kind == "assert" and isinstance(rest[0], tuple):  # this one looks ahead
                waiting += rest[1:]
            else:
                asks = kind == "assert"
        self._asks[node] = asks
        return asks
