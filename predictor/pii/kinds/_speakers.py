"""Handles of who speaks, is called or is to be added in a chat: mossjam#2041 - 어제 23:58, <@moss_jam>, 친추는 moss.jam07."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# A digit, an underscore or a dot makes a handle of what may be a word.
_HANDLE: Final = r"(?=[a-z.]{0,29}[0-9_]|[a-z]{1,29}\.[a-z])[a-z0-9_][a-z0-9_.]{2,29}"
# mossjam#2041 - 어제 23:58: the head of a message in Discord
# A log's line has an absolute day before its hour too, but says no 오전.
_DAY: Final = (
    r"(?:(?:어제|오늘|(?i:today|yesterday))\s(?:at\s)?(?:오[전후]\s)?"
    r"|[0-9]{4}[./\-]\s?[0-9]{1,2}[./\-]\s?[0-9]{1,2}\.?\s오[전후]\s)"
    r"[0-9]{1,2}:[0-9]{2}"
)
HEAD_GATE: Final = rf"(?:^|\n)[A-Za-z0-9_.]{{3,30}}(?:#[0-9]{{4}})?\s-\s{_DAY}"
_HEAD: Final = re.compile(rf"(?:^|\n)(?P<value>[A-Za-z0-9_.]{{3,30}}(?:#[0-9]{{4}})?)\s-\s{_DAY}(?![0-9])")
# 이끼잼#4410 - 오늘 오후 9:31: the same behind a handle of Hangul
NUMBERED_GATE: Final = rf"#[0-9]{{4}}\s(?:-\s)?{_DAY}"
_NUMBERED: Final = re.compile(rf"(?:^|\n)(?P<value>[가-힣A-Za-z0-9_.]{{2,10}}#[0-9]{{4}})(?=\s(?:-\s)?{_DAY}에?\s{{0,2}}(?:\n|$))")
_NUMBERED_REACH: Final = 11  # characters of a handle and a line's break
# moss.jam  3:12 AM: the head of a message in Slack
_CLOCK: Final = r"\s{1,3}\[?(?:오[전후]\s[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}:[0-9]{2}\s?[AP]M)\]?"
SLACK_GATE: Final = rf"(?:^|\n)[a-z][a-z0-9_.]{{2,29}}{_CLOCK}"
_SLACK: Final = re.compile(rf"(?:^|\n)(?P<value>(?=[a-z]){_HANDLE}){_CLOCK}(?=\s{{0,2}}(?:\n|$))")
# @moss.jam 키 만료됨: who wrote a message above is called
CALLED_GATE: Final = r"(?:^|\s)@[a-z][a-z0-9_.]{2,29}\s[가-힣]"
_CALLED: Final = re.compile(rf"(?:^|\s)@(?P<value>(?=[a-z]){_HANDLE})(?=\s[가-힣])")
_CALLED_REACH: Final = 600
# **moss.jam** added **lemon_nabi** to #공지, @moss_jam joined #공지: what a chat tells of its members
_DOES: Final = r"\s(?:added|invited|removed)\s"
_JOINS: Final = r"\s(?:joined|left)\s#"
MEMBER_GATE: Final = rf"(?:^|\n)(?:\*\*|@)?[a-z][a-z0-9_.]{{2,29}}(?:\*\*)?(?:{_DOES}[*@]|{_JOINS})"
_MEMBER: Final = re.compile(
    rf"(?:^|\n)(?:\*\*|@)?(?P<value>(?=[a-z]){_HANDLE})(?:\*\*)?"
    rf"(?:{_JOINS}"
    rf"|{_DOES}(?:\*\*|@)(?P<other>(?=[a-z]){_HANDLE})(?![a-z0-9_.]))"
)
# 제 오픈톡 @moss_guild, 내 아이디 @moss_0c, 판매자 닉 moss_mania77
_OWN: Final = r"(?:아이디|아디|닉네임|닉|오픈톡|오픈\s?채팅|오픈\s?카톡|핸들)(?:은|는|이)?\s?[:=]?\s?"
_PARTY: Final = (
    r"(?:판매자|구매자|거래자|작성자|글쓴이|상대방?|신고자|피신고자|방장|길마)(?:의)?\s?"
    r"(?:아이디|아디|닉네임|닉)(?:은|는|이)?\s?[:=]?\s?"
)
OWN_GATE: Final = rf"{_OWN}@[a-z0-9_.]{{3}}|{_PARTY}[a-z0-9_.]{{4}}"
_OF_ONE: Final = re.compile(rf"(?:{_OWN}(?P<value>@{_HANDLE})|{_PARTY}(?P<party>(?=[a-z]){_HANDLE}))(?![A-Za-z0-9@/(\-])")
# <@moss_jam> 안녕하세요: a mention, or who speaks
MENTION_GATE: Final = r"<@[a-z0-9_.]{3}"
_MENTION: Final = re.compile(rf"<(?P<value>@{_HANDLE})>")
# 인스타 DM … moss.jam__04: 언니: a line of an export of messages
LINE_GATE: Final = r"(?:^|\n|>\s)[a-z][a-z0-9_.]{4,29}:\s[가-힣ㄱ-ㅎㅋㅠ]"
_LINE: Final = re.compile(rf"(?:^|\n|>\s)(?P<value>(?=[a-z]){_HANDLE}):\s(?=[가-힣ㄱ-ㅎㅋㅠ])")
_MESSAGES: Final = re.compile(
    r"디엠"
    r"|(?<![A-Za-z])(?:DM|dm)(?![A-Za-z])"
    r"|인스타|쪽지|채팅|단톡"
    r"|대화\s?(?:내용|내역|방|백업)"
    r"|(?i:instagram|direct\smessage|chat\s?log)"
)
_MESSAGES_REACH: Final = 600
# @moss.card_22 연락 좀요, 친추는 moss.jam07 이걸로
ASKED_GATE: Final = r"@[a-z0-9_.]{4,29}\s?(?:으?로\s)?(?:연락|디엠|DM|dm|쪽지|맞팔|선팔|팔로우)"
_ASKED: Final = re.compile(rf"(?P<value>@{_HANDLE})\s?(?:으?로\s)?(?:연락\s?(?:좀|주|바|부탁|해)|디엠|DM|dm|쪽지|맞팔|선팔|팔로우)")
_ADDED: Final = r"(?:친추|친구\s?추가|맞팔|선팔|디코|부계|본계)(?:은|는|도)?\s?[:=]?\s?@?"
ADDED_GATE: Final = rf"{_ADDED}[a-z][a-z0-9_.]{{4}}"
_TO_ADD: Final = re.compile(
    rf"(?<![가-힣]){_ADDED}(?P<value>(?=[a-z]){_HANDLE})"
    r"(?![A-Za-z0-9@/(\-])"
    r"(?=\s?"
    r"(?:으?로|이걸|여기|이거|해|부탁|이에요|예요|이요|입니다|임|ㄱ"
    r"|[,.!~]?(?:\n|$)))"
)
# 판매자 닉 moss_car77, 당근 닉네임 '모스잼77': who trades or plays there
_TRADER: Final = (
    r"(?:판매자|구매자|거래자|작성자|글쓴이|당첨자|신고자|상대방?|방장|길드장|길마|파티장|스트리머|게시자)\s?"
    r"(?:닉네임|닉|아이디|아디|대화명|계정|ID|id)(?:은|는|이|가)?\s?[:=]?\s?[\"'(]?@?"
)
_MARKET: Final = (
    r"(?:당근(?:마켓)?"
    r"|번개장터|번장|중고나라|밴드|카페|에타|에브리타임|블라인드|게임|디스코드|디코|오픈\s?채팅|오픈톡|단톡방?"
    r"|트위치|치지직)"
    r"\s?"
    r"(?:닉네임|닉|아이디|대화명|계정명)(?:은|는|이|가)?\s?[:=]?\s?[\"'“‘「]"
)
TRADER_GATE: Final = rf"{_TRADER}[a-z][a-z0-9_.]{{3}}|{_MARKET}[가-힣A-Za-z0-9_.]{{2}}"
_TRADING: Final = re.compile(
    rf"{_TRADER}(?P<value>(?=[a-z]){_HANDLE})(?![A-Za-z0-9@/(\-])"
    rf"|{_MARKET}(?P<quoted>(?=[^0-9_\n]{{0,15}}[0-9_])[가-힣A-Za-z0-9_.]{{3,16}})(?=[\"'”’」])"
)
# linkedin.com/in/moss-jam-77, t.me/moss_jam: a person's page
_PAGE: Final = r"(?:linkedin\.com/in/|instagram\.com/|threads\.(?:net|com)/@|tiktok\.com/@|t\.me/)"
PAGE_GATE: Final = rf"{_PAGE}[A-Za-z0-9_]{{3}}"
_ON_A_PAGE: Final = re.compile(
    rf"(?:linkedin\.com/in/(?P<own>[A-Za-z0-9][A-Za-z0-9\-]{{3,40}}[A-Za-z0-9])|{_PAGE}(?P<value>{_HANDLE}))(?![A-Za-z0-9_])"
)
# |회원ID|이름| … |moss_0412|: a column of accounts
CELL_GATE: Final = rf"{columns.OPENS}[a-z][a-z._\-]{{1,15}}[0-9_]"
_CELL: Final = re.compile(rf"{columns.OPENS}(?P<value>(?=[a-z]){_HANDLE})(?=[\"'`]?[ ]{{0,3}}(?:[|,;\t]|\)|</td>))")
_HEAD_OF_ACCOUNTS: Final = re.compile(
    r"(?:회원|고객|사용자|이용자|가입자|로그인|카톡|카카오톡"
    r"|인스타(?:그램)?"
    r"|텔레그램|라인|위챗|네이버|디스코드)"
    r"\s?(?:ID|Id|id|아이디|계정)"
    r"|아이디|계정"
    r"|(?i:(?:user|login|member|mber|mbr|kakao|insta|telegram|line|wechat|discord)_?id|user_?name|login_?name|nick_?name)"
)
_OF_A_FILE: Final = re.compile(
    r".*\."
    r"(?:py|js|ts|java|kt|go|c|h|cs|md|txt|json|ya?ml|html?|css|xml|sh|sql|log|csv|png|jpe?g|pdf|com|net|kr|org|io"
    r"|me|tv)"
    r"|v[0-9.]+"
)
_NO_PERSON: Final = frozenset(("user_id", "user_name", "order_id", "user_1", "test_1"))


def heading(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who wrote a message, before its day and hour."""
    yield from _handle(_HEAD.match(text, hit), floor, "speaker of a chat")


def numbered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The same, where the handle is of Hangul."""
    yield from _handle(_NUMBERED.search(text, max(0, hit - _NUMBERED_REACH), hit + 32), floor, "speaker of a chat")


def in_slack(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who wrote a message, before two blanks and an hour that end the line."""
    yield from _handle(_SLACK.match(text, hit), floor, "speaker of a chat")


def called(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Somebody behind an at sign, who wrote a message above."""
    found = _CALLED.match(text, hit)
    if found is None:
        return
    above = text[max(0, hit - _CALLED_REACH) : hit]
    if any(one["value"] == found["value"] for shape in (_SLACK, _HEAD) for one in shape.finditer(above)):
        yield from _handle(found, floor, "a mention")


def member(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who joins a chat, and whom somebody adds to one."""
    found = _MEMBER.match(text, hit)
    if found is None:
        return
    yield from _handle(found, floor, "a chat's member")
    if found["other"]:
        yield Span(*found.span("other"), "messenger_id", found["other"], 0.75, "a chat's member")


def of_one(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle with its at sign behind 아이디 or 오픈톡, or behind the word for who sells or writes."""
    found = _OF_ONE.match(text, hit)
    if found is None or "가" <= text[hit - 1 : hit] <= "힣":
        return
    group = "value" if found["value"] else "party"
    value = found[group].rstrip(".")
    if found.start(group) >= floor and value not in _NO_PERSON and not _OF_A_FILE.fullmatch(value):
        start = found.start(group)
        yield Span(start, start + len(value), "messenger_id", value.lower().lstrip("@"), 0.75, "somebody's handle")


def mentioned(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle with its at sign in angle brackets."""
    yield from _handle(_MENTION.match(text, hit), floor, "a mention")


def in_a_line(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who wrote a line of an export that is called one of messages."""
    found = _LINE.match(text, hit)
    if found and _MESSAGES.search(text, max(0, hit - _MESSAGES_REACH), found.start("value")):
        yield from _handle(found, floor, "speaker of a chat")


def asked(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle to which somebody is asked to write."""
    if not text[hit - 1 : hit].isalnum():
        yield from _handle(_ASKED.match(text, hit), floor, "asked to write")


def to_add(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle that somebody is asked to add."""
    yield from _handle(_TO_ADD.match(text, hit), floor, "asked to add")


def trading(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The handle of who sells, plays or writes somewhere; in quotes with a digit behind a place's name."""
    found = _TRADING.match(text, hit)
    if found and found["quoted"]:
        if found.start("quoted") >= floor:
            yield Span(*found.span("quoted"), "messenger_id", found["quoted"].lower(), 0.75, "a nickname in quotes")
    elif found:
        yield from _handle(found, floor, "who trades")


def on_a_page(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The name of a person's page in its address."""
    found = _ON_A_PAGE.match(text, hit)
    if found is None:
        return
    group = "own" if found["own"] else "value"
    if found.start(group) >= floor:
        value = found[group].rstrip(".")
        start = found.start(group)
        yield Span(start, start + len(value), "messenger_id", value.lower().lstrip("@"), 0.75, "a person's page")


def in_a_column(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A handle in a column of accounts."""
    found = _CELL.match(text, hit)
    if found and _HEAD_OF_ACCOUNTS.fullmatch(columns.heading(text, *found.span("value"))):
        yield from _handle(found, floor, "column of accounts")


def _handle(found: re.Match[str] | None, floor: int, rule: str) -> Iterator[Span]:
    if found is None or found.start("value") < floor:
        return
    value = found["value"].rstrip(".")
    if value not in _NO_PERSON and not _OF_A_FILE.fullmatch(value):
        start = found.start("value")
        yield Span(start, start + len(value), "messenger_id", value.lower().lstrip("@"), 0.75, rule)
