"""Which syllables may be a name where something else speaks for one: on a list, in speech, and behind a cue that names a person."""

from typing import Final

from predictor.pii.names import evidence, nobody
from predictor.pii.names.candidates import compound
from predictor.pii.names.fields import has_a_rare_surname
from predictor.pii.names.form import ANY_GIVEN_NAMES, GIVEN_NAMES, TIER, divide

CERTAIN: Final = 0.9  # the least score beside one name
_DOUBTED_LEAST: Final = 0.2  # the least score of what begins or ends like a word among names
# What stands behind a word of two syllables: 연결중, 사람들, 확인서
_BEHIND_WORD: Final = frozenset("중후전시때별용형식님들만도의은는이가을를로과와란에표서제인명증장실팀학관비료금액일")
_SURELY: Final = 0.95  # the least score of what begins like a word: 정해린
_RARE_LEAST: Final = 1.0  # the least likeness of a name with a surname that no list has


def may_be_listed(name: str) -> bool:
    """Whether an item among names is one: three syllables that are no word, or that only begin or end like one."""
    score = evidence.weigh(name, "list", "end")
    if score >= CERTAIN and divide(name)[1] in ANY_GIVEN_NAMES and name not in evidence.COMMON:
        return True
    if not nobody.may_be_named(name) or nobody.of_a_place(name):
        return False
    return not evidence.wordlike(name) or (evidence.doubtful(name) and score >= _DOUBTED_LEAST)


def may_be_called(name: str, known: frozenset[str] = ANY_GIVEN_NAMES) -> bool:
    """Whether syllables are no word, or a word only begins or ends like them and their given name is ``known``: 심보라."""
    return not evidence.wordlike(name) or (evidence.doubtful(name) and divide(name)[1] in known)


def may_be_whole_name(name: str) -> bool:
    """Whether a surname and a given name of any sound may be one: no everyday word, none with a particle, and none made of two."""
    if not nobody.may_be_any_name(name) or compound(name) or (name[:2] in evidence.COMMON and name[2] in _BEHIND_WORD):
        return False
    return name[0] in TIER or (has_a_rare_surname(name) and evidence.likeness(name) >= _RARE_LEAST)


def may_be_known(name: str) -> bool:
    """Whether a known given name stands behind a surname; one that begins or ends like a word must be a frequent one."""
    given = divide(name)[1]
    if given not in ANY_GIVEN_NAMES or not nobody.may_be_any_name(name):
        return False
    if not evidence.wordlike(name):
        return True
    if given not in GIVEN_NAMES or given in evidence.COMMON:
        return False
    return name[:2] not in evidence.COMMON or evidence.weigh(name, "list", "end") >= _SURELY
