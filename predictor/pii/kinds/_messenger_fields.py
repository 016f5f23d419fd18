"""Handles of messengers in a program's fields, "ig":"moss.jam_", and in speech that names 라인 or an English service."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.scan.columns import line_part
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# A digit, an underscore or a dot between letters makes a handle of what may be a word.
NO_WORD: Final[str] = r"(?=[A-Za-z0-9.\-]*(?:[0-9_]|[A-Za-z]\.[A-Za-z]))"
_HANDLE: Final = rf"(?P<value>{NO_WORD}[A-Za-z0-9_][A-Za-z0-9._\-]{{3,28}}[A-Za-z0-9_])(?![A-Za-z0-9@])"
_BEGINS: Final = r"[A-Za-z0-9_][A-Za-z0-9._\-]{3}"  # the first characters of a handle, for the gates
# Keys that other things have too, such as the line of an order: a person stands in the same record.
_SHORT: Final = (
    r"(?i:ig"
    r"|insta(?:gram)?"
    r"|kakao(?:_?talk)?"
    r"|kkt|ka_?talk|line|tg"
    r"|tele(?:gram)?"
    r"|wechat|weixin|wx|qq|fb|facebook|twt|twitter|discord|threads|tiktok|whatsapp|zalo|viber"
    r"|skype|snap(?:chat)?|sns|messenger|카카오톡|카톡|인스타(?:그램)?|라인|텔레그램|위챗|디스코드|트위터|페이스북)"
)
_KEY: Final = (
    rf"[\"'\s{{,<_]{_SHORT}(?i:[_\- ]?(?:id|account|acct|handle|user_?name|nick(?:name)?)|\s?아이디|\s?계정)?"
    r"[\"']?\s?(?:[:=]\s?[\"']|>)"
)
_KEYED: Final = re.compile(rf"{_KEY}@?{_HANDLE}(?=[\"'<])", re.ASCII)
KEY_GATE: Final = rf"{_KEY}@?{_BEGINS}"
_PERSON: Final = re.compile(
    r"(?<![A-Za-z])(?i:[a-z]{0,8}_?(?:name|nm|nick)|phone|tel|hp|mobile|e?_?mail|birth\w{0,6}|age|gender)[\"']?\s?[:=>]"
    r"|(?:이름|성명|닉네임|연락처|전화|휴대폰|생일|생년월일)[\"']?\s?[:=>]"
)
_PERSON_REACH: Final = 120
_BORDER: Final = re.compile(r"[{}\n]")
# 라인은 yubin.m_bag으로 추가해 주세요: an assembly line or a program's is followed by other verbs.
_LINE: Final = r"(?:라인|LINE|Line)(?:\s?톡)?(?:은|는|도|으로는?|이|에서)?\s@?"
STILL: Final = (
    r"(?:그대로|여전히|아직|계속|똑같이|원래|새로|지금도|예전\s그대로|이거|이걸로|여기|여기로|(?:골뱅이|@)\s?(?:빼고|없이|떼고))"
)
_SAID: Final = re.compile(
    rf"(?<![가-힣A-Za-z]){_LINE}(?P<still>{STILL}\s)?{_HANDLE}"
    r"(?=\s?(?:으?로|을|를|이?라고)?\s?(?:추가|친추|친구|검색|연락|톡\s|메시지|문의\s?(?:주|해|바)|보내\s?주|등록해\s?주|찾아)"
    r"|(?:이에요|예요|이요|이고요?|인데요|이구요)(?![가-힣])"
    r"|\s?이?(?:라며|라던데|래요?|랬는데|라더라|라고\s?(?:했|하던|들었)|맞[아지나죠])"
    r"|(?(still)\s?(?:쓰|써|씁|사용)|(?!))"
    r"|,\s(?:카톡|인스타|텔레|위챗|디코|디스코드|페북|페이스북|트위터)(?:그램)?[은는도]\s)",
    re.ASCII,
)
# 인스타는 …이고 라인은 mo.ss.88, 라인도 있음 moss.line: where another messenger is named before
_THERE: Final = r"(?:있음|있고|있어요?|있습니다|씀|써요?|씁니다|됨|돼요|됩니다|가능)[.,]?\s"
_AMONG: Final = re.compile(rf"(?<![가-힣A-Za-z]){_LINE}(?:{_THERE})?{_HANDLE}(?![/(=:\[])", re.ASCII)
_OTHERS: Final = re.compile(r"인스타|카톡|카카오톡|오픈톡|텔레|디스코드|디코|위챗|페이스북|페북|트위터|스레드|왓츠앱|스카이프|디엠")
_OTHERS_REACH: Final = 64
LINE_GATE: Final = rf"{_LINE}(?:{STILL}\s|{_THERE})?{_BEGINS}"
# 3동 512호, WeChat linmei_w0906: the service's Latin name and a handle are an item of a line that has Hangul
_SERVICE: Final = (
    r"(?:(?i:wechat|telegram|kakaotalk|instagram|whatsapp|discord|skype|zalo|viber|tiktok)|LINE|Line|Kakao|Insta|IG|QQ|FB)"
)
_ITEM: Final = rf"[,/|(·•:;]\s?{_SERVICE}\s(?:(?:ID|id)\s?[:=]?\s?)?@?"
_IN_AN_ITEM: Final = re.compile(rf"{_ITEM}{_HANDLE}(?=\s?(?:[\n,/|);]|$))", re.ASCII)
ITEM_GATE: Final = rf"{_ITEM}{_BEGINS}"
_OF_A_TOOL: Final = re.compile(
    r"(?i:bot|api|sdk|rpc|pay|login|oauth|client|server|hook|push|lib|map|web|app|alert|notif|channel|test|dev"
    r"|official|support"
    r"|_v?[0-9.]+$)"
)
_OF_TOOLS: Final = re.compile("연동|연계|라이브러리|패키지|모듈|플러그인|버전")
_HANGUL: Final = re.compile("[가-힣]")
_LINE_REACH: Final = 60
_OF_A_FACTORY: Final = re.compile(r"(?:생산|조립|제조|공정|포장|검사|지하철|핫|[0-9]|호|번)\s?$")
# My Telegram is moss_jam77, LINEのIDは moss_jam77: English and Japanese
_ENGLISH: Final = (
    r"(?:(?i:my|our|her|his|on|add)\s(?:(?i:me\son|me\sat)\s)?"
    r"(?i:kakao(?:talk)?|telegram|instagram|insta|ig|wechat|whatsapp|discord|line\sid|skype|twitter|zalo)"
    r"(?:\s(?i:id|handle|account|username))?(?:\s(?i:is)|\s?:|,)?\s@?"
    r"|(?:IG|ig)\s?:?\s?@"
    r"|(?:LINE|Instagram|Twitter"
    r"|カカオ(?:トーク)?"
    r"|インスタ|ライン|テレグラム)"
    r"(?:の)?\s?(?:ID|id|アカウント)?(?:は|が|：|:)"
    r"\s?@?)"
)
_IN_ENGLISH: Final = re.compile(rf"(?<![A-Za-z]){_ENGLISH}{_HANDLE}", re.ASCII)
ENGLISH_GATE: Final = rf"{_ENGLISH}{_BEGINS}"
_NO_HANDLE: Final = re.compile(
    r"(?i:.*\."
    r"(?:py|js|jsx|ts|tsx|java|kt|go|rs|c|h|cc|cpp|cs|php|rb|md|txt|json|ya?ml|html?|css|xml|sh|sql|log|csv|png"
    r"|jpe?g|gif|pdf|com|net|kr|me|org|io|tv)"
    r"|v?[0-9.]+|[0-9\-]+|(?:line|test|sample|example|user|id|null|none|true|false)[_.\-]?[0-9]*)"
)


def keyed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The quoted value of a messenger's field in a record that tells more of a person."""
    found = _KEYED.match(text, hit)
    if found and found.start("value") >= floor and _of_a_person(text, hit, found.end()):
        yield from _handle(found)


def _of_a_person(text: str, start: int, end: int) -> bool:
    """Whether the record of the field at [start, end) holds a field for a name, a number or a birth."""
    low, high = max(0, start - _PERSON_REACH), end + _PERSON_REACH
    borders = [found.end() for found in _BORDER.finditer(text, low, start)]
    border = _BORDER.search(text, end, high)
    record = text[borders[-1] if borders else low : start + 1] + " " + text[end : border.start() if border else high]
    return _PERSON.search(record) is not None


def said(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle behind 라인, which somebody is asked to add or to write to."""
    found = _SAID.match(text, hit) or _among_others(text, hit)
    if found and found.start("value") >= floor and not _OF_A_FACTORY.search(text, max(0, hit - 8), hit):
        yield from _handle(found)


def _among_others(text: str, hit: int) -> re.Match[str] | None:
    """A handle behind 라인, where another messenger is named before."""
    return _AMONG.match(text, hit) if _OTHERS.search(text, max(0, hit - _OTHERS_REACH), hit) else None


def in_an_item(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle behind its service's Latin name, between the signs of a line in Korean that a tool is not named in."""
    found = _IN_AN_ITEM.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    line = text[line_part(text, hit, _LINE_REACH) : hit]
    if not _HANGUL.search(line) or _OF_TOOLS.search(line):
        return
    if not _OF_A_TOOL.search(found["value"]) and not _NO_HANDLE.fullmatch(found["value"]):
        yield Span(*found.span("value"), "messenger_id", found["value"].lower(), 0.75, "service before, an item")


def in_english(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle behind an English or Japanese sentence's service."""
    found = _IN_ENGLISH.match(text, hit)
    if found and found.start("value") >= floor:
        yield from _handle(found)


def _handle(found: re.Match[str]) -> Iterator[Span]:
    if not _NO_HANDLE.fullmatch(found["value"]):
        yield Span(*found.span("value"), "messenger_id", found["value"].lower(), 0.75, "a messenger before")
