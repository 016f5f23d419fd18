"""Names that somebody spells aloud: 빙수 할 때 빙, 소나무 소, 라디오 라, 빙소라예요."""

import re
from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.form import SURNAMES, WHOLE
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# A syllable alone before a comma, and what may be a name
BEHIND_GATE: Final[str] = rf"\s[가-힣][,.]\s[{SURNAMES}][가-힣]{{2}}(?:이?[예에라]|이?요|입니)"
_SPELLED: Final = re.compile(rf"\s(?P<last>[가-힣])[,.]\s(?P<name>{WHOLE})(?=이?[예에]요|이?요|입니다|이?라고)")
_BEFORE: Final = re.compile(r"(?P<word>[가-힣]{1,6})(?:\s할\s?때|의)?$")
_REACH: Final = 10  # characters of a word that holds the syllable


def spelled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name behind a word with its last syllable, and this syllable alone."""
    found = _SPELLED.match(text, hit)
    if found is None or found.start("name") < floor or found["name"][-1] != found["last"]:
        return []
    before = _BEFORE.search(text, max(0, hit - _REACH), hit)
    if before is None or found["last"] not in before["word"] or not nobody.may_be_named(found["name"]):
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "spelled aloud")]
