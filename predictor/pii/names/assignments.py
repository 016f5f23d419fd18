"""Names behind what each does in a group, or when: 조장은 감이슬로 하고 발표는 범준서가; 순서는 연제이부터."""

import re
from typing import Final

from predictor.pii.names import evidence
from predictor.pii.names.candidates import inside_a_word
from predictor.pii.names.form import SURNAMES, WHOLE
from predictor.pii.names.plausibility import may_be_listed
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

ROLES: Final[str] = (
    "조장|부조장|팀장|반장|발표자?|사회자?|진행자?|회계|서기|총무|회장|주장|심판"
    "|자료(?:\\s?조사)?"
    "|(?:PPT|피피티)(?:\\s?제작)?"
    "|보고서|촬영|편집"
    "|녹화|기록|운전|간식|청소|당번|통역|안내|접수|장보기|설거지|반주"
    "|(?:발표|면접|상담|진료|운전|청소|당번)\\s순서"
    "|순서"
    "|(?:그\\s?)?다음"
    "|[첫두세네]\\s?번째|마지막"
)
# What stands behind a name that somebody is given something to do by, or who comes next.
_ENDING: Final = (
    r"(?:[이가](?:\s|,)|[이]?(?:고|며|야|랑)(?![가-힣]{2})|으?로\s(?:하|정하|결정|뽑|바꾸)|부터(?:고|이고|야|입니다|\s|,)"
    r"|입니다|이에요|예요|,|\.|\s(?:씨|님)|\s*(?:$|\n))"
)
GIVEN_GATE: Final[str] = rf"(?:{ROLES})[은는이]\s[{SURNAMES}][가-힣]{{2,3}}(?:[이가고며야랑로부입예에,.\n]|\s[씨님]|$)"
_ENTRY: Final = re.compile(rf"(?:{ROLES})[은는이]\s(?P<name>{WHOLE})(?={_ENDING})")
_SURELY: Final = re.compile(
    r"[이가]\s(?:(?:계속|대신|그대로|다시|이어서)\s)?(?:맡|하기로|하고|한다|할게|할\s?거)"
    r"|으?로\s(?:하|정하|결정|뽑)|부터(?:고|이고|야|입니다|,)"
)
_SURE: Final = 0.8
_REACH: Final = 120  # characters in which the roles of a group are told


def assigned(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The names behind roles from ``hit`` on: several of which one is sure, or a sure one that is given its role."""
    if inside_a_word(text, hit, floor):
        return []
    found = [one for one in _ENTRY.finditer(text, hit, hit + _REACH) if one.start("name") >= floor and may_be_listed(one["name"])]
    if not found or found[0].start() != hit or not _are_roles(text, found):
        return []
    return [Span(*one.span("name"), "person_name", one["name"], _score(one["name"]), "role of a group") for one in found]


def _are_roles(text: str, found: list[re.Match[str]]) -> bool:
    """Whether one name is sure, and another or what stands behind it tells of a role."""
    sure = any(evidence.weigh(one["name"], "list", "end") >= _SURE for one in found)
    return sure and (len(found) > 1 or _SURELY.match(text, found[0].end()) is not None)


def _score(name: str) -> float:
    """The score of a name on a list, or a moderate one, which a role gives at least."""
    return max(evidence.weigh(name, "list", "end"), evidence.MODERATE)
