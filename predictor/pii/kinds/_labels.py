"""Values that are known by their label alone: a gate and a finder from the label's words and the value's form."""

import re
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Finder, Gate
from predictor.pii.scan import spoken
from predictor.pii.scan.context import Context
from predictor.pii.scan.forms import LONG_DAY, SHORT_DAY
from predictor.pii.scan.span import Span

# Between a label and its value: (8자리) and such hints, a sign, a particle, a copula, No. or 제.
# 회원번호 변경 전 M-7740, "memberNo": {"before": "M-7740": scan.changed reads the new value.
_OLD: Final = r"(?:\s(?:변경\s?전|기존|종전|이전)|[\"']?\s?:\s?\{\s?[\"'](?:before|old(?:_?[vV]alue)?|from)[\"'])?"
_BETWEEN: Final = (
    r"\.?(?:\s?\([^()\n]{1,12}\))?[\"'`*)\]]{0,2}[\s_\-]{0,2}"
    r"(?:번\s?호|넘버|코드|값"
    r"|(?i:no\.?|number|num|id|code|val(?:ue)?)[\"'`]?)?"
    r"(?:\s?\([^()\n]{1,12}\))?"
    rf"{_OLD}"
    r"(?:은요|는요|이?요\?|\?|은|는|이|가|를|을)?\s?(?:[:=#|>\-]{0,2}|[→⇒,])[\"'`*(\s]{0,4}(?:제\s?|(?i:no\.)\s?)?"
)
# 사번은 각각 1509234, 2003118: what says that several numbers follow
_IN_ORDER: Final = (
    r"(?:(?:각각|각자|각기|순서대로|순서로|차례대로|차례로|순으로|(?i:respectively|in\sorder))[은는로]?[,:]?\s?[\[(]?)?"
)
_AND: Final = r"번?\s?(?P<joint>[,/·、&]|이?랑|와|과|하고|이?[고구]요,?|이?고,?|및|그리고|(?i:and))\s{0,2}(?:그리고\s)?"
# 증권번호가 L 2021 0938이고 남편 건 L 2019 5520: the owner of the second number
_WHOSE: Final = (
    r"(?:(?:남편|아내|와이프|집사람|아이|애|아들|딸|큰애|작은애|동생|오빠|언니|형|누나|엄마|아빠|어머니|아버지|어머님"
    r"|아버님|부모님|친구|본인|제|저|배우자)"
    r"(?:는|은|가|께|꺼|의)?\s?(?:건|거|것|꺼|번호)?(?:는|은|이|가)?[:\s]\s?)?"
)
_MOST: Final = 20  # numbers behind one label
_UNIT: Final = r"(?!\s?(?:원|명|건|개|점|회|월|일|호|층|시|분|%)|[.:][0-9])"
_TELEPHONE: Final = re.compile(r"0[0-9]{1,2}-?[0-9]{3,4}-?[0-9]{4}")
_SHAPE: Final = {**{ord(digit): "9" for digit in digits}, **{ord(letter): "A" for letter in ascii_letters}}
_LATIN: Final = re.compile("[A-Za-z_]")
# 보험증권은 이공이삼 다시 팔팔일공삼 이에요
_SPOKEN: Final = (
    # 엘 이공이사공 칠일팔삼오: letters before the digits
    rf"(?:{spoken.LETTER}\s?){{0,3}}[{spoken.DIGITS}]{{2,12}}"
    r"(?:(?:\s?(?:다시|대시|하이픈|에)\s?|[\s,]\s?)"
    rf"[{spoken.DIGITS}]{{2,8}}){{0,4}}"
    # 삼오 공사팔이칠칠 육육일공구이 사입니다: a last digit alone
    rf"(?:\s(?:[{spoken.DIGITS.replace('이', '')}](?=이?(?:에요|예요|요|고)|입니다)|이(?=이(?:에요|요|고)|입니다)))?"
    r"(?=이(?:에요|예요|요|고|구요|라|며|던가)|(?<!이)(?:에요|예요|요|고|구요|라|며|인데)|입니다|[\s,.?!)]|$)"
)
_LEAST: Final = 5  # spoken digits
# 사번: 0070 173408, 증권번호 1234 567890: two groups or three, and none behind the first is a year or a day
_SPACED: Final = r"[0-9]{3,6} [0-9]{3,8}(?: [0-9]{3,6})?"
_GROUPS: Final = re.compile(
    r"(?P<first>[0-9]{3,6}) (?P<second>[0-9]{3,8})(?P<third> [0-9]{3,6})?(?![0-9A-Za-z\-]|[.,/:~][0-9]| [0-9])"
)
_COUNTED: Final = re.compile(
    r"\s?(?:원|명|건|개|점|회|월|일|호|층|시|분|%|년|세|살|포인트|마일|만|천|억|km|kg|부터|까지|동(?![가-힣]))"
)
_YEAR_OR_DAY: Final = re.compile(rf"(?:(?:19|20)?{SHORT_DAY}|(?:19|20)[0-9]{{2}}(?:[-./]\s?[0-9]{{1,2}}){{0,2}})(?![0-9A-Za-z\-])")
_DAY: Final = re.compile(rf"(?:19|20)?{SHORT_DAY}|(?:19|20)[0-9]{{2}}(?:[-.][0-9]{{1,2}}){{1,2}}")
# 671215 1279890: six digits of a day and the seven of a resident number behind them
NO_RESIDENT: Final[str] = r"(?!(?<=(?<![0-9])[0-9]{2}[01][0-9][0-3][0-9]) [1-8][0-9]{6}(?![0-9]))"
_END: Final = rf"(?![0-9A-Za-z년]){NO_RESIDENT}"
# 20381147-3: what a number goes on with beyond its form, which is never left behind alone
_MORE: Final = r"[\-_](?:[0-9][0-9A-Za-z]{0,11}|[A-Za-z]{1,2})(?![0-9A-Za-z])"
_TAIL: Final = re.compile(rf"(?:{_MORE}){{1,4}}", re.ASCII)
# 수험번호 1000명, 회원번호 300개: a count, where 회원번호 123456 건으로 names a matter and 123456 명의자 a person
_A_COUNT: Final = re.compile(
    r"(?:\s?(?:명|원|개|%)|(?:건|점|회|층|시간|개월))(?:[이은을가도만씩]|까지|이상|이하|정도|입니다|이에요)?(?![가-힣])"
)
_MOST_COUNTED: Final = 6  # digits of a count


def spoken_behind_label(kind: str, words: tuple[str, ...]) -> Gate:
    """A gate for five Hangul digits or more directly behind one of ``words``: 사번은 이공사일칠이요."""
    label = lexicon.labels(words)
    shape = re.compile(rf"(?:{label}){_BETWEEN}(?:{spoken.HESITATION}){{0,2}}(?<!\s이)(?P<value>{_SPOKEN})", re.ASCII)

    def find(text: str, hit: int, floor: int, context: Context) -> list[Span]:
        found = shape.match(text, hit)
        if found is None or found.start("value") < floor or _inside_word(text, hit):
            return []
        plain = spoken.plain(found["value"])
        return (
            [Span(*found.span("value"), kind, plain, 0.85, "label before, spoken")]
            if sum(map(str.isdigit, plain)) >= _LEAST
            else []
        )

    gate = rf"(?:{label}){_BETWEEN}(?:{spoken.HESITATION}){{0,2}}(?:{spoken.LETTER}\s?){{0,3}}[{spoken.DIGITS}]{{2}}"
    return Gate(gate, find, kind=kind)


def behind_label(kind: str, words: tuple[str, ...], form: str, score: float = 0.9, goes_on: bool = True) -> Gate:
    """A gate for ``form`` (which holds no look-around) directly behind one of ``words``, in the lexicon's spelling.

    A value that goes on behind the form, by a dash or by one more group of digits, is taken whole, unless ``goes_on`` is False. A
    count of people or things is no value.
    """
    label = lexicon.labels(words)
    shape = rf"(?:{label}){_BETWEEN}(?P<order>{_IN_ORDER})(?P<value>{form}){_END}"
    whole, begun = re.compile(rf"{shape}(?!{_MORE})", re.ASCII), re.compile(shape, re.ASCII)
    another = re.compile(rf"{_AND}{_WHOSE}(?P<value>{form}){_END}{_UNIT}", re.ASCII)

    def find(text: str, hit: int, floor: int, context: Context):  # type: ignore[no-untyped-def]
        found = whole.match(text, hit) or begun.match(text, hit)
        if found is None or found.start("value") < floor or _belongs_elsewhere(found):
            return
        end = _end(found) if goes_on else found.end()
        yield _labelled(kind, found.string, found.start("value"), end, score)
        for one in _listed(found, another) if end == found.end() else ():
            yield _labelled(kind, one.string, *one.span("value"), score)

    finder: Finder = find
    return Gate(rf"(?:{label}){_BETWEEN}{_IN_ORDER}(?:{form})", finder, kind=kind)


def _labelled(kind: str, text: str, start: int, end: int, score: float) -> Span:
    """The value at [start, end)."""
    return Span(start, end, kind, re.sub(r"[\s\-_]", "", text[start:end]).upper(), score, "label before")


def _belongs_elsewhere(found: re.Match[str]) -> bool:
    """Whether what stands behind a label is not its value: the label is a word's part, or a count or the next cell follows."""
    return _inside_word(found.string, found.start()) or _in_the_next_cell(found) or _is_count(found)


def _is_count(found: re.Match[str]) -> bool:
    """Whether a number behind a label counts people or things."""
    value = found["value"]
    return value.isdigit() and len(value) <= _MOST_COUNTED and _A_COUNT.match(found.string, found.end()) is not None


def _end(found: re.Match[str]) -> int:
    """Where a value ends that may go on behind its form: 20381147-3, 2038 1147. Below its label a group is another cell's."""
    text, start, end = found.string, found.start("value"), found.end()
    if tail := _TAIL.match(text, end):
        return tail.end()
    if text[end : end + 1] != " " or "\n" in text[found.start() : start]:
        return end
    groups = _GROUPS.match(text, start)
    return groups.end() if groups and groups.end() > end and _is_one_number(groups) else end


def grouped_behind_label(kind: str, words: tuple[str, ...]) -> Gate:
    """A gate for a number in groups directly behind one of ``words``: 사번: 0070 173408."""
    label = lexicon.labels(words)
    shape = re.compile(rf"(?:{label}){_BETWEEN}(?={_SPACED})", re.ASCII)

    def find(text: str, hit: int, floor: int, context: Context) -> list[Span]:
        begun = shape.match(text, hit)
        found = _GROUPS.match(text, begun.end()) if begun and "\n" not in begun.group() else None
        if found is None or found.start() < floor or _inside_word(text, hit) or not _is_one_number(found):
            return []
        return [Span(*found.span(), kind, found.group().replace(" ", ""), 0.85, "label before, groups")]

    return Gate(rf"(?:{label}){_BETWEEN}{_SPACED}", find, kind=kind)


def _is_one_number(found: re.Match[str]) -> bool:
    """Whether the groups are one number: none behind the first is a year, a day or a telephone's, and nothing is counted."""
    if _COUNTED.match(found.string, found.end()):
        return False
    return not any(_YEAR_OR_DAY.fullmatch(group.strip()) for group in found.group("second", "third") if group)


def _in_the_next_cell(found: re.Match[str]) -> bool:
    """Whether a comma parts the label from a day, which is something else of a list: 사번, 2024-01-02 입사."""
    label = found.string[found.start() : found.start("value")].rstrip()
    return label.endswith(",") and _DAY.match(found.string, found.start("value")) is not None


def _listed(first: re.Match[str], another: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The numbers behind the ``first`` one: any where 각각 announces them, else those that are written like it."""
    shape, last = first["value"].translate(_SHAPE), first
    for _ in range(_MOST):
        found = another.match(first.string, last.end())
        if found is None or _TELEPHONE.fullmatch(found["value"]):
            return
        if not first["order"] and not _goes_on(found, shape):
            return
        yield found
        last = found


def _goes_on(found: re.Match[str], shape: str) -> bool:
    """Whether a number has the ``shape`` of those before it; a slash parts it from them, and a date is none of them."""
    if found["joint"] == "/" or found["value"].translate(_SHAPE) != shape:
        return False
    return LONG_DAY.fullmatch(found["value"]) is None


def _inside_word(text: str, hit: int) -> bool:
    """Whether the label's Latin letters are the tail of a longer word: an identifier's capital or underscore begins a new one."""
    if not hit or text[hit] == "_" or _LATIN.match(text, hit) is None:
        return False
    before = text[hit - 1]
    if not before.isascii() or not before.isalpha():
        return False
    begins_a_word = before.islower() and text[hit].isupper()
    return not begins_a_word
