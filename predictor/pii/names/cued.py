"""Names of any sound between a word that a person follows and what goes on behind: 장녀 편옥담에게, 개명 전 성옥빈."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.candidates import compound, inside_a_word, long_name, word_begins
from predictor.pii.names.fields import has_a_rare_surname
from predictor.pii.names.form import COMPOUND, COMPOUNDS, SURNAMES, TIER, closed
from predictor.pii.names.neighbours import may_be_listed
from predictor.pii.names.recorded import SCORE
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_Judge = Callable[[str], bool]

# The surname may be one that no list has: 점, 야, 삼.
_NAME: Final = rf"(?:(?:{COMPOUND})[가-힣]{{1,2}}|[가-힣]{{3}})"
_KIN: Final = (
    "장남|장녀|차남|차녀|삼남|삼녀|(?:막내|큰|작은|둘째|셋째|외)?(?:아들|딸)|외동딸|외?손[자녀]|손주|남편|아내|와이프|집사람|안사람|바깥양반"
    "|배우자|(?:남|여)?동생|누나|언니|오빠|형|사위|며느리|조카|아버지|어머니|아빠|엄마|외?할아버지|외?할머니|장인|장모|시어머니|시아버지"
)
_PARTIES: Final = (
    "피해자|가해자|피고인?|원고|피의자|고소인|피고소인|고발인|채무자|채권자|임대인|임차인|매도인|매수인|양도인|양수인|신청인|청구인|상속인|피상속인"
    "|재해자|내담자|증인|참고인|목격자|보증인|대리인|의뢰인|수증자|예금주|명의자|집주인|세입자"
)
_OWN: Final = "주민|연락처|전화|휴대|핸드폰|계좌|주소|생년|성명|신분증|인감|서명|도장|여권|면허|명의"  # what a person has
_OFFICES: Final = (
    "(?:유언)?집행자|(?:성년|임의)?후견인|(?:법정|소송)?대리인|(?:연대)?보증인|수익자|상속인|수증자|대표자"
    "|이사장|조합장|회장|총무|팀장|반장|감사|위원장"
)
_HOLDERS: Final = (
    "담당자?|담당\\s?기사|명의자?|예금주|수취인|수령인|대표자|보호자|운전자|계약자|책임자|팀장|강사|담임|간병인|신청인"
)
_PASSED_TO: Final = "돼|되|된|해|등[록기]|통장|보험|이[전체]|송금|입금|보[내낸]|온|가입|들어"
_CHANGES: Final = "변경|바[뀌꾸꼈뀐뀝꿔]|교체|인계|정정|수정"
_BANKS: Final = (
    "(?:우리|국민|신한|하나|농협|수협|기업|카카오|카뱅|토스|토뱅|새마을|우체국|신협|부산|대구|광주|전북|경남|제일|씨티|케이|산업)"
    "(?:은행|뱅크|금고)?"
)
_IS: Final = "입니다|이에요|예요|이고|이구요|인데|이라고"
# (whom it may be, what stands before, what stands behind): the gates are made of them too, so that RE2 must read them.
_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    ("kin", rf"(?:{_KIN})\s", rf"(?:에게|한테|이가\s)|\s앞으로\s(?:{_PASSED_TO})"),
    ("kin", rf"(?:{_KIN}|이름이|성함이)\s", r"\s?맞[지죠나습]"),
    ("kin", rf"(?:{_KIN})(?:인데|이고)요?,?\s", r"이?라고\s(?:하[고구는]|합니다|해요|불러|부르)"),
    ("any", r"(?:상담사|상담원|상담\s?직원|안내원|교환원)\s", rf"(?:{_IS})|\s?:\s"),
    ("any", r"유\s?언\s?(?:장|서)?[.:]?\s{1,4}나는?,?\s", r"[은는]\s|\("),
    ("listed", rf"(?:{_OFFICES})(?:으로|로)\s", r"[을를]\s(?:지정|선임|임명|선출|위촉|추대)"),
    ("any", r"개명\s?[전후]\s?(?:이름|성명)?\s?:?\s?", r"\s?(?:[),./\n;→]|->|$)"),
    ("listed", rf"(?:{_PARTIES})\s", r"(?:에게|한테)"),
    ("any", rf"(?:{_PARTIES})\s", rf"의\s(?:{_OWN})"),
    ("listed", r"(?:피고인석|증인석|방청석|조수석|운전석)에\s?", r"[이가은는]\s"),
    ("paid", r"명의\s?:?\s?", r"\s?(?:[),./\n]|$)"),
    ("any", r"(?:본명|실명|아명)\s?:?\s?", r"\s?[)/]"),
    ("rare", r"담당자?\s?:?\s", r"\s(?:0[1-9][0-9]{0,2}-|1[5-8][0-9]{2}-)"),
    ("listed", r"(?:(?:초등|중|고등)?학교장|대학장|총장|이사장|구청장|군수|협회장|센터장|교장)\s", r"\s{0,4}(?:$|\n|\(?직?인\))"),
    ("voted", r"(?:훈련병|이병|일병|상병|병장)\s", r"\s앞으로\s"),
    ("voted", rf"(?:{_OFFICES}|부회장|부반장|의장|부의장|서기|이장|통장|동대표)\s?:?\s", r"\s[0-9]{1,5}표"),
)
_SIGNS: Final[tuple[tuple[str, str, str], ...]] = (
    ("any", r"P[Tt]\s?[.:]{1,2}\s?", r"\s?(?:[(/,\n]|$)|\s[0-9MF]"),
    ("any", r"(?:user|customer|member|name|회원|고객|사용자|이름)=\{\}[\"'],\s?[\"']", r"[\"']"),
    ("sounding", r"\)\s?승인\s", r"\s[0-9]{1,3}(?:,[0-9]{3}){0,2}원"),
)


def _gate(shapes: tuple[tuple[str, str, str], ...]) -> str:
    """Where any of ``shapes`` may stand."""
    return "|".join(rf"(?:{head})[가-힣]{{3,4}}(?:{tail})" for _, head, tail in shapes)


def _compiled(shapes: tuple[tuple[str, str, str], ...], before: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The shapes with their names, each behind what may stand ``before``."""
    return tuple((judge, re.compile(rf"{before}(?:{head})(?P<name>{_NAME})(?={tail})")) for judge, head, tail in shapes)


BEHIND_WORDS: Final[str] = _gate(_WORDS)
BEHIND_SIGNS: Final[str] = _gate(_SIGNS)
_BEHIND_WORDS: Final = _compiled(_WORDS, "(?<![가-힣A-Za-z0-9])")
_BEHIND_SIGNS: Final = _compiled(_SIGNS, "(?<![A-Za-z])")
# 담당자가 류다솔에서 편무진으로 변경되었으니
HANDED_OVER: Final[str] = rf"(?:{_HOLDERS})[이가은는를을]\s[가-힣]{{3,4}}에서\s[가-힣]{{3,4}}으?로\s(?:{_CHANGES})"
_HANDED_OVER: Final = re.compile(rf"(?:{_HOLDERS})[이가은는를을]\s(?P<old>{_NAME})에서\s(?P<new>{_NAME})으?로\s(?:{_CHANGES})")
# 변경전 예도솔 → 변경후 예윤빈, where a name is spoken of before
CHANGED: Final[str] = r"변경\s?[전후]\s?:?\s?[가-힣]{3,4}\s?(?:[),./\n→]|->|$)"
_CHANGED: Final = re.compile(rf"변경\s?[전후]\s?:?\s?(?P<name>{_NAME})(?=\s?(?:[),./\n→]|->|$))")
_OF_A_NAME: Final = re.compile("개명|귀화|성명|이름|예금주|명의|수취인|담당자")
_CHANGED_REACH: Final = 60
# 상주 옥태산 옥태강. 장지 …: the mourners of a notice
MOURNERS: Final[str] = r"상주\s?:?\s[가-힣]{3,4}(?:[ ,./]\s?[가-힣]{3,4}|[,.\n/(]|$)"
_MOURNERS: Final = re.compile(r"상주\s?:?\s(?=[가-힣])")
_MOURNER: Final = re.compile(rf"(?:[ ,/]|\. )?(?P<name>{_NAME})(?=\s?[,./(\n]|\s[가-힣]{{3,4}}[ ,./\n(]|\s*$)")
_FUNERAL: Final = re.compile("발인|빈소|장지|별세|부고|장례|영결|입관|소천")
_FUNERAL_REACH: Final = 80
_FUNERAL_BEHIND: Final = 24  # because a stream does not wait longer
_MOURNERS_MOST: Final = 8
# 부의금은 옥태산 앞 농협 301-…
PAID_TO: Final[str] = r" 앞(?:으로)? (?:[가-힣]{2,6} )?[0-9]{3,6}-[0-9]"
_BEFORE_PAID: Final = re.compile(PAID_TO)
_PAID_TO: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<name>{_NAME})$")
# PID|1||…||빙^준서^^^: a surname and a given name in HL7
OF_HL7: Final[str] = rf"\|[{SURNAMES}]{{1,2}}\^[가-힣]{{1,3}}[|^\r\n]"
_OF_HL7: Final = re.compile(rf"\|(?P<name>(?:{COMPOUND}|[{SURNAMES}])\^[가-힣]{{1,3}})(?=[|^\r\n])")
_SEGMENT: Final = re.compile(r"(?:MSH|PID|NK1|PV1|IN1|GT1|OBR|ORC|STF)\|")
_SEGMENT_REACH: Final = 200

_SCORE: Final = 0.6  # the memory does not take so low a score
# What stands behind a word of two syllables: 연결중, 사람들, 확인서
_BEHIND_WORD: Final = frozenset("중후전시때별용형식님들만도의은는이가을를로과와란에표서제인명증장실팀학관비료금액일")
_SYLLABLES: Final = 3  # of most names
_RARE_LEAST: Final = 1.0  # the least likeness of a name with a surname that no list has
_NO_PERSONS: Final = (
    "인",
    "분",
    "들",
    "님",
    "팀",
    "부",
    "과",
    "실",
    "점",
    "사",
    "회",
    "원",
    "장",
    "자",
    "국",
    "청",
    "표",
    "권",
    "수",
    "석",
    "금",
)


def may_be(name: str) -> bool:
    """Whether a word of any sound may be a person's name: no everyday word, none with a particle, and none made of two."""
    if not nobody.may_be_any_name(name) or compound(name) or (name[:2] in evidence.COMMON and name[2] in _BEHIND_WORD):
        return False
    return name[0] in TIER or (has_a_rare_surname(name) and evidence.likeness(name) >= _RARE_LEAST)


def _is_rare(name: str) -> bool:
    """A surname that no list has, with a known given name."""
    return may_be(name) and has_a_rare_surname(name)


def _may_be_voted(name: str) -> bool:
    """Whether somebody who is voted for may be called so, be it a word: 반가운."""
    return nobody.may_be_named(name) and name[0] in TIER and not name.endswith(_NO_PERSONS)


_JUDGES: Final[dict[str, _Judge]] = {
    "any": may_be,
    "paid": may_be,
    "listed": lambda name: may_be(name) and may_be_listed(name),
    "sounding": lambda name: may_be(name) and evidence.sounds_like_a_name(name),
    "kin": lambda name: may_be(name) and may_be_listed(name) and evidence.sounds_like_a_name(name),
    "rare": _is_rare,
    "voted": _may_be_voted,
}


def behind_words(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name between a word for persons and what goes on behind."""
    start = word_begins(text, hit)
    if inside_a_word(text, start, floor):
        return
    yield from _named(_BEHIND_WORDS, text, start, floor)


def behind_signs(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name behind a sign of records: Pt:, )승인."""
    yield from _named(_BEHIND_SIGNS, text, hit, floor)


def _named(shapes: tuple[tuple[str, re.Pattern[str]], ...], text: str, start: int, floor: int) -> Iterator[Span]:
    """The first name that a shape finds at ``start`` and that may be one there."""
    for judge, shape in shapes:
        found = shape.match(text, start)
        if found is None or found.start("name") < floor or not _JUDGES[judge](found["name"]):
            continue
        if _fits(judge, text, start, found):
            yield Span(
                *found.span("name"), "person_name", found["name"], _SCORE if judge != "voted" else SCORE, "cue and what follows"
            )
            return


def _fits(judge: str, text: str, start: int, found: re.Match[str]) -> bool:
    """Whether an account's number stands before 명의, and 이가 behind what a consonant ends."""
    if judge == "paid":
        return text[:start].rstrip(" ,(/")[-1:].isdigit() if start else False
    return not text.startswith("이가", found.end("name")) or closed(found["name"][-1])


def handed_over(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who does or has something before and from now on: 담당자가 류다솔에서 편무진으로 변경."""
    found = _HANDED_OVER.match(text, word_begins(text, hit))
    if found is None or found.start("old") < floor:
        return
    if all(may_be(name) and not name.endswith(_NO_PERSONS) for name in found.groups()):
        yield from (Span(*found.span(who), "person_name", found[who], _SCORE, "handed over") for who in ("old", "new"))


def changed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before or after a change, where what is changed was called a name."""
    start = word_begins(text, hit)
    found = _CHANGED.match(text, start)
    if found is None or found.start("name") < floor or not may_be(found["name"]):
        return
    if _OF_A_NAME.search(text, max(0, start - _CHANGED_REACH), start):
        yield Span(*found.span("name"), "person_name", found["name"], _SCORE, "before and after a change")


def mourning(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The mourners whom a notice of a funeral names."""
    start = word_begins(text, hit)
    head = _MOURNERS.match(text, start)
    if head is None or head.end() < floor or not _FUNERAL.search(text, max(0, start - _FUNERAL_REACH), start + _FUNERAL_BEHIND):
        return
    place = head.end()
    for _ in range(_MOURNERS_MOST):
        found = _MOURNER.match(text, place)
        if found is None or not may_be(found["name"]):
            return
        yield Span(*found.span("name"), "person_name", found["name"], _SCORE, "mourner")
        place = found.end()


def paid_to(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Whose the account behind 앞 is: 옥태산 앞 농협 301-…."""
    found = _PAID_TO.search(text, max(floor, hit - _LONGEST), hit) if _BEFORE_PAID.match(text, hit) else None
    if found and may_be(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], _SCORE, "account behind")


def of_hl7(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A surname and a given name in a field of HL7, behind the name of a segment that holds persons."""
    found = _OF_HL7.match(text, hit)
    if found and found.start("name") >= floor and _SEGMENT.search(text, max(0, hit - _SEGMENT_REACH), hit + 1):
        yield Span(*found.span("name"), "person_name", found["name"].replace("^", ""), _SCORE, "field of HL7")


# 하지안으로 개명할 거래요
RENAMED: Final[str] = r"로 개명(?:하|할|한|했|해|을|신|허)"
_BEFORE_RENAMED: Final = re.compile(RENAMED)
_RENAMED: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<name>{_NAME})$")
# 빈산돌 권사, 범 린 자매, 옹달하, 옹달비 남매: what stands behind in a church, and behind siblings
BRETHREN: Final[str] = r" (?:권사|장로|집사|성도|형제|자매|남매)"
_BEFORE_BRETHREN: Final = re.compile(BRETHREN)
_BROTHER: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?:(?P<first>{_NAME})\s?[,./]\s?)?(?P<name>{_NAME}|[{SURNAMES}] [가-힣])$")
_CHURCH: Final = re.compile("교회|예배|기도회?|찬양|특송|봉헌|헌금|성가대|구역|목장|새가족|목사|전도사|간식\\s?담당|주보|성경")
_LONGEST: Final = 4  # syllables of a name
_PAIR_REACH: Final = 10  # characters of two names
_CHURCH_REACH: Final = 70
# 가 족 관 계: 본인 반설 1979년 12월 05일, 모 용보배(龍寶培) 1975년 …
REGISTERED: Final[str] = (
    r"(?:본인|부|모|배우자|자녀?)\s{1,4}[가-힣]{2,4}(?:\s?\([一-龥]{2,4}\))?\s{1,4}(?:19|20)[0-9]{2}(?:년\s?[01]?[0-9]월\s?[0-3]?[0-9]일|[.\-][01][0-9][.\-][0-3][0-9])"
)
_REGISTERED: Final = re.compile(
    rf"(?<![가-힣])(?:본인|부|모|배우자|자녀?)\s{{1,4}}(?P<name>{_NAME}|[{SURNAMES}][가-힣])(?:\s?\((?P<hanja>[一-龥]{{2,4}})\))?"
    r"\s{1,4}(?:19|20)[0-9]{2}(?:년\s?[01]?[0-9]월\s?[0-3]?[0-9]일|[.\-][01][0-9][.\-][0-3][0-9])"
)
_REGISTER: Final = re.compile(r"가\s?족\s?관\s?계|기본\s?증명|혼인\s?관계|등록\s?기준지|출생연월일|입양\s?관계")
_REGISTER_REACH: Final = 200
# 이록이라고 외자 이름인데요
OF_ONE_SYLLABLE: Final[str] = r"\s외자(?:[^가-힣]|[라인예이요])"
_OF_ONE_SYLLABLE: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>[{SURNAMES}][가-힣]) ?(?:이?라고|이?거든요?|인데요?|이?에요|예요|입니다)[,.]?(?:\s이름이)?$"
)
_ONE_SYLLABLE_REACH: Final = 14
# 변해솔찬 above 911105-1…
ABOVE_A_NUMBER: Final[str] = rf"(?:^|\n)[{SURNAMES}][가-힣]{{2,3}} ?\n ?[0-9]{{6}} ?- ?[1-8]"
_ABOVE_A_NUMBER: Final = re.compile(rf"\n?(?P<name>[{SURNAMES}][가-힣]{{2,3}})(?= ?\n ?[0-9]{{6}} ?- ?[1-8])")


# 감솔비 우리 1002-448-…: who begins a line before a bank and an account
OF_AN_ACCOUNT: Final[str] = rf"(?:^|\n)[가-힣]{{3}} (?:{_BANKS}) [0-9]{{3,6}}-[0-9]{{2}}"
_OF_AN_ACCOUNT: Final = re.compile(rf"\n?(?P<name>{_NAME})(?= (?:{_BANKS}) [0-9]{{3,6}}-[0-9]{{2}})")


def of_an_account(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who begins a line before a bank and an account."""
    found = _OF_AN_ACCOUNT.match(text, hit)
    if found and found.start("name") >= floor and may_be(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], _SCORE, "account behind")


def renamed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """What somebody is called from now on: 하지안으로 개명할 거래요."""
    end = hit - (text[hit - 1 : hit] == "으")
    found = _RENAMED.search(text, max(floor, end - _LONGEST), end) if _BEFORE_RENAMED.match(text, hit) else None
    if found and may_be(found["name"]) and may_be_listed(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], _SCORE, "renamed")


def brethren(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name before what members of a church are called, where other words tell of a church; siblings have one surname."""
    found = _BROTHER.search(text, max(floor, hit - _PAIR_REACH), hit) if _BEFORE_BRETHREN.match(text, hit) else None
    if found is None or not (" " in found["name"] or may_be(found["name"])):
        return
    siblings = found["first"] is not None and found["first"][0] == found["name"][0] and may_be(found["first"])
    if siblings or _CHURCH.search(text, max(0, hit - _CHURCH_REACH), hit):
        if siblings:
            yield Span(*found.span("first"), "person_name", found["first"], _SCORE, "siblings")
        yield Span(*found.span("name"), "person_name", found["name"].replace(" ", ""), _SCORE, "brethren")


def registered(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who stands in a certificate of a family, with the date of birth behind."""
    found = _REGISTERED.match(text, word_begins(text, hit))
    if found is None or found.start("name") < floor or not nobody.may_be_named(found["name"]):
        return
    if _REGISTER.search(text, max(0, hit - _REGISTER_REACH), hit):
        yield from (
            Span(*found.span(part), "person_name", found[part], SCORE, "register of a family")
            for part in ("name", "hanja")
            if found[part]
        )


def of_one_syllable(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A given name of one syllable that somebody tells to be one."""
    found = _OF_ONE_SYLLABLE.search(text, max(floor, hit - _ONE_SYLLABLE_REACH), hit)
    if found and text.startswith("외자", hit + 1) and nobody.may_be_any_name(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], SCORE, "one syllable")


def above_a_number(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name alone on the line above a resident's number."""
    found = _ABOVE_A_NUMBER.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    name = found["name"]
    native = len(name) > _SYLLABLES and name[:2] not in COMPOUNDS
    if (long_name(name) and nobody.may_be_named(name[:_SYLLABLES]) and name[2:] not in evidence.COMMON) if native else may_be(name):
        yield Span(*found.span("name"), "person_name", name, _SCORE, "above a resident's number")
