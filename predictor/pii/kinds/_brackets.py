"""A number in brackets behind a person's name, of a kind that the text names nearby: 김민준(A20417) … 사번."""

import re
from typing import Final

from predictor.pii.kind import Gate
from predictor.pii.names import holder
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import ANY_DAY
from predictor.pii.scan.span import Span

_REACH: Final = 80  # characters in which the kind is named
_LIST: Final = 480  # the same in a list of such lines
_LINE: Final = re.compile(r"\n[^\n()]{2,24}\([A-Z0-9\-]{4,12}\)[^\n]{0,24}\n[^\n()]{2,24}$")
_LINE_REACH: Final = 80


def behind_name(kind: str, form: str, named: str) -> Gate:
    """A gate for ``form`` alone in brackets behind a name where ``named``, a regular expression, stands near."""
    shape = re.compile(rf"\((?P<value>{form})\)")
    near = re.compile(named)

    def find(text: str, hit: int, floor: int, context: Context) -> list[Span]:
        found = shape.match(text, hit)
        if found is None or ANY_DAY.fullmatch(found["value"]) or not holder.before(text, hit):
            return []
        if not near.search(text, max(0, hit - (_LIST if _goes_on(text, hit) else _REACH)), found.end() + _REACH):
            return []
        return [Span(*found.span("value"), kind, found["value"].replace("-", "").upper(), 0.75, "a name before")]

    return Gate(rf"\((?:{form})\)", find, kind=kind)


def _goes_on(text: str, hit: int) -> bool:
    """Whether the line before that of the bracket at ``hit`` is of the same form: a name, and a number in brackets."""
    return _LINE.search(text, max(0, hit - _LINE_REACH), hit) is not None
