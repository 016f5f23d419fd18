"""Dates of birth that the text around tells: what a person's paper says, and dates behind names where others are births."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kinds._births import ADULT, BORN, COUNTED, WITHOUT_A_NAME, WRITTEN_DAY, year_of_birth
from predictor.pii.names import holder
from predictor.pii.scan import checksums
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 주민증에는 1955년 3월 8일로 되어 있어요, 호적상 44.1.5로 올라가
_OF_A_BIRTH: Final = r"출생\s?증명서|가족\s?관계\s?(?:증명서|등록부)|기본\s?증명서"
_PAPER: Final = (
    rf"(?:{_OF_A_BIRTH}"
    r"|주민\s?등록[증부]?"
    r"|주민증|민증|신분증|호적|제적부"
    r"|[등초]본"
    r"|족보|여권|면허증|외국인\s?등록증|거소증|생활기록부"
    r"|복지카드|보험증)"
)
_ON: Final = r"(?:상(?:에|으로)?|에|엔)(?:는|은|도|만|선)?\s(?:[가-힣]{1,5}\s){0,2}"
_SAYS: Final = (
    r"(?:(?:으?로|이?라고)\s?(?:[가-힣]{1,3}\s)?"
    r"(?:되|된|돼|됐|나와|나오|나옵|나온"
    r"|적[혀히힌]"
    r"|기재"
    r"|올[라려렸린리]"
    r"|등록|신고"
    r"|쓰[여이]"
    r"|쓴|써"
    r"|찍[혀히힌]"
    r"|표기|뜨|떠|뜹|잡[혀히])|이(?:에요|고|지만|라|며|었)|예요|인데|입니다|\s?맞[는습거아지네다음])"
)
_SAID: Final = re.compile(rf"{_PAPER}{_ON}(?P<date>{WRITTEN_DAY})(?={_SAYS})")
PAPER_GATE: Final = rf"{_PAPER}{_ON}[0-9]{{2,4}}(?:\s?[년\-./]|[01][0-9][0-3][0-9])"
_CHILD_S: Final = re.compile(_OF_A_BIRTH)
_ANOTHER_DAY: Final = re.compile(
    r"혼인|결혼|이혼|사망|별세|발급|만료|갱신|유효|취득|전입|전출|개명|입국|출국|체류|비자|기한|기간|까지"
)
_AROUND: Final = 20

# 라흐모노프 우미드 님 1995/4/19 용접 6년: without a sign, where the text tells births
_EVENT: Final = (
    r"\s?(?:에|부터|까지|이후|이전|자|경|쯤)(?![가-힣]{2})"
    r"|\s?"
    r"(?:가입|입사|입학|졸업|퇴사|등록|접수|방문|구매|구입|판매"
    r"|매[입도수]"
    r"|양[도수]"
    r"|개통|수령|결제"
    r"|계약(?!금)"
    r"|발급|예약|주문|신청|출고|취득|전입|결혼|혼인"
    r"|사망|별세|작성|수정|승인|발령|임용|개업|설립|입소|입원|퇴원|진료|내원|초진|재진|외래|검사|촬영|처방|수술|시작|종료)"
)
_SPACED: Final = re.compile(rf"(?<=[가-힣])\s(?P<date>{WRITTEN_DAY})(?=[\s,.;)]|$)(?!{_EVENT})")
SPACED_GATE: Final = (
    r"[ \t](?:19[0-9]{2}|200[0-9]|[3-9][0-9]|0[0-8])(?:(?:\s?년\s?|\s?[-./]\s?)[01]?[0-9](?:\s?월\s?|\s?[-./]\s?)[0-3]?[0-9]"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?:일|[^0-9]|$)"
)
_BIRTHS: Final = re.compile(
    r"(?<![발재파환])생(?:년\s?월일|일(?![가-힣]{2}))"
    r"|생년"
    rf"|출생(?!{COUNTED})"
    rf"|[0-9]\s?[년일]?\s?{BORN}"
    r"|(?i:(?<![a-z])dob(?![a-z])|birth)"
)
_BIRTHS_REACH: Final = 160
# 판매인 라선주 00.12.03: a contract's party before the name
_PARTY: Final = re.compile(
    r"(?<![가-힣])"
    r"(?:판매[인자]"
    r"|구매[인자]"
    r"|매[도수]인"
    r"|임[대차]인"
    r"|양[도수]인"
    r"|의뢰인"
    r"|신[고청]인"
    r"|신청자|계약자|피보험자|수익자"
    r"|채[무권]자"
    r"|보증인|대리인|위임인|수임인"
    r"|환자|수검자|수진자|피해자|고객|회원)\s?[:：]?\s?[가-힣]{2,5}(?:\s?[님씨])?$"
)
# 생년월일 말씀해 주세요 … 93년 4월 12일, 맞으신가요?: a clerk repeats the date
REPEATED_GATE: Final = r"(?:19|20)?[0-9]{2}년\s?[0-9]{1,2}월\s?[0-9]{1,2}일(?:생)?(?:이[고요시]?요?)?[,.]?\s(?:이[거게]\s)?맞"
_REPEATED: Final = re.compile(
    r"(?P<date>(?P<y>(?:19|20)?[0-9]{2})년\s?"
    r"(?P<m>0?[1-9]|1[0-2])월\s?(?P<d>3[01]|[12][0-9]|0?[1-9])"
    r"일)"
    r"(?:생)?(?:이[고요시]?요?)?[,.]?\s(?:이[거게]\s)?맞"
)
_ASKED: Final = re.compile(r"(?<![발재파환])생년\s?월일|(?<![가-힣])생일|태어난\s?날")
_ASKED_REACH: Final = 120
# 건강보험증 … 이서연 58 03 17: the days on a card have blanks between their parts
CARD_GATE: Final = r"[ \t][0-9]{2} [01][0-9] [0-3][0-9](?:\s|$)"
_ON_A_CARD: Final = re.compile(r"[ \t](?P<date>(?P<y>[0-9]{2}) (?P<m>0[1-9]|1[0-2]) (?P<d>0[1-9]|[12][0-9]|3[01]))(?=\s*(?:\n|$))")
_CARD: Final = re.compile(r"건\s?강\s?보\s?험\s?증|증\s?번호|피부양|가입자|세대주|보험\s?급여|의료\s?급여")
_CARD_REACH: Final = 160
_INSURED: Final = re.compile(r"(?:^|\n)[ \t]{0,4}[가-힣]{2,5}[ \t]{0,4}$")
# 뒷자리 넣고 앞에는 910823: the front half of a resident number
# 주민등록번호: 671215, without the back half
_RESIDENT: Final = r"주민\s?(?:등록\s?)?번호[은는이가]?\s?[:=]?\s?"
FRONT_GATE: Final = rf"(?:앞(?:에는|에|은|는|엔)\s?|{_RESIDENT})[0-9]{{6}}"
_RESIDENT_FRONT: Final = re.compile(
    rf"{_RESIDENT}(?P<date>(?P<y>[0-9]{{2}})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01]))"
    r"(?![0-9A-Za-z]|[.,][0-9]|\s?-|\s?[원번호]|[-.\s_/·,|:]{0,4}[1-8*●○xX](?:[-\s]?[0-9*●○xX]){6})"
)
_FRONT: Final = re.compile(
    r"앞"
    r"(?:에는|에|은|는|엔)\s?(?P<date>(?P<y>[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01]))"
    r"(?![0-9A-Za-z\-]|[.,][0-9]|\s?[원번호])"
)
_BACK: Final = re.compile(r"뒷\s?자리|주민\s?(?:등록)?\s?번호|주민번")
_BACK_REACH: Final = 64
# 86년생 말고 1986/05/17: the speaker tells the year and then the whole date
_AND_THEN: Final = r"년\s?생(?:은|이)?\s?(?:말고|아니고|아니라|이고|인데|이며|,)\s?(?:정확히(?:는)?\s)?"
YEAR_GATE: Final = rf"[0-9]{{2}}{_AND_THEN}(?:19|20)?[0-9]{{2}}[./\-년]"
_OF_THAT_YEAR: Final = re.compile(rf"(?P<year>[0-9]{{2}}){_AND_THEN}(?P<date>{WRITTEN_DAY})")
# 1944년 음력 동짓달 초여드레 출생: the moon's months and days have names
_MONTHS: Final = (
    "정월", "이월", "삼월", "사월", "오월", "유월", "칠월", "팔월", "구월", "시월", "동짓달", "섣달",
)  # fmt: skip
_ONES: Final = ("하루", "이틀", "사흘", "나흘", "닷새", "엿새", "이레", "여드레", "아흐레")
_DAYS: Final = (
    *(f"초{one}" for one in _ONES),
    "초열흘",
    *(f"열{one}" for one in _ONES),
    "스무날",
    *(f"스무{one}" for one in _ONES),
    "그믐",
)
_NAMED_MONTH: Final = "|".join(_MONTHS)
_NAMED_DAY: Final = "|".join(sorted((*_DAYS, "보름"), key=len, reverse=True))
MOON_GATE: Final = rf"년\s?(?:\(?음력\)?\s?)?(?:{_NAMED_MONTH})\s?(?:초|열|스무|보름|그믐)"
_MOON: Final = re.compile(
    rf"(?P<date>(?P<y>(?:19|20)[0-9]{{2}})년\s?(?:\(?음력\)?\s?)?(?P<m>{_NAMED_MONTH})\s?(?P<d>{_NAMED_DAY})(?:날)?)"
)
_BORN: Final = re.compile(r"\s?(?:출생(?!\s?신고)|생(?![가-힣])|에\s?태어|태생|생[)이입])")
_PERSON: Final = holder.behind(r"(?:\s?(?:님|씨|군|양))?")
_HONOURED: Final = re.compile(rf"(?<![가-힣])(?!{WITHOUT_A_NAME})[가-힣]{{2,6}}\s?[님씨]$")
_PERSON_REACH: Final = 16


def on_a_paper(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date of birth of which the text says that it stands on a person's paper."""
    found = _SAID.match(text, hit)
    if found is None or found.start("date") < floor or _ANOTHER_DAY.search(text, max(0, hit - _AROUND), found.end() + _AROUND):
        return
    yield from _span(found, "a paper says it", _CHILD_S.match(text, hit) is None)


def behind_a_name(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An adult's date of birth behind a name and a blank, where the text before tells births."""
    found = _SPACED.match(text, hit)
    if found is None or found.start("date") < floor or not _tells_births(text, hit):
        return
    if _stands_for_a_person(text, hit):
        yield from _span(found, "a person before, among births", True)


def _tells_births(text: str, end: int) -> bool:
    """Whether a word about births stands before ``end``, or a contract's party and its name do."""
    if _BIRTHS.search(text, max(0, end - _BIRTHS_REACH), end):
        return True
    return _PARTY.search(text, max(0, end - _PERSON_REACH), end) is not None


def _stands_for_a_person(text: str, end: int) -> bool:
    """Whether a likely name, or any word with 님 or 씨, ends at ``end``."""
    if _HONOURED.search(text, max(0, end - _PERSON_REACH), end):
        return True
    return holder.before(text, end, _PERSON, _PERSON_REACH) is not None


def _span(found: re.Match[str], rule: str, adult: bool) -> Iterator[Span]:
    """The date, where it is a possible day of a birth; of an ``adult``, where only that is sure enough."""
    year = year_of_birth(found["y"])
    day = checksums.day(year, int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
    if day and 1900 <= year <= checksums.today().year - (ADULT if adult else 0):
        start, end = found.span("date")
        yield Span(start, end - found["date"].endswith("."), "birth_date", f"{day:%Y%m%d}", 0.75, rule)


def repeated(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date that somebody asks to confirm, where a date of birth was asked for."""
    found = _REPEATED.match(text, hit)
    if found and hit >= floor and not text[hit - 1 : hit].isdigit() and _ASKED.search(text, max(0, hit - _ASKED_REACH), hit):
        yield from _told(found, "repeated")


def on_a_card(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date without signs behind the name of one who is insured, on a card of health insurance."""
    found = _ON_A_CARD.match(text, hit)
    if found is None or found.start("date") < floor or not _INSURED.search(text, max(0, hit - _PERSON_REACH), hit):
        return
    if _CARD.search(text, max(0, hit - _CARD_REACH), hit):
        yield from _told(found, "a card of insurance")


def front_half(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Six digits alone behind 주민번호, or behind 앞에는 where the back half of a resident number is spoken of before."""
    found = _FRONT.match(text, hit)
    if found and not _BACK.search(text, max(0, hit - _BACK_REACH), hit):
        return
    found = found or _RESIDENT_FRONT.match(text, hit)
    if found and found.start("date") >= floor:
        yield from _told(found, "the front half")


def of_that_year(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A whole date behind its own year: 86년생 말고 1986/05/17."""
    found = _OF_THAT_YEAR.match(text, hit)
    if found and found.start("date") >= floor and found["y"].endswith(found["year"]) and not text[hit - 1 : hit].isdigit():
        yield from _span(found, "the year before", False)


def by_the_moon(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A birth by the moon's names for a month and a day."""
    found = _MOON.match(text, max(0, hit - 4))
    if found and hit - 4 >= floor and (_BORN.match(text, found.end()) or _BIRTHS.search(text, max(0, hit - 24), hit)):
        day = _DAYS.index(found["d"]) + 1 if found["d"] in _DAYS else 15
        key = f"{found['y']}{_MONTHS.index(found['m']) + 1:02}{day:02}"
        yield Span(*found.span("date"), "birth_date", key, 0.8, "by the moon")


def _told(found: re.Match[str], rule: str) -> Iterator[Span]:
    if day := checksums.day(year_of_birth(found["y"]), int(found["m"]), int(found["d"])):
        yield Span(*found.span("date"), "birth_date", f"{day:%Y%m%d}", 0.75, rule)
