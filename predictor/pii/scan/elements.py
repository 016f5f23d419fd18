"""A label's element and its value's in HTML: <label>사번</label><input value="20417">, <th>학번</th><td>20231184</td>."""

import re
from typing import Final, NamedTuple

_LABELLING: Final = r"</(?:label|th|td|dt|span|strong|b)>"
_VALUED: Final = r"<(?:input\s[^<>]{0,96}?\bvalue=[\"']|(?:td|dd|span)(?:\s[^<>]{0,48})?>)"
GATE: Final = rf"{_LABELLING}\s{{0,8}}{_VALUED}\s{{0,2}}[^\s<>\"']"
_PAIR: Final = re.compile(rf"{_LABELLING}\s{{0,8}}{_VALUED}\s{{0,2}}(?=[^\s<>\"'])")
_LABEL: Final = re.compile(r"[>\n]\s{0,2}(?P<label>[^<>\s][^<>\n]{1,23}?)\s?[:*]?\s?$")
_REACH: Final = 32  # characters of a label


class Field(NamedTuple):
    """The label stands at [low, high), the value begins at ``begin``."""

    low: int
    high: int
    begin: int


def read(text: str, hit: int) -> Field | None:
    """The field behind a label's element that ends at ``hit``; None where no value follows."""
    found = _PAIR.match(text, hit)
    label = _LABEL.search(text, max(0, hit - _REACH), hit) if found else None
    return Field(*label.span("label"), found.end()) if found and label else None
