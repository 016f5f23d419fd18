"""The key file: YAML, read strictly, because a file that two readers understand differently opens the door to the wrong caller."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import Field, ValidationError

from predictor.inference.keys.ring import digest_of
from predictor.inference.keys.row import NAME, KeyRow, Strict
from predictor.inference.keys.rules import KeyRules

MOST_BYTES: Final = 1 << 20
MOST_KEYS: Final = 10_000
MOST_DEPTH: Final = 8
MOST_NAMED: Final = 10  # faults that one message names
# In place of pydantic's own words, by the type of its fault.
REASONS: Final = {
    "extra_forbidden": "there is no such field; docs/keys.md lists those of a key",
    "missing": "the field is needed",
    "model_type": "must be a mapping of a key's fields",
}


class KeyFileError(ValueError):
    """The key file cannot be used. The message names the place and the fault, and never shows a secret."""


class KeyList(Strict):
    """The whole file."""

    keys: tuple[KeyRow, ...] = Field(max_length=MOST_KEYS)


class Loader(yaml.CSafeLoader):
    """YAML of plain values; a mapping that names a key twice is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping, in the file's order."""
        names = [key.value for key, _ in node.value]
        if len(set(map(str, names))) < len(names):
            raise yaml.MarkedYAMLError(problem="a field stands twice in one mapping", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def read(path: Path) -> bytes:
    """The content of a file, of a file that is too large a part that is too large too; raises KeyFileError."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KeyFileError(f"the file cannot be read: {error.strerror}") from None


def parse(content: bytes) -> tuple[KeyRules, ...]:
    """The keys of a file's content; raises KeyFileError."""
    fields = _read(content)
    if not isinstance(fields, dict) or "keys" not in fields:
        raise KeyFileError('the file must be a mapping with the field "keys", a list of keys')
    if not isinstance(fields["keys"], list):
        raise KeyFileError('the field "keys" must be a list of keys; [] is none')
    fields = {**fields, "keys": tuple(fields["keys"])}
    try:
        keys = tuple(row.rules() for row in KeyList.model_validate(fields).keys)
    except ValidationError as error:
        raise KeyFileError("; ".join(_faults(error, fields))) from None
    _check_unique(keys)
    return keys


def _read(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise KeyFileError(f"the file is larger than {MOST_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KeyFileError(f"the file is not UTF-8 (byte {error.start})") from None
    try:
        _check_events(text)
        return yaml.load(text, Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise KeyFileError(f"{line}{_harmless(error)}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KeyFileError(f"the file is not YAML ({type(error).__name__})") from None


def _at(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]


def _check_events(text: str) -> None:
    """Raise MarkedYAMLError for aliases, which can make a small file expand without end, and for depth."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _at("anchors and aliases are not allowed", event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise _at(f"deeper than {MOST_DEPTH} levels", event)


def _harmless(error: yaml.MarkedYAMLError) -> str:
    """The parser's own words; those of a tag or a character may quote the file, so they are left out."""
    problem = error.problem or ""
    return problem if problem.isascii() and "'" not in problem and '"' not in problem else "this is not plain YAML"


def _faults(error: ValidationError, fields: dict[str, Any]) -> Iterator[str]:
    """One line for each fault. It holds the key's name where that is known, the field, and the reason."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    for fault in faults[:MOST_NAMED]:
        path = [str(step) for step in fault["loc"] if not str(step).startswith("function-")]
        reason = REASONS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
        yield f"{_named(fault['loc'], fields)}{'.'.join(path)}: {reason}"
    if len(faults) > MOST_NAMED:
        yield f"and {len(faults) - MOST_NAMED} more"


def _named(place: tuple[int | str, ...], fields: dict[str, Any]) -> str:
    try:
        name = fields[str(place[0])][int(place[1])]["name"]
        return f"{name}: " if isinstance(name, str) and NAME.fullmatch(name) else ""
    except (IndexError, KeyError, TypeError, ValueError):
        return ""


def _check_unique(keys: tuple[KeyRules, ...]) -> None:
    """Raise KeyFileError for a name that stands twice, and for a secret of two keys, because only one of them could be meant."""
    names: set[str] = set()
    owners: dict[bytes, str] = {}
    for key in keys:
        if key.name in names:
            raise KeyFileError(f"{key.name}: the name stands twice")
        names.add(key.name)
        for secret in key.secrets:
            owner = owners.setdefault(digest_of(secret), key.name)
            if owner != key.name:
                raise KeyFileError(f"{key.name}: has a secret that {owner} has too")
