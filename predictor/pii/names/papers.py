"""Names of any sound in notices, registers and records, and beside accounts: 상주 옥태산, 옥태산 앞 농협 301-…, 빙^준서."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.candidates import long_name, word_begins
from predictor.pii.names.cues import NAME, NAME_BEFORE
from predictor.pii.names.form import COMPOUND, COMPOUNDS, SURNAMES, SYLLABLES
from predictor.pii.names.plausibility import may_be_whole_name
from predictor.pii.scan import hl7
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# 상주 옥태산 옥태강. 장지 …: the mourners of a notice
MOURNERS_GATE: Final[str] = r"상주\s?:?\s[가-힣]{3,4}(?:[ ,./]\s?[가-힣]{3,4}|[,.\n/(]|$)"
_MOURNERS: Final = re.compile(r"상주\s?:?\s(?=[가-힣])")
_MOURNER: Final = re.compile(rf"(?:\s?[,/]\s?| |\. )?(?P<name>{NAME})(?=\s?[,./(\n]|\s[가-힣]{{3,4}}[ ,./\n(]|\s*$)")
_FUNERAL: Final = re.compile("발인|빈소|장지|별세|부고|장례|영결|입관|소천")
_FUNERAL_REACH: Final = 80
_FUNERAL_BEHIND: Final = 24  # because a stream does not wait longer
_MOURNERS_MOST: Final = 8
# 부의금은 옥태산 앞 농협 301-…
PAID_TO: Final[str] = r" 앞(?:으로)? (?:[가-힣]{2,6} )?[0-9]{3,6}-[0-9]"
_BEFORE_PAID: Final = re.compile(PAID_TO)
# PID|1||…||빙^준서^^^: a surname and a given name in HL7
OF_HL7_GATE: Final[str] = rf"\|[{SURNAMES}]{{1,2}}\^[가-힣]{{1,3}}[|^\r\n]"
_OF_HL7: Final = re.compile(rf"\|(?P<name>(?:{COMPOUND}|[{SURNAMES}])\^[가-힣]{{1,3}})(?=[|^\r\n])")
# 빈산돌 권사, 범 린 자매, 옹달하, 옹달비 남매: what stands behind in a church, and behind siblings
BRETHREN: Final[str] = r" (?:권사|장로|집사|성도|형제|자매|남매)"
_BEFORE_BRETHREN: Final = re.compile(BRETHREN)
_BROTHER: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?:(?P<first>{NAME})\s?[,./]\s?)?(?P<name>{NAME}|[{SURNAMES}] [가-힣])$")
_CHURCH: Final = re.compile("교회|예배|기도회?|찬양|특송|봉헌|헌금|성가대|구역|목장|새가족|목사|전도사|간식\\s?담당|주보|성경")
_LONGEST: Final = 4  # syllables of a name
_PAIR_REACH: Final = 10  # characters of two names
_CHURCH_REACH: Final = 70
# 가 족 관 계: 본인 반설 1979년 12월 05일, 모 용보배(龍寶培) 1975년 …
REGISTERED_GATE: Final[str] = (
    r"(?:본인|부|모|배우자|자녀?)\s{1,4}[가-힣]{2,4}(?:\s?\([一-龥]{2,4}\))?\s{1,4}"
    r"(?:19|20)[0-9]{2}"
    r"(?:년\s?[01]?[0-9]월\s?[0-3]?[0-9]일"
    r"|[.\-][01][0-9][.\-][0-3][0-9])"
)
_REGISTERED: Final = re.compile(
    rf"(?<![가-힣])(?:본인|부|모|배우자|자녀?)\s{{1,4}}(?P<name>{NAME}|[{SURNAMES}][가-힣])(?:\s?\((?P<hanja>[一-龥]{{2,4}})\))?"
    r"\s{1,4}(?:19|20)[0-9]{2}(?:년\s?[01]?[0-9]월\s?[0-3]?[0-9]일|[.\-][01][0-9][.\-][0-3][0-9])"
)
_REGISTER: Final = re.compile(r"가\s?족\s?관\s?계|기본\s?증명|혼인\s?관계|등록\s?기준지|출생연월일|입양\s?관계")
_REGISTER_REACH: Final = 200
# 이록이라고 외자 이름인데요
OF_ONE_SYLLABLE_GATE: Final[str] = r"\s외자(?:[^가-힣]|[라인예이요])"
_OF_ONE_SYLLABLE: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>[{SURNAMES}][가-힣]) ?(?:이?라고|이?거든요?|인데요?|이?에요|예요|입니다)[,.]?(?:\s이름이)?$"
)
_ONE_SYLLABLE_REACH: Final = 14
# 변해솔찬 above 911105-1…
ABOVE_A_NUMBER_GATE: Final[str] = rf"(?:^|\n)[{SURNAMES}][가-힣]{{2,3}} ?\n ?[0-9]{{6}} ?- ?[1-8]"
_ABOVE_A_NUMBER: Final = re.compile(rf"\n?(?P<name>[{SURNAMES}][가-힣]{{2,3}})(?= ?\n ?[0-9]{{6}} ?- ?[1-8])")
_BANKS: Final = (
    "(?:우리|국민|신한|하나|농협|수협|기업|카카오|카뱅|토스|토뱅|새마을|우체국|신협|부산|대구|광주|전북|경남|제일|씨티|케이|산업)"
    "(?:은행|뱅크|금고)?"
)
# 감솔비 우리 1002-448-…: who begins a line before a bank and an account
OF_AN_ACCOUNT_GATE: Final[str] = rf"(?:^|\n)[가-힣]{{3}} (?:{_BANKS}) [0-9]{{3,6}}-[0-9]{{2}}"
_OF_AN_ACCOUNT: Final = re.compile(rf"\n?(?P<name>{NAME})(?= (?:{_BANKS}) [0-9]{{3,6}}-[0-9]{{2}})")


def mourning(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The mourners whom a notice of a funeral names."""
    start = word_begins(text, hit)
    head = _MOURNERS.match(text, start)
    if head is None or head.end() < floor or not _FUNERAL.search(text, max(0, start - _FUNERAL_REACH), start + _FUNERAL_BEHIND):
        return
    place = head.end()
    for _ in range(_MOURNERS_MOST):
        found = _MOURNER.match(text, place)
        if found is None or not may_be_whole_name(found["name"]):
            return
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "mourner")
        place = found.end()


def paid_to(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The holder of the account behind 앞: 옥태산 앞 농협 301-…."""
    found = NAME_BEFORE.search(text, max(floor, hit - _LONGEST), hit) if _BEFORE_PAID.match(text, hit) else None
    if found and may_be_whole_name(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "account behind")


def of_hl7(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A surname and a given name in a field of HL7, behind the name of a segment that holds persons."""
    found = _OF_HL7.match(text, hit)
    if found and found.start("name") >= floor and hl7.of_a_person(text, hit):
        yield Span(*found.span("name"), "person_name", found["name"].replace("^", ""), evidence.MODERATE, "field of HL7")


def of_an_account(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who begins a line before a bank and an account."""
    found = _OF_AN_ACCOUNT.match(text, hit)
    if found and found.start("name") >= floor and may_be_whole_name(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "account behind")


def brethren(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before what members of a church are called, where other words tell of a church; siblings have one surname."""
    found = _BROTHER.search(text, max(floor, hit - _PAIR_REACH), hit) if _BEFORE_BRETHREN.match(text, hit) else None
    if found is None or not (" " in found["name"] or may_be_whole_name(found["name"])):
        return
    siblings = found["first"] is not None and found["first"][0] == found["name"][0] and may_be_whole_name(found["first"])
    if siblings or _CHURCH.search(text, max(0, hit - _CHURCH_REACH), hit):
        if siblings:
            yield Span(*found.span("first"), "person_name", found["first"], evidence.MODERATE, "siblings")
        yield Span(*found.span("name"), "person_name", found["name"].replace(" ", ""), evidence.MODERATE, "brethren")


def registered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who stands in a certificate of a family, with the date of birth behind."""
    found = _REGISTERED.match(text, word_begins(text, hit))
    if found is None or found.start("name") < floor or not nobody.may_be_named(found["name"]):
        return
    if _REGISTER.search(text, max(0, hit - _REGISTER_REACH), hit):
        yield from (
            Span(*found.span(part), "person_name", found[part], evidence.SLIGHT, "register of a family")
            for part in ("name", "hanja")
            if found[part]
        )


def of_one_syllable(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A given name of one syllable that somebody tells to be one."""
    found = _OF_ONE_SYLLABLE.search(text, max(floor, hit - _ONE_SYLLABLE_REACH), hit)
    if found and text.startswith("외자", hit + 1) and nobody.may_be_any_name(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "one syllable")


def above_a_number(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name alone on the line above a resident's number."""
    found = _ABOVE_A_NUMBER.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    name = found["name"]
    may_be = _may_be_native if len(name) > SYLLABLES and name[:2] not in COMPOUNDS else may_be_whole_name
    if may_be(name):
        yield Span(*found.span("name"), "person_name", name, evidence.MODERATE, "above a resident's number")


def _may_be_native(name: str) -> bool:
    """Whether four syllables may be a surname and a native given name, whose last two are no word."""
    return long_name(name) and nobody.may_be_named(name[:SYLLABLES]) and name[2:] not in evidence.COMMON
