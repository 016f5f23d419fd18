"""Patterns of one's own, from a TOML file, run on RE2: linear in the text whatever the pattern, so none can be a ReDoS.

[[pattern]]
name = "employee"                    # used in LLM_PII_ACTIONS and reports
label = "사번"                        # used in the placeholder
pattern = 'EMP-[0-9]{6}'             # RE2 syntax; look-around and back-references do not exist
match = ["EMP-123456"]               # every example must match as a whole
no_match = ["EMP-12", "EMPLOYEE"]    # in none of these may it match anything
length = 32                          # optional: the longest value in characters (default 64)
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import re2

from predictor.pii.scan.engine import compiled, decode, encode
from predictor.pii.scan.fold import fold
from predictor.pii.scan.span import Span

_FIELDS: Final = {"name", "label", "pattern", "match", "no_match", "length"}
_MOST: Final = 200


class PatternError(ValueError):
    """A pattern file that cannot be used; the message says which pattern and what to change."""


@dataclass(frozen=True)
class OwnPattern:
    """One pattern of the file, compiled and tested against its examples."""

    name: str
    label: str
    source: str
    regex: Any
    length: int

    def spans(self, text: str) -> Iterator[Span]:
        """Every match in a folded text, up to ``length`` characters each, without the blanks at its begin and end."""
        encoded = encode(text)
        seen = chars = 0
        for match in self.regex.finditer(encoded):
            start, end = match.span()
            chars += len(decode(encoded[seen:start]))
            matched = decode(encoded[start:end])
            seen = start
            value = matched.strip()
            if value and len(matched) <= self.length:
                begin = chars + len(matched) - len(matched.lstrip())
                yield Span(begin, begin + len(value), self.name, re.sub(r"\s", "", value), 1.0, "own pattern")


def load(path: Path, taken: frozenset[str]) -> tuple[OwnPattern, ...]:
    """The patterns of ``path``; ``taken`` are the built-in entities' names. Raises PatternError."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("pattern", [])
    except OSError as error:
        raise PatternError(f"{path}: cannot be read ({error.strerror}); give the path of a TOML file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(f"{path}: is not valid TOML in UTF-8: {error}") from None
    if not isinstance(rows, list) or not rows:
        raise PatternError(f"{path}: holds no pattern; write one [[pattern]] table for each")
    if len(rows) > _MOST:
        raise PatternError(f"{path}: {len(rows)} patterns; at most {_MOST} are allowed")
    own: list[OwnPattern] = []
    for number, row in enumerate(rows, 1):
        own.append(_pattern(row, f"{path}: pattern {number}", taken | {pattern.name for pattern in own}))
    return tuple(own)


def _pattern(row: Any, where: str, taken: frozenset[str]) -> OwnPattern:
    _check_fields(row, where)
    name, label, length = row["name"], row["label"], row.get("length", 64)
    where = f"{where} ({name})"
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) or name in taken:
        raise PatternError(f"{where}: name must be lower-case letters, digits and _, and not be taken already")
    if any(char in label for char in "{}[]\n"):
        raise PatternError(f"{where}: label must not hold brackets or line breaks")
    if not isinstance(length, int) or isinstance(length, bool) or not 1 <= length <= 256:
        raise PatternError(f"{where}: length must be a whole number from 1 to 256")
    pattern = OwnPattern(name, label, row["pattern"], _compiled(row["pattern"], where), length)
    _check_matches(pattern, _examples(row, "match", where), where)
    _check_others(pattern, _examples(row, "no_match", where), where)
    return pattern


def _check_fields(row: Any, where: str) -> None:
    if not isinstance(row, dict):
        raise PatternError(f"{where}: must be a table")
    if unknown := sorted(set(row) - _FIELDS):
        raise PatternError(f"{where}: unknown field {unknown[0]!r}; known: {', '.join(sorted(_FIELDS))}")
    for name in ("name", "label", "pattern"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise PatternError(f"{where}: {name} is missing or not a text")


def _compiled(source: str, where: str) -> Any:
    try:
        return compiled(source)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise PatternError(
            f"{where}: pattern is not valid RE2 syntax ({reason}); look-around and back-references do not exist there"
        ) from None


def _examples(row: dict[str, Any], field: str, where: str) -> list[str]:
    examples = row.get(field)
    if not isinstance(examples, list) or not examples or not all(isinstance(example, str) for example in examples):
        raise PatternError(f"{where}: {field} must be a list of at least one example text")
    return examples


def _check_matches(pattern: OwnPattern, examples: list[str], where: str) -> None:
    for number, example in enumerate(examples, 1):
        text = fold(example).text
        if [text[span.start : span.end] for span in pattern.spans(text)] != [text.strip()]:
            raise PatternError(
                f"{where}: example {number} of match is not matched as a whole (is length={pattern.length} too short?)"
            )


def _check_others(pattern: OwnPattern, examples: list[str], where: str) -> None:
    for number, example in enumerate(examples, 1):
        if any(pattern.spans(fold(example).text)):
            raise PatternError(f"{where}: example {number} of no_match is matched")
