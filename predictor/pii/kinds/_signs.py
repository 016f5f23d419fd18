"""Telephone numbers with one sign, the same twice, between their groups, or with brackets around the middle one."""

import re
from typing import Final

from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# One sign or picture, the same twice, between a number's groups: 010☎1234☎5678.
_SIGN: Final = r"[^0-9A-Za-z가-힣\s\-.,/()_~:*|;\[\]\x00]{1,2}"
_SIGNED: Final = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,\-])(?:01[016-9]|02|0[3-6][1-5]|070)"
    rf"(?P<sign>\s?{_SIGN}\s?)[0-9]{{3,4}}(?P=sign)[0-9]{{4}}(?![0-9])"
)
# The middle group in brackets: 010(1234)5678.
_BRACKETS: Final = r"01[016-9]\s?[(<{\[]\s?[0-9]{3,4}\s?[)>}\]]\s?[0-9]{4}"
_BRACKETED: Final = re.compile(rf"(?<![0-9A-Za-z])(?<![0-9][.,\-]){_BRACKETS}(?![0-9])")
GATE: Final = rf"0(?:1[016-9]|2|[3-6][1-5]|70)\s?{_SIGN}\s?[0-9]{{3,4}}\s?{_SIGN}\s?[0-9]{{4}}|{_BRACKETS}"


def signed(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A number with the same sign, of any sort, between its groups, or with brackets around the middle one."""
    found = _SIGNED.match(text, hit) or _BRACKETED.match(text, hit)
    if found is None:
        return []
    digits = "".join(char for char in found.group() if "0" <= char <= "9")
    return [Span(*found.span(), "phone", digits, 0.9, "prefix, parted by a sign")]
