"""Constraints on what the model writes (JSON schema, regex, choice, grammar), measured before the engine compiles them.

The engine compiles on its own threads and stops no compilation, so a constraint that costs too much must not reach it.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from predictor.config import Settings
from predictor.errors import InvalidRequest

_TOKEN: Final = re.compile(
    r"([^\\\[(){}|*+?]+)|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?[:=!<]*)?|\)|\{(\d{1,9})(?:(,)(\d{0,9}))?\}|.", re.DOTALL
)
_ENDLESS: Final = 10**9
# Keywords of JSON Schema that make the compiler repeat a rule as often as their value says.
_COUNTED: Final = frozenset({"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"})
_ALTERNATIVES: Final = ("enum", "anyOf", "oneOf", "allOf", "type")
_PROPERTIES: Final = ("properties", "patternProperties", "$defs", "definitions")
_CONSTRAINING: Final = frozenset({"structured_outputs", "response_format", "text", "tools"})  # fields that hold constraints
_DESCRIBING: Final = frozenset({"type", "name", "description"})  # fields of a format that constrain nothing by themselves
_HOLDING_JSON: Final = frozenset({"json", "structural_tag", "schema"})
_REGEXES: Final = ("pattern", "regex", "whitespace_pattern")


@dataclass(slots=True)
class Cost:
    """What one request's constraints measure; each field has the setting `LLM_STRUCTURED_MAX_…` of its name."""

    bytes: int = 0  # of all constraints as JSON
    depth: int = 0  # of nested objects and lists
    properties: int = 0  # names of properties and definitions
    choices: int = 0  # entries of enum, anyOf, oneOf, allOf and choice
    grammar: int = 0  # characters of a grammar
    regex: int = 0  # characters of the longest regular expression
    repeats: int = 0  # counted repetitions beyond the first, each different one once
    _counted: set[tuple[str, int]] = field(default_factory=set)
    _patterns: set[str] = field(default_factory=set)

    def add(self, name: str, value: Any) -> None:
        """Measure one constraint, whose field has `name`; linear in its size and without recursion."""
        pending = [(name, value, 1)]
        while pending:
            name, value, depth = pending.pop()
            self.depth = max(self.depth, depth)
            if isinstance(value, dict):
                self.properties += len(value) * (name in _PROPERTIES)
                pending += [(key, item, depth + 1) for key, item in value.items()]
            elif isinstance(value, list):
                self.choices += len(value) * (name in (*_ALTERNATIVES, "choice"))
                pending += [("", item, depth + 1) for item in value if isinstance(item, dict | list)]
            else:
                self._add_leaf(name, value)

    def count_patterns(self) -> None:
        """Add the repetitions of regular expressions and grammars; to be called once their lengths are known to be small."""
        for pattern in self._patterns:
            self._count(pattern, repetitions(pattern))

    def _add_leaf(self, name: str, value: Any) -> None:
        if isinstance(value, str) and name in _REGEXES:
            self.regex = max(self.regex, len(value))
            self._patterns.add(value)
        elif isinstance(value, str) and name == "grammar":
            self.grammar += len(value)
            self._patterns.add(value)
        elif name in _COUNTED and isinstance(value, int | float):
            self._count(name, int(min(value, _ENDLESS)))

    def _count(self, what: str, times: int) -> None:
        if times > 0 and (what, times) not in self._counted:
            self._counted.add((what, times))
            self.repeats += times


MEASURES: Final = {
    "bytes": "바이트 수",
    "depth": "중첩 단계",
    "properties": "속성 수",
    "choices": "선택지 수(enum, anyOf, oneOf, allOf, choice)",
    "grammar": "문법의 글자 수",
    "regex": "정규식의 글자 수",
    "repeats": "반복 횟수의 합(maxLength, maxItems, {m,n} …)",
}


class StructuredOutputLimits:
    """The limits of LLM_STRUCTURED_MAX_…; 0 leaves a measure unbounded."""

    def __init__(self, settings: Settings) -> None:
        self.most = {name: getattr(settings, f"structured_max_{name}") for name in MEASURES}

    def check(self, fields: dict[str, Any]) -> str | None:
        """The digest of a request's constraints, None where it has none; raises InvalidRequest that names the limit exceeded."""
        found = constraints(fields)
        if not found:
            return None
        written = orjson.dumps(found, option=orjson.OPT_SORT_KEYS, default=str)
        cost = Cost(bytes=len(written))
        self._compare(cost, ("bytes",))
        for name, value in found:
            cost.add(name, value)
        self._compare(cost, tuple(MEASURES))
        cost.count_patterns()
        self._compare(cost, ("repeats",))
        return hashlib.sha256(written).hexdigest()

    def _compare(self, cost: Cost, names: tuple[str, ...]) -> None:
        for name in names:
            most, measured = self.most[name], getattr(cost, name)
            if most and measured > most:
                korean, english = (f"{measured}",) * 2 if measured < _ENDLESS else ("매우 큼", "very many")
                setting = f"LLM_STRUCTURED_MAX_{name.upper()}"
                raise InvalidRequest(
                    f"구조화 출력 제약이 너무 큽니다: {MEASURES[name]} {korean} > {most} (설정 {setting})",
                    message=f"The constraint of structured output is too large: {name} {english} > {most} (setting {setting})",
                )


def constraints(fields: dict[str, Any]) -> list[tuple[str, Any]]:
    """(name, value) of each constraint in a request that the engine compiles. A string that holds JSON is given as its value."""
    if fields.keys().isdisjoint(_CONSTRAINING):
        return []
    found = []
    for holder in (fields.get("structured_outputs"), fields.get("response_format"), _format(fields)):
        for name, value in holder.items() if isinstance(holder, dict) else ():
            if name not in _DESCRIBING and isinstance(value, dict | list | str):
                found.append((name, _parsed(value) if name in _HOLDING_JSON else value))
    return found + [("parameters", parameters) for parameters in _forced_tools(fields)]


def _format(fields: dict[str, Any]) -> Any:
    text = fields.get("text")
    return text.get("format") if isinstance(text, dict) else None


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def _forced_tools(fields: dict[str, Any]) -> Iterator[Any]:
    """The parameters of the tools that the model must call, or must call strictly; the others are only shown to it."""
    choice = fields.get("tool_choice")
    tools = fields.get("tools")
    for tool in tools if isinstance(tools, list) else ():
        function = tool.get("function", tool) if isinstance(tool, dict) else None
        if isinstance(function, dict) and isinstance(function.get("parameters"), dict) and _is_forced(tool, function, choice):
            yield function["parameters"]


def _is_forced(tool: dict[str, Any], function: dict[str, Any], choice: Any) -> bool:
    if function.get("strict") or tool.get("strict") or choice == "required":
        return True
    named = _name(choice) if isinstance(choice, dict) else None
    return named is not None and function.get("name") == named


def _name(choice: dict[str, Any]) -> Any:
    function = choice.get("function")
    return function.get("name") if isinstance(function, dict) else choice.get("name")


def repetitions(pattern: str) -> int:
    """How many more atoms a regular expression or grammar has once its counted repetitions are written out; linear in its length.

    >>> repetitions("[a-z]{1,100}"), repetitions("(ab{2}){3}"), repetitions("plain")
    (99, 7, 0)
    """
    sizes, plain, last = [0], 0, 0
    for match in _TOKEN.finditer(pattern):
        mark = match.group()
        if mark[0] == "(":
            sizes.append(0)
            last = 0
        elif mark == ")":
            last = sizes.pop() if len(sizes) > 1 else 0
            sizes[-1] = min(sizes[-1] + last, _ENDLESS)
        elif match[2] is not None:
            times = int(match[4] or match[2])
            sizes[-1] = min(sizes[-1] + last * max(0, times - 1), _ENDLESS)
            last = min(last * max(1, times), _ENDLESS)
        elif mark not in "|*+?":
            atoms = len(mark) if match[1] else 1
            plain, last = plain + atoms, 1
            sizes[-1] = min(sizes[-1] + atoms, _ENDLESS)
    return max(0, min(sum(sizes), _ENDLESS) - plain)
