"""Codes that open a door: #4471* between two of its keys, 종 2580 종 between its bells, 현관 1234* behind its name."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._passwords import KEYPAD
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_DOOR_BEFORE: Final = re.compile(
    r"비번|비밀번호|현관|도어락"
    r"|출입[문구]"
    r"|차단[기봉]"
    r"|게이트|주차장|키패드|인터폰"
    r"|(?:대|정|후|쪽|자동)문"
    r"|셔터|택배함|무인함|무인\s?경비"
    r"|[*#][0-9]{4,8}[*#]"
)
_DOOR_REACH: Final = 80  # characters before a code
# A door's second code, some words behind the first: 비번이 #4471* 맞나요? 바뀌어서 *0916#.
_KEYED: Final = re.compile(r"[*#][0-9]{4,8}[*#](?![0-9A-Za-z*#])")
# 종 누르고 2580 종: the digits between a door's bells or keys
_BELL: Final = "(?:종|열쇠|벨|🔔|🔑)"
_RINGING: Final = rf"{_BELL}(?:\s?모양)?(?:\s?(?:버튼\s?)?누르고)?\s?"
_RUNG: Final = re.compile(rf"{_RINGING}(?P<value>[0-9]{{4,8}})(?=\s?(?:{_BELL}|호출|샵|별표))")
# 현관 1234* 입니다, 야간 출입 7#7#0412: one of a door's signs is enough where the digits follow the door at once
_ENTRANCE: Final = (
    r"(?:현관문?"
    r"|출입[문구]?"
    r"|대문|정문|후문|쪽문|자동문|도어락"
    r"|차단[기봉]"
    r"|게이트|키패드|인터폰)"
    r"(?:\s?(?:비번|비밀\s?번호|번호|코드|암호))?"
    r"(?:은|는|(?:\s앞)?(?:에서|에다|에))?[\"']?\s?[:=|]?\s?[\"']?"
)
_ENTERED: Final = re.compile(
    rf"{_ENTRANCE}(?P<value>[*#]?[0-9]{{1,8}}(?:[*#]{{1,2}}[0-9]{{1,8}}){{0,3}}[*#]?)(?![0-9A-Za-z*#년월호])"
)
# 현관 비번 바꿨다 7702* 이걸로 들어와: behind the word for its change, with a sign or before what tells its use
_OPENED: Final = (
    r"(?:현관문?"
    r"|도어[락록]"
    r"|출입[문구]"
    r"|(?:대|정|후|쪽|자동)문"
    r"|집|문|사무실|창고"
    r"|차단[기봉]"
    r"|금고|사물함|키\s?패드|번호\s?키|번호\s?열쇠)"
    r"\s?"
    r"(?:비번|비밀\s?번호|번호|암호|코드)(?:을|를|이|가|은|는|도)?\s?(?:새로\s|다시\s|방금\s|오늘\s)?"
    r"(?:변경|바[뀌꾸꿔꿨뀜뀐꼈]|바꿈|초기화|재설정|새로)[^0-9A-Za-z*#?\n]{0,16}[\s:>→\"'(]"
)
CHANGED_GATE: Final = rf"{_OPENED}[*#]{{0,2}}[0-9][0-9*#]{{3}}"
_CHANGED: Final = re.compile(
    rf"{_OPENED}(?P<value>[*#]{{1,2}}[0-9]{{4,8}}[*#]{{0,2}}(?![0-9A-Za-z*#])|[0-9]{{4,8}}[*#]{{1,2}}(?![0-9A-Za-z*#])"
    # Signs may stand between the digits too.
    r"|[*#]{0,2}(?=[*#]{0,6}[0-9][*#]{0,6}[0-9][*#]{0,6}[0-9][*#]{0,6}[0-9])[0-9]{1,8}(?:[*#]{1,2}[0-9]{1,8}){1,3}"
    r"[*#]{0,2}(?![0-9A-Za-z*#])"
    r"|[0-9]{4,8}(?![0-9A-Za-z*#\-])"
    r"(?=\s?"
    r"(?:[이요그]걸?로"
    r"|[이요그]거(?:야|로|예요|에요|니까|임)?"
    r"|으?로\s|이야"
    r"|야(?![가-힣])"
    r"|이에요|예요|이요|입니다|이니까|니까|이래"
    r"|래(?![가-힣])"
    r"|[누눌치쳐]|별|샵|우물))"
    # 집 비밀번호 변경 → 7702: alone at the end of a line behind a sign or a verb
    r"|(?<=[:→>.다어음꿈함요] )[0-9]{4,8}(?=[.!]?\s{0,2}$|[.!]?\n))"
)
# "gate":"*0412#": a program's name of a door
_LATIN_DOOR: Final = r"(?i:gate|door|lobby|entrance|entry)[\"']?\s?[:=]\s?[\"']?"
_ENTERED_LATIN: Final = re.compile(
    rf"{_LATIN_DOOR}"
    rf"(?P<value>(?=[0-9#]{{0,8}}[*]|[0-9]{{1,8}}#)"
    rf"[*#]?[0-9]{{1,8}}(?:[*#]{{1,2}}[0-9]{{1,8}}){{0,3}}"
    r"[*#]?)"
    r"(?![0-9A-Za-z*#])"
)
# 게이트 3*4000: of a barrier the sign begins or ends the code
_BARRIERS: Final = ("차단", "게이트", "키패드", "인터폰")
_MEASURED: Final = re.compile(r"[0-9].*[0-9]")
_FOUR_DIGITS: Final = re.compile(r"(?:[*#]{0,2}[0-9]){4}")
KEYED_GATE: Final = rf"[*#][0-9]{{4,8}}[*#]|{_RINGING}[0-9]{{4}}"
ENTRANCE_GATE: Final = rf"{_ENTRANCE}(?:[*#][0-9]|[0-9]{{1,8}}[*#])"
LATIN_GATE: Final = rf"{_LATIN_DOOR}[*#0-9]"


def keyed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Digits that open a door: between two of the signs on its keys, or between its bells, behind a word about a door."""
    found = _KEYED.match(text, hit) or _RUNG.match(text, hit)
    group = "value" if found and found.re is _RUNG else 0
    if found and found.start(group) >= floor and _DOOR_BEFORE.search(text, max(0, hit - _DOOR_REACH), hit):
        yield Span(*found.span(group), "secret", found[group], 0.8, "a door's keys")


def changed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A door's new code behind the word for its change."""
    found = _CHANGED.match(text, hit)
    if found and found.start("value") >= floor:
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "a door's new keys")


def entered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Four digits or more with one of a door's signs, directly behind its name."""
    found = _ENTERED.match(text, hit)
    if found is None or found.start("value") < floor or not KEYPAD.search(found["value"]):
        return
    if _FOUR_DIGITS.match(found["value"]) and not (text.startswith(_BARRIERS, hit) and _MEASURED.fullmatch(found["value"])):
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "a door's keys")


def entered_latin(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The same in a program's field: an asterisk or a number sign behind the digits, because #1204 is a room or a colour."""
    found = _ENTERED_LATIN.match(text, hit)
    if found is None or found.start("value") < floor or text[hit - 1 : hit].isalpha():
        return
    if _FOUR_DIGITS.match(found["value"]):
        yield Span(*found.span("value"), "secret", found["value"], 0.8, "a door's keys")
