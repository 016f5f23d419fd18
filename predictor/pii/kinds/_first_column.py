"""A number that begins a line of a table without signs: EMPNO    NAME heads 20110482 빈재호, 차트  내원자 heads 88102 양순자."""

import re
from typing import Final

from predictor.pii.kind import Gate
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_REACH: Final = 1201  # characters from a table's head to its last row
# The second column holds names.
_NEXT: Final = (
    r"[ \t]{1,40}(?:이름|성명|성함|내원자|환자\s?성?명?|수진자|직원명?|사원명?|(?i:(?:[a-z]{2,8}_?)?(?:name|nm)))(?:\s|$)"
)


def in_first_column(kind: str, heads: str, form: str) -> Gate:
    """A gate for ``form`` at a line's beginning, before a word, where ``heads`` and a word for names begin the table's head.

    Both are regular expressions; ``form`` holds no look-around.
    """
    shape = re.compile(rf"\n(?P<value>{form})[ \t]{{1,4}}[가-힣A-Z]")
    head = re.compile(rf"(?:{heads}){_NEXT}")

    def find(text: str, hit: int, floor: int, context: Context) -> list[Span]:
        found = shape.match(text, hit)
        if found is None or found.start("value") < floor or not _is_headed(text, hit, head):
            return []
        return [Span(*found.span("value"), kind, re.sub(r"[\s\-]", "", found["value"]).upper(), 0.8, "first column")]

    return Gate(rf"\n(?:{form})[ \t]{{1,4}}[가-힣A-Z]", find, kind=kind)


def _is_headed(text: str, hit: int, head: re.Pattern[str]) -> bool:
    """Whether ``head`` begins the first or the second line of the block of lines whose row begins behind ``hit``."""
    first = columns.block_begin(text, hit + 1, _REACH)
    second = text.find("\n", first, hit) + 1
    return head.match(text, first) is not None or (second > 0 and head.match(text, second) is not None)
