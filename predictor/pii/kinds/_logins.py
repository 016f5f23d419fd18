"""Passwords as logins show them: in a form's input or a command, with an account, behind a question, beside a network's name."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._passwords import DIGIT, INNOCENT, LETTER, SIGN, STRONG
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

WIFI_GATE: Final = r"(?:(?i:wi-?fi)|와이파이)[^/\n\x00]{1,36}/\s?[^\s/]{8}"
_WIFI: Final = re.compile(
    r"(?:(?i:wi-?fi)|와이파이)(?:는|은)?\s?"
    r"(?:SSID|ssid|ID|id|아이디)?\s?[:=]?\s?(?P<quote>[\"'])?[^\"'/\n\x00]{1,32}(?(quote)(?P=quote))\s?/\s?[\"']?"
    r"(?P<value>[A-Za-z0-9!@#$%^&*_+=?\-]{8,63})(?![A-Za-z0-9./])"
)
# 와이파이 KEY 5009be7715, 공유기 암호키: moss2580: behind the word for a network's key
_KEY_NAME: Final = (
    r"(?:(?i:wi-?fi)|와이파이|공유기|무선)\s?(?:네트워크\s?|보안\s?|암호\s?|접속\s?|(?i:security\s))?"
    r"(?:(?i:key|psk)|키)(?:는|은|이|가)?\s?[:=]?\s?"
)
KEY_GATE: Final = rf"{_KEY_NAME}[A-Za-z0-9]{{8}}"
_OF_A_NETWORK: Final = re.compile(rf"{_KEY_NAME}(?P<value>[A-Za-z0-9!@#$%^&*_+=?\-]{{8,63}})(?![A-Za-z0-9./])")
# 10.2.3.4:8899 admin / moss!2031, qa.moss@a.kr / Qa!2031moss: behind an account and a slash
SLASH_GATE: Final = r"\s/\s[A-Za-z0-9]{1,24}[!@#$%^&*][A-Za-z0-9!@#$%^&*]{2}"
_BEHIND_SLASH: Final = re.compile(r"\s/\s(?P<value>[A-Za-z0-9!@#$%^&*_+=?.\-]{6,40})(?![A-Za-z0-9/])")
_AN_ACCOUNT: Final = re.compile(
    r"(?:[A-Za-z0-9]@[A-Za-z0-9.\-]{3,60}\.[A-Za-z]{2,8}|(?<![A-Za-z])(?i:admin|administrator|root)|관리자)$"
)
_ACCOUNT_REACH: Final = 72
# <input type="password" name="pw" value="…">, in any order of the attributes
INPUT_GATE: Final = r"<input\s[^<>\n]{0,96}(?i:=[\"']?(?:pass|pw|user_?pw))"
_INPUT: Final = re.compile(r"<input\s[^<>\n]{0,240}>")
_OF_PASSWORD: Final = re.compile(r"\s(?:type|name|id)=[\"']?(?i:password|passwd|pwd|pw|user_?pw|pass)[\"'\s/>]")
_ITS_VALUE: Final = re.compile(r"\svalue=(?P<quote>[\"'])(?P<value>[^\"'<>\n]{4,64})(?P=quote)")
# id/pw : moss77 / moss!2031
_TWO: Final = r"(?:(?i:id)|아이디|계정)\s?/\s?(?:(?i:pw|pass(?:word)?)|비번|비밀번호|암호)\s?[:=]\s?"
BOTH_GATE: Final = rf"{_TWO}[A-Za-z0-9]"
_BOTH: Final = re.compile(rf"{_TWO}(?P<messenger_id>[A-Za-z0-9._@\-]{{3,40}})\s?/\s?(?P<secret>[!-~]{{4,64}})")
# curl -u haneul:tiger#77, sshpass -p tiger#77, mysql -u root -ptiger#77
_COMMAND_NAME: Final = (
    r"(?:\s(?:-u|--user)[ =][\"']?[A-Za-z0-9._@\-]{1,40}:|sshpass\s-p\s?[\"']?|(?:mysql|mysqldump|mariadb)\s[^\n|]{0,48}\s-p[\"']?)"
)
COMMAND_GATE: Final = rf"{_COMMAND_NAME}[^\s\"':|;$]{{4}}"
_COMMAND: Final = re.compile(rf"{_COMMAND_NAME}(?P<value>[^\s\"':|;$]{{4,64}})")
# DB 비번 바뀌었나요? 네 stg_Haru#2411 이걸로 하세요
_TYPED: Final = r"A-Za-z0-9!#$%^&*@_+=.~\-"
_ASKING: Final = r"(?:비번|비밀\s?번호|패스워드|암호)[^?\n]{0,24}\?{1,3}[^0-9A-Za-z?]{0,24}"
# 와이파이 비번 뭐야, and the answer in quotes or in a chat's next line: [나] [오후 6:03] gopchang2580!
_QUESTION: Final = (
    r"(?:비번|비밀\s?번호|패스워드|암호)(?:은|는|이|가|\s?좀)?\s?"
    r"(?:뭐|뭔"
    r"|모[야에였]"
    r"|무엇|몇|어떻게|어케|알려|갈켜|가르쳐|불러|보내|적어|까먹|잊)"
    r"[^0-9A-Za-z?\n]{0,12}[\s\"'”’/.!~…ㅠㅜ]{1,4}(?:\[[^\[\]\n]{1,12}\]\s?){0,2}[\"'“‘]?"
    r"|(?i:(?:password|passcode|passwd|pw)[^0-9\n?]{0,16}\?)[^0-9A-Za-z?]{0,24}"
)
# DB 비번 바뀌었습니다. mV7!tundra-Qx2 로 접속하세요
_CHANGED: Final = (
    r"(?:비번|비밀\s?번호|패스워드|암호)[^0-9A-Za-z?\n]{0,12}"
    r"(?:변경|바[뀌꾸꿔꿨뀜뀐꼈]|초기화|재설정|리셋|재발급|갱신)"
    r"[^0-9A-Za-z?\n]{0,24}\n?"
    r"|(?i:password|passwd|passphrase|pw)\s(?:[a-z]{2,8}\s){0,2}"
    r"(?i:changed|reset|rotated|updated)[.:,]?\s(?:[A-Za-z]{2,6}:?\s){0,3}"
    r"|(?i:changed|reset|set|updated)\s(?:[A-Za-z\-]{2,8}\s){0,3}(?i:password|passcode|passphrase|pw)\sto\s"
)
# 비밀번호도 자꾸 틀리다고 나오는데 moss0420@@ 이거 맞거든요
_TRIED: Final = (
    r"(?:비번|비밀\s?번호|패스워드|암호)[^0-9A-Za-z?.\n]{1,24}"
    r"(?:틀[리렸려린]"
    r"|맞"
    r"|안\s?[되돼먹]"
    r"|오류|나오|기억|입력"
    r"|[넣쳤쳐치썼쓰써][는었고면다봐]?)"
    r"[^0-9A-Za-z?.\n]{0,12}\s"
)
_ASKED: Final = f"{_ASKING}|{_QUESTION}|{_CHANGED}|{_TRIED}"
ANSWERED_GATE: Final = rf"(?:{_ASKED})[A-Za-z0-9][{_TYPED}]{{5}}"
_ANSWERED: Final = re.compile(rf"(?:{_ASKED})(?P<value>[A-Za-z0-9][{_TYPED}]{{5,40}})(?![A-Za-z0-9/:?(])")
# 도어락 비밀번호를 260418로 바꿨으니, 와이파이 비번을 haru2580!로 변경: digits alone, or with letters a sign
_OBJECT: Final = (
    r"(?:비번|비밀\s?번호|패스워드|암호|핀\s?번호|(?i:password|passcode|pin|pw))(?:을|를)\s"
    r"(?:새로\s|다시\s|임시로\s|우선\s|일단\s)?[\"'(\[]?"
)
_BECOMES: Final = (
    r"[\"')\]]?으?로\s(?:새로\s|다시\s|임시로\s|일단\s)?(?:바[꿨꾸꿔꼈뀌뀐]|변경|설정|재설정|초기화|리셋"
    r"|세팅|맞[춰췄추]|해\s?[놨놓뒀두]|했|하[시세]|정[했하])"
)
SET_GATE: Final = rf"{_OBJECT}[!-~]{{4}}"
_SET: Final = re.compile(rf"{_OBJECT}(?P<value>[!-~]{{4,40}}?)(?={_BECOMES})")
_CLOSED: Final = re.compile(r"[\"'”’]|\s*$|\n")  # behind moss2580!, whose only sign ends it
_MAILBOX_WHOLE: Final = re.compile(r"@[A-Za-z0-9\-]+\.[A-Za-z]")


def wifi(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The password behind a wireless network's name and a slash: it has a sign, or the name is quoted."""
    found = _WIFI.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    value = found["value"]
    if DIGIT.search(value) and LETTER.search(value) and (found["quote"] or STRONG.search(value)):
        yield Span(*found.span("value"), "secret", value, 0.8, "a wireless network's password")


def of_a_network(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The key of a wireless network, which holds a digit."""
    found = _OF_A_NETWORK.match(text, hit)
    if found and found.start("value") >= floor and DIGIT.search(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "a wireless network's password")


def behind_slash(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A password of letters, digits and a sign behind an account and a slash."""
    found = _BEHIND_SLASH.match(text, hit)
    if found is None or hit < floor or not _AN_ACCOUNT.search(text, max(0, hit - _ACCOUNT_REACH), hit):
        return
    value = found["value"].rstrip(".")
    if all(part.search(value) for part in (DIGIT, LETTER, STRONG)) and not _MAILBOX_WHOLE.search(value):
        yield Span(found.start("value"), found.start("value") + len(value), "secret", value, 0.8, "account and password")


def typed_in(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The value of a form's input for a password."""
    element = _INPUT.match(text, hit)
    if element is None or not _OF_PASSWORD.search(text, hit, element.end()):
        return
    found = _ITS_VALUE.search(text, hit, element.end())
    if found and found.start("value") >= floor and not INNOCENT.fullmatch(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.85, "a password's input")


def answered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A token of letters, digits and a sign that answers a question for a password, or stands behind the word for its change."""
    found = _ANSWERED.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    value = found["value"].rstrip(".,!~")
    if not STRONG.search(value) and _CLOSED.match(text, found.end()):
        value = found["value"]
    if all(part.search(value) for part in (DIGIT, LETTER, STRONG)) and not _MAILBOX_WHOLE.search(value):
        yield Span(found.start("value"), found.start("value") + len(value), "secret", value, 0.75, "asked before")


def set_to(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """What somebody changes a password to: 비밀번호를 260418로 바꿨."""
    found = _SET.match(text, hit)
    if found is None or found.start("value") < floor or (text[hit - 1 : hit].isascii() and text[hit - 1 : hit].isalpha()):
        return
    value = found["value"]
    if value.isdigit() or (DIGIT.search(value) and STRONG.search(value) and not _MAILBOX_WHOLE.search(value)):
        yield Span(*found.span("value"), "secret", value, 0.8, "a password set")


def command(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The password that a command is given: curl -u user:…, sshpass -p …, mysql -p…."""
    found = _COMMAND.match(text, hit)
    if found is None or found.start("value") < floor or INNOCENT.fullmatch(found["value"]):
        return
    if LETTER.search(found["value"]) and (DIGIT.search(found["value"]) or STRONG.search(found["value"])):
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "a command's password")


def both(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """An account and its password behind one field for both: id/pw : moss77 / moss!2031."""
    found = _BOTH.match(text, hit)
    if found is None or found.start("messenger_id") < floor or INNOCENT.fullmatch(found["secret"]):
        return []
    if not DIGIT.search(found["secret"]) and not SIGN.search(found["secret"]):
        return []
    return [Span(*found.span(kind), kind, value, 0.85, "account and password") for kind, value in found.groupdict().items()]
