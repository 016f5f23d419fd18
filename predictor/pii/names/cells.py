"""Names in the columns of tables: a cell under 이름, 담당자 or custNm."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from predictor.pii.names import evidence, nobody, things, transcriptions
from predictor.pii.names.candidates import best, latin
from predictor.pii.names.fields import (
    ANY_NAME,
    LABELS,
    NOT_PERSONAL_KEY,
    PERSON_KEY,
    PERSONS_FIELDS,
    PERSONS_KEYS,
    ROW,
    WEAK_LABELS,
    has_a_rare_surname,
)
from predictor.pii.names.foreigners import ENDS_LIKE_A_FIRM, like_a_foreign_name
from predictor.pii.names.form import FOREIGN_HEADS, FOREIGN_WORDS, key
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_FORM: Final = 2000  # characters above a cell in which its head may stand
_PERSONS_HEAD: Final = re.compile(rf"{PERSONS_FIELDS}|{PERSONS_KEYS}|당첨자|합격자|수상자")
_HEADS_OF_NAMES: Final = ("이름", "name", "nm", "NAME", "Name")
_MOBILE: Final = re.compile(r"(?<![0-9])01[016-9][-. ]?[0-9]{3,4}[-. ]?[0-9]{4}(?![0-9])")
_HEAD: Final = re.compile(rf"(?:(?P<weak>{WEAK_LABELS})|{LABELS}|성명|이름)명?\s?(?:\([가-힣A-Za-z/]{{1,8}}\))?")
_CELL: Final = re.compile(
    r"(?:[,;|\t\n(] ?|/ |  )[\"']?(?P<value>[가-힣]{2,7}(?: [가-힣]{1,7}){0,2})(?=[\"']? ?(?:[,;|\t\n)]|$)| /|  )"
)
_IN_LATIN: Final = re.compile("영문|영어|로마자")  # 영문명: PI RAON. Elsewhere two letters begin PC IP and such.
_LATIN_CELL: Final = re.compile(
    r"[,;|\t\n] ?[\"']?(?P<value>[A-Z][a-z]{1,15}(?: [A-Z]\.)?(?:[ \-][A-Z][a-z]{1,15}){1,2}"
    r"|[A-Z]{2,15}(?: [A-Z]{1,15}\.?){1,3})(?=[\"']? ?(?:[,;|\t\n]|$))"
)


def celled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A cell of a table in text (commas, tabs …) in a column that its head names 이름, 담당자 or custNm."""
    found = _CELL.match(text, hit)
    if found is None or found.start("value") < floor:
        return []
    start, end = found.span("value")
    head = columns.heading(text, start, end)
    cue = None if nobody.fills_a_field(found["value"]) else _head_cue(head)
    if cue is None or _heads_a_form(text, head, start):
        return []
    return _in_a_column(text, found, cue) or (_in_a_person_s_column(found) if _heads_persons(text, head, start) else [])


def _in_a_column(text: str, cell: re.Match[str], cue: str) -> list[Span]:
    """The name that fills a cell under a head that is worth ``cue``."""
    (start, end), value = cell.span("value"), cell["value"]
    name = best(text, start, cue)
    if name and name[0] == end and evidence.likely(name[1]):
        return [Span(start, end, "person_name", value, name[1], "column of names")]
    if cue == "field" and has_a_rare_surname(value):
        return [Span(start, end, "person_name", value, evidence.MODERATE, "column of names, rare surname")]
    return [Span(start, end, "person_name", key(value), 0.8, "column of names, foreign")] if _foreign_cell(value, cue) else []


def _heads_persons(text: str, head: str, start: int) -> bool:
    """Whether only persons stand in the column of the cell at ``start``."""
    return _PERSONS_HEAD.fullmatch(head) is not None or (head in _HEADS_OF_NAMES and _beside_a_mobile(text, start))


def _beside_a_mobile(text: str, start: int) -> bool:
    """Whether a mobile number stands in the row of the cell at ``start``."""
    return _MOBILE.search(text, start, columns.line_end(text, start, ROW)) is not None


def _in_a_person_s_column(cell: re.Match[str]) -> list[Span]:
    """A cell that is a word too, in a column that only persons have."""
    value = cell["value"]
    name = ANY_NAME.match(value, 0)
    if name is None or name.group() != value or not nobody.may_be_named(value):
        return []
    return [Span(*cell.span("value"), "person_name", value, evidence.SLIGHT, "column of persons")]


def _heads_a_form(text: str, head: str, start: int) -> bool:
    """Whether a name stands beside the head, which is then a form's field and no column's: 신청인,손보미."""
    beside = _CELL.match(text, text.find(head, max(0, start - _FORM), start) + len(head))
    name = best(text, beside.start("value"), "weak label", 3) if beside else None
    return beside is not None and name is not None and name[0] == beside.end("value") and evidence.likely(name[1])


def celled_latin(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A cell of capitalised words in a column that 성명 or such a word heads."""
    found = _LATIN_CELL.match(text, hit)
    if found is None or found.start("value") < floor or ENDS_LIKE_A_FIRM.search(found["value"]):
        return
    heading = columns.heading(text, *found.span("value"))
    head = _HEAD.fullmatch(heading)
    if (head and not head["weak"] and found["value"][2] != " ") or _of_latin_names(heading, head):
        yield latin(*found.span("value"), text, 0.75, "column of names, Latin letters")


def _of_latin_names(heading: str, head: re.Match[str] | None) -> bool:
    """Whether a column's head is a key for persons' names, or says that these are in Latin letters."""
    return _IN_LATIN.search(heading) is not None or (head is None and _head_cue(heading) == "field")


def _foreign_cell(value: str, cue: str) -> bool:
    """Whether a cell is a name of another country; under a weak head only a known one is."""
    if transcriptions.is_a_name(value.split(" "), cue == "field"):
        return True
    first, _, rest = value.partition(" ")
    if cue != "field":
        return len(first) > 1 and first in FOREIGN_HEADS
    if value in FOREIGN_WORDS and not nobody.common(value):
        return True
    return like_a_foreign_name(first, rest != "", "label") and (first in FOREIGN_HEADS or not nobody.common(first))


@lru_cache(maxsize=256)
def _head_cue(head: str) -> str | None:
    """What a column's head is worth: 번역 and 확인 head other words as often as names."""
    found = _HEAD.fullmatch(head) if head else None
    if found is None and (not PERSON_KEY.match(head) or NOT_PERSONAL_KEY.search(head)):
        return None
    weak = found is not None and found["weak"] is not None
    return "weak label" if weak or things.ambiguous(head, len(head)) else "field"
