"""학번: what a school calls a student by."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labelled import behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = ("학번", "학생 번호", "학적 번호", "^std no", "^stu no", "student no", "student id", "student number")

_HEAD: Final = re.compile(r"학번\s?[./,]\s?(?:성명|이름)(?:\s?\)|\s?:)[^\n]*$")
_LISTED: Final = re.compile(r"[:/,;)]\s?(?P<value>[A-Z]?[0-9]{5,10})(?=[\s/][가-힣A-Z])")
_REACH: Final = 160  # characters from a list's head to its last number


def listed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number before a name in a line that (학번·성명): heads."""
    found = _LISTED.match(text, hit)
    if found and found.start("value") >= floor and _HEAD.search(text, max(0, hit - _REACH), hit + 1):
        yield Span(*found.span("value"), "student_number", found["value"], 0.85, "a list's head")


KIND: Final = Kind(
    name="student_number",
    label="학번",
    needs="a label",
    source="each school's own numbering, mostly the year of entry and four to six digits",
    order=215,
    gates=(
        behind_label("student_number", _WORDS, r"[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}"),
        Gate(r"[:/,;)]\s?[A-Z]?[0-9]{5,10}[\s/][가-힣A-Z]", listed),
    ),
    words=_WORDS,
    words_touch=True,
    cell=r"[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}",
    examples=(
        '"stdNo":"{{student_number:202310448}}"',
        "INSERT INTO s (student_no, grade) VALUES ('{{student_number:2023104488}}', 3)",
        "제 학번은 {{student_number:2021148203}}이고",
        "학번 {{student_number:2023-31847}} 휴학",
        "학번/성명: {{student_number:20231184}}/{{person_name:강민준}}",
        "(학번·성명): {{student_number:B987214}} {{person_name:강민준}} / {{student_number:C011093}} {{person_name:이서연}}",
    ),
    lookalikes=("대상자(주문·성명): B987214 강민준", "학번·성명: 3 강민준 / 12 이서연", "학번이 어떻게 되세요", "20학번 선배"),
)
