"""Pieces that forms of numbers share. The text is folded: dashes are ``-``, digits ASCII."""

import re
from typing import Final

from predictor.pii import lexicon

REGION: Final = "|".join(lexicon.words("province_codes"))
REGION_BEFORE: Final = re.compile(rf"(?:{REGION})[-\s]?$")  # a licence of the older form begins so
BRACKETS: Final = {"(": ")", "[": "]"}
DECIMAL: Final = re.compile(r"[0-9]+\.[0-9]+")
# A year of two digits or four, a month and a day in one piece.
SHORT_DAY: Final = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
LONG_DAY: Final = re.compile(rf"(?:19|20){SHORT_DAY}")
DAY: Final = rf"(?:19|20)?{SHORT_DAY}"
ANY_DAY: Final = re.compile(DAY)
UUID: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # RFC 9562
SEPARATOR: Final = r"[-.\s_/·,|:]{0,4}"
LOOSE: Final = r"(?:[-.\s]{0,4}+[0-9])"
# One separator of any kind behind each digit: 0*1*0*…, 0|1|0|…
ONE_BY_ONE: Final = r"(?:[-.\s_/·,~*|:;]{1,3}+[0-9])"
# Another value may begin at once behind one: 010-1234-5678010-9999-8888.
_NEXT: Final = (
    r"(?=01[016-9][-.\s]?[0-9]{3,4}[-.\s]?[0-9]{4}(?![0-9])|01[016-9]-[0-9]{3,4}-[0-9]{4}|0[2-6][0-9]?-[0-9]{3,4}-[0-9]{4}|"
    r"[0-9]{6}-[1-8][0-9]{6}(?![0-9])|01[016-9][0-9]{8}(?:01[016-9][0-9]{8})*(?![0-9]))"
)
NOT_MORE: Final = r"(?![0-9])(?!-[0-9])(?!-?[●○])"
END: Final = rf"(?:{NOT_MORE}|{_NEXT})"
