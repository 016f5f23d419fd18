"""Values in a reply of Redis, which numbers the keys and the values of a hash alike, each in quotes behind a closing bracket."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

GATE: Final = r"\"\s{1,10}[0-9]{1,3}\)\s\"[^\s\"]{4}"
_KEY: Final = re.compile(r"(?<![0-9(])[0-9]{1,3}\)\s\"(?P<key>[A-Za-z_\-]{2,24})$")
_REACH: Final = 32  # characters of a key and its number
_VALUE: Final = re.compile(r"\"\s{1,10}[0-9]{1,3}\)\s\"(?P<value>[^\s\"]{4,512})\"")
# (kind, the whole key in small letters without signs, the whole value)
_FIELDS: Final = (
    (
        "secret",
        re.compile(
            r"(?:refresh|access|auth|session|csrf|id|api|bot)?token"
            r"|(?:access|auth|api|secret)key"
            r"|refresh|access|jwt|sess"
            r"|session(?:id)?"
            r"|sid|secret"
        ),
        re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[!-~]{8,512}"),
    ),
    ("secret", re.compile(r"pass(?:word|wd)?|pwd?|userpw"), re.compile(r"(?=.*[^A-Za-z])[!-~]{4,128}")),
    ("secret", re.compile(r"otp(?:code)?|pin(?:code)?|authcode|verifycode|smscode"), re.compile(r"[0-9]{4,8}")),
    (
        "member_number",
        re.compile(r"u(?:ser)?(?:id|no|seq)|(?:mem(?:ber)?|mbr|cust(?:omer)?)(?:id|no|seq)|account(?:id|no)"),
        re.compile(r"[A-Z]{0,4}-?[0-9][0-9\-]{4,18}"),
    ),
    ("birth_date", re.compile(r"birth(?:day|date|ymd)?|dob|bday"), re.compile(r"(?:19|20)?[0-9]{2}-?[01][0-9]-?[0-3][0-9]")),
    ("employee_number", re.compile(r"emp(?:loyee)?(?:id|no)"), re.compile(r"[A-Z]{0,4}-?[0-9][0-9\-]{3,14}")),
)


def replied(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The value behind its key, where the key names a kind and the value has its form."""
    key = _KEY.search(text, max(0, hit - _REACH), hit)
    found = _VALUE.match(text, hit) if key else None
    if key is None or found is None or found.start("value") < floor:
        return
    name = key["key"].lower().replace("_", "").replace("-", "")
    for kind, names, form in _FIELDS:
        if names.fullmatch(name) and form.fullmatch(found["value"]):
            plain = found["value"] if kind == "secret" else found["value"].replace("-", "")
            yield Span(*found.span("value"), kind, plain, 0.8, "a reply's field")
            return
