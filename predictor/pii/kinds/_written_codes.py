"""Passwords and codes that machines write: SQL's IDENTIFIED BY '…', a log's ``code 390175 sent``, an ``OTP … input=604318``."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._passwords import INNOCENT
from predictor.pii.scan.columns import line_part
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# IDENTIFIED BY '…', IDENTIFIED WITH caching_sha2_password BY "…", ALTER USER moss WITH PASSWORD '…', WITH PASSWORD = N'…'
_ACCOUNT: Final = r"[\"'`]?[A-Za-z0-9_.%@\-]{1,40}[\"'`]?(?:@[\"'`]?[A-Za-z0-9_.%\-]{1,40}[\"'`]?)?"
_IDENTIFIED: Final = r"(?i:identified\s(?:with\s[\"'`]?[a-z0-9_]{3,32}[\"'`]?\s)?(?:by|as)\s(?:password\s|values\s)?)"
_WITH: Final = rf"(?i:(?:(?:with|encrypted|(?:user|role|login)\s{_ACCOUNT}|set)\spassword|password\sfor\s{_ACCOUNT})\s?=?\s?)N?"
_FUNCTION: Final = r"(?i:[=,(]\s?(?:old_)?password\s?\(\s?)"
_QUOTED: Final = r"(?P<quote>[\"'`])(?P<quoted>[^\"'`\s]{3,128})(?P=quote)"
_BARE: Final = r"(?P<bare>[A-Za-z0-9_#$!]{4,64})(?=\s|;|$)"
_STATED: Final = re.compile(
    rf"(?P<identified>{_IDENTIFIED})(?:{_QUOTED}|{_BARE})"
    rf"|(?:{_WITH}|{_FUNCTION})(?P<sign>[\"'`])(?P<signed>[^\"'`\s]{{3,128}})(?P=sign)"
)
_OLD: Final = re.compile(r"\s(?i:replace)\s(?P<quote>[\"'`]?)(?P<value>[A-Za-z0-9_#$!@%^&*\-]{4,64})(?P=quote)(?=\s|;|$)")
_STATEMENT: Final = re.compile(r"(?i:(?<![a-z])(?:(?:insert|update|alter|create|grant|select|replace)\s|set\spassword\sfor\s))")
_STATEMENT_REACH: Final = 160
_NO_PASSWORD: Final = re.compile(r"[:@&?].*|(?i:values|random)")
STATED_GATE: Final = rf"{_IDENTIFIED}[^\s]|{_WITH}[\"'`]|{_FUNCTION}[\"'`]"

# SmsSender : code 390175 sent, issued otp 390175, sent code=[390175]
_NAME: Final = r"(?i:(?:pass)?code|otp|pin)"
_BETWEEN: Final = r"(?:\s(?i:is|was))?\s?[:=]?\s?[\[(\"']?"
_SENT: Final = r"(?i:(?:re)?sent|sending|issued|delivered|generated|verified|matched|mismatch(?:ed)?|expired|accepted|confirmed)"
_HAS_BEEN: Final = r"[\])\"']?,?\s(?:(?i:was|has\sbeen|is|successfully)\s){0,2}"
_CODE_SENT: Final = re.compile(rf"{_NAME}{_BETWEEN}(?P<value>[0-9]{{4,8}}){_HAS_BEEN}{_SENT}(?![A-Za-z])")
_SENT_CODE: Final = re.compile(
    rf"{_SENT}\s(?:(?i:the|new|sms|auth|login)\s){{0,2}}{_NAME}{_BETWEEN}(?P<value>[0-9]{{4,8}})(?![0-9A-Za-z\-]|[.,][0-9])"
)
SENT_GATE: Final = (
    rf"{_NAME}{_BETWEEN}[0-9]{{4,8}}{_HAS_BEEN}{_SENT}"
    rf"|{_SENT}\s(?:(?i:the|new|sms|auth|login)\s){{0,2}}{_NAME}{_BETWEEN}[0-9]{{4}}"
)
_ONE_TIME: Final = re.compile(
    r"(?i:sms|otp|verif|(?<![a-z])auth|2fa|mfa|(?<![a-z])(?:lms|pin)(?![a-z])|alimtalk|passcode|one-?time)|인증|일회용"
)
_ANOTHER_CODE: Final = re.compile(
    r"(?:[A-Za-z]"
    r"|(?i:status|error|err|exit|return|response|result|reason|http|zip|postal|area|country|product|item|promo"
    r"|coupon|bank"
    r"|discount|gift)[\s_\-])$"
)
_LINE: Final = 120  # characters of a line that are looked at
_WORD: Final = 12

# OTP mismatch user=… input=604318
_TYPED: Final = r"(?i:input|entered|typed|submitted|expected|supplied|입력(?:값|번호)?)[\"']?\s?[=:]\s?[\"']?"
_TYPED_CODE: Final = re.compile(
    rf"{_TYPED}(?P<value>[0-9]{{4,8}})(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:원|자|회|건|개|분|초|ms|bytes|tokens|chars|px|[KM]B))"
)
_OF_A_CODE: Final = re.compile(
    r"(?i:sms|otp|verif|2fa|mfa|(?<![a-z])pin(?![a-z])|passcode|one-?time)|인증\s?(?:번호|코드|실패|불일치|오류)|일회용"
)
TYPED_GATE: Final = rf"{_TYPED}[0-9]{{4}}"


def stated(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The password that a statement of SQL sets, and the old one that it replaces."""
    found = _STATED.match(text, hit)
    if found is None or not _sets(text, hit, found):
        return
    value = next(group for group in ("quoted", "bare", "signed") if found[group])
    if found.start(value) < floor or _NO_PASSWORD.fullmatch(found[value]):
        return
    for one, group in ((found, value), (_OLD.match(text, found.end()), "value")):
        if one and not INNOCENT.fullmatch(one[group]):
            yield Span(*one.span(group), "secret", one[group], 0.85, "a statement's password")


def _sets(text: str, hit: int, found: re.Match[str]) -> bool:
    """Whether the text is a statement of SQL: in capitals, with a quoted password, or behind another word of one."""
    if found["quoted"] and found["identified"].startswith("IDENTIFIED"):
        return True
    return _STATEMENT.search(text, max(0, hit - _STATEMENT_REACH), found.end()) is not None


def sent(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code of one use of which a log says that it was sent, or what became of it."""
    found = _CODE_SENT.match(text, hit) or _SENT_CODE.match(text, hit)
    if found is None or found.start("value") < floor or _ANOTHER_CODE.search(text, max(0, hit - _WORD), hit):
        return
    if _ONE_TIME.search(text, line_part(text, hit, _LINE), found.end()):
        yield Span(*found.span("value"), "secret", found["value"], 0.75, "code of one use")


def typed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The code that somebody typed, in a line that speaks of codes of one use."""
    found = _TYPED_CODE.match(text, hit)
    if found and found.start("value") >= floor and _OF_A_CODE.search(text, line_part(text, hit, _LINE), hit):
        yield Span(*found.span("value"), "secret", found["value"], 0.75, "code of one use")
