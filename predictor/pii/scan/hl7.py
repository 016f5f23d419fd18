"""Messages of HL7 v2. Each segment stands on its own line: PID|1||… tells of a patient, NK1|1|… of whom to call.

Format: HL7 Messaging Standard Version 2.5.1, chapter 2 (segments), chapter 3 (patients), https://www.hl7.org.
"""

import re
from typing import Final

# Patient, next of kin, visit, guarantor, insurance, role and staff. An order (ORC, OBR) numbers samples too.
_HEAD: Final = re.compile(r"(?<![A-Z0-9])(?:PID|NK1|PV1|GT1|IN1|ROL|STF)\|[^\n\r]*$")
_REACH: Final = 360  # characters of a segment before one of its fields


def of_a_person(text: str, place: int) -> bool:
    """Whether ``place`` stands in a segment that names a person."""
    return _HEAD.search(text, max(0, place - _REACH), place) is not None
