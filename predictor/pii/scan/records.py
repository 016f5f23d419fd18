"""Records in JSON, YAML, XML and TOML: the number that a field calls id or no, and the word that names the record's parent."""

import re
from typing import Final

# id: E-31007, "no":"20231184", <pid>P20250811-0043<, id="E-31007"
_KEY: Final = r"[\s{\"'<,.](?i:id|no|num|number|[psm]id|emp_?id|(?:등록)?번호)[\"']?\s?[:=>]\s?[\"']?"
_DAY: Final = r"(?:19|20)[0-9]{2}-[01][0-9](?:-[0-3][0-9])?(?![0-9])"
_FIELD: Final = re.compile(rf"{_KEY}(?!{_DAY})(?P<value>[A-Za-z]{{0,4}}-?[0-9][0-9\-]{{2,18}}[0-9])(?![0-9A-Za-z\-:.])")
GATE: Final = rf"{_KEY}[A-Za-z]{{0,4}}-?[0-9][0-9\-]{{2}}"
_NAME: Final = re.compile(r"(?<![A-Za-z])(?i:(?:[a-z]{2,8}_?)?(?:name|nm)|성명|이름)[\"']?\s?[:=>]")
_NAME_REACH: Final = 160
_BORDER: Final = re.compile(r"[{}]|\n\s{0,12}-\s|\n\n|\n\[")  # between two records
REACH: Final = 600  # characters before a record's field in which its parent may stand


def _word(group: str) -> str:
    """A word that may name a record's parent, as the group of that name."""
    return rf"(?P<{group}>[A-Za-z가-힣][A-Za-z가-힣_\-]{{1,30}})"


# "employees": [, employee: {, employees:, <employee …>, [[employees]]
_OPENER: Final = re.compile(
    rf"(?<![A-Za-z가-힣_\-]){_word('word')}[\"']?\s?[:=]\s?(?P<bracket>[\[{{])"
    rf"|\n(?P<indent>[ ]{{0,24}})(?:-\s)?{_word('key')}:[ ]?(?=\n)"
    rf"|<{_word('element')}(?:\s[^<>]{{0,200}})?(?:>|$)"
    rf"|\n\[{{1,2}}{_word('section')}\]{{1,2}}\n"
)
_OWNER: Final = re.compile(r"[A-Za-z]{2,20}$")  # employee.id=E-31007
_OWNER_REACH: Final = 24
_BRACKET: Final = re.compile(r"[\[\]{}]")
_ROWS: Final = frozenset(
    ("row", "item", "items", "record", "records", "entry", "data", "list", "rows", "content", "result", "results")
)


def field(text: str, hit: int) -> re.Match[str] | None:
    """The field at ``hit`` with its number as the group ``value``, where a name stands in the same record."""
    found = _FIELD.match(text, hit)
    return found if found and _is_named(text, hit, found.end()) else None


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether the record of the field at [start, end) holds a field for a name."""
    border = _BORDER.search(text, end, end + _NAME_REACH)
    if _NAME.search(text, end, border.start() if border else end + _NAME_REACH):
        return True
    low = max(0, start - _NAME_REACH)
    borders = [found.end() for found in _BORDER.finditer(text, low, start)]
    return _NAME.search(text, borders[-1] if borders else low, start) is not None


def parent(text: str, hit: int) -> str:
    """The word that opens what stands around ``hit``, the innermost one that names more than a row; empty for none."""
    if text[hit] == "." and (owner := _OWNER.search(text, max(0, hit - _OWNER_REACH), hit)):
        return owner.group().lower()
    low = max(0, hit - REACH)
    near = "\n" + text[low : hit + 1]  # a text's first line begins like the others
    unclosed = _unclosed(near)
    for opener in reversed(list(_OPENER.finditer(near))):
        word = opener["word"] or opener["key"] or opener["element"] or opener["section"]
        if word.lower() not in _ROWS and _holds(opener, near, unclosed):
            return word.lower()
    return ""


def _unclosed(near: str) -> frozenset[int]:
    """The places of the brackets in ``near`` that none closes."""
    closing, found = 0, []
    for bracket in reversed(list(_BRACKET.finditer(near))):
        if bracket.group() in "]}":
            closing += 1
        elif closing:
            closing -= 1
        else:
            found.append(bracket.start())
    return frozenset(found)


def _holds(opener: re.Match[str], near: str, unclosed: frozenset[int]) -> bool:
    """Whether what ``opener`` opens is still open at the end of ``near``."""
    if opener["bracket"]:
        return opener.start("bracket") in unclosed
    if opener["element"]:
        return near.find(f"</{opener['element']}>", opener.end()) < 0
    if opener["section"]:
        return near.find("\n[", opener.end()) < 0
    return len(opener["indent"]) < _last_column(near)


def _last_column(near: str) -> int:
    """In which column of its line the last character of ``near`` stands; the first is 1."""
    return len(near) - near.rfind("\n", 0, len(near) - 1) - 1
