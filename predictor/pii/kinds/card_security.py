"""카드 보안값: the CVC and the expiry date beside a card."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import checksums, columns, spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_ABBREVIATIONS: Final = ("^cvc", "^cvv", "^cvc2", "^cvv2", "^cid$")
_WORDS: Final = (
    *_ABBREVIATIONS, "security code", "카드 보안 코드", "보안 코드",
    "씨브이씨", "씨브이브이", "시브이씨", "시브이브이", "씨브이시", "시브이시", "씨비씨",
    "서명란에 있는 세 자리", "서명란에 적힌 세 자리", "뒷면에 있는 세 자리", "뒷면에 적힌 세 자리", "서명란 세 자리",
    "서명란 3 자리", "서명란 끝 세 자리", "서명란 끝 3 자리", "서명란 마지막 세 자리", "서명란 숫자 세 자리",
    "뒷면 끝 세 자리", "뒷면 끝 3 자리", "뒷면 마지막 세 자리", "뒷면 마지막 3 자리",
    "앞면 네 자리", "앞면 4 자리", "앞면 숫자 네 자리", "앞면 숫자 4 자리",
    "뒷면 숫자 세 개", "뒷면 숫자 3 개", "카드 뒷자리 세 자리", "카드 뒷자리 3 자리",
    "뒷면 세 자리", "뒷면 3 자리", "뒷면 숫자 세 자리", "뒷면 숫자 3 자리", "뒤 세 자리", "뒤에 세 자리",
)  # fmt: skip
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_YEAR: Final = r"(?:20)?[2-4][0-9]"
_SPOKEN_YEAR: Final = rf"(?:이천\s?)?(?:이십|삼십)[{spoken.NONZERO}]?"
_SPOKEN_MONTH: Final = r"[공영]?\s?(?:십[일이]?|시(?=월)|[일이삼사오육유칠팔구](?:월|에(?=\s)|\s(?:다시|슬래시)(?=\s)|(?=\s)))"
# 공팔 이구, 일이이구: month and year digit by digit
_BY_DIGIT: Final = (
    rf"(?:[공영][{spoken.NONZERO}]|일[공영일이])(?:\s?(?:슬래시|슬레시|빗금|다시|대시|에))?\s?[이삼][{spoken.COMMON}]"
    r"(?=이?[요고에예]|입니다|[\s,./]|$)"
)
_VALUE: Final = (
    rf"{_MONTH}\s?[/\-.]\s?{_YEAR}(?![0-9]|[/\-.][0-9])|{_MONTH}{_YEAR}(?![0-9])|[01]?[0-9]월\s?{_YEAR}년|{_YEAR}년\s?[01]?[0-9]월"
    rf"|{_BY_DIGIT}|{_SPOKEN_MONTH}월?\s?{_SPOKEN_YEAR}년?|{_SPOKEN_YEAR}년\s?{_SPOKEN_MONTH}월?"
)
# 0|3|/|3|1, 0 3 / 3 1: in a form's boxes
_BOXED: Final = r"(?:0[ |][1-9]|1[ |][0-2])[ |]{1,3}/?[ |]{0,3}[2-4][ |][0-9](?![0-9]|[ |][0-9])"
# The year before the month, as forms and programs write it: 유효 2028-03, exp=2711.
_YEAR_FIRST: Final = rf"20[2-4][0-9]\s?[/\-.]?\s?{_MONTH}(?![0-9]|[/\-.][0-9])|[2-4][0-9]\s?[/\-]?\s?{_MONTH}(?![0-9]|[/\-.][0-9])"
_LABEL: Final = (
    r"유효\s?(?:기[간한])?|유 {1,4}효 {1,4}기 {1,4}[간한]|만료일?"
    r"|(?i:exp(?:iry|ires?|iration)?(?:[\s_-]?(?:date|dt|ymd|ym))?|valid[\s_-]?(?:thru|until|term|date|ym))"
)
# Another turn of a talk holds the answer: 유효기간은요? // 공팔 이구, a line break with a time or a speaker. 월부터요: month first.
_TURN: Final = (
    r"(?:[은는을를도]?\s?"
    r"(?:월부터|월\s?먼저"
    r"|월[\s,/·과]{0,2}(?:연도|년도|년|연)"
    r"|월이랑\s?년도?|월하고\s?년도?)"
    r"\s?(?:순(?:서(?:대)?)?으?로)?"
    r"이?요?)?"
    r"(?:[은는을를도]?\s(?:말씀|불러|알려|눌러|입력)(?:해|하여)?\s?(?:주세요|주시겠어요|주십시오|주실래요|주시고요))?[?.]?"
    r"(?:\s//?\s|\s\|\s"
    r"|\s?\n(?:\[(?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2}\]\s?)?"
    r"(?:[가-힣A-Za-z]{1,8}\s?[0-9]?\s?[:.>]\s"
    r"|(?:화자|SPK|Spk|spk|Speaker|speaker)[\s_]?[0-9]{1,2}\s{1,3})?)"
    r"(?:(?:네네?|예|음|어)[.,~]{0,3}\s){0,2}"
)
_EXPIRY: Final = re.compile(
    rf"(?:{_LABEL})(?:은요|는요|이요|은|는|이)?"
    rf"(?:{_TURN}|[\s:=./(\[|\"']{{0,4}})"
    rf"(?:(?:어|음|그|저|아)[.,~]{{0,3}}\s)?"
    rf"(?:(?P<value>{_VALUE}|{_BOXED})|(?P<year_first>{_YEAR_FIRST}))"
)
# 카드 뒤 세 자리는 826, 기한은 11/28: beside a card's three digits other words do, which speak of a payment's day elsewhere.
_TERM: Final = r"(?:기한|기간|만기|(?i:good\sthru|thru|until))(?:은요|는요|은|는|이)?\s?[:=]?\s?"
_OF_A_TERM: Final = re.compile(rf"{_TERM}(?P<value>{_MONTH}\s?/\s?{_YEAR})(?![0-9]|[/\-.][0-9])")
_THREE_DIGITS: Final = re.compile(
    r"(?:뒤|뒷면)(?:에)?\s?(?:숫자\s?)?(?:세|3)\s?자리|(?i:cv[cv]|cid(?![a-z]))|(?<!비밀)보안\s?(?:코드|번호)"
)
_THREE_REACH: Final = 32
# ▶ 07/31 ▶ 뒷자리 552: behind an expiry of a card
_LAST_THREE: Final = r"(?:(?:뒷|뒤)\s?자리|뒷면|뒤|서명란)(?:에|은|는|가|이)?\s?[:=]?\s?"
_BEHIND_EXPIRY: Final = re.compile(rf"{_LAST_THREE}(?P<value>[0-9]{{3}})(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:원|개|번|명|자리|호))")
_EXPIRY_BEFORE: Final = re.compile(rf"[0-9]{{4}}[^0-9\n]{{1,12}}{_MONTH}\s?/\s?{_YEAR}[^0-9\n]{{1,12}}$")
_EXPIRY_REACH: Final = 40
_CARD_AT_ONCE: Final = re.compile(r"[0-9]{4}[- ](?:[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}|[0-9]{6}[- ][0-9]{5})[\s,/|·▶>-]{1,4}$")
# 뒷면 숫자는 417: of a card alone, because coupons have numbers on their backs too
_BACK: Final = (
    r"(?:뒷면|뒤쪽|뒤)(?:에)?\s?(?:(?:적힌|있는|쓰인|써진|나온)\s)?(?:(?:세|3)\s?자리\s)?"
    r"(?:숫자|번호|코드)(?:\s?(?:세|3)\s?(?:자리|개))?(?:은요|는요|은|는|가|이)?\s?[:=]?\s?"
)
_ON_THE_BACK: Final = re.compile(
    rf"{_BACK}"
    rf"(?P<value>[0-9]{{3}}"
    rf"|[{spoken.COMMON}]{{3}}(?=이?[요고에예]|입니다))"
    r"(?![0-9A-Za-z\-]|[.,][0-9]|\s?(?:원|개|번|명|자리|호))"
)
# Month before year and 까지 are an expiry's where a card's number stands before: 5137-…-2081 인데 09월28년까지.
_UNTIL: Final = re.compile(r"(?:0?[1-9]|1[0-2])월\s?[2-4][0-9]년(?![0-9])")
_BEFORE_CODE: Final = re.compile(rf"(?P<value>{_MONTH}\s?/\s?{_YEAR})(?=[\s,/|]{{1,3}}(?i:cv[cv]))")
_CARD_NUMBER: Final = re.compile(
    r"[0-9]{4}(?:[-\s/.][0-9]{4}){2}[-\s/.]?[0-9]{3,4}[^0-9\n]{1,16}$|[0-9]{15,16}[^0-9\n]{1,16}$"
    r"|[0-9]{4}[-\s/.][0-9]{6}[-\s/.][0-9]{5}[^0-9\n]{1,16}$"
)
_CARD_NUMBER_REACH: Final = 40
# 번호 3714 220185 33008, 언제까지? 2031년 6월
_ASKING: Final = r"(?:언제까지|몇\s?년\s?몇\s?월|몇\s?월\s?몇\s?년)[가-힣]{0,4}\?\s?"
_ANSWERED: Final = re.compile(
    rf"{_ASKING}"
    rf"(?P<value>{_YEAR}년\s?(?:1[0-2]|0?[1-9])월(?!\s?[0-9])"
    rf"|(?:1[0-2]|0?[1-9])월\s?{_YEAR}년"
    rf"|{_MONTH}\s?/\s?{_YEAR}(?![0-9/]))"
)
_PAYMENT: Final = re.compile(r"결제|승인|청구|(?i:payment|checkout)")
_PAYMENT_REACH: Final = 40
# 카드 3791-250047-90968 (11/26): a day of a month reads alike, so the value before must be a card.
# 09/21 12:44 is the day and the hour of a payment.
_BEHIND_CARD: Final = re.compile(rf"(?P<value>{_MONTH}\s?/\s?{_YEAR})(?![0-9/\-.]|\s[0-2]?[0-9]:[0-5][0-9])")
_WHOLE_CARD: Final = re.compile(
    r"(?<![0-9\-])(?P<number>[0-9]{4}(?:[-\s/.]?[0-9]{4}){3}|[0-9]{4}[-\s/.]?[0-9]{6}[-\s/.]?[0-9]{5})[\s,/|▶▷►·>→-]{0,3}[(\[]?\s?$"
)
_WHOLE_CARD_REACH: Final = 32  # before an expiry with its label
_CARD_AT_ONCE_REACH: Final = 28  # before an expiry without a label
# 5137-…-2081, 09/28, 552: the three digits behind an expiry behind a card
_CODE_BEHIND: Final = re.compile(
    r"[\s,/|·▶>-]{1,4}(?P<value>[0-9]{3})(?![0-9A-Za-z\-]|[.,:/][0-9]|\s?(?:원|개|번|명|자리|호|건|점|회|층|%))"
)
_CODE_FIELD: Final = re.compile(r"[\"']?\s?[&,;]\s?[\"']?(?i:cv[cv]2?|cid)(?:_?(?i:no|num))?[\"']?\s?[:=]")  # exp=3011&cvc=882
_CARD_ON: Final = re.compile(r"-[0-9]{4}|[ ]?[0-9]{4} ?[0-9]{4}")
# 멤버십 카드, 버스 카드 충전: cards that pay nothing, or hold what was paid before
_OTHER_CARDS: Final = (
    "멤버십", "멤버쉽", "회원", "포인트", "적립", "마일리지", "기프트", "선물", "버스", "지하철", "교통", "출입", "학생", "도서관",
    "도서", "주차", "하이패스", "캐시비", "티머니", "진찰", "진료", "보안", "유심",
)  # fmt: skip
_NO_OTHER_CARD: Final = "".join(f"(?<!{word})(?<!{word} )" for word in _OTHER_CARDS)
_CARD: Final = re.compile(rf"{_NO_OTHER_CARD}카드|(?i:(?<!gift)(?<!gift\s)card|visa|master|amex|cvc|cvv)")
_NUMBERED: Final = re.compile(rf"{_NO_OTHER_CARD}카드\s?번호")
_PLACEHOLDER: Final = "\0"
_CARD_REACH: Final = 40  # before an expiry with its label
_CARD_BEHIND_REACH: Final = 16
_CARD_NAMED_REACH: Final = 48  # before an expiry that begins with its year or answers a question
_CARD_OF_A_BACK_REACH: Final = 64  # before the digits on a card's back
_CARD_OF_A_NUMBER_REACH: Final = 24  # before a card's number

# 카드번호|유효기간, and 5409261188347201|11/28 below
_CELL: Final = re.compile(
    rf"{columns.OPENS}(?P<value>{_MONTH}\s?[/\-]\s?{_YEAR}|20[2-4][0-9][\-/.]{_MONTH}|[2-4][0-9][/\-]{_MONTH})"
    rf"(?={columns.CLOSES})"
)
_CELL_GATE: Final = (
    rf"{columns.OPENS}(?:[01][0-9]\s?[/\-]\s?[2-4][0-9]|20[2-4][0-9][\-/.][01][0-9]|[2-4][0-9][/\-][01][0-9])"
    rf"{columns.CLOSES}"
)
_HEAD: Final = re.compile(rf"(?i:(?:card|cc)[\s_\-]?)?(?:카드\s?)?(?:{_LABEL})")
_CARD_IN_A_ROW: Final = re.compile(r"(?<![0-9])[0-9]{4}[- ]?(?:[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}|[0-9]{6}[- ]?[0-9]{5})(?![0-9])")
_ROW: Final = 160

# 여권번호는 M731F2048이고 만료일은 2031년 4월: the day of another paper, unless a card is named behind it
_PAPER: Final = re.compile(
    r"여권|면허|자격증|인증서|증명서|등록증|신분증|비자|사증|체류|계약|쿠폰|상품권|기프티콘|이용권|회원권|정기권"
    r"|구독|멤버십|임대|전세|월세|리스|대여|렌탈"
    # 카드 포인트 유효기간 12/27: a day of a promotion
    r"|이벤트|행사|포인트|마일리지|프로모션|캠페인|혜택|할인|특가|세일|경품|응모|회원(?!\s?번호)|수강|적립|헬스"
    r"|보험|약정|공제|특허|허가|도메인|라이선스|라이센스|소비\s?기한|유통\s?기한"
    r"|(?i:passport|visa\s(?:no|number|type|status)|licen[cs]e|certificate|contract"
    r"|coupon|voucher|lease|domain|warranty|permit)"
)
_PAPER_REACH: Final = 40


# 오삼이공 일일팔사 육육공이 구삼칠사요, 유효기간은요
_SPOKEN_CARD: Final = re.compile(rf"(?:[{spoken.COMMON}]{{4}}[\s,.]{{1,2}}){{3}}[{spoken.COMMON}]{{3,4}}")


def _beside_a_card(text: str, start: int, end: int, floor: int) -> bool:
    """Whether a value or a card, in digits or spoken, stands near before [start, end), or a word about one on either side."""
    low = max(0, start - _CARD_REACH)
    if _of_a_paper(text, start):
        return _NUMBERED.search(text, end, end + _CARD_BEHIND_REACH) is not None
    if floor > low or _PLACEHOLDER in text[low:start]:
        return True
    if any(one.search(text, low, start) for one in (_CARD, _SPOKEN_CARD)):
        return True
    return _CARD.search(text, end, end + _CARD_BEHIND_REACH) is not None


def _of_a_paper(text: str, start: int) -> bool:
    """Whether the last paper that is named before ``start`` is another than a card."""
    low = max(0, start - _PAPER_REACH)
    papers = list(_PAPER.finditer(text, low, start))
    if not papers:
        return False
    return not any(one.search(text, papers[-1].end(), start) for one in (_CARD, _CARD_IN_A_ROW))


def expiry(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year behind 유효기간, where a card is spoken of."""
    found = _EXPIRY.match(text, hit)
    if found is None or max(found.start("value"), found.start("year_first")) < floor:
        return
    end = found.end()
    if found["year_first"]:
        if _CARD.search(text, max(0, hit - _CARD_NAMED_REACH), hit) or _beside_a_code(text, hit, end):
            yield _span(found, "year_first", 0.8, "expiry beside a card, year first")
    elif _beside_a_card(text, hit, end, floor):
        yield _span(found, "value", 0.85, "expiry beside a card")


def _beside_a_code(text: str, start: int, end: int) -> bool:
    """Whether a card's number stands right before [start, end), or the field of its code right behind."""
    return (
        _WHOLE_CARD.search(text, max(0, start - _WHOLE_CARD_REACH), start) is not None or _CODE_FIELD.match(text, end) is not None
    )


def term(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year behind 기한 or such a word, beside the three digits on a card's back."""
    found = _OF_A_TERM.match(text, hit)
    if (
        found
        and found.start("value") >= floor
        and _THREE_DIGITS.search(text, max(0, hit - _THREE_REACH), found.end() + _THREE_REACH)
    ):
        yield _span(found, "value", 0.8, "expiry beside a card's code")


def on_the_back(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Three digits on the back of a card, which the text speaks of or which is the value right before."""
    found = _ON_THE_BACK.match(text, hit) or _behind_expiry(text, hit)
    if found is None or found.start("value") < floor:
        return
    if _CARD.search(text, max(0, hit - _CARD_OF_A_BACK_REACH), hit) or _CARD_NUMBER.search(
        text, max(0, hit - _CARD_NUMBER_REACH), hit
    ):
        yield _span(found, "value", 0.85, "on the back of a card")


def _behind_expiry(text: str, hit: int) -> re.Match[str] | None:
    found = _BEHIND_EXPIRY.match(text, hit)
    low = max(0, hit - _EXPIRY_REACH)
    return found if found and any(one.search(text, low, hit) for one in (_EXPIRY_BEFORE, _CARD_AT_ONCE)) else None


def until(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year, in this order, near behind a card's number."""
    found = _UNTIL.match(text, hit)
    if found and _begins(text, hit, floor) and _CARD_NUMBER.search(text, max(0, hit - _CARD_NUMBER_REACH), hit):
        yield _span(found, 0, 0.8, "expiry behind a card")


def answered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year that answer until when a card holds, behind its number or a word about one."""
    found = _ANSWERED.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    if _CARD_NUMBER.search(text, max(0, hit - _CARD_NUMBER_REACH), hit) or _CARD.search(text, max(0, hit - _CARD_NAMED_REACH), hit):
        yield _span(found, "value", 0.8, "expiry asked for")


def before_code(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year directly before CVC."""
    found = _BEFORE_CODE.match(text, hit)
    if found and _begins(text, hit, floor):
        yield _span(found, 0, 0.85, "expiry before CVC")


def behind_card(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year directly behind a card's number, which is a value already."""
    found = _BEHIND_CARD.match(text, hit)
    if found is None or not _begins(text, hit, floor):
        return
    before = _WHOLE_CARD.search(text, max(0, hit - _CARD_AT_ONCE_REACH), hit)
    if before is None or before.end("number") != floor:
        return
    code = _CODE_BEHIND.match(text, found.end())
    if _is_a_card(before) or (code and _in_a_payment(text, before.start(), found.end())):
        yield _span(found, "value", 0.8, "expiry behind a card")
        if code:
            yield _span(code, "value", 0.8, "code behind an expiry")


def _in_a_payment(text: str, start: int, end: int) -> bool:
    """Whether a word about a payment stands near [start, end)."""
    return _PAYMENT.search(text, max(0, start - _PAYMENT_REACH), end + _PAYMENT_REACH) is not None


def _is_a_card(number: re.Match[str]) -> bool:
    """Whether a card's check digit holds, or a word about one stands before it."""
    if checksums.luhn(re.sub("[^0-9]", "", number["number"])):
        return True
    return _CARD.search(number.string, max(0, number.start() - _CARD_OF_A_NUMBER_REACH), number.start()) is not None


def in_a_column(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Month and year in their own column of a row that holds a card's number."""
    found = _CELL.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    low, high = columns.line_part(text, found.start("value"), _ROW), columns.line_end(text, found.end(), _ROW)
    if _CARD_IN_A_ROW.search(text, low, high) and _HEAD.match(columns.heading(text, *found.span("value"))):
        yield _span(found, "value", 0.8, "column")


def _begins(text: str, hit: int, floor: int) -> bool:
    """Whether a date may begin at ``hit``: behind the floor and behind no digit."""
    return hit >= floor and not text[hit - 1 : hit].isdigit()


def _span(found: re.Match[str], group: str | int, score: float, rule: str) -> Span:
    return Span(*found.span(group), "card_security", re.sub(r"[\s|]", "", found[group]), score, rule)


def _alone(gate: Gate) -> Gate:
    """The gate without the first digits of a card: a head's last cell is CVC, and the next line begins with a card."""

    def find(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
        return (span for span in gate.finder(text, hit, floor, context) if not _CARD_ON.match(text, span.end))

    return Gate(gate.pattern, find)


KIND: Final = Kind(
    name="card_security",
    label="카드보안값",
    needs="CVC or 유효기간 before it, beside a card",
    source="ISO/IEC 7813; PCI DSS 3.3 (sensitive authentication data)",
    covers="안전성 확보조치 기준 제7조 (신용카드번호와 함께)",
    order=290,
    gates=(
        _alone(behind_label("card_security", _WORDS, rf"(?:[0-9]{{3,4}}|[{spoken.COMMON}]{{3}})", 0.95, False)),
        Gate(
            r"(?:유효|유 {1,4}효 {1,4}기|만료|(?i:exp|valid[\s_-]?(?:thru|until|term|date|ym)))[^0-9\n]{0,12}"
            r"(?:[01]?[0-9]\s?[/월.\-]|[01][ |][0-9][ |]|[01][0-9][2-4][0-9]|(?:20)?[2-4][0-9](?:년|\s?[/.\-]?\s?[01][0-9]))"
            r"|(?:유효\s?기[간한]|만료)"
            r"[은는이일]{0,2}요?[\s:]{0,3}(?:(?:어|음|그|저|아)[.,~]{0,3}\s)?[공영일이삼사오육유칠팔구십시]",
            expiry,
        ),
        Gate(
            rf"유효\s?기[간한](?:은요|는요|이요|은|는|이)?{_TURN}"
            r"(?:[01][0-9]"
            rf"|[공영일][{spoken.COMMON}]"
            r"|(?:[일이삼사오유칠팔구]|십[일이]?|시)월\s)",
            expiry,
        ),
        Gate(rf"{_TERM}(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4][0-9]", term),
        Gate(rf"{_BACK}(?:[0-9]{{3}}|[{spoken.COMMON}]{{3}})|{_LAST_THREE}[0-9]{{3}}", on_the_back),
        Gate(r"(?:0?[1-9]|1[0-2])월\s?[2-4][0-9]년", until, early=True),
        Gate(rf"{_ASKING}(?:20[2-4][0-9]|[0-9]{{1,2}})\s?[년월/]", answered),
        Gate(r"(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4][0-9][\s,/|]{1,3}(?i:cv[cv])", before_code, early=True),
        Gate(r"(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4][0-9]", behind_card, early=True),
        Gate(_CELL_GATE, in_a_column),
    ),
    words=_ABBREVIATIONS,
    words_touch=True,
    cell="[0-9]{3,4}",
    examples=(
        "회원 {{card:5137-9227-4400-2081}} 유효기간 {{card_security:09/28}}",
        "카드 {{card:4567-1297-8259-9716}} 유효 {{card_security:04/28}} 뒷면 {{card_security:719}} 이걸로",
        "카드 {{card:4567-1297-8259-9716}} 뒤 {{card_security:719}}",
        "보험료 자동이체 유효기간 {{card_security:08/29}} 카드번호 {{card:4111-1111-1111-1111}}",
        "카드 번호 {{card:3714 220185 33008}}, 언제까지? {{card_security:2031년 6월}}, 앞면 네 자리? {{card_security:6203}}",
        "카드 {{card:4111-1111-1111-1111}} 언제까지예요? {{card_security:09/28}}",
        "-d 'no={{card:3569120044718834}}&exp={{card_security:3010}}&cvc={{card_security:883}}&b=1'",
        "카드\n유효기간 [{{card_security:0|3|/|3|1}}]\n예금주",
        "카드 유효기간 {{card_security:0 8 / 2 9}} 이고",
        "화자1 카드 유효기간이요\n화자2 {{card_security:공구월 이십팔년}}\n",
        "카드 CVC 세 자리 알려 주세요 | {{card_security:사일칠}} | 네",
        "카드 {{card:4111-1111-1111-1111}}, {{card_security:09/28}}, {{card_security:417}}",
        "카드 유효기간은 월, 연도 순으로 말씀해 주세요 / {{card_security:공팔 이십칠}} / 네",
        "A> 카드 유효기간이요\nB> {{card_security:공칠 이십칠}}\n",
        "S1> 카드 뒤에 세 자리\nS2> {{card_security:사일칠}}\n",
        "카드 유효기간을 불러 주세요\n고객: {{card_security:08/29}}",
        "새 카드 ▶ {{card:9410-2638-5507-1949}} ▶ {{card_security:08/29}} ▶ 뒷자리 {{card_security:417}} ▶",
        "카드 유효기간은 {{card_security:공팔에 이칠}}이요",
        "카드 유효기간이요. 고객: 네, {{card_security:공구에 이십팔}}이요",
        "CVC 세 자리요. 고객: 어, {{card_security:사일칠}}이요",
        "고객명|카드번호|유효기간\n가|{{card:5409261188347201}}|{{card_security:11/28}}",
        "가입자,카드번호,금액,유효기간\n가,{{card:5409-2611-8834-7202}},3000,{{card_security:2028-11}}",
        "no;카드번호;만료\n1;{{card:5409261188347201}};{{card_security:07/28}}",
        "| card_no | memo | exp |\n|---|---|---|\n| {{card:5409261188347201}} | x | {{card_security:28/11}} |",
        "유효기간은 {{card_security:공팔 슬래시 이칠}}이고요 카드는",
        "여권 {{passport:M731F2048}}, 카드 {{card:4111-1111-1111-1111}} 유효기간 {{card_security:08/29}}",
        "{{phone:010-1234-5678}} 유효기간 {{card_security:08/29}}",
        '"cvcNo":"{{card_security:417}}"',
        "cardNo={{card:5389910719525743}}&cardExpire={{card_security:0527}}&cvc={{card_security:581}}",
        "card_no={{card:5389910719525743}}&valid_thru={{card_security:0527}}",
        "이름\t카드번호\tCVC\t비고\n가\t{{card:5389 9107 1952 5743}}\t{{card_security:074}}\t법인",
        "카드번호,유효기간,CVC\n{{card:5389-9107-1952-5743}},{{card_security:08/29}},{{card_security:074}}",
        "cvv,pay\n{{card_security:615}},A\n{{card_security:293}},B",
        " no | cvc2\n----+------\n  1 | {{card_security:615}}",
        "INSERT INTO c (a, cvc) VALUES (1, '{{card_security:615}}')",
        "<table> <tr> <th>CVC</th> </tr>\n<tr> <td>{{card_security:615}}</td> </tr>",
        "{{card:5389 9107 1952 5743}} 그리고 유효기간이 어 {{card_security:공팔에 이십구}} 뒤에",
        "카드 유효기간은요 음.. {{card_security:공팔 다시 이십구}}요",
        "{{card:5389 9107 1952 5743}} / 유효기간은 월부터요. / {{card_security:공팔 이구}}. / 네",
        "카드 유효기간은요? / {{card_security:08/29}}요",
        "카드 뒷면 서명란 끝 세 자리는요? / {{card_security:사일칠}}입니다",
        "{{card:5389 9107 1952 5743}} 씨브이씨 {{card_security:902}}",
        "카드 뒷면 서명란에 있는 세 자리는요?\n고객: {{card_security:오일팔}}이요",
        "씨브이브이는 {{card_security:사일칠}}이요",
        "카드 뒷면 마지막 세 자리 {{card_security:417}}",
        "{{card:5389 9107 1952 5743}} 이렇게요 // 유효기간은요 // {{card_security:공팔 이구}} // 할부는",
        "카드 유효기간 {{card_security:공팔이구}}요",
        "카드 유효기간은 {{card_security:일이 삼공}}입니다",
        "{{card:5389 9107 1952 5743}}요. 유효기간은요?\n[00:16] {{card_security:공팔 이구}}요",
        "고객: {{card:5389 9107 1952 5743}}\n상담원: 유효기간은요?\n고객: 네 {{card_security:08/29}}요",
        "카드 뒤 세 자리는 {{card_security:826}}, 기한은 {{card_security:11/28}}이에요",
        "기한 {{card_security:11/28}}, 뒷면 3자리 {{card_security:826}}",
        "CVC {{card_security:826}} thru {{card_security:11/28}}",
        "오삼이공 일일팔사 육육공이 구삼칠사요. 유효기간은 {{card_security:공칠 이십구}}",
        "상담원: 카드 유효기간은요?\n고객: {{card_security:공칠 이십구}}요",
        "카드 {{card:9410-2638-5507-1949}}, 유효 {{card_security:2028-03}}로 자동결제",
        "cardNo={{card:6259112048377509}} exp={{card_security:2711}} ok",
        "{{card:4111-1111-1111-1111}} 유효기간 {{card_security:28/11}} 이고",
        "카드 유효기간 {{card_security:202811}}",
        "카드 유효기간 {{card_security:08/29}}.",
        "{{card:4518 4402 7719 0364}}요. 뒷면 숫자는 {{card_security:417}}.",
        "카드 뒤에 있는 숫자 세 자리는 {{card_security:417}}이요",
        "카드 뒷면 3자리 숫자는 {{card_security:417}}이고",
        "카드 뒷면 번호가 {{card_security:사일칠}}이요",
        "CVC {{card_security:417}}",
        "CARD_CVC={{card_security:417}}",
        'card.setExpiry("{{card_security:08/29}}")',
        "카드 {{card:4111-1111-1111-1111}} 유효기간 {{card_security:08/29}}",
        "expDt={{card_security:0829}}&cvcNo={{card_security:417}}",
        "카드 유효 {{card_security:08/29}}, 뒷면 세 자리 {{card_security:417}}",
        "카드 유효기간 {{card_security:08-2029}}",
        "카드 만료 {{card_security:29년 8월}}",
        "카드 유효기간은 {{card_security:공팔 이십구}} 요",
        "유효기간은 {{card_security:8월 29년}} 카드",
        "CVC {{card_security:사일칠}}이요",
        "CVV2 {{card_security:402}}",
        "카드 {{card:4111-1111-1111-1111}} 인데 {{card_security:09월28년}}까지",
        "카드 유효기간은 {{card_security:이천이십팔년 구월}} 이고",
        "카드 유효기간이 {{card_security:이천이십구년 시월}} 이에요",
        "카드 유효기간 {{card_security:2028년 9월}}",
        "카드 뒷면 세 자리 숫자 불러 주세요.\n손님: {{card_security:417}}이요",
        "{{card:4111-1111-1111-1111}} {{card_security:09/28}} CVC {{card_security:123}}",
        "카드 {{card_security:09/28}} CVC {{card_security:123}}",
        "카드 유 효 기 간 {{card_security:08/29}}",
        "카드 {{card:3791-250047-90968}} ({{card_security:11/26}})",
        "카드번호 {{card:4111-1111-1111-1112}}({{card_security:11/26}})",
        "{{card:4111-1111-1111-1111}} {{card_security:08/2029}} 결제",
    ),
    lookalikes=(
        "카드 포인트 유효기간 12/27",
        "신한카드 이벤트 유효기간 11/26",
        "프로모션 만료일: 09/30 (현대카드 고객 대상)",
        "회원 만료일 11/30 카드 결제",
        "멤버십 카드 유효기간 12/27",
        "기프트카드 유효기간 12/27까지",
        "버스 카드 충전 유효기간은 2026년 12월까지입니다",
        "카드 결제 쿠폰 유효기간 12/27",
        "카드 04/28 명함 뒷면 719 인쇄",
        "체크카드 4111-1111-1111-1111 08/23 14:05 승인",
        "행사는 언제까지? 2031년 6월",
        "카드 4111-1111-1111-1111 09/21 12:44 승인",
        "카드 9490-1177-8203-7717 09/21 12:44 서점",
        "token=a&exp=3010&cv=2",
        "카드 유효기간 [0|3|/|9|1]",
        "쿠폰 유효기간 0 8 / 2 9 이고",
        "사진 4111-1111-1111-1112, 09/28, 417",
        "우편물 ▶ 08/29 ▶ 뒷자리 417 ▶",
        "사건 번호 뒷자리 417 조회",
        "매장 세 자리요. 고객: 어, 사일칠이요",
        "상품,유통기한\n우유,11/28",
        "쿠폰,유효기간\n1001,11/28",
        "no;카드번호;금액\n1;5409;07/28",
        "카드번호,승인일\n5409-2611-8834,07/28",
        "쿠폰 유효기간은 공팔에 이칠이요",
        "여권번호는 M731F2048이고 만료일은 2031년 4월입니다.",
        "면허번호 11-12-123456-78 유효기간 08/29",
        "계약자 010-1234-5678, 만료 29년 8월",
        "쿠폰은 010-1234-5678로, 만료일 2031년 4월",
        "qty,pay\n615,A\n293,B",
        "cvc_use,pay\n2026-01-02,A",
        "validDate=0527&page=2",
        "카드 결제 기한은 11/28이에요",
        "카드 유효기간 공팔 이구역",
        "쿠폰 유효기간은요 // 공팔 이구",
        "쿠폰 유효기간은 월부터요. / 공팔 이구",
        "계약서 서명란 세 자리 확인",
        "카드 / 뒷면 세 자리 / 417 / 배송",
        "카드 유효기간은요 // 삼팔 이구",
        "뒤 세 자리가 다른 번호예요. 기한은 11/28/2026까지",
        "카드 유효기간이 어 공지에 나와요",
        "쿠폰 유효기간은요 [01:00] 공칠 이십구",
        "[01:00] 일구육 [01:05] 뒤에 있어요",
        "[00:10] 뒤에 세 자리는 빼고 층수는 [00:12] 일구육층이요",
        "인증서 유효기간 2028-03",
        "카드 만료 2028-03-15 안내",
        "카드 유효 2713",
        "쿠폰 뒷면 숫자 417",
        "카드 뒷면 숫자 3개",
        "카드 뒷면 번호 4175번",
        "카드 뒷면 숫자는 417원",
        "유효기간 08/29 우유",
        "CVC 연합",
        "보안코드 입력",
        "카드 뒷면 세 자리 입력 후 1588-1234로 전화",
        "문서 뒷면 세 자리 확인. 417",
        "카드 유효기간은 5년",
        "카드 유효기간 이후 3개월",
        "expect 0829",
        "09월28년까지",
        "109/28 CVC 연합",
        "주문 4111-11 인데 09월28년까지",
        "주문 4111-1111-1111-1111 (11/26)",
        "카드 4111-1111-1111-1111 (11/26/2026)",
        "카드 4111-1111-1111-1111 배송 11/26",
        "회원번호 1234 5678 9012 3456 (11/26)",
    ),
)
