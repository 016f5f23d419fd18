"""Names in text without blanks, by the label or title that touches them: 저는김민수입니다, 박지훈님안녕하세요."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence
from predictor.pii.names.candidates import inside_a_word, word_begins
from predictor.pii.names.form import COMPOUND, GIVEN_NAMES, SURNAMES, WHOLE, divide
from predictor.pii.names.labels import TOUCHING
from predictor.pii.names.plausibility import may_be_known
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_OPENERS: Final = (
    "저는", "제가", "나는", "안녕하세요", "안녕하십니까", "여보세요", "제이름은", "내이름은", "이름은", "성함은", "성함이",
    "이름이", "담당자는", "예금주는", "수령인은", "보호자는", "신청인은", "주문자는", "예약자는", "입금자는",
    "고객은", "본인은",
)  # fmt: skip
_LABEL: Final = lexicon.either(sorted((*TOUCHING, *_OPENERS), key=len, reverse=True))
# What goes on behind a name: an ending, an honorific, the next field, an account's bank.
_GOES_ON: Final = (
    "입니다|이라고|라고|이에요|예요|인데|이고|이며|고요|구요|이요|님|씨|고객|귀하|으로|이름|명의|대리|과장|차장|부장|팀장|주임|사원"
    "|실장|이사|대표|선생|교수|연락|전화|휴대|핸드폰|주소|생년|주민|나이|성별|계좌|이메일|메일|회원|고객|주문|은행|국민|신한|우리"
    "|하나|농협"
    "|기업|카카오|토스|새마을|우체국|수협|신협|부산|대구|케이뱅크"
)
_LABELLED: Final = re.compile(rf"(?:{_LABEL})[:：]?(?P<name>{WHOLE})(?={_GOES_ON})")
# Behind 님 and such the sentence goes on: no particle alone, which a word's end follows.
_TITLES: Final = (
    "(?:고객|회원|선생|교수|대리|과장|차장|부장|팀장|실장|사장|대표|이사|원장|점장|기사|매니저|주임|환자|학생|어머|아버)님"
)
_SPEECH: Final = (
    "안녕|맞으|맞나|계신|계세|감사|고맙|반갑|수고|한테|에게|께서|문의|예약|주문|배송|전화|연락|죄송|회의|상담|확인|오늘"
    "|내일|어제|요청|말씀|생일|축하"
)
_BEFORE: Final = "(?:어제|오늘|내일|아까|방금|그제|혹시|그리고|근데)?"
_TITLED: Final = re.compile(rf"{_BEFORE}(?P<name>{WHOLE})(?=(?:{_TITLES}|님|씨)(?:{_SPEECH}))")
# 저김민수인데요
_COPULA: Final = "입니다|이라고|라고|인데|이에요|예요|이고"
_SELF: Final = re.compile(rf"[저전나난](?P<self>{WHOLE})(?=(?:{_COPULA})[가-힣])")
# 환불은최은경명의계좌로
_OWNED: Final = re.compile(rf"[은는이가을를로](?P<name>{WHOLE})(?=명의(?:의|로|인)?(?:계좌|통장|카드|휴대|전화|보험|차량))")
_THREE_OR_FOUR: Final = f"(?:{COMPOUND}|[{SURNAMES}][가-힣])[가-힣]{{1,2}}"
LABELLED_GATE: Final[str] = rf"(?:{_LABEL})[:：]?{_THREE_OR_FOUR}(?:{_GOES_ON})"
TITLED_GATE: Final[str] = (
    rf"(?:{_BEFORE}{_THREE_OR_FOUR}(?:{_TITLES}|님|씨)(?:{_SPEECH})|[저전나난]{_THREE_OR_FOUR}(?:{_COPULA})[가-힣])"
)
OWNED_GATE: Final[str] = rf"[은는이가을를로]{_THREE_OR_FOUR}명의(?:의|로|인)?(?:계좌|통장|카드|휴대|전화|보험|차량)"
_SURELY_GIVEN: Final = GIVEN_NAMES.difference(evidence.ALSO_WORDS)  # 나온영화인데 holds no 온영화
_LEAST: Final = 0.8


def labelled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name between a label that touches it and what goes on behind: 주문자김민수입니다, 예금주:김민수국민은행."""
    found = _LABELLED.match(text, hit)
    if found is None or found.start() < floor:
        return []
    return _named(found, "name", "label glued")


def titled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name at a word's begin before a title that the sentence touches: 박지훈님안녕하세요; or behind 저: 저김민수인데요."""
    start = word_begins(text, hit)
    if inside_a_word(text, start, floor):
        return []
    if found := _TITLED.match(text, start):
        return _named(found, "name", "title glued")
    found = _SELF.match(text, start)
    return _named(found, "self", "self glued") if found and divide(found["self"])[1] in _SURELY_GIVEN else []


def owned(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name behind a particle and before 명의계좌: 환불은최은경명의계좌로."""
    found = _OWNED.match(text, hit)
    return _named(found, "name", "owner glued") if found and found.start("name") >= floor else []


def _named(found: re.Match[str], group: str, rule: str) -> list[Span]:
    """The name of a match, where its given name is a known one and no word is spelled like it."""
    name = found[group]
    if not may_be_known(name):
        return []
    score = evidence.weigh(name, "label", "end")
    return [Span(*found.span(group), "person_name", name, score, rule)] if score >= _LEAST else []
