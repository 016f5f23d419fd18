"""What resident and foreigner registration numbers share: their form and the rules that judge it."""

import re
from datetime import date
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.names import holder
from predictor.pii.names.form import FULL
from predictor.pii.scan import checksums
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.forms import END, LOOSE, SEPARATOR, SHORT_DAY
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, attached, behind_plus, labelled, only, parted
from predictor.pii.scan.span import Span

FORM: Final[str] = rf"{SHORT_DAY}{SEPARATOR}[0-9]{{7}}{END}|[0-9]{LOOSE}{{12}}{END}"
# Without a label such a number begins with a date, in one piece or digit by digit.
_DATED: Final = (
    rf"{SHORT_DAY}{SEPARATOR}[0-9]{{7}}"
    rf"|[0-9]\s?[0-9]\s?(?:0\s?[1-9]|1\s?[0-2])\s?(?:0\s?[1-9]|[12]\s?[0-9]|3\s?[01])[-.\s]{LOOSE}{{7}}"
)
WORDS: Final[tuple[str, ...]] = (
    "주민 번호",
    "주민 등록 번호",
    "주민등록",
    "주민번",
    "주번",
    "민증",
    "^rrn",
    "^ssn$",
    "resident number",
    "resident registration number",
    "resident no",
    "jumin",
)
WORDS_OF_FOREIGNERS: Final[tuple[str, ...]] = (
    "외국인 번호",
    "외국인 등록 번호",
    "외국인등록",
    "외등",
    "외등록증",
    "거소 신고",
    "^arc$",
    "alien reg",
    "alien registration",
)
BEHIND: Final[str] = r"주민\s?(?:등록)?\s?번호"
BEHIND_OF_FOREIGNERS: Final[str] = r"외국인\s?등록|거소"
_NEAR: Final = "|".join((lexicon.labels((*WORDS, *WORDS_OF_FOREIGNERS)), BEHIND, BEHIND_OF_FOREIGNERS))
_SIX_SEVEN: Final = re.compile(r"[0-9]{6}\s?[-./_]\s?[0-9]{7}")
_PARTED: Final = re.compile(
    r"[0-9](?:\s?[0-9]){5}(?:[-._/·,|:]|\s(?![0-9]\s[0-9]\s))[-.\s_/·,|:]*[0-9]|[0-9](?:\s?[0-9]){5}\s[0-9]{7}"
)
_BOXES: Final = re.compile(r"[0-9](?: [0-9]){12}")
_MORE_DIGITS: Final = re.compile(r" [0-9]")
_NAME_BEFORE: Final = holder.behind(r"\s?[:(/,|]?\s?")
_NAME_IN_A_CELL: Final = holder.behind(r"\s?[,;|/\t]\s?[\"']?")
_NAME_BEHIND: Final = re.compile(rf"[\"']?\s?[,;|/\t(]?\s?[\"']?(?P<name>{FULL})(?![가-힣])")
_NAME_REACH: Final = 12
# 고객 7804201609436: such a number is a person's, whatever else its last digit proves
_ROLE: Final = re.compile(
    r"(?:고객|환자|본인|신청[인자]|가입자|계약자|피보험자|수익자|수진자|수급자|세대주|배우자|자녀|예금주|소유자|보호자"
    r"|[위수]임[인자]|임[차대]인|근로자|민원인|피해자|채무자|승객|입주민)(?:님|분)?\s?[:(]?\s?$"
)
_GOODS: Final = re.compile(r"바코드|상품|제품|품목|물품|도서|책|(?i:barcode|gtin|ean|isbn|item|product|timestamp|time|ts)")
_GOODS_REACH: Final = 16
_KOREAN_GOODS: Final = "880"  # with it nearly every bar code in Korea begins, and few persons' numbers: who was born early in 1988
_OLDEST: Final = 120  # years
_FIRST_YEAR: Final = 1920
_OFFICES: Final = frozenset(map(str, range(11, 29)))  # the registry offices of firms begin so
_RANDOM_SINCE: Final = date(2020, 10, 5)
_HIDING: Final = "*xX●○■•"
_NAMED: Final = re.compile(r"[가-힣]{2,4}\s?(?:님|씨)?\s?\($")
_RESIDENT: Final = re.compile(r"(?<![가-힣])(?:주민|생년월일)\s?[:(]?\s?$")  # 주민 880603-1******
# The whole back half is hidden: 소유자 김분남 470930-*******
_BACK_HIDDEN: Final = re.compile(rf"(?<![0-9.+\-])(?P<front>{SHORT_DAY})\s?-\s?[{_HIDING}]{{7}}(?![0-9A-Za-z])")
_FRONT: Final = re.compile(
    rf"(?<![0-9.+\-])(?P<front>{SHORT_DAY}(?:\s?-\s?[0-9]|[0-9](?=[{_HIDING}]{{4}})))"
    rf"(?:(?P<hidden>[0-9]{{0,4}}[{_HIDING}]{{1,8}})|(?!\s?[0-9\-]))(?![0-9A-Za-z])"
)


def plain(sighting: Sighting) -> bool:
    """A possible birth date, written as such a number is: unbroken, six and seven, or behind its label."""
    if behind_plus(sighting) or sighting.born is None:
        return False
    return sighting.unbroken or sighting.label == "rrn" or _SIX_SEVEN.fullmatch(sighting.raw) is not None


def _impossible(sighting: Sighting) -> bool:
    return sighting.born is None


def _checked(sighting: Sighting) -> bool:
    return checksums.resident(sighting.digits)


def _firm(sighting: Sighting) -> bool:
    digits = sighting.digits
    office = digits[:2] in _OFFICES and digits[2:6] in ("0111", "1111")
    if office and not _checked(sighting) and checksums.corporate(digits):
        return True
    return sighting.label == "corporate_number"


def _too_old(sighting: Sighting) -> bool:
    born = sighting.born
    return born is not None and born.year < _FIRST_YEAR and born.year < checksums.today().year - _OLDEST


@only("unbroken")
def _milliseconds(sighting: Sighting) -> bool:
    digits = sighting.digits
    if not sighting.unbroken or digits[0] != "1" or digits[1] not in "4567":
        return False
    return sighting.label != "phone" and not _behind_a_person(sighting)


@only("unbroken")
def _bar_code(sighting: Sighting) -> bool:
    if not sighting.unbroken or not checksums.ean13(sighting.digits):
        return False
    if not _checked(sighting):
        return not _behind_a_person(sighting)
    return sighting.digits.startswith(_KOREAN_GOODS) and not (_behind_a_person(sighting) or _in_a_person_s_row(sighting))


@only("unbroken")
def _other_unbroken(sighting: Sighting) -> bool:
    return sighting.unbroken and (sighting.label in (OTHER, "bank_account") or sighting.label_behind == OTHER)


@only("parted")
def _unparted(sighting: Sighting) -> bool:
    return not sighting.unbroken and _PARTED.match(sighting.raw) is None and not _boxed(sighting)


def _boxed(sighting: Sighting) -> bool:
    """Thirteen digits one by one, and nothing but them: a person's name stands before them, or the check digit holds."""
    if _BOXES.fullmatch(sighting.raw) is None or _MORE_DIGITS.match(sighting.text, sighting.end):
        return False
    return _checked(sighting) or _behind_a_name(sighting)


def _behind_a_name(sighting: Sighting) -> bool:
    before = sighting.before(_NAME_REACH)
    return holder.before(before, len(before), _NAME_BEFORE, _NAME_REACH) is not None


def _behind_a_person(sighting: Sighting) -> bool:
    """A name or a word for a person stands right before, and no word for goods near."""
    if _ROLE.search(sighting.before(_NAME_REACH)) is None and not _behind_a_name(sighting):
        return False
    low, high = max(0, sighting.start - _GOODS_REACH), sighting.end + _GOODS_REACH
    return _GOODS.search(sighting.text, low, high) is None


def _in_a_person_s_row(sighting: Sighting) -> bool:
    """A name stands in the cell before the number, or right behind it: 김민준,8801062638154, 8801062638154 김민준."""
    before = sighting.before(_NAME_REACH)
    if holder.before(before, len(before), _NAME_IN_A_CELL, _NAME_REACH) is not None:
        return True
    behind = _NAME_BEHIND.match(sighting.text, sighting.end)
    return behind is not None and holder.likely(behind["name"])


@only("parted")
def _of_a_person(sighting: Sighting) -> bool:
    return _SIX_SEVEN.fullmatch(sighting.raw) is not None and _behind_a_name(sighting)


@only("parted", "named")
def _other_unchecked(sighting: Sighting) -> bool:
    return not sighting.unbroken and sighting.label == OTHER and not _checked(sighting)


def _of_a_thing(sighting: Sighting) -> bool:
    """The label names an order or a lot, and no check digit says otherwise: numbers given out since October 2020 have none."""
    born = sighting.born
    proven = born is not None and born < _RANDOM_SINCE and _checked(sighting)
    return not proven and _rules.of_a_thing(sighting)


def front_half(sevenths: str, kind: str) -> Gate:
    """A gate for birth date and sex where the rest is hidden or left out: 주민번호 900101-1, 김서윤(900101-2******).

    Without its label or a name such a number is one that somebody has masked already.
    """

    def find(text: str, hit: int, floor: int, context: Context) -> list[Span]:
        found = _FRONT.match(text, hit)
        if found is None:
            return _front_alone(text, hit, floor, context) if kind == "rrn" else []
        digits = re.sub("[^0-9]", "", found["front"])
        if digits[6] not in sevenths or checksums.birth(digits) is None:
            return []
        if not (found["hidden"] and _behind_somebody(text, hit)) and context.before(text, hit, floor) != kind:
            return []
        return [Span(*found.span(), kind, digits, 0.85, "the rest is hidden")]

    return Gate(
        rf"[0-9]{{6}}\s?-\s?(?:[{sevenths}](?:[^0-9]|$|[0-9]{{1,4}}[{_HIDING}])|[{_HIDING}]{{7}})"
        rf"|[0-9]{{6}}[{sevenths}][{_HIDING}]{{4}}",
        find,
        early=True,
    )


def _behind_somebody(text: str, hit: int) -> bool:
    """Whether a name or 주민 stands before ``hit``, or a word and a bracket."""
    if _RESIDENT.search(text, max(0, hit - 8), hit) or _NAMED.search(text, max(0, hit - 10), hit):
        return True
    return holder.before(text, hit, _NAME_BEFORE, _NAME_REACH) is not None


def _front_alone(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A date of birth before seven hidden digits, behind its label or a likely name."""
    found = _BACK_HIDDEN.match(text, hit)
    if found is None:
        return []
    if not _behind_somebody(text, hit) and context.before(text, hit, floor) != "rrn":
        return []
    return [Span(*found.span(), "rrn", re.sub("[^0-9]", "", found["front"]), 0.85, "the rest is hidden")]


def form(sevenths: str, kind: str, *labels: str) -> NumberForm:
    """The form of numbers with a 7th digit of ``sevenths``; ``labels`` are the kinds that may name them."""
    return NumberForm(FORM, table(sevenths, kind, *labels), near=_NEAR, alone=_DATED)


def table(sevenths: str, kind: str, *labels: str) -> Table:
    """The rules for numbers with a 7th digit of ``sevenths``; ``labels`` are the kinds that may name them."""
    zeros = (reject("a form's example", lambda s: not s.digits.strip("0"), "000000-0000000"),) if "0" in sevenths else ()
    return Table(
        *zeros,
        reject("another 7th digit", lambda s: s.digits[6] not in sevenths, "the digit says who is counted"),
        _rules.TAIL,
        _rules.BEHIND_PLUS,
        accept(f"label {kind}", labelled(*labels), 0.99, "a mistyped date behind the label is a number all the same"),
        accept("label behind", lambda s: not _impossible(s) and s.label_behind in labels, 0.97, "… 주민번호입니다"),
        reject("impossible birth date", _impossible, "month 13, 30 February, tomorrow"),
        reject("a firm's number", _firm, "법인등록번호 has the same length"),
        accept("birth date behind a name", _of_a_person, 0.9, "김민준 (010817-1234567): a mistyped century is no other number"),
        reject("not parted after six digits", _unparted, "another grouping"),
        reject("born too long ago", _too_old, "older than 120 years"),
        reject("a time in milliseconds", _milliseconds, "1712013456789"),
        reject("a bar code", _bar_code, "EAN-13 with its own check digit"),
        reject("named otherwise, unbroken", _other_unbroken, "주문번호 9001011234567"),
        reject("glued to letters", attached, "a serial, a hash, an identifier: list.do?key=m2411225294640"),
        reject("a thing's number", _of_a_thing, "주문번호 250307-3018842, lot: 250211-1180042"),
        reject("named otherwise, unchecked", _other_unchecked, "일련번호 900101-1234567"),
        accept("birth date and check digit", _checked, 0.97, "legacy numbers carry a check digit"),
        accept("birth date, parted", parted, 0.9, "six digits, a separator, seven digits"),
        accept("birth date", lambda s: True, 0.7, "thirteen digits that begin with a date"),
    )
