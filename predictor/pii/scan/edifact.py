"""Messages of EDIFACT. A plus parts their elements: COM+0516641907:TE tells a telephone, NAD+DP+++KIM+… a party's name and address.

Format: ISO 9735 (syntax); UN/EDIFACT's segments COM (communication contact) and NAD (name and address).
"""

import re
from typing import Final

CONTACT: Final[str] = "COM"  # a telephone or a mailbox stands behind it and a plus
CONTACT_PLUS: Final[str] = f"{CONTACT}+"
_PARTY: Final = re.compile(r"NAD\+[A-Z]{2,3}\+[^'\n]{0,160}$")
_PARTY_REACH: Final = 176  # characters of a party before its address


def in_a_party(text: str, place: int) -> bool:
    """Whether ``place`` stands in a segment that names a party."""
    return _PARTY.search(text, max(0, place - _PARTY_REACH), place) is not None
