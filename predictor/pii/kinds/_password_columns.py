"""Passwords in a table's column that its head names: login_pw in SQL, 비밀번호 above a cell."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._passwords import INNOCENT
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_OPENS: Final = r"(?:[,|\t;(][ ]{0,2}[\"'`]?|<td>)"
_MIXED: Final = r"[A-Za-z0-9_.\-]{2,20}[!@#$%^*?][!-~]"
# Letters and digits without a sign count as a whole cell.
_PLAIN: Final = r"[A-Za-z]{2,16}[0-9]{2,8}[!@#$%^*?]{0,3}[\"'`]?[ ]{0,12}(?:[,|\t;)\n<]|$)"
GATE: Final = rf"{_OPENS}(?:{_MIXED}|{_PLAIN})"
_CELL: Final = re.compile(rf"{_OPENS}(?P<value>[^\s\"'`,|;<>]{{4,64}}?)(?=[\"'`]?[ ]{{0,12}}(?:[,|\t\n<]|\)?;|\)?,|\)?$|\)\s))")
_HEAD: Final = re.compile(
    r"(?i:(?:[a-z]{1,10}[_ ]){0,2}(?:[a-z]{1,10})?(?:passwords?|passwd|pass|pwd|pw|passcode|passphrase))"
    r"|(?:[가-힣]{1,6}\s?)?(?:비밀\s?번호|비번|암호|패스워드)"
)


def in_a_column(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A password in a column of passwords."""
    found = _CELL.match(text, hit)
    if found is None or found.start("value") < floor or not _HEAD.fullmatch(columns.heading(text, *found.span("value"))):
        return
    if not INNOCENT.fullmatch(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "column")
