"""Names of any sound that a record shows to be a person's: 운전자 편도한, 면허번호 …; 이름은 주인공이고; 2위 모나리 39:05."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import agreement, evidence, nobody
from predictor.pii.names.candidates import TAIL, compound, latin
from predictor.pii.names.fields import has_a_rare_surname
from predictor.pii.names.form import ANY_GIVEN_NAMES, COMPOUND, SURNAMES, SYLLABLES, TIER, WHOLE, divide, key
from predictor.pii.names.head import HANGUL, sizes
from predictor.pii.scan.context import Context
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

_ANY: Final = rf"(?:(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{1,3}})"
_LONGEST_WORD: Final = 3  # syllables of an everyday word that may be a name
# What only a person has: 문갑수(생년월일 …), 곽두식 (연락처 …).
OWN_FIELDS: Final = "생년월일|생년|주민등록번호|주민번호|외국인등록번호|연락처|전화번호|휴대폰|핸드폰|사번|학번|면허번호|여권번호"
_MORE_FIELDS: Final = (
    r"휴대전화|전화|면허|여권|군번|(?:등록|환자|회원|차트|병록|수험|직원|사원)\s?번호|회원|환자"
    r"|이메일|인스타(?:그램)?|카톡|카카오톡|텔레그램|디스코드"
)
_DATE: Final = (
    r"(?:19|20)[0-9]{2}\s?[.\-/년]\s?(?:1[0-2]|0?[1-9])\s?[.\-/월]\s?(?:3[01]|[12][0-9]|0?[1-9])\s?[.일]?\s?생?\s?[,)]"
    r"|[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:-[1-8][0-9*]{6})?\s?[,)]"
)
_BORN: Final = re.compile(
    r"\s?\(\s?"
    r"(?P<date>(?P<y>(?:19|20)[0-9]{2})\s?[.\-/년]\s?"
    r"(?P<m>1[0-2]|0?[1-9])\s?[.\-/월]\s?"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])"
    r"(?:\s?[.일])?)"
    r"(?=\s?(?:생|[,)]))"  # (2012년 6월 28일 현재) is the day of a count
)
# The field's value must follow, because 성명, 연락처 are a form's heads.
_BEFORE_ITS_FIELD: Final = Guarded(
    rf"{_ANY}(?=\s?[(,]\s?(?:{OWN_FIELDS}|{_MORE_FIELDS})(?:은|는|이|가)?\s?[:：]?\s?(?:제\s?)?[0-9A-Za-z+@]|\s?\(\s?(?:{_DATE}))"
)
# 피보험자 반지연, 증권번호 1420-…: these numbers other things have too
_BEFORE_ITS_NUMBER: Final = Guarded(
    rf"{WHOLE}"
    r"(?=\s?"
    r"[(,]\s?"
    r"(?:증권|보험|계약|고객|카드|계좌|사건|접수|예약|관리|주문|운송장|보험증권)\s?번호"
    r"(?:은|는|이|가)?\s?[:：]?\s?(?:제\s?)?"
    r"[0-9A-Z])"
)
# 운전자 설도담 면허 16-…: without a sign the name is no word
_BEFORE_ITS_VALUE: Final = Guarded(rf"{_ANY}(?=\s(?:{OWN_FIELDS}|면허|여권|군번)\s?[:：]?\s[0-9A-Z])")
BEFORE_ITS_FIELD: Final = f"{_BEFORE_ITS_FIELD.pattern}|{_BEFORE_ITS_NUMBER.pattern}|{_BEFORE_ITS_VALUE.pattern}"

# 회원: 석류 (회원번호 …): what stands in brackets is a person's, so that behind a colon the name may be any word.
PERSONS_WITH_FIELDS: Final = lexicon.pattern(lexicon.words("persons_with_fields"))
_PERSON: Final = re.compile(rf"(?<![가-힣])(?:{PERSONS_WITH_FIELDS})(?:(?P<sign>\s?[:：]\s?)|[은는]\s|\s)(?={_ANY}\s?[(,])")

# 엄마 성함은 이슬이고, 신입 이름이 주인공이라서: behind a person's 이름이 any word is a name, elsewhere it may be a thing's.
_OWNERS: Final = lexicon.pattern(lexicon.words("name_owners"))
_OWN_NAME: Final = re.compile(
    rf"(?:(?P<certain>(?<![가-힣])성함|존함|(?<![가-힣])(?:{_OWNERS})(?:의)?\s?(?:이름|성함))"
    r"|이름|성함|예금주명?|계좌주|입금자명?|송금인|수취인|수령인|세대주|피보험자)"
    r"(?P<particle>[은이는가])?\s$"
)
_OWN_REACH: Final = 12
_NAMED: Final = re.compile(
    rf"(?P<name>(?:{COMPOUND})[가-힣]{{1,2}}?|[{SURNAMES}][가-힣]{{1,3}}?)"
    r"(?=\s?(?:이?시?[고구]요|이?라고\s?(?=[합해하불부])|임(?![가-힣])"
    r"|이고|이에요|예요|입니다|이라서|라서|인데|이세요|세요|이시고|이십니다|이거든|이래요)(?![가-힣]{3})"
    r"|,\s|\.\s"
    r"|\s*(?:$|\n))"
)

_COPULA: Final = ("입", "이", "예", "에", "인데", "라")  # 나가나(요) and 나무(로) hold none

# 2위 모나리 39:05, DNF 소지향 (배번 4288): the results of a race.
PLACED: Final = r"(?:[0-9]{1,3}\s?[위등]|DNF|DNS|DSQ)\s{1,2}"
_PLACED: Final = re.compile(
    rf"{PLACED}(?:(?P<name>{WHOLE})|(?P<latin>[A-Z][a-z]{{1,15}}(?: [A-Z][a-z]{{1,15}}){{1,2}}))"
    r"(?=\s{1,3}(?:\([가-힣A-Z]{2,12}\)\s?)?(?:(?:[0-9]{1,2}:){1,2}[0-9]{2}(?:\.[0-9]{1,3})?(?![0-9:가-힣])|\(?(?:배번|참가번호)))"
)


# 4학년 3반 강물빛 before 위 어린이는: what a certificate says of whom it names
CERTIFIED_GATE: Final[str] = r"[\n/]\s{0,4}위 ?(?:사람|학생|어린이|회원|아동|분|자)[은는을이의]\s"
_CERTIFIED: Final = re.compile(
    rf"(?:^|[\n:/]\s{{0,4}}|[반명름팀]\s{{1,4}})"
    rf"(?P<name>(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{2,3}}|[{SURNAMES}] [가-힣] [가-힣])\s{{0,4}}$"
)
_CERTIFIED_REACH: Final = 20
# 춘성현 귀하: a surname that no list has, before what stands behind persons alone
TO_WHOM_GATE: Final[str] = r"[가-힣] (?:귀하(?:[^가-힣]|$)|(?:씨|이병|일병|상병|병장|훈련병)(?:[^가-힣]|[은는이가을를의과와]|$))"
_TO_WHOM: Final = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]{3}$")
_OFFICES: Final = tuple("장회원사자인관관처실팀국과부청들님점측")
# 72/F 허필선, HTN: the age and the sex of a patient
AGED_GATE: Final[str] = rf"[0-9]\s?/\s?[MF]\s[{SURNAMES}][가-힣]{{2}}"
_AGED: Final = re.compile(rf"[0-9]{{1,3}}\s?/\s?[MF]\s(?P<name>{WHOLE})(?=님|씨|\s?[,./(]|\s*(?:$|\n))")
# 1등 빙소담 128,440: points in a ranking
_WITH_POINTS: Final = re.compile(
    rf"[0-9]{{1,3}}\s?[위등]\s{{1,2}}(?P<name>{WHOLE})"
    r"(?=\s{1,3}(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,5}\s?(?:점|승|회|걸음|km))(?![0-9,.]|\s?[원명개]))"
)
_POINTS_LEAST: Final = 0.75
_RANKING: Final = 80  # characters around an entry of a ranking


def certified(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Whom a certificate names on the line before 위 사람은."""
    found = _CERTIFIED.search(text, max(floor, hit - _CERTIFIED_REACH), hit)
    if found is None:
        return []
    name = key(found["name"])
    if not nobody.may_be_named(name) or nobody.of_a_place(name) or compound(name):
        return []
    return [Span(*found.span("name"), "person_name", name, evidence.MODERATE, "certificate")]


def to_whom(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A known given name behind a surname that no list has, before 귀하 or a rank; before 귀하 any name that ends like no post."""
    found = _TO_WHOM.search(text, max(floor, hit - SYLLABLES), hit + 1)
    if found is None or not (has_a_rare_surname(found.group()) or (text.startswith("귀", hit + 2) and _may_receive(found.group()))):
        return []
    return [Span(*found.span(), "person_name", found.group(), evidence.SLIGHT, "rare surname and honorific")]


def _may_receive(name: str) -> bool:
    """Whether three syllables before 귀하 are a name: no word, and no post, firm or office."""
    if name.endswith(_OFFICES) or evidence.holds_a_particle(name):
        return False
    return name[0] in TIER and nobody.may_be_any_name(name) and not compound(name)


def aged(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A likely name behind an age and a sex: 72/F 허필선."""
    found = _AGED.match(text, hit)
    if found is None or found.start("name") < floor or found["name"] in evidence.COMMON:
        return []
    score = evidence.weigh(found["name"], "described", "end")
    return [Span(*found.span("name"), "person_name", found["name"], score, "age and sex")] if evidence.likely(score) else []


def before_its_field(text: str, start: int, certain: bool = False) -> list[Span]:
    """The name at ``start`` where a field of the person with its value or a birth date stands behind it.

    Only where what stands before it is ``certain`` to be followed by a person, an everyday word is one.
    """
    found = _BEFORE_ITS_FIELD.match(text, start) or (_before_its_number(text, start) if certain else None)
    if found is None or not nobody.may_be_named(found.group()):
        return []
    if compound(found.group()) and (not certain or len(found.group()) > _LONGEST_WORD):
        return []
    name = Span(start, found.end(), "person_name", found.group(), evidence.SLIGHT, "a person's field behind")
    return [name, *born(text, found.end())]


def born(text: str, end: int) -> list[Span]:
    """The birth date in brackets behind a name that ends at ``end``."""
    found = _BORN.match(text, end)
    return [birth(found, 0)] if found else []


def _before_its_number(text: str, start: int) -> re.Match[str] | None:
    """A name before the number of what the person has, with a known given name or of no word."""
    found = _BEFORE_ITS_NUMBER.match(text, start)
    if found is None:
        valued = _BEFORE_ITS_VALUE.match(text, start)
        return None if valued is None or evidence.wordlike(valued.group()) else valued
    if evidence.wordlike(found.group()) and divide(found.group())[1] not in ANY_GIVEN_NAMES:
        return None
    return found


def birth(found: re.Match[str], low: int) -> Span:
    """The birth date that stands beside a name; ``low`` is where the text that was searched begins."""
    day = f"{found['y']}{int(found['m']):02}{int(found['d']):02}"
    return Span(low + found.start("date"), low + found.end("date"), "birth_date", day, 0.75, "in a person's row")


def with_its_field(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name of any sound between a word for a person and a field of that person."""
    found = _PERSON.match(text, hit)
    if found is None or found.end() < floor:
        return []
    return before_its_field(text, found.end(), found["sign"] is not None)


def of_an_owner(text: str, start: int) -> bool:
    """Whether what stands at ``start`` is a person's name for sure: 성함은 and 아이 이름은 stand before it."""
    own = _OWN_NAME.search(text, max(0, start - _OWN_REACH), start)
    return own is not None and own["certain"] is not None


def own_name(text: str, start: int) -> list[Span]:
    """A name behind 이름은: any word where a person's is meant (성함은, 엄마 이름은), else three syllables that are no word."""
    own = _OWN_NAME.search(text, max(0, start - _OWN_REACH), start)
    if own is None or not (own["particle"] or own["certain"]):
        return []
    found = _NAMED.match(text, start) if own["certain"] and own["particle"] else None
    name = found["name"] if found and nobody.may_be_named(found["name"]) else _three_syllables(text, start)
    if not name:
        return []
    return agreement.without(text, Span(start, start + len(name), "person_name", name, evidence.SLIGHT, "own name"), True)


def _three_syllables(text: str, start: int) -> str:
    """The three syllables at ``start`` that may be a name with a copula or nothing behind them; empty where there are none."""
    name, tail = text[start : start + SYLLABLES], TAIL.match(text, start + SYLLABLES)
    if len(name) < SYLLABLES or SYLLABLES not in sizes(text, start) or not HANGUL.fullmatch(name):
        return ""
    return name if tail and tail.lastgroup in ("copula", "end") and _may_be_own(name, tail) else ""


def _may_be_own(name: str, tail: re.Match[str]) -> bool:
    """Whether three syllables before ``tail`` are no word, or only begin like one before a copula; 이거예(요) holds the copula."""
    if name[2] in "예이" and (name[:2] in evidence.COMMON or not nobody.may_be_named(name[:2])):
        return False
    if not evidence.wordlike(name):
        return True
    return tail.lastgroup == "copula" and tail.group().startswith(_COPULA) and evidence.doubtful(name)


def placed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who came in where in a race."""
    found = _PLACED.match(text, hit)
    if found is None:
        yield from _with_points(text, hit, floor)
        return
    if found.lastgroup is None or found.start(found.lastgroup) < floor:
        return
    if found["latin"]:
        yield latin(*found.span("latin"), text, evidence.MODERATE, "result of a race")
    elif (name := found["name"]) not in evidence.COMMON and nobody.may_be_named(name):
        yield Span(*found.span("name"), "person_name", name, evidence.MODERATE, "result of a race")


def _with_points(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Who is where in a ranking with points, where the name or one beside it is likely and no word."""
    found = _WITH_POINTS.match(text, hit)
    if found is None or found.start("name") < floor:
        return
    around = _WITH_POINTS.finditer(text, max(0, hit - _RANKING), hit + _RANKING)
    if _leads(found["name"]) or (nobody.may_be_any_name(found["name"]) and any(_leads(other["name"]) for other in around)):
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "ranking")


def _leads(name: str) -> bool:
    """Whether a name in a ranking is likely and no word."""
    if evidence.wordlike(name) or not evidence.sounds_like_a_name(name):
        return False
    return evidence.weigh(name, "list", "end") >= _POINTS_LEAST
