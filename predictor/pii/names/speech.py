"""Names in speech: 저는 …입니다, 상담원 …입니다, 법무팀 …, and who speaks in an exported chat."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import agreement, entries, evidence, nobody, things, transcriptions
from predictor.pii.names.candidates import best, inside_a_word, latin, listed, person, word_begins
from predictor.pii.names.dictation import spelled
from predictor.pii.names.form import (
    ANY_GIVEN_NAMES,
    COMPOUND,
    FOREIGN_ALONE,
    FOREIGN_WORDS,
    GIVEN_NAMES,
    NATIONS,
    SURNAMES,
    WHOLE,
    closed,
    final_consonant,
    key,
)
from predictor.pii.names.head import sizes
from predictor.pii.names.plausibility import may_be_called
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

OPENERS: Final = lexicon.pattern(lexicon.words("openers"))
# A title of three syllables or more stands before a name too: 사회복지사 임수민.
CALLINGS: Final = lexicon.pattern((*lexicon.words("callings"), *(rank for rank in lexicon.words("ranks") if len(rank) > 2)))
TEAM: Final = r"[가-힣]{1,8}(?:팀|부서|본부|지점|센터|사업부|과|실)"
# Callings that a word before them makes narrower: 배송기사, 보험설계사.
NARROWED: Final = (
    "기사|간호사|설계사|상담사|상담원|변호사|회계사|강사|교사|매니저|담당자|회장|직원|요원|대원"
    "|사위|며느리|남편|아내|보호자|환자|고객|학생|임차인|세입자|통역사?|튜터|위원장|이사장|항사|기관장|갑판장|선장|조리장"
)
# These stand before names in Latin letters alone: 신입 Oliver Grantham
FELLOWS: Final = (
    "신입|사원|원어민|유학생|동료|친구|팀원|동창|지인|선배|후배|근로자|외국인|쌤|원어민\\s?(?:선생|교사|강사)님?"
    "|룸메이트|투숙객|수강생|입주민|재[미일]\\s?(?:동포|교포)|재외\\s?동포|해외\\s?동포|교포|동포"
)
# These tell of a person from another country, so that one known word makes a name of those behind it: 유학생 올가 본다르.
FROM_ABROAD: Final[str] = (
    "유학생|교환학생"
    "|원어민(?:\\s?(?:쌤|선생님?|교사|강사)님?)?"
    "|외국인\\s?(?:근로자|노동자|직원|학생|유학생|강사|환자|며느리)"
    "|이주\\s?(?:노동자|여성|민)"
    "|결혼\\s?이민자|귀화자|고려인|기능\\s?실습생|산업\\s?연수생|난민\\s?신청자"
)
# These tell of a person, so that two known words behind them are a name: 직원 압둘라 하산이.
AT_WORK: Final[str] = "직원|근로자|노동자|학생|선원|간병인|동료|기사|강사|환자|세입자"
_FOREIGNER: Final = re.compile(
    rf"(?<![가-힣])(?:(?:{FROM_ABROAD})(?:인|이신|의|은|는)?\s?[:：]?|(?P<at_work>{AT_WORK}))\s(?=[가-힣])"
)
_SELF: Final = re.compile(rf"(?<![가-힣])(?:{OPENERS})[,.!~]{{0,2}}\s(?=[{SURNAMES}]|{COMPOUND})")
_OPENED: Final = re.compile(rf"(?<![가-힣])(?:{OPENERS})[,.!~]{{0,2}}\s(?=[가-힣]{{2}})")
# 감사합니다, 한빛케어 김민수입니다: who answers for a firm.
GREETINGS: Final = (
    "감사합니다|안녕하세요|안녕하십니까|반갑습니다|고맙습니다"
    "|(?:인사|연락|전화|메일|통화|상담|문의)\\s?드(?:린|렸던)|통화(?:한|했던)|(?:뵈|뵀|찾아뵈|찾아뵀)었?던|(?:찾아)?뵌|만났던"
)
_FOR_A_FIRM: Final = re.compile(
    rf"(?:{GREETINGS})[,.!~]{{0,2}}\s(?:[어음저],?\s)?[가-힣A-Za-z0-9]{{2,10}}\s(?:[가-힣]{{2,6}}\s)?(?=[{SURNAMES}]|{COMPOUND})"
)
# 안녕하세요 새로 온 PM 모연후입니다
_NEWLY: Final = re.compile(
    rf"(?:{GREETINGS})[,.!~]{{0,2}}\s(?:[어음저],?\s)?[가-힣A-Za-z0-9]{{2,10}}\s(?:[가-힣A-Za-z]{{1,8}}\s){{1,2}}"
    rf"(?=[{SURNAMES}]|{COMPOUND})"
)
# 지난주 인사드린 장이안이라고 합니다
_GREETED: Final = re.compile(rf"(?:{GREETINGS})[,.!~]{{0,2}}\s(?:[어음저],?\s)?(?=[{SURNAMES}]|{COMPOUND})")
# 나 9층 사는 남궁혁인데, 저는 인사팀에서 일하는 …입니다
SELF: Final = "저는|나는|전|난|저|나"
CLAUSE: Final = (
    "사는|다니는|일하는|근무하는|근무\\s중인|맡은"
    "|맡고\\s?있는|살고\\s?있는|다니고\\s?있는|담당하는|입사한|이사\\s?온|이사온|전학\\s?온|온|있는"
)
_DESCRIBED_SELF: Final = re.compile(rf"(?:{SELF})\s[가-힣0-9 ]{{1,16}}?\s(?:{CLAUSE})\s(?=[{SURNAMES}]|{COMPOUND})")
# 저는 올해 졸업한 김늘봄이라고 합니다: the name may follow any participle, because 저는 and 이라고 합니다 enclose it
_CALLS_ITSELF: Final = re.compile(
    rf"(?:{SELF})\s[가-힣0-9 ]{{1,20}}?(?P<participle>[가-힣])\s(?P<name>{WHOLE})(?=이?라고\s?(?:합니다|해요|하는데|불러|부르))"
)
_NIEUN: Final = 4  # the final consonant of a participle
_COPULA: Final = re.compile("입니다|이?라고|예요|이에요|인데|이고|이야|야(?![가-힣])")
# A name is asked for, and somebody answers.
_QUESTION: Final = re.compile(
    r"(?:성함|존함|이름)(?:이요|은요|요|[^0-9\n?.]{0,16}[?.])"
    r"[?\"'”]{0,2}[\s/]{1,3}(?:[\[(]?[0-9]{1,2}(?::[0-9]{2}){1,2}[\])]?\s)?"
    r"(?:[가-힣A-Za-z]{1,4}[0-9]?\s?[:：>]\s?|[A-Z][0-9]\s)?"
    r"[\"'“]?(?:(?:네|예|아|어|음|그|저는|나는|[저나내난](?:요)?)[,.?]{0,3}\s){0,2}"
    r"(?:[가-힣]{2,5}(?:인데요?|이고요?|이름으로|명의로|이름은|명의인데),?\s(?:이름은\s)?)?"
    rf"(?=[{SURNAMES}]|{COMPOUND})"
)
_THREE: Final = re.compile(
    rf"(?:(?:{COMPOUND})[가-힣]|[{SURNAMES}][가-힣]{{2}})(?=\s?(?:이?요|입니다|이에요|예요|이?라고|인데요)(?![가-힣]))"
)
# 본인 김민수은(는): a form's sentence with both particles.
_BOTH_PARTICLES: Final = re.compile(r"(?:은|는|이|가)\((?:은|는|이|가)\)")
# 본인 김민수는 위 내용에 동의합니다
_DECLARES: Final = re.compile(r"[은는]\s(?:위|상기|아래|다음|귀사|귀하|본\s|개인정보)")
# 우리 아들 민준이가: a given name alone behind a word for kin.
CHILDREN: Final = "아들|딸|첫째|둘째|셋째|막내|손주|손자|손녀|조카|동생"
_OWN_CHILD: Final = re.compile(rf"(?<![가-힣])(?:{CHILDREN})\s(?P<name>[가-힣]{{2}})이(?:가|는|를|도|한테|랑|네)(?![가-힣])")
# 아빠(태강산) 통장: who a person of the family is
FAMILY: Final = (
    "아빠|엄마|아버지|어머니|부친|모친|남편|아내|부인|와이프|아들|딸|장남|차남|장녀|차녀|동생|언니|누나|오빠"
    "|할머니|할아버지|사위|며느리"
    "|장인|장모|시아버지|시어머니|배우자|보호자|손자|손녀|조카|이모|고모|삼촌"
)
_OF_KIN: Final = re.compile(rf"(?<![가-힣])(?:{FAMILY})\s?\((?P<name>{WHOLE})\)")
_CALLED: Final = re.compile(rf"(?<![가-힣])(?:{CALLINGS}|{TEAM}|[0-9]{{2}}학번)(?:인|이신|의|은|는)?\s(?=[가-힣])")
# 상사 is a superior at work too, so that what stands behind it must sound like a name.
_MILITARY: Final = frozenset(lexicon.words("military_ranks")) - {"상사"}
_NAME_BEHIND_A_RANK: Final = re.compile(
    rf"(?P<name>{WHOLE})(?=(?:[은는이가을를의도]|에게|한테|입니다)?(?:\s*(?:$|[\n,.()/])|\s[0-9]))"
)
SOLDIERS: Final = lexicon.pattern(sorted(_MILITARY))
_FORCES: Final = frozenset(
    ("공군", "육군", "해군", "공병", "방공", "정보", "기갑", "예비", "현역", "전투", "주임", "선임", "신임", "전임", "후임")
)
_TWO_TITLED: Final = re.compile(
    rf"(?P<name>[{SURNAMES}][가-힣])\s(?:{SOLDIERS})(?:님|[은는이가을를의도]|에게|한테|입니다)?(?![가-힣])"
)
_WITH_NIM: Final = re.compile(rf"(?P<name>{WHOLE})\s(?:님|씨)(?![가-힣]{{2}})")
# 사위 제임스 오코너
_FOREIGN: Final = re.compile(rf"(?P<name>(?:{FOREIGN_ALONE}) (?P<last>[가-힣]{{2,5}}?))(?=[은는이가을를의]?\s*(?:$|[\n,.)]))")
_PLACE_AND: Final = re.compile(r"[동구시군읍면리도산천강남북주]과\s$")  # 서초동과 …: a particle and no department
_NARROWED: Final = re.compile(
    rf"(?:{NARROWED}|(?P<fellow>{FELLOWS}))\s(?:(?P<latin>[A-Z][a-z]{{1,15}}(?:\s[A-Z][a-z]{{1,15}}){{1,2}})"
    rf"(?P<tail>\s?(?:에게|님|씨|께|한테|입니다))?(?![A-Za-z])|(?=[{SURNAMES}]))"
)
ORIGIN: Final = (
    r"(?:인|의|\s?국적(?:의|인)?|\s?출신(?:의|인)?|\s?사람(?:인)?|에서\s온)?"
    r"(?:\s(?:근로자|노동자|직원|유학생|학생|며느리|아내|남편|친구|승객|환자))?\s"
)
_NATIONAL: Final = re.compile(
    rf"(?:{NATIONS}){ORIGIN}"
    rf"(?P<name>[가-힣]{{2,7}}(?:\s[가-힣]{{2,7}}){{0,2}}?)"
    r"(?=\s?"
    r"(?:씨|님)(?:[은는이가의와과도를께]|에게|한테)?(?![가-힣])"
    r"|\s?\((?:[0-9]{1,2}\s?세|[남여]|(?:19|20)[0-9]{2}[.\-/년][0-9.\-/월일 ]{3,9}(?:생|[,)])|[0-9]{6}[,)\-]|여권|외국인)"
    r"|(?P<copula>입니다|이에요|예요))"
)
# 네팔의 딜란 라마 형제: what a church or a firm calls somebody behind the country
FELLOW: Final[str] = "(?:형제|자매|집사|성도|권사|유학생|학생|근로자|노동자|사원|선수|강사|교수|환자)"
_FELLOW: Final = re.compile(
    rf"(?:{NATIONS}){ORIGIN}(?P<name>[가-힣]{{2,7}}(?: [가-힣]{{2,7}}){{1,2}})"
    rf"(?= {FELLOW}님?(?:[은는이가을를의도와과께]|에게|한테|입니다|이고)?(?![가-힣]))"
)
FROM_THERE: Final[str] = r"(?:에서 온|\s?출신의?|\s?국적의?)"
_THERE: Final = re.compile(rf"(?:{NATIONS}){FROM_THERE} (?=[가-힣])")
_FROM: Final = re.compile(rf"(?:{NATIONS}){ORIGIN}(?=[{SURNAMES}])")
# 태국인 솜차이가, 필리핀 학생 마리아가
_WORKERS: Final = "근로자|노동자|직원|유학생|학생|며느리|아내|남편|친구|승객|환자|남성|여성|관광객|선원|간병인|강사|기사"
COUNTRYMAN: Final[str] = rf"(?:인|\s?(?:국적|출신|사람)[의인]?)(?:\s(?:{_WORKERS}))?\s|\s(?:{_WORKERS})\s"
_COUNTRYMAN: Final = re.compile(rf"(?:{NATIONS})(?:{COUNTRYMAN})(?=[가-힣]{{2}})")
# 곽두선·서말희의 장남 곽단우: parents and child of a wedding's or funeral's notice. Folding makes a middle dot a dot.
CHILD: Final = "(?:장남|차남|삼남|장녀|차녀|삼녀|막내아들|막내딸|외아들|외동딸|아들|딸)"
_FAMILY: Final = re.compile(
    rf"(?:(?P<father>[{SURNAMES}][가-힣]{{2}})\s?[.,]\s?)?(?P<mother>[{SURNAMES}][가-힣]{{2}})\s?의\s{CHILD}\s"
    rf"(?P<child>[가-힣]{{2,3}})(?![가-힣])"
)
_ORDINARY: Final = ("선생", "고객", "손님", "회원", "아저", "아가", "사장", "대표", "담당자")
_IN_A_CHAT: Final = 0.3  # the least score of what is no word where a chat names who speaks
_CHAT: Final = re.compile(
    rf"(?:오전|오후)\s[0-9]{{1,2}}:[0-9]{{2}},\s(?P<dated>[{SURNAMES}][가-힣])\s:\s|"
    rf"\[(?P<room>[{SURNAMES}](?:[가-힣]{{1,3}}| [가-힣]{{2}}))(?:\s[가-힣]{{1,6}})?\]\s?(?=\[(?:오전|오후|[0-9]))"
    rf"|(?:오전|오후)\s?[0-9]{{1,2}}:[0-9]{{2}}[\],]{{0,2}}\s{{0,2}}(?P<line>[{SURNAMES}][가-힣]{{1,3}})"
    rf"(?:\s[가-힣]{{1,6}})?\s?(?=:)"
    rf"|\[(?:오전|오후)\s?[0-9]{{1,2}}:[0-9]{{2}}\]\s{{0,2}}(?P<after>[{SURNAMES}][가-힣]{{1,3}})\s?(?=:)"
    rf"|(?P<phone>[{SURNAMES}][가-힣]{{1,3}}),\s(?=\[?(?:오전|오후)\s?[0-9])"
)


def of_kin(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name alone in brackets behind a word for kin."""
    found = _OF_KIN.match(text, word_begins(text, hit))
    if found is None or found.start("name") < floor or found["name"] in evidence.COMMON:
        return
    score = evidence.weigh(found["name"], "label", "end")
    if evidence.likely(score) and not evidence.holds_a_particle(found["name"]):
        yield Span(*found.span("name"), "person_name", found["name"], score, "kin and brackets")


def introduced(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """저는 …입니다, 상담원 …입니다, 법무팀 …."""
    if text.startswith(" ", hit) and (aloud := spelled(text, hit, floor, context)):
        return aloud
    hit += hit < len(text) and not "가" <= text[hit] <= "힣" and text[hit] not in "故"
    return (
        _presented(text, hit, floor)
        or _answered(text, hit, floor)
        or _from_another_country(text, hit, floor)
        or _foreigner(text, hit, floor)
        or _called(text, hit, floor)
    )


def _foreigner(text: str, hit: int, floor: int) -> list[Span]:
    """유학생 올가 본다르: words behind what tells of a person from another country, one of which is known."""
    found = _FOREIGNER.match(text, hit)
    if found is None or found.end() < floor:
        return []
    start, end = found.end(), transcriptions.cued(text, found.end(), not found["at_work"])
    if end == start or (found["at_work"] and " " not in text[start:end]):
        return []
    return [Span(start, end, "person_name", key(text[start:end]), 0.7, "person from abroad")]


def _called(text: str, hit: int, floor: int) -> list[Span]:
    """상담원 …, 법무팀 …."""
    called = _CALLED.match(text, hit)
    if called is None or called.end() < floor or _PLACE_AND.search(called.group()):
        return []
    spans = (
        person(text, called.end(), "role", 3)
        or entries.before_its_field(text, called.end())
        or _soldier(text, called.group(), called.end())
        or _between_titles(text, called.end())
        or _honoured(text, called.end())
    )
    return [*spans, *listed(text, spans[-1].end)] if spans else _called_foreigner(text, called)


def _soldier(text: str, rank: str, start: int) -> list[Span]:
    """A name behind a military rank, which may end like a place: 중사 설태구."""
    found = _NAME_BEHIND_A_RANK.match(text, start) if rank.rstrip() in _MILITARY else None
    if found is None or not nobody.may_be_named(found["name"]) or evidence.holds_a_particle(found["name"]):
        return []
    if found["name"] in evidence.COMMON:
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "military rank")]


def _between_titles(text: str, start: int) -> list[Span]:
    """Two syllables between what a person is and a military rank: 소대장 어진 중위가."""
    found = _TWO_TITLED.match(text, start)
    if found is None or found["name"] in _FORCES or not nobody.may_be_named(found["name"]):
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "between two titles")]


def _honoured(text: str, start: int) -> list[Span]:
    """A name of any sound with 님 apart, behind what the person is: 아드님 고지한 님."""
    found = _WITH_NIM.match(text, start)
    if found is None or not nobody.may_be_named(found["name"]):
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "role and honorific")]


def _called_foreigner(text: str, called: re.Match[str]) -> list[Span]:
    """사위 제임스 오코너. A word that ends like a department may be a name with its particle: 태연과 제시카 …."""
    start = called.end()
    end = start if called.group().endswith("과 ") else transcriptions.cued(text, start, text[start + 1 : start + 2] == " ")
    if end > start:
        return [Span(start, end, "person_name", key(text[start:end]), 0.75, "role, foreign")]
    found = None if called.group().endswith("과 ") else _FOREIGN.match(text, start)
    if found is None or _common(found["last"]):
        return []
    return [Span(*found.span("name"), "person_name", key(found["name"]), 0.75, "role, foreign")]


def narrowed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """배송기사 윤근배입니다, 담당 매니저 Jennifer Oh에게."""
    found = _NARROWED.match(text, hit)
    if found is None or found.end() < floor:
        return
    if written := found["latin"]:
        if found["tail"] or things.like_a_person_s(written):
            yield latin(*found.span("latin"), text, 0.75, "role, Latin letters")
    elif not found["fellow"]:
        yield from person(text, found.end(), "role", 3)


def national(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """우즈베키스탄에서 온 카리모프 루슬란 씨, 연변 출신 리금화입니다."""
    if hit and "가" <= text[hit - 1] <= "힣":
        return []
    found = _NATIONAL.match(text, hit)
    if found is None or (found["copula"] and " " not in found["name"]):
        others = (_from_abroad, _from_there, _fellow, _countryman)
        return next(filter(None, (read(text, hit, floor) for read in others)), [])
    words = found["name"].split()
    if found.start("name") < floor or _are_words(words):
        return _from_there(text, hit, floor)
    name = Span(*found.span("name"), "person_name", "".join(words), 0.8, "nationality before")
    return [name, *entries.born(text, name.end)]


def _are_words(words: list[str]) -> bool:
    """Whether one of them is an everyday word, or one before the last ends with a particle."""
    return any(map(_common, words)) or any(map(_holds_a_particle, words[:-1]))


def _common(word: str) -> bool:
    """Whether a word behind a country calls no person by name."""
    return nobody.everyday(word) or word in evidence.RANKS or word.endswith(_ORDINARY)


def _holds_a_particle(word: str) -> bool:
    """Whether a word is no part of a name that is known, and ends with the particle that suits it: 점원이, 요리사가."""
    if word in FOREIGN_WORDS:
        return False
    return word[-1] == "의" or word[-1] in ("이은을과" if closed(word[-2]) else "가는를와")


def _from_abroad(text: str, hit: int, floor: int) -> list[Span]:
    """A name that sounds Korean behind a country, with a copula."""
    origin = _FROM.match(text, hit)
    if origin is None or origin.end() < floor:
        return []
    return _before_copula(text, origin.end(), "nationality before")


def _from_there(text: str, hit: int, floor: int) -> list[Span]:
    """Two known words behind where somebody comes from, with any particle: 스리랑카에서 온 프라사드 페레라가."""
    origin = _THERE.match(text, hit)
    if origin is None or origin.end() < floor:
        return []
    end = transcriptions.cued(text, origin.end(), False)
    if end == origin.end() or " " not in text[origin.end() : end]:
        return []
    return [Span(origin.end(), end, "person_name", key(text[origin.end() : end]), 0.75, "nationality before")]


def _fellow(text: str, hit: int, floor: int) -> list[Span]:
    """A name between a country and 형제 or such a word: 네팔의 딜란 라마 형제."""
    found = _FELLOW.match(text, hit)
    if found is None or found.start("name") < floor:
        return []
    words = found["name"].split(" ")
    known = [word for word in words if word in FOREIGN_WORDS]
    everyday = [word for word in words if _common(word)]
    if not known or len(everyday) == len(words) or not set(everyday) <= set(known):
        return []
    return [Span(*found.span("name"), "person_name", key(found["name"]), 0.7, "nationality before")]


def _countryman(text: str, hit: int, floor: int) -> list[Span]:
    """A name of another country behind 일본인 or 태국인 직원, with any particle: 태국인 솜차이가."""
    found = _COUNTRYMAN.match(text, hit)
    if found is None or found.end() < floor:
        return []
    start, end = found.end(), transcriptions.cued(text, found.end(), True)
    if " " not in text[start:end]:
        end = transcriptions.alone(text, start)
    return [Span(start, end, "person_name", key(text[start:end]), 0.7, "nationality before")] if end > start else []


def _before_copula(text: str, start: int, rule: str) -> list[Span]:
    """The likely name at ``start`` that a copula ends: …입니다."""
    name = best(text, start, "introduction", 3)
    if name is None or name[2] != "copula" or not evidence.likely(name[1]):
        return []
    return [Span(start, name[0], "person_name", text[start : name[0]], name[1], rule)]


def related(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Parents and child: 곽두선·서말희의 장남 곽단우."""
    start = word_begins(text, hit)
    found = _FAMILY.match(text, start)
    if found and start >= floor and _are_a_family(found):
        yield from (Span(*found.span(who), "person_name", name, 0.7, "family") for who, name in found.groupdict().items() if name)


def _are_a_family(found: re.Match[str]) -> bool:
    """Whether a parent's name is likely, or two parents and the child have names that are no words."""
    if any(name and evidence.likely(evidence.weigh(name, "list", "end")) for name in found.group("father", "mother")):
        return True
    return found["father"] is not None and evidence.COMMON.isdisjoint(found.groups())


def _presented(text: str, hit: int, floor: int) -> list[Span]:
    """저는 …입니다."""
    found = _SELF.match(text, hit)
    if found is None or found.end() < floor:
        return _by_given_name(text, hit, floor)
    name = best(text, found.end(), "introduction")
    if name is None or not evidence.likely(name[1]):
        return _by_given_name(text, hit, floor)
    if name[2] != "copula" and not _BOTH_PARTICLES.match(text, name[0]) and not _DECLARES.match(text, name[0]):
        return []
    return agreement.without(
        text, Span(found.end(), name[0], "person_name", text[found.end() : name[0]], name[1], "introduction"), True
    )


def _by_given_name(text: str, hit: int, floor: int) -> list[Span]:
    """저는 지호예요: a known given name alone before an ending."""
    found = _OPENED.match(text, hit)
    if found is None or found.end() < floor:
        return []
    name, score = agreement.introduced(text, found.end())
    return [Span(found.end(), found.end() + len(name), "person_name", name, score, "introduction")] if name else []


def _from_another_country(text: str, hit: int, floor: int) -> list[Span]:
    """저는 카를로스입니다: a name of another country that stands alone."""
    found = _OPENED.match(text, hit)
    if found is None or found.end() < floor:
        return []
    start, end = found.end(), transcriptions.alone(text, found.end())
    if end == start or not _COPULA.match(text, end):
        return []
    return [Span(start, end, "person_name", text[start:end], 0.75, "introduction, foreign")]


def _answered(text: str, hit: int, floor: int) -> list[Span]:
    """성함이 어떻게 되세요? 고객: 국중만이요."""
    found = _QUESTION.match(text, hit)
    if found is None or found.end() < floor:
        return []
    start = found.end()
    name = best(text, start, "introduction", 3)
    if name and name[2] in ("copula", "end") and evidence.likely(name[1]):
        return [Span(start, name[0], "person_name", text[start : name[0]], name[1], "answer")]
    alone = _THREE.match(text, start)
    if alone and _may_answer(alone.group()):
        return [Span(*alone.span(), "person_name", alone.group(), evidence.SLIGHT, "answer")]
    return []


def self_described(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """나 9층 사는 남궁혁인데."""
    start = word_begins(text, hit)
    found = _DESCRIBED_SELF.match(text, start)
    if found and found.end() >= floor and (named := _before_copula(text, found.end(), "introduction")):
        return named
    return _calls_itself(text, start, floor)


def _calls_itself(text: str, start: int, floor: int) -> list[Span]:
    """저는 올해 졸업한 김늘봄이라고 합니다."""
    found = _CALLS_ITSELF.match(text, start)
    if found is None or found.start("name") < floor or final_consonant(found["participle"]) != _NIEUN:
        return []
    if not may_be_called(found["name"]):
        return []
    score = max(evidence.weigh(found["name"], "introduction", "copula"), evidence.MODERATE)
    return [Span(*found.span("name"), "person_name", found["name"], score, "introduction")]


def _may_answer(name: str) -> bool:
    """Whether three syllables may be somebody's answer; 사과예(요) holds the copula."""
    return not evidence.wordlike(name) or (evidence.doubtful(name) and name[-1] not in "예이")


def answering(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """감사합니다, 한빛케어 김민수입니다."""
    for form in (_FOR_A_FIRM, _NEWLY, _GREETED):
        found = form.match(text, hit)
        if found and found.end() >= floor and (named := _before_copula(text, found.end(), "greeting")):
            return named
    return []


def own_child(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """우리 아들 민준이가: a known given name."""
    found = _OWN_CHILD.match(text, word_begins(text, hit))
    if found and found.start("name") >= floor and found["name"] in GIVEN_NAMES and found["name"] not in evidence.COMMON:
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "kin before")


def chatted(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who speaks in an exported chat: [김민수] [오후 2:15] …, 2026. 9. 1. 오후 7:22, 김민수 : …."""
    found = _CHAT.match(text, hit)
    if found is None or found.lastgroup is None or found.start(found.lastgroup) < floor:
        return
    group = found.lastgroup
    if group == "phone" and inside_a_word(text, hit, floor):
        return
    yield from _of_two_syllables(found) if group == "dated" else _of_a_chat(found, group)


def _of_a_chat(found: re.Match[str], group: str) -> Iterator[Span]:
    """Who speaks, where the syllables may be a whole name."""
    name = key(found[group])
    score = evidence.weigh(name, "chat", "end")
    if (evidence.likely(score) or (score >= _IN_A_CHAT and may_be_called(name, GIVEN_NAMES))) and _speaks(name):
        yield Span(*found.span(group), "person_name", name, score, "chat")


def _of_two_syllables(found: re.Match[str]) -> Iterator[Span]:
    """Who speaks behind the day and the time of a messenger's export, where two syllables are no word and no given name: 엄훈."""
    name = found["dated"]
    if name not in ANY_GIVEN_NAMES and not evidence.wordlike(name) and nobody.may_be_named(name):
        yield Span(*found.span("dated"), "person_name", name, evidence.SLIGHT, "chat")


def _speaks(name: str) -> bool:
    """Whether the syllables before a chat's time or colon may be a whole name, with a given name of two syllables."""
    if len(name) < 3 or len(name) not in sizes(name, 0):
        return False
    return evidence.sounds_like_a_name(name)
