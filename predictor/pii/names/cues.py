"""Names of any sound between a word that a person follows and what goes on behind: 장녀 편옥담에게, 개명 전 성옥빈."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from predictor.pii.names import evidence, nobody
from predictor.pii.names.candidates import inside_a_word, word_begins
from predictor.pii.names.fields import has_a_rare_surname
from predictor.pii.names.form import COMPOUND, TIER, closed
from predictor.pii.names.plausibility import may_be_listed, may_be_whole_name
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# The surname may be one that no list has: 점, 야, 삼.
NAME: Final[str] = rf"(?:(?:{COMPOUND})[가-힣]{{1,2}}?|[가-힣]{{3}})"
NAME_BEFORE: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<name>{NAME})$")
_KIN: Final = (
    "장남|장녀|차남|차녀|삼남|삼녀"
    "|(?:막내|큰|작은|둘째|셋째|외)?(?:아들|딸)"
    "|외동딸"
    "|외?손[자녀]"
    "|손주|남편|아내|와이프|집사람|안사람|바깥양반"
    "|배우자"
    "|(?:남|여)?동생"
    "|누나|언니|오빠|형|사위|며느리|조카|아버지|어머니|아빠|엄마|외?할아버지|외?할머니|장인|장모|시어머니"
    "|시아버지"
)
_PARTIES: Final = (
    "피해자|가해자|피고인?|원고|피의자|고소인|피고소인|고발인|채무자|채권자|임대인|임차인|매도인|매수인|양도인"
    "|양수인|신청인|청구인|상속인|피상속인"
    "|재해자|내담자|증인|참고인|목격자|보증인|대리인|의뢰인|수증자|예금주|명의자|집주인|세입자"
)
_OWN: Final = "주민|연락처|전화|휴대|핸드폰|계좌|주소|생년|성명|신분증|인감|서명|도장|여권|면허|명의"  # what a person has
_OFFICES: Final = (
    "(?:유언)?집행자|(?:성년|임의)?후견인|(?:법정|소송)?대리인|(?:연대)?보증인|수익자|상속인|수증자|대표자"
    "|이사장|조합장|회장|총무|팀장|반장|감사|위원장"
)
_PASSED_TO: Final = "돼|되|된|해|등[록기]|통장|보험|이[전체]|송금|입금|보[내낸]|온|가입|들어"
_IS: Final = "입니다|이에요|예요|이고|이구요|인데|이라고"
_GAP: Final = 4  # characters between an account and what names its holder
NO_PERSONS: Final[tuple[str, ...]] = tuple("인분들님팀부과실점사회원장자국청표권수석금")


def _is_rare(name: str) -> bool:
    """A surname that no list has, with a known given name."""
    return may_be_whole_name(name) and has_a_rare_surname(name)


def _may_be_voted(name: str) -> bool:
    """Whether somebody who is voted for may be called so, be it a word: 반가운."""
    return nobody.may_be_named(name) and name[0] in TIER and not name.endswith(NO_PERSONS)


def _may_be_an_item(name: str) -> bool:
    """Whether a name may stand on a list of names too."""
    return may_be_whole_name(name) and may_be_listed(name)


def _sounds_right(name: str) -> bool:
    """Whether syllables that may be a name sound like one."""
    return may_be_whole_name(name) and evidence.sounds_like_a_name(name)


def _may_be_kin(name: str) -> bool:
    """Whether a name may stand on a list of names, and sounds like one."""
    return _may_be_an_item(name) and evidence.sounds_like_a_name(name)


def _before_its_particle(text: str, found: re.Match[str]) -> bool:
    """Whether a consonant ends a name before 이가."""
    return not text.startswith("이가", found.end("name")) or closed(found["name"][-1])


def _behind_an_account(text: str, found: re.Match[str]) -> bool:
    """Whether an account's number stands before what names its holder."""
    return text[max(0, found.start() - _GAP) : found.start()].rstrip(" ,(/")[-1:].isdigit()


class _Cue(NamedTuple):
    """What stands before a name and behind it, who may be called so there, and what else the text must hold."""

    before: str
    behind: str
    judge: Callable[[str], bool]
    stands: Callable[[str, re.Match[str]], bool] = _before_its_particle
    score: float = evidence.MODERATE


# The gates are made of these too, so that RE2 must read them.
_WORDS: Final[tuple[_Cue, ...]] = (
    _Cue(rf"(?:{_KIN})\s", rf"(?:에게|한테|이가\s)|\s앞으로\s(?:{_PASSED_TO})", _may_be_kin),
    _Cue(rf"(?:{_KIN}|이름이|성함이)\s", r"\s?맞[지죠나습]", _may_be_kin),
    _Cue(rf"(?:{_KIN})(?:인데|이고)요?,?\s", r"이?라고\s(?:하[고구는]|합니다|해요|불러|부르)", _may_be_kin),
    _Cue(r"(?:상담사|상담원|상담\s?직원|안내원|교환원)\s", rf"(?:{_IS})|\s?:\s", may_be_whole_name),
    _Cue(r"유\s?언\s?(?:장|서)?[.:]?\s{1,4}나는?,?\s", r"[은는]\s|\(", may_be_whole_name),
    _Cue(rf"(?:{_OFFICES})(?:으로|로)\s", r"[을를]\s(?:지정|선임|임명|선출|위촉|추대)", _may_be_an_item),
    _Cue(rf"(?:{_PARTIES})\s", r"(?:에게|한테)", _may_be_an_item),
    _Cue(rf"(?:{_PARTIES})\s", rf"의\s(?:{_OWN})", may_be_whole_name),
    _Cue(r"(?:피고인석|증인석|방청석|조수석|운전석)에\s?", r"[이가은는]\s", _may_be_an_item),
    _Cue(r"명의\s?:?\s?", r"\s?(?:[),./\n]|$)", may_be_whole_name, stands=_behind_an_account),
    _Cue(r"(?:본명|실명|아명)\s?:?\s?", r"\s?[)/]", may_be_whole_name),
    _Cue(r"담당자?\s?:?\s", r"\s(?:0[1-9][0-9]{0,2}-|1[5-8][0-9]{2}-)", _is_rare),
    _Cue(
        r"(?:(?:초등|중|고등)?학교장|대학장|총장|이사장|구청장|군수|협회장|센터장|교장)\s",
        r"\s{0,4}(?:$|\n|\(?직?인\))",
        _may_be_an_item,
    ),
    _Cue(r"(?:훈련병|이병|일병|상병|병장)\s", r"\s앞으로\s", _may_be_voted, score=evidence.SLIGHT),
    _Cue(
        rf"(?:{_OFFICES}|부회장|부반장|의장|부의장|서기|이장|통장|동대표)\s?:?\s",
        r"\s[0-9]{1,5}표",
        _may_be_voted,
        score=evidence.SLIGHT,
    ),
)
_SIGNS: Final[tuple[_Cue, ...]] = (
    _Cue(r"P[Tt]\s?[.:]{1,2}\s?", r"\s?(?:[(/,\n]|$)|\s[0-9MF]", may_be_whole_name),
    _Cue(r"(?:user|customer|member|name|회원|고객|사용자|이름)=\{\}[\"'],\s?[\"']", r"[\"']", may_be_whole_name),
    _Cue(r"\)\s?승인\s", r"\s[0-9]{1,3}(?:,[0-9]{3}){0,2}원", _sounds_right),
)


def _gate(cues: tuple[_Cue, ...]) -> str:
    """Where any of ``cues`` may stand."""
    return "|".join(rf"(?:{cue.before})[가-힣]{{3,4}}(?:{cue.behind})" for cue in cues)


def _compiled(cues: tuple[_Cue, ...], opening: str) -> tuple[tuple[_Cue, re.Pattern[str]], ...]:
    """The cues with their patterns, each behind ``opening``."""
    return tuple((cue, re.compile(rf"{opening}(?:{cue.before})(?P<name>{NAME})(?={cue.behind})")) for cue in cues)


BEHIND_WORDS_GATE: Final[str] = _gate(_WORDS)
BEHIND_SIGNS_GATE: Final[str] = _gate(_SIGNS)
_BEHIND_WORDS: Final = _compiled(_WORDS, "(?<![가-힣A-Za-z0-9])")
_BEHIND_SIGNS: Final = _compiled(_SIGNS, "(?<![A-Za-z])")


def behind_words(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name between a word for persons and what goes on behind."""
    start = word_begins(text, hit)
    if inside_a_word(text, start, floor):
        return
    yield from _named(_BEHIND_WORDS, text, start, floor)


def behind_signs(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name behind a sign of records: Pt: 편옥담, (7*4*)승인 편옥담 8,300원."""
    yield from _named(_BEHIND_SIGNS, text, hit, floor)


def _named(cues: tuple[tuple[_Cue, re.Pattern[str]], ...], text: str, start: int, floor: int) -> Iterator[Span]:
    """The first name that a cue finds at ``start`` and that may be one there."""
    for cue, form in cues:
        found = form.match(text, start)
        if found is None or found.start("name") < floor or not cue.judge(found["name"]):
            continue
        if cue.stands(text, found):
            yield Span(*found.span("name"), "person_name", found["name"], cue.score, "cue and what follows")
            return
