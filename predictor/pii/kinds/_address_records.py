"""Addresses as records, scans and notes write them: vCard's ADR, HL7's XAD, EDIFACT's NAD, 同 431-6, 서 울 강 남 구."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.scan import edifact, hl7
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_SEPARATORS: Final = re.compile(r"[\s,()^;+]+")
# ADR;TYPE=WORK:;;솔마루로 123;광주 북구;;61005;KR: the parts of an address, parted by semicolons, before its postcode
_CARD: Final = r"(?:^|\n|\.)ADR(?:;[A-Za-z=,\-]{1,32}){0,4}:[^;\n]{0,40};[^;\n]{0,40};"
CARD_GATE: Final = rf"{_CARD}[^;\n]"
_ON_A_CARD: Final = re.compile(
    rf"{_CARD}(?P<value>[^;\n]{{3,60}}(?:;[^;\n]{{1,30}}){{0,2}})(?=;|\s|$)",
)
# |솔마루로 77^^대구 중구^^^KOR|: street, other, city, state, postcode and country in a segment of HL7
SEGMENT_GATE: Final = r"\^[^|^\n]{0,32}\^[^|^\n]{1,32}\^[^|^\n]{0,24}\^[0-9]{0,6}(?:\^[A-Z]|[|~\n])"
_IN_A_SEGMENT: Final = re.compile(
    r"[|~]"
    r"(?P<value>(?=[^|^\n]{0,60}[0-9])[^|^~\n]{4,60}\^[^|^~\n]{0,32}\^[^|^~\n]{1,32}"
    r"(?:\^[^|^~\n]{0,24}(?:\^[0-9]{0,6}(?:\^[A-Z]{2,3})?)?)?)"
    r"(?=[|^~\n]|$)"
)
_STREET_REACH: Final = 64
# NAD+DP+++KIM+SOLMARU-RO 31BEON-GIL 7+GUNSAN++54001+KR': a party's street and city
PARTY_GATE: Final = r"[A-Z0-9]-(?:DAERO|RO|GIL)[ ,][^+'\n]{0,24}[0-9]"
_OF_A_PARTY: Final = re.compile(r"\+(?P<value>[A-Z0-9][A-Z0-9 ,.\-]{4,60}(?:\+[A-Z][A-Z \-]{1,24})?)(?=[+'])")
# 솔뫼동 417-2 → 同 431-6 2층: the same quarter as before
SAME_GATE: Final = r"(?:同|〃|상동)\s?(?:산\s?)?[0-9]{1,4}-[0-9]"
_SAME: Final = re.compile(
    r"(?P<value>(?:同|〃|상동)\s?(?:산\s?)?[0-9]{1,4}-[0-9]{1,4}(?:\s?번지)?"
    r"(?:,?\s(?:지하\s?)?[0-9]{1,4}(?:층|호|동)){0,3})"
    r"(?![0-9A-Za-z\-])"
)
_LOT_BEFORE: Final = re.compile(r"[가-힣][0-9]{0,2}[동리가]\s?(?:산\s?)?[0-9]{1,4}(?:-[0-9]{1,4})?")
_SAME_REACH: Final = 80
# 동호수: 207동 1103호, and the answer to a question for it
_FLAT_LABEL: Final = r"동\s?[·,/]?\s?호수?(?:는|은|가|이)?\s?[:=]?\s?"
FLAT_GATE: Final = rf"(?:^|[^0-9A-Za-z가-힣]){_FLAT_LABEL}[0-9]{{1,4}}동\s?[0-9]{{3,4}}호"
_FLAT: Final = re.compile(rf"{_FLAT_LABEL}(?P<value>[1-9][0-9]{{0,3}}동\s?[1-9][0-9]{{2,3}}호)(?![0-9선])")
# 저희 집은 101동 1203호, 여기 304동 1502호인데요: behind the words for somebody's home
_NUMBERS: Final = r"[1-9][0-9]{1,3}동\s?[1-9][0-9]{2,3}호"
_DWELLING: Final = (
    r"(?:(?:저희|우리|제|내|본인|친정|시댁|처가|본가|고객님?|부모님|할머니|할아버지|엄마|아빠|어머니|아버지"
    r"|언니|오빠|누나|동생|친구)"
    r"\s?(?:집|댁)"
    r"|(?:윗|아랫|옆|앞)\s?집|사는\s?곳|여기|저는|저희는?)"
)
_BEHIND_DWELLING: Final = r"(?:\s?주소)?(?:은|는|이|가|에|으?로)?[,:]?\s(?:\(|[가-힣]{2,8}\s)?"
HOME_GATE: Final = rf"{_DWELLING}{_BEHIND_DWELLING}{_NUMBERS}"
_OF_A_HOME: Final = re.compile(rf"(?<![가-힣]){_DWELLING}{_BEHIND_DWELLING}(?P<value>{_NUMBERS})(?!\s?[선0-9])")
# 207동 1103호에 사는, 207동 1103호로 배달: a verb of living or delivering follows the flat
_DWELT: Final = (
    r"(?:에서?\s?(?:살[아고던았다며]|사[는시세신]|삽|거주)"
    r"|\s?(?:살아요|살아서|살고|사는|사시는|삽니다|거주|입주[민자]|주민|세입자|임차인|세대주)"
    r"|인데요|\s?(?:문\s?)?앞(?:에|으로)?\s?(?:놓|놔|두[고시]|와\s?주|배달|가져다|갖다)"
    r"|으?로\s?(?:(?:좀|빨리|바로|지금)\s)?(?:부탁|배달|배송|보내|가져다|갖다|와\s?주|오세요|오시|이사|전입|방문))"
)
DWELT_GATE: Final = rf"{_NUMBERS}{_DWELT}"
_DWELT_IN: Final = re.compile(rf"(?<![0-9A-Za-z가-힣\-])(?P<value>{_NUMBERS})(?={_DWELT})")
# 서 울 강 남 구 솔 잎 로 17 길 2 1 - 5 지층: a scanner leaves a blank behind each character
_PROVINCES: Final = "|".join(
    sorted({f"{word[0]} {word[1]}" for word in lexicon.words("provinces") if len(word) > 1}),
)
_DIGITS: Final = r"[1-9](?: ?[0-9]){0,3}"
BLANKS_GATE: Final = rf"(?:^|[^가-힣])(?:{_PROVINCES}) [가-힣] [가-힣] [가-힣]"
_APART: Final = re.compile(
    rf"(?<![가-힣])(?P<value>(?P<region>(?:{_PROVINCES})(?: [가-힣]){{3,16}}) {_DIGITS}"
    rf"(?: ?(?:번 ?)?길 {_DIGITS})?(?: ?- ?{_DIGITS})?"
    rf"(?: ?,? ?(?:지 ?층|반 ?지 ?하|옥 ?탑|{_DIGITS} ?[동층호](?![가-힣]))){{0,3}})(?![0-9])"
)
_REGION: Final = re.compile(r".*[시군구] .*[로길동리가읍면]$")


def on_a_card(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The street, the city and the region of a vCard, without the postcode and the country."""
    found = _ON_A_CARD.match(text, hit)
    if found and found.start("value") >= floor and any(char.isdigit() for char in found["value"]):
        yield _span(found, "an address on a card")


def in_a_segment(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The address of a person in a segment of HL7."""
    start = text.rfind("|", max(floor, hit - _STREET_REACH), hit)
    again = text.rfind("~", max(floor, hit - _STREET_REACH), hit)
    found = _IN_A_SEGMENT.match(text, max(start, again)) if max(start, again) >= 0 else None
    if found and found.start("value") >= floor and hl7.of_a_person(text, found.start()):
        yield _span(found, "an address in a segment")


def of_a_party(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The street of a party in a message of EDIFACT, with its city."""
    start = text.rfind("+", max(0, hit - _STREET_REACH), hit)
    found = _OF_A_PARTY.match(text, start) if start >= 0 else None
    if found and found.start("value") >= floor and edifact.in_a_party(text, start):
        yield _span(found, "an address of a party")


def in_the_same_quarter(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A lot in the quarter of the lot before it."""
    found = _SAME.match(text, hit)
    if found and hit >= floor and _LOT_BEFORE.search(text, max(0, hit - _SAME_REACH), hit):
        yield _span(found, "the same quarter")


def flat(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A flat behind its label."""
    found = _FLAT.match(text, hit) or _FLAT.match(text, hit + 1)
    if found and found.start("value") >= floor:
        yield _span(found, "a flat behind its label")


def flat_of_a_home(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A flat behind the words for somebody's home."""
    found = _OF_A_HOME.match(text, hit)
    if found and found.start("value") >= floor:
        yield _span(found, "a flat behind a home")


def flat_dwelt_in(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A flat that a verb of living or delivering follows."""
    found = _DWELT_IN.match(text, hit)
    if found and hit >= floor:
        yield _span(found, "a flat somebody lives in")


def apart(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An address with a blank behind each character, as a scanner reads it."""
    found = _APART.match(text, hit) or _APART.match(text, hit + 1)
    if found and found.start("value") >= floor and _REGION.match(found["region"]):
        yield _span(found, "characters apart")


def _span(found: re.Match[str], rule: str) -> Span:
    return Span(*found.span("value"), "address", _SEPARATORS.sub("", found["value"]).lower(), 0.8, rule)
