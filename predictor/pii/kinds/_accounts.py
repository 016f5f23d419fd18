"""Accounts of persons: in a directory, on a card of vCard, beside a password, or in a line of a log about a login."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# A directory's entry and an account in a log: uid=moss,ou=people, loginId=moss_jam77 ip=….
_NO_ONE: Final = r"(?!(?i:user|usr|admin|test|guest|demo|member|root|sample|example|uuid|manager|system))"
_ENTRY: Final = re.compile(rf"(?i:uid)=(?P<value>{_NO_ONE}[A-Za-z0-9._\-]{{3,32}}),(?i:ou|cn|dc)=", re.ASCII)
_ACCOUNT: Final = r"(?i:user_?id|login_?id|mber_?id)[\"']?\s?[:=]\s?[\"']?"
# Letters with digits behind them: moss_jam77
_NUMBERED: Final = rf"(?P<value>{_NO_ONE}(?:[a-z]{{3,16}}[._]?|[a-z]{{1,2}}[._])[a-z]{{0,12}}[0-9]{{2,4}})(?![A-Za-z0-9_@.\-(\[])"
_LOGGED: Final = re.compile(f"{_ACCOUNT}{_NUMBERED}", re.ASCII)
# user=moss_jam77 login ok ip=…: a program's user is logged alike, so the line tells of a login
_BY_USER: Final = r"(?i:user(?:_?name)?|account|acct)=[\"']?"
_USER: Final = re.compile(f"{_BY_USER}{_NUMBERED}", re.ASCII)
_LOGS_IN: Final = re.compile(r"로그인|(?i:log-?in|logged\sin|sign-?in|signed\sin)")
# loginId: 'winter_bear', password: '…': an account beside its password needs no digit
_WITH_PASSWORD: Final = re.compile(
    rf"{_ACCOUNT}(?P<value>{_NO_ONE}(?=[A-Za-z]{{0,28}}[._\-0-9])[A-Za-z][A-Za-z0-9._\-]{{3,28}})[\"']?[,;&\s]{{1,12}}"
    r"[\"']?(?i:(?:user|login)?_?(?:password|passwd|pwd|pw|pass))[\"']?\s?[:=]"
)
# X-KAKAOTALK:moss_jam, IMPP:telegram:moss_jam: a card of vCard
_CARD: Final = (
    r"(?:X-"
    r"(?:KAKAO(?:TALK)?"
    r"|LINE|TELEGRAM|WECHAT|QQ|INSTAGRAM|FACEBOOK|TWITTER|SKYPE|DISCORD|WHATSAPP|ZALO)"
    r"(?:-?ID)?(?:;[A-Za-z=,\-]{1,24})?:@?"
    r"|(?:IMPP|X-SOCIALPROFILE|SOCIALPROFILE)(?:;[A-Za-z=,;\-]{1,40})?:(?:x-apple|[a-z]{2,12}):@?)"
)
_ON_A_CARD: Final = re.compile(rf"{_CARD}(?P<value>[A-Za-z0-9][A-Za-z0-9._\-]{{3,29}})(?=[\s;]|$)")
_AROUND: Final = 40
_A_PERSON_S: Final = re.compile(r"로그인|접속|회원|(?i:login|name|nm|\bip|tel|phone|mail)[\"']?\s?[:=]?")
GATE: Final = rf"(?i:uid)=[A-Za-z0-9._\-]{{3,32}},|(?:{_ACCOUNT}|{_BY_USER})[a-z][a-z._]{{2}}|{_CARD}[A-Za-z0-9]{{3}}"


def account(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The account of a directory's or a vCard's entry, beside its password, or of a log's line that tells more of the person."""
    found = _ENTRY.match(text, hit) or _ON_A_CARD.match(text, hit) or _WITH_PASSWORD.match(text, hit)
    found = found or _in_a_log(text, hit)
    if found and found.start("value") >= floor and not text[hit - 1 : hit].isalnum():
        yield Span(*found.span("value"), "messenger_id", found["value"].lower(), 0.75, "account")


def _in_a_log(text: str, hit: int) -> re.Match[str] | None:
    """The account in a log's line that tells more of the person, or of a login."""
    found = _LOGGED.match(text, hit) or _USER.match(text, hit)
    if found is None:
        return None
    near = text[max(0, hit - _AROUND) : hit] + text[found.end() : found.end() + _AROUND]
    return found if (_LOGS_IN if found.re is _USER else _A_PERSON_S).search(near) else None
