"""Strings inside JSON: message parts, tool arguments, metadata."""

from collections.abc import Callable, Iterator
from typing import Any, Final

DEPTH_LIMIT: Final = 100


def map_strings(value: Any, change: Callable[[str], str], _depth: int = 0) -> Any:
    """``value`` (as ``json.loads`` gives it) with ``change`` applied to every string in it, keys included.

    Raises ValueError for nesting deeper than 100 levels, and when two keys of an object become the same.
    """
    if isinstance(value, str):
        return change(value)
    if _depth > DEPTH_LIMIT:
        raise ValueError(f"JSON is nested deeper than {DEPTH_LIMIT} levels")
    if isinstance(value, list):
        return [map_strings(item, change, _depth + 1) for item in value]
    if isinstance(value, dict):
        changed = {change(key): map_strings(item, change, _depth + 1) for key, item in value.items()}
        if len(changed) != len(value):
            raise ValueError("two keys of a JSON object are the same once masked")
        return changed
    return value


def strings(value: Any, path: str = "$", _depth: int = 0) -> Iterator[tuple[str, str]]:
    """(JSONPath, string) of every string in ``value``, in its order; a key stands under its own path with ``~`` behind it.

    Raises ValueError for nesting deeper than 100 levels.
    """
    if _depth > DEPTH_LIMIT:
        raise ValueError(f"JSON is nested deeper than {DEPTH_LIMIT} levels")
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from strings(item, f"{path}[{place}]", _depth + 1)
    elif isinstance(value, dict):
        for number, (key, item) in enumerate(value.items()):
            plain = key if key.isidentifier() and key.isascii() else f"{number}"
            yield f"{path}.{plain}~", key
            yield from strings(item, f"{path}.{plain}", _depth + 1)
