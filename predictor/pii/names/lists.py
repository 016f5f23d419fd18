"""Names in lists that no label heads one by one: a roster of weekdays, a list of who paid how much."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence, holder, nobody, transcriptions
from predictor.pii.names.assignments import assigned
from predictor.pii.names.candidates import compound, long_name
from predictor.pii.names.form import COMPOUND, COMPOUNDS, FOREIGN_HEADS, FULL, SURNAMES, SYLLABLES, WHOLE, key
from predictor.pii.names.neighbours import A_LIST
from predictor.pii.names.plausibility import CERTAIN, may_be_listed, may_be_whole_name
from predictor.pii.names.statements import of_a_class
from predictor.pii.scan.columns import line_begin
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 당직표: 월 …, 화 …
DUTY: Final[str] = lexicon.pattern(lexicon.words("duties"))
TURN: Final = "(?:[월화수목금토일](?:요일)?|오전|오후|주간|야간|[A-D1-9]조)"
# 6/9(월), 6월 9일, 6.9.
DATE: Final = r"(?:1[0-2]|0?[1-9])(?:[/.\-]|월 ?)[0-3]?[0-9]일?\.? ?(?:\([월화수목금토일]\) ?)?(?:오전 |오후 |주간 |야간 )?[:：]? ?"
_DAY: Final = rf"(?:{TURN}\s?[:：]?\s?|{DATE})"
_ENTRY: Final = re.compile(
    rf"{_DAY}"
    rf"(?P<name>(?:{COMPOUND})[가-힣]{{1,2}}"
    rf"|[{SURNAMES}][가-힣]{{1,2}})"
    r"(?=\s*(?:[/,|.·\n(]|$|입니다)"
    rf"|\s{TURN}\s?[:：./,]?\s?[가-힣]"
    r"|\s[0-9])"
    rf"[\s/,|.·]{{0,4}}"
)
_ROSTER: Final = re.compile(
    rf"(?:{DUTY})(?:[^\n0-9]{{0,12}}?\n?\s?(?={DATE}[가-힣]{{2}})|[^\n월화수목금토일]{{0,12}}?\n?\s?(?={TURN}))"
)
_DAYS: Final = 7
_LEAST: Final = 3  # days that make a roster; two do where a name is sure and the other may be listed

# 회비: … 5만, … 3만, … 미납
DUES: Final[str] = lexicon.pattern(lexicon.words("dues"))
_AMOUNT: Final = r"(?:[0-9][0-9,.]{0,8}\s?[만천]?\s?원?|미납|완납|납부|입금)"
_HEAD: Final = re.compile(rf"(?:{DUES})[^\n0-9]{{0,16}}?[\s:：\-—–\n]\s?(?=[{SURNAMES}][가-힣]{{2}}\s?{_AMOUNT})")
_PAYER: Final = re.compile(
    rf"(?P<name>{WHOLE}|[{SURNAMES}][가-힣](?:[가-힣]{{2}})?)"
    rf"(?:\s?[.,]\s?(?P<with>{WHOLE}))?(?:\s[가-힣]{{2,4}})?\s?"
    rf"(?:쌀\s?[0-9]{{1,3}}\s?kg|{_AMOUNT})"
    rf"(?![가-힣])(?:\s?\([^()\n]{{1,14}}\))?[\s/,|.·]{{0,4}}"
)
_PAYERS: Final = 40

# 배성일 O, 전광식 X, 모경훈 O: lines that begin with a name, perhaps behind a number, a bullet or a short word (102동, GK, 702 |)
MARK: Final = r"(?:[\-•*▶☐✓#] ?)?(?:[0-9A-Za-z가-힣\-]{1,8}[.)]?(?: \|)? )?"
_LINE: Final = re.compile(
    rf"(?P<mark>{MARK})(?P<name>{WHOLE})"
    r"(?:(?P<alone>\s?(?:\n|$))|\s?(?P<colon>:)|\s?(?P<bracket>\()|\s(?P<digit>[0-9])|\s(?P<letter>[A-Za-z](?![A-Za-z]))"
    r"|(?P<comma>\s?[,/|])| (?P<word>[가-힣]))"
)
_DIGIT_RUN: Final = re.compile("[0-9]+")
_LATIN_RUN: Final = re.compile("[A-Za-z]+")
_NEXT_WORD: Final = re.compile(r" (?P<word>[가-힣]{1,6})(?![가-힣])")
_MORE_WORDS: Final = 2
_LINE_REACH: Final = 160  # characters of a line
_AROUND: Final = 3

# 운전면허증, a number, 현미자: a card heads a line that holds a name alone
_CARD: Final = re.compile(
    r"(?:면허증|주민등록증|외국인등록증|거소신고증|영주증|장애인등록증|신분증|학생증|사원증|공무원증|자격증"
    r"|유공자증|회원증|이용증|출입증)"
    r"[^\n]{0,28}\n(?:[^\n]{0,32}\n){0,2}$"
)
_CARD_REACH: Final = 96
_NUMBER_BELOW: Final = re.compile(r"\s{0,4}[0-9OIl]{6} ?- ?[1-8OIl]")  # a resident's number on the next line
_ABOVE_A_NUMBER_LEAST: Final = 0.55
_ON_A_CARD_LEAST: Final = 0.8

# A team's line-up or a group: DF 이민재 배두산, 골키퍼 두시온, 1조 구본희 담현서
POSITIONS: Final = (
    r"(?:GK|DF|MF|FW|골키퍼|수비수?|미드필더|공격수?|투수|포수|내야수|외야수|세터|리베로|센터백|스트라이커"
    r"|(?:[1-9][0-9]?|[A-D])(?:조|팀|반|코트|호차|모둠)장?)"
)
_POSITION: Final = re.compile(rf"(?<![A-Za-z가-힣0-9]){POSITIONS}\s?[:：]?\s")
_NEXT_POSITION: Final = re.compile(rf"\s?[,/|.]?\s?{POSITIONS}\s?[:：]?\s")  # 1조장 배이든, 2조장 문결
_PLAYER: Final = re.compile(
    rf"(?P<name>{WHOLE}|[{SURNAMES}][가-힣]|[가-힣]{{3,5}})(?:이랑|랑|하고)?"
    r"(?:(?:[ ,/]{1,3}|\.| \. )(?=[가-힣])|(?=\s*(?:$|[\n,(./])|\s(?:[1-9][0-9]?|[A-D])(?:조|팀)장?\s))"
)
_PLAYERS: Final = 6

# [하나] 11/12 출금 300,000 황인복 잔액 …
PARTY: Final = r"(?:입금|출금|이체|송금)\s?[0-9]{1,3}(?:,[0-9]{3}){1,3}원?\s"
_PARTY: Final = re.compile(rf"{PARTY}(?P<name>{FULL})(?=\s(?:잔액|[0-9]{{1,2}}[/:])|님|\s*(?:$|\n))")

# 참석: 하도권(법무), 원미소(재무): what stands in brackets behind each tells that these are persons.
PRESENT: Final = (
    r"참석자?|배석자?|불참자?|출석|참가자|위원|명단|당첨자?|수상자|합격자"
    r"|최우수상?|우수상?|장려상?|금상|은상|동상|입선|특선|입상|토론자?|발표자?|참조|수신|(?i:cc)|관련\s?학생"
)
_PRESENT: Final = re.compile(rf"(?:{PRESENT})\s?[:：]\s?")
_ATTENDANT: Final = re.compile(
    rf"(?P<name>[{SURNAMES}][가-힣]{{1,3}}|[A-Z][a-z]{{1,15}}(?:[ \-][A-Z][a-z]{{1,15}}){{1,2}})"
    r"\s?[(\[][^()\[\]\n]{1,12}[)\]][\s,/|.·]{0,3}"
)
_POSTS: Final = lexicon.pattern((*lexicon.words("ranks"), *lexicon.words("callings")))
_RANKED: Final = re.compile(
    rf"(?:[가-힣]{{2,8}} )?(?:{_POSTS}) (?P<name>(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{1,2}})(?:님|씨)?"
    r"(?: ?[,/;.] ?| 및 |(?=\s*(?:$|\n)))"
)
# 10:00 갈은서 10:30 편해솔, 3월 국시원, 4월 방리아; 방리아 15표, 국시원 12표
_NUMBER: Final = "(?:[0-9]:[0-9]{2}|[0-9](?:번|월|일|호|차|위|등|반|층|회|시))"
_WITH_VOTES: Final = "[0-9]{1,6}(?:표|점|골|승)"
NUMBERED_GATE: Final[str] = (
    rf"{_NUMBER} [{SURNAMES}][가-힣]{{2}}(?:님|씨)?(?: ?[,/] ?| )[0-9]|[0-9]번 [{SURNAMES}][가-힣](?: ?[,/] ?| )[0-9]{{1,2}}번"
)
VOTED_GATE: Final[str] = rf"(?:^|[\n:,/] ?)[{SURNAMES}][가-힣]{{2}} {_WITH_VOTES}(?: ?[,/] ?| )[{SURNAMES}][가-힣]{{2}} [0-9]"
_NUMBERED: Final = re.compile(
    rf"[0-9]{{0,2}}{_NUMBER}(?:\([가-힣]{{1,4}}\))? (?P<name>{WHOLE}|(?<=번 )[{SURNAMES}][가-힣])"
    r"(?:님|씨)?(?: ?[,/] ?| |(?=\n|\.|$))(?=[0-9]|\n|\.|$)"
)
_VOTED: Final = re.compile(rf"(?P<name>{WHOLE}) {_WITH_VOTES}(?: ?[,/] ?| |(?=\n|\.|$|[으로이]))")
# 기획 봉하린 . 아트 묵단아 . 사운드 궉지안: who did what, as credits tell it; folding makes a middle dot a dot
_PARTS: Final = (
    "기획|개발|디자인|아트|그래픽|사운드|음악|음향|미술|의상|조명|촬영|편집|녹음|연출|각본|각색|제작|작곡|작사"
    "|편곡|노래|번역|감수|교정|홍보|운영"
    "|총괄|시나리오|프로그래밍|일러스트|사진|영상|분장|무대|QA|PD|PM"
)
CREDITED_GATE: Final[str] = rf"(?:{_PARTS}) [{SURNAMES}]{{1,2}}[가-힣]{{2}} ?[./|,] ?(?:{_PARTS}) [가-힣]{{2}}"
_CREDITED: Final = re.compile(rf"(?:{_PARTS}) (?P<name>{WHOLE})(?: ?[./|,] ?|(?=\s*(?:$|\n)))")
# A-301 타망 수닐, 2) …, - …
ROOM: Final = r"(?:[\-•*▶] |(?:[A-Z]-?)?[0-9]{1,4}[호번]?[.):]? )"
_ROOMED: Final = re.compile(rf"(?:[/,|] )?{ROOM}(?P<name>[가-힣]{{1,7}}(?: [가-힣]{{1,7}}){{1,3}}) ?(?=$|[\n,(/|\t]|- )")


def rostered(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Who is on duty on at least three days, whatever the names sound like; or who has a room."""
    head = _ROSTER.match(text, hit)
    if head is None:
        return _roomed(text, hit, floor)
    if head.end() < floor:
        return []
    found = list(_entries(_ENTRY, text, head.end(), _DAYS))
    if len(found) < _LEAST and not _are_sure([entry["name"] for entry in found]):
        return []
    return [Span(*entry.span("name"), "person_name", entry["name"], evidence.MODERATE, "roster") for entry in found]


def _are_sure(names: list[str]) -> bool:
    """Whether two names at least may all be listed and one of them is sure."""
    return len(names) > 1 and all(map(may_be_listed, names)) and any(evidence.weigh(one, "list", "end") >= CERTAIN for one in names)


def paid(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who paid what behind a word for dues, or who got so many votes."""
    head = _HEAD.match(text, hit)
    if head is None:
        yield from _numbered(text, hit, floor)
    elif head.end() >= floor:
        yield from _payers(text, head.end())


def _payers(text: str, start: int) -> Iterator[Span]:
    """Who paid what; each name must sound like one beside a value, or stand among such."""
    payers = [(entry, who) for entry in _entries(_PAYER, text, start, _PAYERS) for who in ("name", "with") if entry[who]]
    scores = [holder.score(entry[who]) for entry, who in payers]
    certain = sum(map(evidence.likely, scores)) >= A_LIST or _mostly_names([entry[who] for entry, who in payers])
    for (entry, who), score in zip(payers, scores, strict=True):
        if evidence.likely(score) or (certain and _may_pay(entry[who])):
            yield Span(*entry.span(who), "person_name", entry[who], max(score, evidence.SLIGHT), "list of dues")


def _mostly_names(names: list[str]) -> bool:
    """Whether most of at least three payers have names of no word."""
    return len(names) > A_LIST and 2 * sum(map(_may_pay, names)) >= len(names)


def _may_pay(name: str) -> bool:
    """Whether a payer among names may be called so: 목진구, 소빈, 하늘빛나."""
    if len(name) > SYLLABLES and name[:2] not in COMPOUNDS:
        return long_name(name)
    return may_be_listed(name) or (len(name) == SYLLABLES and may_be_whole_name(name) and evidence.sounds_like_a_name(name))


def lined(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name that begins a line, where at least two of the lines around it begin with likely names and go on alike."""
    start = hit + (text[hit] == "\n")
    line = _LINE.match(text, start)
    if line is None or line.start("name") < floor:
        return []
    return (_among_lines(text, start, line) if _may_be_an_entry(line) else []) or _on_a_card(text, start, line)


def _among_lines(text: str, start: int, line: re.Match[str]) -> list[Span]:
    """The name that begins ``line``, where those around it begin and go on alike."""
    others = {other["name"] for other in _lines_around(text, start, line.end()) if _alike(line, other)} - {line["name"]}
    if sum(evidence.weigh(name, "list", "end") >= CERTAIN and may_be_listed(name) for name in others) < A_LIST:
        return []
    score = max(evidence.weigh(line["name"], "list", "end"), evidence.SLIGHT)
    end = _end_of_a_foreign_name(text, line.end("name")) if line["name"] in FOREIGN_HEADS else line.end("name")
    return [Span(line.start("name"), end, "person_name", key(text[line.start("name") : end]), score, "lines of names")]


def _on_a_card(text: str, start: int, line: re.Match[str]) -> list[Span]:
    """A likely name alone on its line, where one of the three lines before it names a card of a person."""
    low = max(0, start - _CARD_REACH)
    if line["alone"] is None or line["mark"] or text.rfind("증", low, start) < 0 or not _CARD.search(text, low, start):
        return []
    score = evidence.weigh(line["name"], "label", "end")
    least = _ABOVE_A_NUMBER_LEAST if _NUMBER_BELOW.match(text, line.end()) else _ON_A_CARD_LEAST
    if score < least or not nobody.may_be_named(line["name"]):
        return []
    return [Span(*line.span("name"), "person_name", line["name"], score, "on a card")]


def _may_be_an_entry(line: re.Match[str]) -> bool:
    """Whether a line may begin with a person; where a word stands behind without a mark before, so begins any prose."""
    return (line["mark"] != "" or line["word"] is None) and may_be_listed(line["name"])


def _end_of_a_foreign_name(text: str, end: int) -> int:
    """Where a name of another country ends that begins a line: with the last word that no dictionary has."""
    for _ in range(_MORE_WORDS):
        word = _NEXT_WORD.match(text, end)
        if word is None or nobody.common(word["word"]):
            return end
        end = word.end()
    return end


def _lines_around(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Up to three lines before the line at ``start`` and behind it, which begin with what may be a name."""
    for _ in range(_AROUND):
        start = line_begin(text, start - 1, _LINE_REACH) if start else -1
        if start < 0:
            break
        if line := _LINE.match(text, start):
            yield line
    for _ in range(_AROUND):
        end = text.find("\n", end, end + _LINE_REACH) + 1
        if not end:
            break
        if line := _LINE.match(text, end):
            yield line


def _alike(line: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two lines have marks of the same shape before the name and go on with the same sort of character."""
    return line.lastgroup == other.lastgroup and _shape(line["mark"]) == _shape(other["mark"])


def _shape(mark: str) -> str:
    """A mark with one sign for each run of digits and of Latin letters: 102동 and 38동 have one shape."""
    return _LATIN_RUN.sub("A", _DIGIT_RUN.sub("0", mark))


def lined_up(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The players behind their position, of whom one at least has a likely name and none is a word."""
    head = _POSITION.match(text, hit)
    if head is None:
        return assigned(text, hit, floor, context)
    if head.end() < floor:
        return []
    names: list[re.Match[str]] = []
    while head and (players := _players(text, head.end())):
        names += players
        head = _NEXT_POSITION.match(text, players[-1].end())
    if not any(evidence.weigh(entry["name"], "list", "end") >= CERTAIN for entry in names):
        return []
    return [_among(one, "line-up") for one in names]


def _players(text: str, start: int) -> list[re.Match[str]]:
    """The entries from ``start`` on, up to one that is a word or a place."""
    players = []
    for entry in _entries(_PLAYER, text, start, _PLAYERS):
        if compound(entry["name"]) or not nobody.may_be_named(entry["name"]) or nobody.of_a_place(entry["name"]):
            break
        players.append(entry)
    return players


def transferred(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who paid or was paid, between the amount and the balance of a bank's message."""
    found = _PARTY.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    score = holder.score(found["name"])
    if evidence.likely(score) and not evidence.wordlike(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], score, "a bank's message")


def attended(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who was present, each with a post in brackets: at least two, none of which is a word or a rank."""
    head = _PRESENT.match(text, hit)
    if head is None or head.end() < floor:
        return
    found = list(_entries(_ATTENDANT, text, head.end(), _PAYERS))
    if not found:
        yield from _ranked(text, head.end())
    if len(found) < 2 or any(map(_is_no_attendant, (entry["name"] for entry in found))):
        return
    for entry in found:
        yield Span(*entry.span("name"), "person_name", key(entry["name"]), evidence.MODERATE, "list of those present")


def _is_no_attendant(name: str) -> bool:
    """Whether an item with a bracket behind it is a word or a rank; four syllables may be a native name: 임보드래."""
    return (
        name in evidence.COMMON or name in evidence.RANKS or (not name.isascii() and len(name) > SYLLABLES and not long_name(name))
    )


def _ranked(text: str, start: int) -> list[Span]:
    """Who was present, each behind a post: 참석자: 대표 우성대, 감사 연규철. All may be listed, and one is sure."""
    found = list(_entries(_RANKED, text, start, _PAYERS))
    return [_among(one) for one in found] if _are_sure([entry["name"] for entry in found]) else []


def behind_a_number(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A pupil behind the class, or names that each stand behind a number."""
    yield from of_a_class(text, hit, floor)
    yield from _numbered(text, hit, floor)


def _numbered(text: str, hit: int, floor: int) -> list[Span]:
    """Names that each stand behind a number or a time, or before votes, where all may be listed and one is sure."""
    form = _NUMBERED if text[hit].isdigit() else _VOTED
    found = list(_entries(form, text, _entry_begin(text, hit), _PAYERS))
    if not _are_sure([entry["name"] for entry in found]):
        return []
    return [_among(one) for one in found if one.start("name") >= floor]


def _entry_begin(text: str, hit: int) -> int:
    """Where the first entry begins behind the sign and the blank that a gate takes."""
    hit += not text[hit].isalnum()
    return hit + (text[hit : hit + 1] == " ")


def credited(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Who did what in a work, where all may be listed and one is sure."""
    found = list(_entries(_CREDITED, text, hit, _PAYERS))
    if hit < floor or not _are_sure([entry["name"] for entry in found]):
        return []
    return [_among(entry) for entry in found]


def _among(entry: re.Match[str], rule: str = "beside such names") -> Span:
    """The name of an entry that those around it speak for."""
    score = max(evidence.MODERATE, evidence.weigh(entry["name"], "list", "end"))
    return Span(*entry.span("name"), "person_name", entry["name"], score, rule)


def _roomed(text: str, hit: int, floor: int) -> list[Span]:
    """A name of another country that fills a line behind a number or a mark: A-301 타망 수닐."""
    found = _ROOMED.match(text, hit + (text[hit] == "\n"))
    if found is None or found.start("name") < floor or not transcriptions.is_a_name(found["name"].split(" "), False):
        return []
    return [Span(*found.span("name"), "person_name", key(found["name"]), evidence.MODERATE, "line of another country's name")]


def _entries(form: re.Pattern[str], text: str, start: int, most: int) -> Iterator[re.Match[str]]:
    """Up to ``most`` entries, one directly behind another."""
    for _ in range(most):
        entry = form.match(text, start)
        if entry is None:
            return
        yield entry
        start = entry.end()
