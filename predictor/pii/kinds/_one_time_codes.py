"""Codes of one use, as banks and portals send them: [한울페이] 인증번호 408172 타인 노출 금지; 839201 is your login code."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.scan.columns import line_end, line_part
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_CODE: Final = (
    r"(?P<value>(?:[A-Z]-)?[0-9]{4,8}|[0-9]{3}[- ][0-9]{3})"
    r"(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:년|월|일|원|건|회|자리|개|번|분|초|호))"
)
_KOREAN: Final = r"(?:인증|확인)\s?(?:번호|코드)|보안\s?코드|일회용\s?(?:비밀\s?번호|비번|암호|코드|번호)"
_ENGLISH: Final = (
    r"(?i:(?:verification|security|authentication|confirmation|login|sign-?in|passcode|one-?time)\s(?:code|pin|passcode|password))"
)
_OPENING: Final = r"\s?[:=]?\s?[\[(<\"'「【]?\s?"
_CLOSING: Final = r"[\])>\"'」】]{0,2}\s?"
# 인증번호는 [408172]입니다, Your verification code is: 839201
_BEHIND_WORD: Final = re.compile(
    rf"(?:(?P<korean>{_KOREAN})(?:\s?\([^()\n]{{1,8}}\))?(?:은|는|이|가)?|{_ENGLISH}(?:\sis)?){_OPENING}{_CODE}"
)
WORD_GATE: Final = rf"(?:{_KOREAN}|{_ENGLISH})(?:\s?\([^()\n]{{1,8}}\))?[^0-9\n]{{0,14}}[0-9]{{3}}"
# [408172] 한울페이 본인확인 인증번호, 839201 is your … code, Use 839201 as your …
_YOURS: Final = r"(?:is|as)\syour"
_TOPIC: Final = r"(?:[은는이]\s|은\(는\)\s)?\[?"
_BEFORE_WORD: Final = re.compile(
    rf"(?<![0-9A-Za-z\-.,]){_CODE}{_CLOSING}"
    rf"(?P<said>{_YOURS}\s[A-Za-z\- ]{{0,24}}(?i:code|pin|password)|{_TOPIC}(?:[가-힣A-Za-z]{{1,10}}[\] ]\s?){{0,2}}(?:{_KOREAN}))"
)
CODE_GATE: Final = rf"(?:[A-Z]-)?[0-9]{{3}}[0-9\- ][0-9]{{0,4}}{_CLOSING}(?:{_YOURS}|{_TOPIC}[가-힣A-Za-z\] ]{{0,24}}(?:{_KOREAN}))"
# What a message says of such a code, and of nothing else that is called 인증번호.
_WARNING: Final = re.compile(
    r"타인|노출|유출|누설|알려\s?(?:주지|주시면\s안)|공유\s?(?:하지|금지)|유효(?!\s?기간)|분\s?(?:이내|내에|안에|간)|절대"
    r"|(?i:never|do\snot|don't)\sshare|(?i:expire|valid\sfor)"
)
_WARNING_REACH: Final = 64
_SENT: Final = re.compile(
    r"\[[^\[\]\n]{2,16}\][^\n\[\]0-9]{0,16}\n?$"
    r"|(?:문자|카톡|알림톡|메일|메시지)(?:로|으로|에)?\s(?:온|왔던|받은|도착한|날아온|보낸|보내\s?드린)\s$"
    r"|본인\s?(?:확인)?\s?$"
    r"|님(?:의)?\s$"
)
_TOLD: Final = re.compile(
    r"[\])>\"'」】]?\s?(?:입니다|이에요|예요|이요|요(?![가-힣])|이고|인데|이래요|래요|왔|떴"
    r"|이?라(?:고|는|며|던|네|니)|맞(?:나|아|죠|는|습)|온\s"
    # [604918]를 입력하라고 왔는데, 눌러 달래요: what somebody says that a message asks for
    r"|[을를]\s"
    r"(?:입력|누르|눌러|알려"
    r"|말(?:해|하|씀)"
    r"|불러|보내|적어?|치|넣|확인)"
    r"[가-힣]{0,2}\s?"
    r"(?:라고|라는|라며|라던|래|란\s|달라|달래|하래|하란|라네|라니)"
    r"|\s?(?:발송|전송))"
)
# A certificate has a number too: 친환경 인증번호 15100101.
_CERTIFICATE: Final = re.compile(
    r"친환경|유기|농약|농산물|(?:HACCP|KC|KS|ISO|GAP|GS)|해썹|제품|상품|품질|안전|적합|전파|기업|사업|시험|인증서"
)
_CERTIFICATE_REACH: Final = 24
# {"tpl":"AUTH_01","vars":{"인증번호":"40918"}}: a variable of a message that is sent
_FIELDED: Final = rf"[\"'](?:#\{{)?(?:{_KOREAN})\}}?[\"']\s?:\s?[\"']?"
FIELD_GATE: Final = rf"{_FIELDED}[0-9]{{4}}"
_IN_A_FIELD: Final = re.compile(rf"{_FIELDED}(?P<value>[0-9]{{4,8}})(?![0-9A-Za-z\-.])")
_TEMPLATE: Final = re.compile(r"(?i:tpl|template|alim_?talk|sms|lms|kakao|msg|message)|알림톡|문자")
_TEMPLATE_REACH: Final = 160

_OTP: Final = r"(?i:otp)(?:\s?(?:번호|코드|(?i:code|is)))?(?:은|는)?[\"']?\s?[:=]?\s?[\"']?"
OTP_GATE: Final = rf"{_OTP}[0-9]{{6}}"
_BEHIND_OTP: Final = re.compile(rf"(?<![A-Za-z]){_OTP}(?P<value>[0-9]{{6,8}})(?![0-9A-Za-z\-.])")
# send ok to=01049921736 code=204417: the six digits that a log says were sent to a number
_LOGGED: Final = r"(?i:(?:auth|cert|verif(?:y|ication)|otp|sms|confirm)[_\-]?(?:code|no|num|number)|code)[\"']?\s?[:=]\s?[\"']?"
LOG_GATE: Final = rf"{_LOGGED}[0-9]{{6}}"
_IN_A_LOG: Final = re.compile(rf"{_LOGGED}(?P<value>[0-9]{{6}})(?![0-9A-Za-z\-]|\.[0-9])")
_SENDING: Final = re.compile(r"(?i:sms|otp|verif|send|sent|auth|lms|alimtalk)|인증|발송|문자")
_TO_A_NUMBER: Final = re.compile(r"(?:\+?82-?|0)1[016-9]-?[0-9]{3,4}-?[0-9]{4}(?![0-9])")
_NO_CODE_SENT: Final = re.compile(r"(?i:fail|error|err[ =:_]|reject|status|result)|실패|오류")
_LOG_REACH: Final = 120


def in_a_template(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code in the variables of a message."""
    found = _IN_A_FIELD.match(text, hit)
    if found is None or found.start("value") < floor or of_a_certificate(text, hit, found.end()):
        return
    if _TEMPLATE.search(text, max(0, hit - _TEMPLATE_REACH), found.end() + _TEMPLATE_REACH):
        yield _span(found)


def behind_word(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code behind 인증번호 in a message that warns, names its sender or tells the code, or behind its English name."""
    found = _BEHIND_WORD.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    if found["korean"] is None or _is_sent(text, hit, found.end()):
        yield _span(found)


def before_word(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code before 인증번호 in such a message, or before is your … code."""
    found = _BEFORE_WORD.match(text, hit)
    if found is None or hit < floor:
        return
    if found["said"].isascii() or _is_sent(text, hit, found.end()):
        yield _span(found)


def in_a_log(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A code of six digits that a line says was sent to a mobile number: send ok to=010… code=204417."""
    found = _IN_A_LOG.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalpha():
        return
    low = line_part(text, hit, _LOG_REACH)
    line = text[low:hit] + " " + text[found.end() : line_end(text, found.end(), _LOG_REACH)]
    if _SENDING.search(text, low, found.start("value")) and _TO_A_NUMBER.search(line) and not _NO_CODE_SENT.search(line):
        yield _span(found)


def behind_otp(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The code behind OTP."""
    found = _BEHIND_OTP.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.75, "one-time password")


def _is_sent(text: str, start: int, end: int) -> bool:
    """Whether what stands around a code at [start, end) is a message of one, and speaks of no certificate."""
    if of_a_certificate(text, start, end):
        return False
    if text.find("일회용", start, end) >= 0 or _SENT.search(text, max(0, start - 36), start) or _TOLD.match(text, end):
        return True
    return _WARNING.search(text, max(0, start - _WARNING_REACH), end + _WARNING_REACH) is not None


def of_a_certificate(text: str, start: int, end: int) -> bool:
    """Whether the text around [start, end) speaks of a certificate."""
    return _CERTIFICATE.search(text, max(0, start - _CERTIFICATE_REACH), end + _CERTIFICATE_REACH) is not None


def _span(found: re.Match[str]) -> Span:
    return Span(*found.span("value"), "secret", found["value"], 0.75, "code of one use")
