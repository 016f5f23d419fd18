"""Names that stand alone between the signs of a record, a list or a markup: >김가람<, "from":"김가람", 1코트: 김가람 - 이나루 /.

In 36 million characters of reviews, sentences and manuals hardly anything but persons stands so that sounds as much like a name.
"""

import re
from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.form import ANY_GIVEN_NAMES, SURNAMES, WHOLE, divide, key
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

OPENS: Final = r"(?:^|[>\"'(\[{:;,|/=→▲△*•\t\n]|[\-–] |  )"
CLOSES: Final = r"(?:$|[<\"')\]},;|/→(\t\n]| ?[\-–] |  )"
# No field's name, as in 차주명: …, and nothing with a price, as in 진미채(4400).
_ENCLOSED: Final = re.compile(rf"{OPENS} ?(?P<name>{WHOLE})(?= ?{CLOSES})(?![\"')\]]? ?[:=]| ?\([0-9])")
# 석 진 우 alone on its line or behind two blanks, as a scanner reads a card
SPACED_GATE: Final = rf"(?:^|\n|  ) {{0,4}}[{SURNAMES}] {{1,3}}[가-힣] {{1,3}}[가-힣](?:  |\n|$)"
_SPACED: Final = re.compile(rf"\n? {{0,6}}(?P<name>[{SURNAMES}](?: {{1,3}}[가-힣]){{2}})(?=  |\n|$)")
# The least scores by (whether the given name is a known one, whether a word may speak against the name).
_LEAST: Final = {(True, False): 0.75, (False, False): 0.85, (True, True): 0.92, (False, True): 2.0}


def enclosed(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name between two signs, as likely as one on a list of names."""
    found = _ENCLOSED.match(text, hit)
    if found is None or found.start("name") < floor:
        return []
    name = found["name"]
    score = evidence.weigh(name, "list", "end")
    if score < _least(name) or _is_something_else(name):
        return []
    if text.startswith("  ", found.end("name")) and evidence.holds_a_particle(name):
        return []  # 구성은  지루하다: people type two spaces too
    return [Span(*found.span("name"), "person_name", name, score, "between signs")]


def _is_something_else(name: str) -> bool:
    """Whether syllables that sound like a name are a word, a part of a town, or what fills a field for a name."""
    if any(name in words for words in (evidence.COMMON, evidence.LIKE_BARE_NAMES, evidence.TOWN_PARTS)):
        return True
    return nobody.fills_a_field(name) or not (divide(name)[1] in ANY_GIVEN_NAMES or nobody.may_be_named(name))


def spaced(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name with blanks between its syllables, alone on its line or behind two blanks: a known given name, and no word."""
    found = _SPACED.match(text, hit)
    if found is None or found.start("name") < floor:
        return []
    name = key(found["name"])
    score = evidence.weigh(name, "list", "end")
    if name in evidence.COMMON or divide(name)[1] not in ANY_GIVEN_NAMES or score < _LEAST[True, True]:
        return []
    return [Span(*found.span("name"), "person_name", name, score, "spaced out")]


def _least(name: str) -> float:
    """The least score on a list that makes ``name`` one."""
    return _LEAST[divide(name)[1] in ANY_GIVEN_NAMES, not evidence.doubtful(name)]
