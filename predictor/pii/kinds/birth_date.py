"""생년월일: a date that a word such as 생년월일 or a name stands before, or 생 behind. Every other date stays."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds import _birth_family as family
from predictor.pii.kinds import _birth_literals as in_code
from predictor.pii.kinds import _birth_rows as rows
from predictor.pii.kinds import _birth_statements as told
from predictor.pii.kinds._births import ADULT, BEHIND, BORN, COUNTED, HOUR, THING_BEFORE, WITHOUT_A_NAME
from predictor.pii.kinds._births import GATE as BORN_GATE
from predictor.pii.names import holder
from predictor.pii.names.form import FIRST_CLASS, FULL, LAST_CLASS, SURNAMES
from predictor.pii.scan import checksums, columns, spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import BRACKETS
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

_MONTHS: Final = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_YEAR_OF_FOUR: Final = r"(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
_MONTH_NAME: Final = rf"(?P<m>(?i:{_MONTHS}))"
_DAY_LOOSE: Final = r"(?P<d>3[01]|[12][0-9]|0?[1-9])"
_DAY_OF_TWO: Final = r"(?P<d>3[01]|[12][0-9]|0[1-9])"
_MONTH_OF_TWO: Final = r"(?P<m>0[1-9]|1[0-2])"
_MOON: Final = r"(?:[음양]력\s?|\([음양]력?\)\s?)?"  # 1992년 음력 5월 23일
# (an example, the form with the groups y, m and d): the ways to write a date, in the order in which they are tried.
_WAYS: Final = (
    (
        "1990년 5월 21일, 90-05-21",
        rf"(?P<y>(?:19|20)?[0-9]{{2}})(?:\s?년\s?{_MOON}|\s?[-./]\s?)(?P<m>0?[1-9]|1[0-2])(?:\s?월\s?|\s?[-./]\s?)"
        rf"{_DAY_LOOSE}(?![0-9])(?:일|\s일(?![가-힣])|\s일(?=[생입이에]))?",
    ),
    (
        "19900521, 900521",
        r"(?P<y>(?:19|20)?[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![-0-9]|\.[0-9]|[년월원])",
    ),
    (
        "21 FEB 1996, 17 3월/MAR 1990, 3rd of May 1990",
        rf"{_DAY_LOOSE}"
        rf"(?:st|nd|rd|th)?(?:\sof)?[\s\-./]?(?:(?:{_MONTHS}|1?[0-9]월)\s?/\s?)?{_MONTH_NAME}[a-z]{{0,6}}\.?,?[\s\-./]?"
        rf"{_YEAR_OF_FOUR}",
    ),
    ("May 12, 1990", rf"{_MONTH_NAME}[a-z]{{0,6}}\.?\s?{_DAY_LOOSE}(?:st|nd|rd|th)?,?\s{_YEAR_OF_FOUR}"),
    ("25/12/1990", rf"{_DAY_OF_TWO}[-./]{_MONTH_OF_TWO}[-./]{_YEAR_OF_FOUR}"),
    ("12/25/1990", rf"{_MONTH_OF_TWO}[-./]{_DAY_OF_TWO}[-./]{_YEAR_OF_FOUR}"),
    ("17MAR90", rf"{_DAY_OF_TWO}[\-./]?{_MONTH_NAME}[\-./]?(?P<y>[0-9]{{2}})(?![0-9A-Za-z])"),
)


def _numbered(form: str, number: int) -> str:
    """The form with the number behind the names of its groups, because a pattern has each name once."""
    return re.sub(r"\(\?P<([ymd])>", rf"(?P<\g<1>{number}>", form)


_DATE: Final = "|".join(_numbered(form, number) for number, (_, form) in enumerate(_WAYS))
# A year, a month and a day as they are spoken: 팔십칠년 오월 이십일일, 구일년 칠월 십육일.
_COUNT: Final = "[영공일이삼사오육륙칠팔구십시유]"
_SPOKEN: Final = (
    rf"(?P<sy>(?:천?구백\s?|이천\s?)?[{spoken.COMMON}십]{{1,6}})"
    r"\s?년\s?"
    rf"(?P<sm>{_COUNT}{{1,3}})\s?월\s?(?P<sd>{_COUNT}{{1,4}})\s?일"
    rf"|(?<![가-힣])(?P<six>[{spoken.COMMON}]{{6}})(?!\s(?:다시|대시|하이픈|바|짝대기|작대기|에|그리고)\s)"
    # 앞자리는 팔팔공삼이일에 뒷자리 이공사칠육일구: the halves of a resident number
    rf"(?!(?:에|이고|이고요|이구요|하고)?,?\s(?:주민\s?)?(?:뒷\s?자리|뒤)[는가]?\s[{spoken.TO_EIGHT}][{spoken.COMMON}]{{6}})"
    # 칠팔공삼일오 이공육칠팔사일: a resident number goes on with seven more
    rf"(?![\s,.]{{1,2}}[{spoken.TO_EIGHT}][{spoken.COMMON}]{{6}})(?=이?[고요에예이은는라]|\s|,|$)"
)
_NO_EVENT: Final = "(?<![발재파환])"  # 발생일 and 재생일 are days of something else
_OCCASION: Final = r"\s?(?:파티|잔치|축하|선물|이벤트|행사|쿠폰|카드|케이크|할인|혜택|기념|모임|여행|상)"  # 생일 파티 2024-05-06
_WORDS: Final = (
    rf"{_NO_EVENT}(?:생년\s?월일|생일(?!{_OCCASION})|생년|생\s{{1,3}}년\s{{1,3}}월\s{{1,3}}일)"
    rf"|출생(?!{COUNTED}|\s?[후시]\s)\s?(?:연월일|년월일|일자|일)?"
    rf"|생월일|앞\s?자리|번호\s앞|주민\s?앞\s?번호|생신(?!{_OCCASION})|태어난\s?날"
    r"|(?<![가-힣])(?:생 {1,4}일|출 {1,4}생)(?! {0,4}[가-힣])"
    r"|뒷\s?자리(?:는|를)?\s?(?:빼|제외)|\b(?:CHD|INFT?)(?=/[0-9])"
    r"|(?i:\bdob(?![a-z])"
    r"|\bd\.\s?o\.\s?b\b|\bb-?day"
    r"|birth(?!(?:day)?\s(?:rate|party|coupon|gift|event))[\s_-]?(?:day|date|dt|ymd)?"
    r"|date[\s_-]?of[\s_-]?birth"
    r"|brth[\s_-]?(?:dt|ymd|day|date)?"
    r"|\bbrdt"
    r"|\bbdt(?![a-z])"
    r"|bday(?:;value=[a-z\-]{4,13})?"
    r"|\bborn(?-i:\sin\s[A-Z][a-z]{1,14}(?:,\s[A-Z][a-z]{1,14})?\son)?\b)"
)
# A form and a scanner put the date on the next line: nothing but signs and a bracket stand before it.
_NEXT_LINE: Final = r"\s?(?:\([^()0-9\n]{1,6}\))?\s?[:*|\"']{0,3}[ \t]{0,3}\r?\n[ \t]{0,6}"
_FILLER: Final = rf"(?:\s?\(?[68]\s?자리\)?)?(?:[^0-9\n\[\x00]{{0,10}}?|{_NEXT_LINE})"
# 카드번호 앞 6자리, 주문번호 앞자리: the beginning of another number than a resident's
_ANOTHER_NUMBER: Final = re.compile(
    r"(?:(?<=[가-힣])(?<!주민)(?<!민등록)(?<!국인등록)(?<!외국인)(?<!신분증)(?<!주민증)(?<!민증)번호"
    r"|(?:카드|주문|송장|운송장|계좌|사원|회원|고객|전화|휴대폰|사업자|접수|예약|상품|학생|차량|면허|여권)\s(?:등록\s?)?번호"
    r"|카드|계좌|사번|학번|군번|송장|운송장|바코드|코드|시리얼|통장|증권|(?i:bin|iin|no\.?|id))(?:의|는|은)?\s?(?:맨\s?|제일\s?)?$"
)
_BEGINNING: Final = re.compile(r"(?:번호\s)?앞")
_NUMBER_REACH: Final = 12
# A form's boxes: 생년월일 2 0 0 8 . 1 1 . 0 3, 1958 . 0 3 . 2 1, 1969 년 12 월 0 4 일.
_BOXES: Final = Guarded(
    rf"(?:{_WORDS}){_FILLER}(?P<date>(?P<y>(?:(?:1\s9|2\s0)\s)?[0-9]\s[0-9]|(?:19|20)?[0-9]{{2}}(?=\s?[-./년]))\s?[-./년]?\s?"
    r"(?P<m>[01]\s[0-9]|(?:0?[1-9]|1[0-2])(?=\s?[-./월]))\s?[-./월]?\s?(?P<d>[0-3]\s?[0-9])(?:\s?일)?)(?!\s?[0-9])"
)
# A comparison chooses persons by a date that is no one's birth: birth_date < '1961-11-13', birth_date BETWEEN '…'.
_COMPARED: Final = re.compile(
    r"[A-Za-z](?:\s(?:<>|!=|[<>]=?)\s?(?i:date\s)?[\"']?|[<>]=?\s?[\"']|[<>]=\s?|\s(?i:between)\s[\"']?)$"
)
_LABELLED: Final = Guarded(rf"(?:{_WORDS}){_FILLER}(?<![0-9])(?P<date>{_DATE})(?! [0-9] ?일)", re.ASCII)
# A clerk asks and the customer answers: 생년월일 여섯 자리요. 고객: 팔공공삼일칠이요
_SPOKEN_DATE: Final = re.compile(rf"(?P<date>{_SPOKEN})")
_WRITTEN_DATE: Final = re.compile(rf"(?=[0-9]{{2,4}}\s?년)(?P<date>{_DATE})(?!\s?일?(?:까지|부터|자|에))")
# … 요. 1990년 3월 2일, 박지민이고요 1990년 3월 2일
_IN_AN_ANSWER: Final = re.compile(r"[.?:]\s[^0-9\n]{0,20}$|[가-힣](?:이?[고구]요?|이?인데요?|이에요|예요|이요),?\s(?:생일은\s)?$")
_SIX: Final = re.compile(r"(?P<date>(?P<y>[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01]))(?![-0-9]|[.,][0-9]|[년월원])")
# 생년월일 여섯 자리만 불러 주세요 화자2 칠공공사이일 이요
_SPEAKER: Final = (
    r"(?:^|[\s\[])(?:화자|발화자|통화자|참[석여]자|상담[원사]|고객|손님|응답자|(?i:speaker|spk))\s?_?[0-9]{1,2}\]?\s?[:>.)]?\s?"
    r"(?:(?:네네?|예|아|어|음|저)[,.~]{0,2}\s){0,2}"
)
_ASKED: Final = re.compile(
    rf"(?:{_WORDS})(?![^0-9\n]*번호)[^0-9\n\[\x00]{{0,40}}"
    r"(?:\n"
    rf"(?:[^0-9\n\[\x00]{{1,8}}[.:)]\s|(?=네|예|넵|저는|이름|성함))"
    rf"(?:[^0-9\n\[\x00]{{1,28}}[고요,]\s)?"
    r"|\n[가-힣]{2,5}(?:이?[고구]요?|인데요?|이에요|예요|이요),?\s"
    rf"|{_SPEAKER})?$",
    re.ASCII,
)
_ASKED_REACH: Final = 80
# A birthday without its year must follow the word at once: any other day of a month names no person.
_BIRTHDAY: Final = Guarded(
    rf"{_NO_EVENT}생(?:일|신|년\s?월일)(?:은|는|이|가)?\s?[:=]?\s?\(?(?:음력|양력)?\)?\s?"
    r"(?P<date>(?P<m>1[0-2]|0?[1-9])(?:월\s?(?=[0-9]{1,2}일)|/(?=[0-9]{1,2}(?![/0-9.])))(?P<d>3[01]|[12][0-9]|0?[1-9])일?"
    r"(?:,?\s?(?P<y>(?:19|20)?[0-9]{2})년)?)"
)
_BORN: Final = re.compile(rf"(?<![0-9.\-])(?P<date>{_DATE})\.?(?={BEHIND})")
_BORN_REACH: Final = 76
_SPOKEN_BORN: Final = re.compile(rf"(?P<date>{_SPOKEN})(?={BEHIND})")
_THING_BEFORE: Final = re.compile(THING_BEFORE)
# (M/1958-11-04), (1958.11.04, 남), 남/19581104
_WITH_SEX: Final = re.compile(rf"(?<![A-Za-z가-힣])(?:(?i:male|female)|[MF남여])(?:\s?[/,|]\s?|\t)(?P<date>{_DATE})")
_SEX_BEHIND: Final = re.compile(
    rf"(?P<date>{_DATE})\.?\s?"
    r"(?:[(/]\s?[남여](?:성|자)?\s?[)/,]"
    rf"|\(\s?(?:[MF]|만\s?[0-9]{{1,3}}\s?세)\s?\)"
    rf"|/[MFUX]I?/[0-9]{{2}}[A-Z]{{3}})"
)
# An airline's document without its last day: SSR DOCS …/KOR/14FEB85/M
_DOCUMENTED: Final = re.compile(rf"(?P<date>{_DATE})/[MFUX]I?(?![A-Za-z0-9])")
_DOCUMENT: Final = re.compile(r"/[A-Z]{0,3}/$")
# A date beside a resident number of the same day: 옥다인 2015년 04월 12일 150412-4…, 150412-4… 2015-04-12.
_FOUR: Final = (
    r"(?P<y>(?:19|20)[0-9]{2})"
    r"(?:(?:\s?년\s?|\s?[-./]\s?)(?P<m>0?[1-9]|1[0-2])"
    r"(?:\s?월\s?|\s?[-./]\s?)(?P<d>3[01]|[12][0-9]|0?[1-9])"
    r"(?:\s?일)?\.?|(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12][0-9]|3[01]))"
)
_RESIDENT: Final = r"(?P<six>[0-9]{6})\s?-?\s?[0-9][0-9*xX●]{6}"
_PARTING: Final = r"[\s,;|/(\t]{1,6}"
_BEFORE_RESIDENT: Final = re.compile(rf"(?<![0-9.\-])(?P<date>{_FOUR})\)?{_PARTING}{_RESIDENT}(?![0-9])")
_BEHIND_RESIDENT: Final = re.compile(rf"[\s,;|/(\t](?P<date>{_FOUR})(?![0-9])")
_RESIDENT_BEFORE: Final = re.compile(rf"(?<![0-9]){_RESIDENT}\)?[\s,;|/(\t]{{0,5}}$")
# 아빠(임춘복, 1951-10-03): the bracket of one who is named by kin holds no paper's day.
_KIN: Final = re.compile(
    r"아빠|엄마"
    r"|아버[지님]"
    r"|어머[니님]"
    r"|[부모]친"
    r"|남편|아내|배우자|와이프|집사람|할아버지|할머니|장인|장모|시부|시모|아들|딸|자녀"
    r"|손[자녀]"
    r"|오빠|언니|누나"
    r"|누이|형님?|동생|이모|고모|삼촌|조카|사위|며느리|본인|신랑|신부|(?<![가-힣])[부모처]\s?\("
)
_KIN_REACH: Final = 24
# Years of a horoscope: 쥐띠: … 60년생 …, 72년생 …
_SIGN_OF_A_YEAR: Final = re.compile(r"(?:쥐|소|범|호랑이|토끼|용|뱀|말|양|원숭이|닭|개|돼지)띠\s?[:：]")
_SIGN_REACH: Final = 120
_ANOTHER_YEAR: Final = re.compile(r"년\s?생\s$")
# A year alone tells a birth where a person is named before it: 김민수 (1972년생), 윤재학 옹 (장남, 만 48세, 78년생).
_YEAR: Final = re.compile(rf"(?<![0-9])(?P<date>(?P<y>19[0-9]{{2}}|20[0-2][0-9]|[0-9]{{2}})\s?년)\s?{BORN}")
_PERSON_BEFORE: Final = holder.behind(r"(?:\s?[가-힣]{1,5})?\s?(?:[(\[][^()\[\]\n]{0,24}?|[,/|]\s?)")
_PERSON_REACH: Final = 36
# A date right behind a person's name, alone in brackets or in a list: 김민수 (61.4.30), 김민수, 920418, 부산.
_NAMED: Final = re.compile(
    r"(?P<open>[(\[,/|\t])\s?(?:(?:음력?|양력?|호적|실제)(?:은|상|으로)?\s?)?(?P<date>(?P<y>19[0-9]{2}|200[0-9]|[0-9]{2})"
    r"(?:(?:\s?년\s?|[-./]\s?)(?P<m>0?[1-9]|1[0-2])(?:\s?월\s?|[-./]\s?)(?P<d>3[01]|[12][0-9]|0?[1-9])일?\.?"
    r"|(?P<m2>0[1-9]|1[0-2])(?P<d2>3[01]|[12][0-9]|0[1-9])))(?= ?(?P<close>[)\],/|\t\n]|$))"
)
_APART: Final = rf"[{SURNAMES}]\s[{FIRST_CLASS}]?[{LAST_CLASS}]"
_NAME_BEFORE: Final = holder.behind(r"(?:\s?(?:님|씨|군|양))?\s?", f"{FULL}|{_APART}")
# 봉화 님(1971-01-30): with 님, a name may be any word.
_HONOURED: Final = re.compile(rf"(?<![가-힣])(?!{WITHOUT_A_NAME})[가-힣]{{2,4}}\s?님\s?$")
# 네팔 국적 프라카시 구룽(1990.04.21): behind the name of a foreigner, which is known by the nation
_FOREIGNER: Final = re.compile(
    r"국적(?:의|인)?\s(?!(?:기업|법인|회사|선박|선사|업체|항공기|제품|화물|유조선|어선))[가-힣A-Za-z][가-힣A-Za-z .\-]{2,36}$"
)
_FOREIGNER_REACH: Final = 44
# 닉/생년/지역 양식대로 인사해 주세요 … 이끼 / 97.04.26 / 광주: what a chat's room asks of who comes in
_FORM_ASKED: Final = re.compile(
    r"(?:닉네임|닉|이름|성별)\s?/\s?(?:생년(?:월일)?|생일|나이)(?:\s?/|\s)|생년(?:월일)?\s?/\s?(?:지역|사는\s?곳|거주지|성별)"
)
_FORM_REACH: Final = 200
# Behind an author's name stands the day of the paper.
_AUTHOR: Final = re.compile(r"(?:작성|검토|승인|결재|확인|기안|서명|등록|수정|촬영|번역|담당|취재|글)자?\s?[:=]?\s?$")
_DAY_OF_ELSE: Final = re.compile(r"(?<!생년월)(?<!생)일$|일자|일시|날짜|(?i:date|_at$)")
# The last dot of 1991. 8. 3. belongs to the date.
_DOTTED: Final = re.compile(r"[0-9]{2,4}\.\s[0-9]{1,2}\.\s[0-9]{1,2}")


def labelled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date behind 생년월일, 생일 or DOB; a day without a year behind 생일."""
    if _begins_another(text, hit):
        return
    found = _LABELLED.match(text, hit)
    if found:
        yield from _dated(found, floor)
    else:
        yield from _otherwise(text, hit, floor)


def _begins_another(text: str, hit: int) -> bool:
    """Whether 앞자리 at ``hit`` speaks of a card's or an order's number."""
    begins = _BEGINNING.match(text, hit)
    return begins is not None and _ANOTHER_NUMBER.search(text, max(0, hit - _NUMBER_REACH), begins.end() - 1) is not None


def _dated(found: re.Match[str], floor: int) -> Iterator[Span]:
    """The date behind its label, unless a comparison stands between them."""
    if found.start("date") >= floor and not _COMPARED.search(found.string, found.start(), found.start("date")):
        yield from _span(found, "label before")


def _otherwise(text: str, hit: int, floor: int) -> Iterator[Span]:
    """A date behind its label in a form's boxes or without a year."""
    if (found := _BOXES.match(text, hit)) and found.start("date") >= floor:
        yield from _boxed(found)
    elif (found := _BIRTHDAY.match(text, hit)) and found.start("date") >= floor:
        yield from _birthday(found)


def answered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date with 년 and 월, in words or of six digits that answers a question for it, with other words and a name between."""
    hit += not text[hit].isdigit() and not "가" <= text[hit] <= "힣" and hit + 1 < len(text)
    if hit < floor or not _is_asked_for(text, hit):
        return
    if found := _SPOKEN_DATE.match(text, hit):
        yield from _spoken_span(found, "asked before, spoken")
    elif (found := _SIX.match(text, hit)) and (day := _day(int(found["y"]), int(found["m"]), int(found["d"]))):
        yield Span(*found.span("date"), "birth_date", day, 0.8, "asked before")
    elif (found := _WRITTEN_DATE.match(text, hit)) and _IN_AN_ANSWER.search(text, max(0, hit - 24), hit):
        yield from _span(found, "asked before")


def _is_asked_for(text: str, start: int) -> bool:
    """Whether a question for a date of birth stands before ``start``, where no Hangul word goes on."""
    if start and "가" <= text[start - 1] <= "힣":
        return False
    found = _ASKED.search(text, max(0, start - _ASKED_REACH), start)
    return found is not None and not _begins_another(text, found.start())


def born(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date with 생, 출생 or 태어나 behind it, which speaks of a person."""
    found = _BORN.search(text, max(floor, hit - 3), hit + _BORN_REACH)
    if found and found.start() <= hit + 1 and not _THING_BEFORE.search(text, max(0, found.start() - 16), found.start()):
        yield from _span(found, "생 behind")


def born_speech(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date in words with 생 behind it."""
    found = _SPOKEN_BORN.match(text, hit)
    if found and (hit == floor or not "가" <= text[hit - 1] <= "힣"):
        yield from _spoken_span(found, "생 behind, spoken")


def year(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A year with 생 behind it and a person's name before it."""
    found = _YEAR.match(text, hit)
    if found is None or hit < floor:
        return
    person = holder.before(text, hit, _PERSON_BEFORE, _PERSON_REACH)
    if person and not _of_a_horoscope(text, hit, person.start()):
        yield Span(hit, found.end("date"), "birth_date", found["y"][-2:], 0.7, "a person's year")


def _of_a_horoscope(text: str, hit: int, name: int) -> bool:
    """Whether a sign of the zodiac heads the years, and the word before this one stands behind another year."""
    if not _ANOTHER_YEAR.search(text, max(0, name - 8), name):
        return False
    return _SIGN_OF_A_YEAR.search(text, max(0, hit - _SIGN_REACH), hit) is not None


def before_resident(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date before a resident number that begins with the same year, month and day."""
    found = _BEFORE_RESIDENT.match(text, hit)
    if found and hit >= floor:
        yield from _repeated(found, found["six"])


def behind_resident(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The same behind its resident number."""
    number = _RESIDENT_BEFORE.search(text, max(0, hit - 24), hit)
    found = _BEHIND_RESIDENT.match(text, hit) if number else None
    if number and found and found.start("date") >= floor:
        yield from _repeated(found, number["six"])


def _repeated(found: re.Match[str], six: str) -> Iterator[Span]:
    """The date, where ``six`` is its day."""
    day = _day(int(found["y"]), int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
    if day[2:] == six:
        yield Span(*found.span("date"), "birth_date", day, 0.95, "a resident number of that day")


def named(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An adult's date of birth that stands alone behind a person's name, in brackets or between a list's signs."""
    found = _NAMED.match(text, hit)
    if found is None or found.start("date") < floor or not _closed(text, hit, found):
        return
    day = _adult(found)
    behind = _behind_a_person(text, hit) or (found["open"] == "(" and _honoured(text, hit)) or _as_asked(text, hit)
    if day and behind and not _DAY_OF_ELSE.search(columns.heading(text, *found.span("date"))):
        yield Span(*found.span("date"), "birth_date", day, 0.7, "a person before")


def _as_asked(text: str, hit: int) -> bool:
    """Whether somebody asked for a nickname, a year of birth and such, with slashes between them."""
    return text[hit] in "/ " and _FORM_ASKED.search(text, max(0, hit - _FORM_REACH), hit) is not None


def _honoured(text: str, hit: int) -> bool:
    """Whether 님 or a foreigner's name stands before the bracket at ``hit``."""
    if _HONOURED.search(text, max(0, hit - 8), hit):
        return True
    return _FOREIGNER.search(text, max(0, hit - _FOREIGNER_REACH), hit) is not None


def _adult(found: re.Match[str]) -> str:
    """YYYYMMDD of an adult's birth, or an empty string. A dotted date such as 05.03.02 is rather an event's than a birth."""
    day = _grown(int(found["y"]), int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
    if not day:
        return ""
    short = found["m"] is not None and len(found["y"]) == 2
    return "" if short and day.startswith("20") else day


def _grown(year: int, month: int, day: int) -> str:
    """YYYYMMDD of a birth that makes an adult, or an empty string."""
    born = _day(year, month, day)
    return born if born and int(born[:4]) <= checksums.today().year - ADULT else ""


def _of_a_row(found: re.Match[str]) -> str:
    """The same of a row of persons."""
    return _grown(int(found["y"]), int(found["m"]), int(found["d"]))


def _behind_a_person(text: str, hit: int) -> bool:
    """Whether a person's name ends at ``hit``, and no word that makes the person an author."""
    person = holder.before(text, hit, _NAME_BEFORE, _PERSON_REACH)
    if person is None:
        return False
    return _AUTHOR.search(text, max(0, person.start() - 8), person.start()) is None


def _closed(text: str, hit: int, found: re.Match[str]) -> bool:
    """Whether what opens before the date closes behind it; behind a comma a bracket does where a word of kin stands."""
    if found["close"] in _closers(found["open"]):
        return True
    return found["open"] == "," and found["close"] == ")" and _KIN.search(text, max(0, hit - _KIN_REACH), hit) is not None


def _closers(opening: str) -> tuple[str, ...]:
    """What may stand behind a date that ``opening`` stands before; no bracket closes a list's item."""
    closing = BRACKETS.get(opening)
    return (closing, ",") if closing else (opening, "\n", "")


def with_sex(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date beside M, F, 남 or 여."""
    found = _WITH_SEX.match(text, hit)
    if found and found.start("date") >= floor:
        yield from _span(found, "sex beside")


def before_sex(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A date with (남) or /여/ behind it."""
    found = _SEX_BEHIND.search(text, max(floor, hit - 3), hit + 24)
    if found is None or (found.start() and text[found.start() - 1] in "0123456789.-"):
        found = _DOCUMENTED.match(text, hit) if hit >= floor and _DOCUMENT.search(text, max(0, hit - 5), hit) else None
    if found:
        yield from _span(found, "sex beside")


def _span(found: re.Match[str], rule: str) -> Iterator[Span]:
    way = next(number for number in range(len(_WAYS)) if found[f"y{number}"])
    year, day = int(found[f"y{way}"]), int(found[f"d{way}"])
    written = found[f"m{way}"]
    month = int(written) if written.isdigit() else _MONTHS.split("|").index(written.upper()[:3]) + 1
    if key := _day(year, month, day):
        start, end = found.span("date")
        end += found.string[end : end + 1] == "." and _DOTTED.fullmatch(found["date"]) is not None
        yield Span(start, end, "birth_date", key, 0.9, rule)


def _boxed(found: re.Match[str]) -> Iterator[Span]:
    """The date of a form's boxes."""
    year, month, day = (int("".join(found[part].split())) for part in ("y", "m", "d"))
    if key := _day(year, month, day):
        yield Span(*found.span("date"), "birth_date", key, 0.9, "label before, digit by digit")


def _birthday(found: re.Match[str]) -> Iterator[Span]:
    """A day of a month, with its year where one follows."""
    month, day = int(found["m"]), int(found["d"])
    key = _day(int(found["y"]), month, day) if found["y"] else f"{month:02}{day:02}"
    if key:
        yield Span(*found.span("date"), "birth_date", key, 0.8, "birthday")


def _spoken_span(found: re.Match[str], rule: str) -> Iterator[Span]:
    if six := found["six"]:
        digits = spoken.digits(six)
        year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    else:
        year, month, day = (spoken.number(found[name]) for name in ("sy", "sm", "sd"))
    if key := _day(year, month, day):
        yield Span(found.start("date"), found.end("date"), "birth_date", key, 0.85, rule)


def _day(year: int, month: int, day: int) -> str:
    """YYYYMMDD of a past day since 1900, or an empty string.

    Two digits below 30 are of this century where that day is past; ``_births.year_of_birth`` asks for the year alone.
    """
    if year < 100:
        year += 2000 if checksums.day(2000 + year, month, day) and year < 30 else 1900
    possible = year >= 1900 and checksums.day(year, month, day) is not None
    return f"{year:04}{month:02}{day:02}" if possible else ""


KIND: Final = Kind(
    name="birth_date",
    label="생년월일",
    needs="생년월일 or such a word before, 생 behind, or a person's name right before",
    source="KS X ISO 8601 and how dates are written and spoken",
    covers="비식별 조치 가이드라인 (속성값: 생년월일)",
    order=140,
    remembered="value",
    beside="date",
    gates=(
        Gate(
            rf"[0-9]{{2}}(?:\s?년\s?{_MOON}|\s?[-./]\s?)[0-9]{{1,2}}"
            rf"(?:\s?월\s?|\s?[-./]\s?)[0-9]{{1,2}}\s?일?\.?\s?(?:일\s?|에\s?)?"
            rf"(?:{BORN_GATE})"
            rf"|[0-9]{{2}}\s?년\s?{_MOON}[0-9]{{1,2}}\s?월\s?[0-9]{{1,2}}\s?일\s?(?:[가-힣]{{1,2}}\s?)?{HOUR}\s?"
            rf"(?:{BORN_GATE}|에\s?출생|에\s?태어)"
            r"|(?:^|[^0-9])[0-9]{6}\s?(?:생|출생)",
            born,
            early=True,
        ),
        Gate(
            r"[0-9]{2}"
            r"(?:\s?년\s?|\s?[-./]\s?)?[0-9]{1,2}(?:\s?월\s?|\s?[-./]\s?)?"
            r"[0-9]{1,2}일?\.?\s?"
            r"(?:[(/]\s?[남여]|\(\s?(?:[MF]\s?\)|만\s?[0-9]))"
            r"|[0-9]{2}[A-Z]{3}[0-9]{2}/[MFUX]",
            before_sex,
            early=True,
        ),
        Gate(r"(?:19|20)?[0-9]{2}\s?년\s?생", year, early=True),
        Gate(
            r"(?:19|20)[0-9]{2}"
            r"(?:\s?년\s?|\s?[-./]\s?)?[0-9]{1,2}(?:\s?월\s?|\s?[-./]\s?)?"
            r"[0-9]{1,2}\s?일?\.?\)?[\s,;|/(\t]{1,6}[0-9]{6}\s?-?\s?[0-9]",
            before_resident,
            early=True,
        ),
        Gate(
            r"[\s,;|/(\t](?:19|20)[0-9]{2}(?:\s?년\s?|\s?[-./]\s?)?[0-9]{1,2}(?:\s?월\s?|\s?[-./]\s?)?[0-9]{1,2}", behind_resident
        ),
        Gate(rows.GATE, rows.in_rows(_of_a_row), early=True),
        Gate(in_code.ARGUMENT_GATE, in_code.argument, early=True),
        Gate(in_code.MADE_GATE, in_code.made),
        Gate(in_code.PAIRED_GATE, in_code.paired, early=True),
        Gate(f"{family.WITHIN_GATE}|{family.BEFORE_KIN_GATE}", family.within, early=True),
        Gate(family.NAMED_GATE, family.named),
        Gate(told.PAPER_GATE, told.on_a_paper),
        Gate(told.REPEATED_GATE, told.repeated, early=True),
        Gate(told.FRONT_GATE, told.front_half),
        Gate(told.YEAR_GATE, told.of_that_year, early=True),
        Gate(told.MOON_GATE, told.by_the_moon, reaches_back=True),
        Gate(told.CARD_GATE, told.on_a_card),
        Gate(told.SPACED_GATE, told.behind_a_name),
        Gate(
            r"[(\[,/|\t]\s?(?:(?:음력?|양력?|호적|실제)(?:은|상|으로)?\s?)?"
            r"(?:19[0-9]{2}|200[0-9]|[0-9]{2})"
            r"(?:(?:\s?년\s?|[-./]\s?)[01]?[0-9]"
            r"(?:\s?월\s?|[-./]\s?)[0-3]?[0-9]일?\.?|[01][0-9][0-3][0-9])\s?(?:[)\],/|\t\n]|$)",
            named,
            early=True,
        ),
        Gate(
            r"생년|생\s{1,3}년\s{1,3}월|생 {0,4}일|출 {0,4}생|생월일|생신|태어난\s?날"
            r"|앞\s?자리|번호\s앞|주민\s?앞|뒷\s?자리|(?:CHD|INFT?)/[0-9]"
            r"|(?i:dob|d\.\s?o\.\s?b|b-?day|birth|brth|brdt|\bbdt|\bborn\b)",
            labelled,
        ),
        Gate(
            rf"[{spoken.COMMON}십백천]{{2,6}}\s?년\s?{_COUNT}{{1,3}}\s?월\s?{_COUNT}{{1,4}}\s?일\s?{BORN_GATE}",
            born_speech,
        ),
        Gate(
            r"(?:^|[^가-힣])"
            rf"(?:[{spoken.COMMON}]{{6}}"
            rf"|[{spoken.COMMON}십백천]{{2,6}}\s?년\s?{_COUNT}{{1,3}}\s?월\s?{_COUNT})"
            r"|(?:^|[^0-9])[0-9]{2}[01][0-9][0-3][0-9](?:[^0-9\-]|$)"
            r"|(?:^|[^0-9])(?:19|20)?[0-9]{2}\s?년\s?[01]?[0-9]\s?월\s?[0-3]?[0-9]\s?일",
            answered,
            begins_words=True,
        ),
        Gate(
            r"(?:(?i:male|female)|[MF남여])(?:\s?[/,|]\s?|\t)(?:19|20)?[0-9]{2}[-./년]?\s?[0-9]{1,2}[-./월]?\s?[0-9]{1,2}", with_sex
        ),
    ),
    words=("생년 월일", "생년", "생일", "출생", "^dob$", "birth", "brth", "^brdt", "^bdt$"),
    cell=r"(?:19|20)?[0-9]{2}[-./]?\s?(?:0?[1-9]|1[0-2])[-./]?\s?(?:3[01]|[12][0-9]|0?[1-9])\.?",
    examples=(
        "생년월일\n{{birth_date:1994-03-22}}",
        "생년월일(양력):\n{{birth_date:1994년 3월 22일}}\n연락처",
        "DOB\n{{birth_date:1994/03/22}}",
        "생년월일 말씀해 주시겠어요 {{person_name:박지민}}이고요 {{birth_date:1990년 3월 2일}}이요",
        "이름이랑 생일 알려주세요\n{{person_name:최수빈}}이고 {{birth_date:900302}}예요",
        "주민번호 앞자리 {{birth_date:941020}}",
        "외국인등록번호 앞 6자리 {{birth_date:941020}}",
        "반려됐는데 여권상 {{birth_date:1991-08-21}} 맞거든요",
        "뒷자리 먼저 넣었고 앞에는 {{birth_date:930412}}, 그래도 안 돼요",
        "회원 86년생 말고 {{birth_date:1986/06/11}} 입니다",
        "나 {{person_name:한말순}}({{birth_date:1944년 음력 동짓달 초여드레}} 출생)은",
        "생일은 {{birth_date:1952년 정월 보름}}이에요",
        "방장봇: 닉/생년/지역 양식대로 인사해 주세요!\n<이끼> 이끼 / {{birth_date:97.04.26}} / 광주",
        "생년월일 {{birth_date:58 . 0 3 . 2 2}}\n",
        "생년월일: {{birth_date:1 9 5 8. 03. 22}}\n",
        "생년월일 {{birth_date:1958 년 3 월 2 2 일}}\n",
        "생년월일 : {{birth_date:1958 . 0 3 . 2 2}}\n연 락 처",
        "성 명 : {{person_name:김민준}}   생년월일 : {{birth_date:1969 년 12 월 0 5 일}}",
        "생 년 월 일: {{birth_date:l963 년 ll 월 O8 일}}\n",
        "INSERT INTO tb_member (user_nm, mail, brdt) VALUES\n('{{person_name:한지오}}', NULL, '{{birth_date:19930412}}');",
        "[00:12] 봇: 생년월일 여섯 자리를 말씀해 주세요.\n[00:21] 봇: {{birth_date:93년 4월 12일}}, 맞으신가요?",
        "재해자는 베트남 국적 {{person_name:응우옌 티 란}}({{birth_date:1993.04.12}})으로",
        "건 강 보 험 증\n  {{person_name:이서연}} {{birth_date:58 O3 l7}}\n  {{person_name:김민준}} {{birth_date:84 11 29}}\n",
        "생년월일 부탁드립니다.\n[00:00:47] CUSTOMER: 네 {{birth_date:팔십칠년 시월 이십일일}}이요",
        "성함과 생년월일이요.\n[00:00:15] CLIENT: 네네 {{birth_date:육십팔년 십일월 이일}}이요.",
        "AGENT: Could you tell me your date of birth?\nCUSTOMER: yes, it's {{birth_date:March 14, 1992}}",
        "[00:42] 상담원 생년월일이 어떻게 되세요 [00:45] 고객 {{birth_date:칠십이년 시월 십구일}}이요 [00:49] 네",
        "(00:42) 생년월일 알려 주시겠어요 (00:45) 네 {{birth_date:팔십오년 유월 삼일}}입니다",
        (
            "{{person_name:김민준}}\t{{email:a@b.kr}}\t{{birth_date:19990123}}"
            "\n{{person_name:이서연}}\t{{email:c@d.kr}}\t{{birth_date:20001204}}"
        ),
        (
            "{{person_name:김민준}},{{email:a@b.kr}},{{birth_date:19990123}}"
            "\n2,{{person_name:이서연}},{{phone:01033187592}},{{birth_date:20001204}}"
        ),
        "생년월일이 어떻게 되시죠?\n네 이름은 {{person_name:옥다은}}이고요 {{birth_date:팔십팔년 삼월 십일일}}이요",
        "생년월일 말씀해 주시겠어요\n고객: {{person_name:편도현}}이요 편할 때 편 자 쓰고요 "
        "{{birth_date:칠십삼년 사월 십육일}}입니다",
        "D.O.B: {{birth_date:23 Apr 1997}}",
        "생년월일 {{birth_date:1947. 0l. 26}}\n병 명",
        "생년월일 : {{birth_date:l947년 1월 26일}}",
        "생년월일 {{birth_date:75O32O}}",
        "생년월일 {{birth_date:1990-05-21}}IT과",
        '3) "birth"\n4) "{{birth_date:1990-04-12}}"',
        "생년월일 {{birth_date:1947. 01. 2O}} 여",
        "{{birth_date:1992년 음력 5월 23일}} 술시에 태어난 여자",
        "{{birth_date:1992년 (음) 5월 23일}}생이고",
        "생년월일은 {{birth_date:1992년 양력 5월 23일}}",
        "[00:09] 네네 생년월일이 어떻게 되세요\n[00:11] {{birth_date:육팔년 사월 십구일}}이요",
        "생년월일이 어떻게 되세요 // {{birth_date:육팔년 사월 십구일}}이요 // 네",
        "판매인 {{person_name:김민준}} {{birth_date:00.12.03}}\n기종",
        "양수인: {{person_name:이서연}} {{birth_date:91.12.03}}, 잔금",
        "임차인 {{person_name:이서연}} {{birth_date:88.07.12}} 계약금",
        "D. O. B. {{birth_date:1997-04-23}}",
        "Date of Birth: {{birth_date:3rd of May 1990}}",
        "born {{birth_date:May 3rd, 1990}} in Seoul",
        "생년월일 여섯 자리만 불러 주세요 화자2 {{birth_date:칠공공사이일}} 이요",
        "생년월일 불러 주세요 화자2 네 {{birth_date:칠공공사이일}}이요",
        "생년월일이요 [SPK_2] {{birth_date:칠공공사이일}}이요",
        "{{person_name:하늘찬}}(본인, {{birth_date:2012-02-20}}) 조회",
        "{{person_name:하늘찬}} (자/{{birth_date:120220}})",
        "{{person_name:하늘찬}} 님(막내딸 {{birth_date:2012. 2. 20.}})",
        "{{person_name:하늘찬}}({{birth_date:2012.02.20}}, 장남)",
        "자녀: {{person_name:하늘찬}} ({{birth_date:2012년 2월 20일}})",
        "둘째 {{person_name:하늘찬}}({{birth_date:120220}}) 감기",
        "신청: {{person_name:하늘찬}}(본인/{{birth_date:1988-02-20}})",
        "주민증에는 {{birth_date:1955년 3월 8일}}로 되어 있어요",
        "호적상 {{birth_date:44.1.5}}로 올라가 있는데",
        "여권엔 {{birth_date:1988-02-03}}이라고 나와요",
        "가족관계증명서에는 {{birth_date:2024년 3월 8일}}로 적혀 있어요",
        "주민등록상 어머니가 {{birth_date:550308}}인데",
        "어르신 생일 명단. {{person_name:라흐모노프 우미드}} 님 {{birth_date:1995/4/19}} 용접 6년.",
        "명단 (이름 생년월일)\n{{person_name:김민준}} {{birth_date:1991-03-17}}\n{{person_name:이서연}} {{birth_date:880204}} 서울",
        "{{birth_date:88.2.4}}생 {{person_name:김민준}}, 그리고 봉화 님 {{birth_date:71.1.30}}.",
        'CREW = [("{{person_name:김민준}}", "{{birth_date:1991-03-17}}")]\nbirth',
        'birth = [("오스몬", "{{birth_date:1990-10-29}}")]',
        "births = {'{{person_name:김민준}}': '{{birth_date:1991-03-17}}'}",
        "중복 가입: {{person_name:김민준}}/{{birth_date:1991.03.17}}\n\tat kr.a.Join",
        "{{birth_date:2025년 5월 30일}} 오전 7시 12분생 딸",
        "성함과 생년월일 부탁드립니다\n고객: {{person_name:차정운}}이고요 {{birth_date:79년 12월 3일}}이요",
        "성명,생년월일,부서\n{{person_name:빈하준}},{{birth_date:1991.03.17}},재무",
        "| 이름 | 생일 |\n|---|---|\n| {{person_name:빈하준}} | {{birth_date:910317}} |",
        "생년월일 {{birth_date:920724}}입니다",
        "생년월일을 말씀해 주세요. 고객: 네, {{birth_date:91년 4월 17일}}이에요",
        "Q. 주민번호 앞자리 불러 주세요.\nA. {{birth_date:910417}}이요",
        '"brdt":"{{birth_date:19910417}}"',
        "봉화 님({{birth_date:1971-01-30}})",
        "{{birth_date:85년 12월 3일}}생",
        "{{birth_date:1991. 3. 17.}} 생으로",
        "{{birth_date:910317}}생인데요",
        "{{birth_date:1991-03-17}} 출생자입니다",
        "환자명: {{person_name:박서연}}, 주민등록번호: {{birth_date:671215}}",
        "BDAY;VALUE=date:{{birth_date:19910317}}",
        '("{{person_name:김민준}}", parse("{{birth_date:1991-03-17}}"), "{{phone:010-1234-5678}}")',
        "('{{person_name:김민준}}', DATE '{{birth_date:1991-03-17}}', '{{phone:010-1234-5678}}')",
        "('{{person_name:김민준}}', '부산', DATE('{{birth_date:19910317}}', 'YMD'), '{{phone:01012345678}}')",
        '("{{person_name:김민준}}", "{{phone:01012345678}}", date({{birth_date:1991, 3, 17}}))',
        "user.setBirthDate(LocalDate.of({{birth_date:1991, 3, 17}}));",
        "'birth': datetime.date({{birth_date:1991, 3, 17}}),",
        "dob = date.fromisoformat('{{birth_date:1991-03-17}}')",
        "born in Busan on {{birth_date:May 12, 1990}}",
        "저는 {{birth_date:1996년 4월 7일}} 전남 목포에서 태어나 광주에서 자랐습니다",
        "{{birth_date:1996년 4월 7일}}에 평범한 가정에서 태어났다",
        "{{birth_date:1996년 4월 7일}}, 저는 부산에서 태어났습니다",
        "{{birth_date:96.4.7}} 목포에서 2남 1녀 중 막내로 태어났습니다",
        "{{birth_date:1996년 4월 7일}} 농부의 장남으로 태어나",
        "{{birth_date:1996년 4월 7일}} 부산 출생",
        "{{birth_date:1996년 4월 7일}}에 전남 목포에서 출생하여",
        "{{birth_date:1996. 4. 7.}} 경남 통영시 출생으로",
        "{{birth_date:1996년 4월 7일}}, 충남 공주시 유구읍 출생",
        "{{birth_date:1996년 4월 7일}} 미국 뉴욕 태생",
        "{{birth_date:1996년 4월 7일}} 서울생이고",
        "{{birth_date:1996년 4월 7일}} 오전 7시 20분 목포에서 태어난",
        "{{birth_date:구십육년 사월 칠일}} 목포에서 태어나",
        "생일은 {{birth_date:8월 3일}}이에요",
        "본인 {{birth_date:2015년 04월 12일}} {{rrn:150412-4353490}} 여",
        "x,{{birth_date:19811115}},{{rrn:811115-1105561}}",
        "{{rrn:811115-1105561}} | {{birth_date:1981-11-15}} | 남",
        "{{rrn:811115-1105561}} ({{birth_date:1981. 11. 15.}})",
        "아빠({{person_name:김민준}}, {{birth_date:1951-10-03}})는",
        "모({{person_name:이혜자}}, {{birth_date:1951-10-03}})",
        "(어머니 {{person_name:이혜자}}, {{birth_date:1951.10.3}})",
        "SSR DOCS KE HK1/P/KOR/{{passport:M77120458}}/KOR/{{birth_date:14FEB85}}/M",
        "SSR DOCS KE HK1/////{{birth_date:14FEB85}}/F//",
        "생년월일을 {{birth_date:1991. 8. 3.}}로",
        "({{birth_date:1991. 3. 17.}}생)",
        "생년월일 : {{birth_date:1959 년 03 월 11 일}}",
        "생년월일 여섯 자리요. 고객: {{birth_date:팔공공삼일칠}}이요",
        "생년월일 말씀해 주시겠어요? 네 {{birth_date:901205}}요",
        "뒷자리 빼고 {{birth_date:880417}}만",
        "born on {{birth_date:May 12, 1990}}",
        "dateOfBirth: {{birth_date:05/12/1990}}",
        "DOB {{birth_date:12/25/1990}}",
        "아기는 {{birth_date:2021년 3월 8일}}에 태어났어요",
        "{{birth_date:1990/12/05}}(여)",
        "생일이 {{birth_date:12/5}}예요",
        "(M/{{birth_date:1958-11-04}})",
        "Date of birth {{birth_date:21 FEB 1996}}",
        "생일은 {{birth_date:팔십칠년 오월 이십일일}}이에요",
        "접수일자 2026.04.18 생년월일 {{birth_date:1988.06.03}}",
        'brthDt":"{{birth_date:19951107}}"',
        "주민번호 앞자리는 {{birth_date:팔오공이일사}}이고",
        "생일은 {{birth_date:천구백팔십이년 사월 이십일}}입니다",
        "{{birth_date:구일년 칠월 십육일}}생이요",
        "{{person_name:이수정}} ({{birth_date:1972년}}생)은 행정고시 출신",
        "보호자: {{person_name:김민준}} (장남, {{birth_date:78년}}생)",
        "{{person_name:이혜자}} 어르신({{birth_date:1955년}} 생, 만 70세)",
        "대표이사 {{person_name:이재훈}}, {{birth_date:1972년}}생",
        "생년월일 : {{birth_date:1 9 8 8 . 1 1 . 0 3}}",
        "생년월일 {{birth_date:17MAR90}}",
        "가입자 {{birth_date:1988.3.14}} (만 37세)",
        "생년월일 {{birth_date:17 3월/MAR 1990}}",
        "생 년 월 일 : {{birth_date:1983. 12. 05}}",
        "{{person_name:이혜자}} (음 {{birth_date:61.4.30}})",
        "{{person_name:이혜자}}\t{{birth_date:610430}}\t부산",
        "저는 {{birth_date:1991년 3월 17일}}에 제주에서 태어나",
        "2.{{person_name:OH/BADA}} MSTR(CHD/{{birth_date:14FEB18}})",
        "/KOR/{{birth_date:02AUG86}}/F/17SEP31",
        '"bdt":"{{birth_date:19910417}}"',
        "생일이 {{birth_date:2월 29일 1996년}}이라",
        "{{person_name:김민준}}, {{birth_date:920418}}, 부산 거주",
        "{{person_name:이혜자}} ({{birth_date:61.4.30}})",
        "성명: {{person_name:강 민준}} ({{birth_date:1961.4.30}})",
        "{{person_name:이혜자}}(호적은 {{birth_date:1944.1.5}})",
        "생 일 : {{birth_date:1991-03-17}}",
        "출 생 {{birth_date:1991. 3. 17.}}",
    ),
    lookalikes=(
        "생일 파티 안내\n2024-05-06 모임",
        "카드번호 앞 6자리 941020",
        "카드 앞자리 941020",
        "주문번호 앞 여섯자리 260914",
        "사번 앞자리는 980302",
        "송장 번호 앞자리 681029",
        "뒤에는 숫자, 앞에는 930412 코드",
        "2024-01-01 생성됨",
        "주민번호 671215원",
        "주민번호 671315",
        "2024년 7월 26일 생중계됩니다",
        "2024-05-06 생수 배송",
        "2024년 5월 6일 생의 마지막",
        "2024년 5월 6일 생 방송",
        "2024년 5월 6일 생으로 먹었다",
        "2010년 1월 1일 생부터 신청",
        "2024년 5월 6일 출생률 발표",
        "2024.05.06 출생 통계",
        "출생 통계 2024.05.06 발표",
        "2010년 1월 1일 출생자까지 지원",
        "생일 파티 2024-05-06",
        "생신 잔치 2024-05-06",
        "출생 후 2024-05-06 접종",
        "birthday party 2024-05-06",
        "1990.3.1생 이하",
        "2019년 3월 5일 태어난 판다",
        "김민준 (1972년 생성)",
        "86년생 말고 1996/06/11 방문",
        "1944년 음력 동짓달 초여드레 제사",
        "여권상 1991-08-21 만료 맞아요",
        "방장봇: 닉/지역 양식대로 인사해 주세요!\n<이끼> 이끼 / 97.04.26 / 광주",
        "생년월일 칸은 1958 . 0 3 . 9 1 처럼",
        "개업일 : 1969 년 12 월 0 5 일",
        "[00:12] 봇: 배송일을 말씀해 주세요.",
        "예약 93년 4월 12일, 맞으신가요?",
        "파나마 국적 선박 오션(1993.04.12) 좌초",
        "로또 번호\n  한지오 08 03 17\n",
        "개통일 부탁드립니다.\n[00:00:47] CUSTOMER: 네 팔십칠년 시월 이십일일이요",
        "AGENT: Could you tell me the date of purchase?\nCUSTOMER: yes, it's March 14, 1992",
        "[00:42] 상담원 개통일이 어떻게 되세요 [00:45] 고객 칠십이년 시월 십구일이요",
        "품목\t수량\t1999-01-23\t서울\n품목\t수량\t2000-12-04\t부산",
        "부품,A1,1999-01-23,서울\n부품,A2,2000-12-04,부산",
        "생년월일 OIl. Il. lO",
        "생년월일 1947. 1l. 45",
        "1992년 음력 5월 23일 제사",
        "작성자 김민준 00.12.03\n기종",
        "판매인 김민준 00.12.03 판매",
        "판매인 김민준 24.12.03\n기종",
        "품목 판매 00.12.03\n기종",
        "개업일이 어떻게 되세요 // 육팔년 사월 십구일이요 // 네",
        "생년월일 말씀해 주시겠어요\n고객: 네 잠시만요 서류를 어디에 뒀는지 한참을 찾아봐야 할 것 같아요. "
        "계약은 칠십삼년 사월 십육일이에요",
        "D.O.A: 23 Apr 1997",
        "posted on the 3rd of May 1990",
        "서명: 하늘찬(본인, 2024-02-20)",
        "면회 신청 딸 하늘찬(2024-02-20)",
        "보고서(본인, 2012-02-20)",
        "하늘찬(담당, 2012-02-20)",
        "하늘찬(본인, 2031-02-20)",
        "하늘찬(2012-02-20, 부서)",
        "장남 회사(2012-02-20)",
        "자녀 이용권(2012-02-20)",
        "하늘찬(2012-02-20) 입사",
        "접수 번호 여섯 자리 화자2 칠공공사이일 이요",
        "여권에는 2031년 3월 8일로 되어 있어요",
        "면허증에는 2019년 3월 8일로 찍혀 있어요",
        "등본에는 1987년 2월 1일로 전입이 적혀",
        "호적에는 1987년 2월 1일로 혼인 신고",
        "계약서에는 1987년 2월 1일로 되어 있어요",
        "주민증에는 1955년 3월 8일까지",
        "김민준 님 1995/4/19 용접 6년",
        "생일 쿠폰 대상: 김민준 님 1998.3.2 가입",
        "생년월일 없음. 창립 기념 1998.3.2 행사",
        "생일 명단. 김민준 님 2024/4/19 방문",
        'CREW = [("김민준", "1991-03-17")]\nfor nm, joined in CREW:',
        'STAGES = [("주문 완료", "2024-03-17")]\nbirth = None',
        '{"이름":"무명","birth":null,"입사일":"1991-03-17"}',
        "이름,등급,가입일\n'김민준','1991-03-17'\nbirth",
        "2025년 5월 30일 오전 7시 생방송",
        'new Order("김민준", LocalDate.parse("2011-03-17"), "배송")',
        'new Notice("회의록", LocalDate.parse("1991-03-17"), "010-1234-5678")',
        'User("김민준", "ORD-1991", LocalDate.of(1991, 3, 17))',
        "rebirth=date(1991, 3, 17)",
        "INSERT INTO m (nm, hp, join_dt) VALUES ('김민준', '010-1234-5678', '1991-03-17')",
        "birth=date(1991, 13, 17)",
        "born in Busan, moved on May 12, 1990",
        "2019년 3월 5일 판교에서 태어난 회사",
        "저희 회사는 2012년 5월 3일 판교에서 태어났습니다",
        "2024년 1월 1일 이후 출생한 아동",
        "2024년 1월 1일 서울 출생 신고",
        "2024년 1월 1일 서울에서 출생아 수가",
        "2024년 1월 1일 구청에서 출생 신고를",
        "2024년 1월 1일 서울 출생아 수",
        "2023년 5월 30일 출생아",
        "2020년 5월 3일 부산 생태공원 개장",
        "2020년 5월 3일 서울 이전 출생",
        "2020년 5월 3일 행사에는 부산에서 태어난 가수가",
        "2020년 5월 3일 결혼해 부산에서 태어난 딸",
        "2020년 5월 3일 부산에서 학생 모집",
        "2020년 5월 3일 서울에서 열린 축제에서 태어난 곡",
        "2020년 5월 3일 서울 새로 태어난",
        "주민번호 앞자리를 포함한 신분증 사본을 2001년 11월 20일까지",
        "생년월일을 적어 내 주세요. 마감: 2001년 11월 20일까지",
        "가입일 1990-01-01",
        "오늘은 2026-11-23",
        "1991년 3월 17일에 국회에서 통과",
        "BDT 환율 2026.04",
        "생일 축하해! 파티는 12월 3일이야",
        "발생일: 2026-01-25",
        "장애 발생년월일 2026.01.25",
        "발생일 8월 3일",
        "장애 발생일은 언제인가요? 고객: 260125요",
        "| id | 발생일 |\n|---|---|\n| 7 | 2026-01-25 |",
        "2013/9/24 생방송",
        "생년월일 1991-13-03",
        "생일 축하 메시지 접수 번호는 880417",
        "2026/11/05(수) 회의",
        "저는 88년생이에요",
        "쥐띠: 60년생 김민준, 72년생 뜻밖의 수입",
        "발급 2015-04-13 150412-4353490",
        "150412-4353490 2015-04-13 발급",
        "보고서(김민준, 1998-03-02)",
        "PART/14FEB85/M",
        "강아지(2019년생)를 분양합니다",
        "고객(1988년생) 한정",
        "김장김치 (2019년 생산)",
        "SELECT id FROM users WHERE birth_date < '1961-11-13'",
        "birth_date BETWEEN '1961-11-13' AND '1990-01-01'",
        "생년월일 1 2 3 번 항목",
        "편명 17MAR90 출발",
        "2023.5.1 (만 19세 이상) 시행",
        "입학 2023.3.2 / 만 6세 / 대상",
        "김민준, 250418, 부산 출장",
        "김민준 (2024.4.30)",
        "작성자: 김민준 (1998.3.2)",
        "김민준 (05.3.2)",
        "김민준 (1998.3.2 입사)",
        "이름,가입일,지역\n김민준,1998-03-02,부산",
        "서비스 (61.4.30)",
        "그 이 후 (61.4.30)",
        "서울,920418,부산",
        "학 생 일 동 1991-03-17",
        "출 생 신 고 1991-03-17",
        "학생 일 1991-03-17",
    ),
)
