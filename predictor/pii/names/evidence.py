"""How much speaks for a name: independent sources, weighed together by weights that ``tests/pii/learn.py`` has learned.

The score is logistic: 1 / (1 + exp(-(bias + sum of weight × feature))). ``lexicon/name_weights.txt`` holds the weights, in tenths.
"""

import math
import re
from functools import cache, lru_cache
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names.form import ANY_GIVEN_NAMES, FIRST, GIVEN_NAMES, LAST, RARE_GIVEN_NAMES, TIER, UNKNOWN, divide

_WORDS: Final = ("common_words", "everyday_words", "name_labels", "name_labels_weak", "nations")
_REGIONS: Final = (("cities", "시"), ("counties", "군"))
# Towns' parts that sound like names; those that hold a known given name (홍제동) are persons' names where a cue speaks for one.
TOWN_PARTS: Final = frozenset(lexicon.words("dongs"))
_OFTEN: Final = 3  # from this tier on a surname is that of many
COMMON: Final[frozenset[str]] = frozenset(
    (
        *(word for listed in _WORDS for word in lexicon.words(listed) if " " not in word),
        *(name + ending for listed, suffix in _REGIONS for name in lexicon.words(listed) for ending in ("", suffix)),
        *(f"{name}구" for name in lexicon.words("districts")),
        *(part for part in TOWN_PARTS if part[1:] not in ANY_GIVEN_NAMES or TIER.get(part[0], 0) < _OFTEN),
    )
)
# Compounds and places that are no names where nothing but their sound speaks for one: 유정란, 한강진.
LIKE_BARE_NAMES: Final = frozenset(lexicon.words("words_like_bare_names"))
# Given names that are words in most sentences: 수정, 영화.
ALSO_WORDS: Final = frozenset(lexicon.words("given_names_also_words"))
RANKS: Final = frozenset(lexicon.words("ranks"))
_FIRM: Final = frozenset(("label", "field", "header"))
_AGAINST: Final = frozenset(
    (
        "word that ends like a name",
        "word and particle",
        "word and suffix",
        "word and syllable",
        "participle",
        "verb ending",
        "place ending",
    )
)
_DOUBTS: Final = frozenset(("word and syllable", "word and particle", "participle", "verb ending"))
_RARE: Final = "rare given name"  # says nothing where no cue speaks for a name
_CALMED: Final = 0.4
_FAR: Final = 30.0  # beyond it the score is 0 or 1
_BOUND: Final = 0.5  # the least score of a name
# Scores of names that the memory does not take, because the same syllables may mean something else elsewhere.
SLIGHT: Final[float] = 0.55
MODERATE: Final[float] = 0.6
WEIGHTS: Final[dict[str, float]] = {row[0]: int(row[1]) / 10 for row in (line.split() for line in lexicon.lines("name_weights"))}
# Endings of verbs and nouns that make a word of three syllables sound like a name: 전해진, 안겨준, 성인용, 연희동.
_VERBAL: Final = re.compile(r"..[는은을를길]|.[가-힣](?:하|되|기|게|고|며|면|서|지|니|데|던|든|랑|란|라|네|음|함|됨|임)")
_BUILT: Final = re.compile(
    r".."
    r"(?:용|동|역|군|구|시|형|권|률|율|성|선|원|장|자|부|실|관|과|법|세|비|금|학|전|식|상|제|물|품|점|소|층|급|호"
    r"|차|가|팀|국|청|서|처|단)"
)
_BEST_TAIL: Final = max(0.0, *(weight for feature, weight in WEIGHTS.items() if feature.startswith("tail:")))
_PARTICLE: Final = frozenset("은는이가을를과와의도만로에나들란라서며고지면한할함된될일인임")
_PLACE: Final = frozenset("동역산강리읍면군시구도교천촌항궁사절원")
_PARTICIPLE: Final = re.compile(r"..[진준길걸건]|.(?:러|려|겨|여|워|어|아|와|해|내|춰|켜|쳐|져)[진준길]")


@lru_cache(maxsize=8192)
def likeness(name: str) -> float:
    """How much more the syllables sound like a name than like a word (natural logarithm); a single given syllable counts half."""
    given = divide(name)[1]
    last = LAST.get(given[-1], UNKNOWN) / 10
    if len(given) == 1:
        return max(-5.0, (FIRST.get(given, UNKNOWN) / 10 + last) / 2)
    ratio = FIRST.get(given[0], UNKNOWN) / 10 + last
    return max(-6.0, min(8.0, ratio))


@lru_cache(maxsize=8192)
def traits(name: str) -> tuple[tuple[str, float], ...]:
    """The features of the word itself, apart from its surroundings."""
    surname, given = divide(name)
    compound = len(surname) > 1
    found = [("likeness", likeness(name)), ("surname", (3 if compound else TIER.get(surname, 0)) - 2.5)]
    marks = {
        "known given name": given in GIVEN_NAMES,
        _RARE: given in RARE_GIVEN_NAMES and name not in COMMON,
        "one syllable": len(given) == 1,
        "compound surname": compound,
        "rank": given in RANKS or name in RANKS,
    }
    found += [(mark, 1.0) for mark, holds in marks.items() if holds]
    if name in COMMON:
        found.append(("word that ends like a name" if given in GIVEN_NAMES else "word", 1.0))
    elif len(name) == 3 and not compound:
        found += _like_a_word(name)
    return tuple(found)


def _like_a_word(name: str) -> list[tuple[str, float]]:
    """Features of three syllables that are no word of the list but may be made of one."""
    found: list[tuple[str, float]] = []
    stem = name[:2] in COMMON
    if stem and name[2] in _PARTICLE:
        found.append(("word and particle", 1.0))
    elif stem and _BUILT.fullmatch(name):
        found.append(("word and suffix", 1.0))
    elif stem:
        found.append(("word and syllable", 1.0))
    if name[2] in _PLACE and name[1:] not in GIVEN_NAMES:
        found.append(("place ending", 1.0))
    if _PARTICIPLE.fullmatch(name):
        found.append(("participle", 1.0))
    elif _VERBAL.fullmatch(name):
        found.append(("verb ending", 1.0))
    return found


def wordlike(name: str) -> bool:
    """Whether a feature of the word itself speaks against a name."""
    return bool(_against(name))


def sounds_like_a_name(name: str) -> bool:
    """Whether the syllables sound rather like a name than like a word, or the given name is a known one."""
    return likeness(name) > 0 or divide(name)[1] in ANY_GIVEN_NAMES


def holds_a_particle(name: str) -> bool:
    """Whether a word and a particle are spelled like the name: 지정은."""
    return "word and particle" in _against(name)


def begins_like_a_word(name: str) -> bool:
    """Whether nothing speaks against a name but that its first two syllables are a word: 봉기찬, 배려진."""
    against = _against(name)
    return bool(against) and against <= {"word and syllable", "participle"}


def doubtful(name: str) -> bool:
    """Whether a word speaks against a name only by how it begins or ends, so that a list of names outweighs it."""
    return _against(name) <= _DOUBTS


def _against(name: str) -> set[str]:
    """The features of the word itself that speak against a name."""
    return {trait for trait, _ in traits(name) if trait in _AGAINST or trait in ("word", "rank")}


def features(name: str, cue: str, tail: str) -> dict[str, float]:
    """Every feature of a candidate by its name in the weights' file. Behind a label with its sign, a name may sound like a word."""
    found = {"bias": 1.0, f"cue:{cue}".replace(" ", "-"): 1.0, f"tail:{tail}": 1.0}
    for trait, value in traits(name):
        found[trait.replace(" ", "-")] = value * _share(trait, cue in _FIRM, cue == "bare")
    return found


def _share(trait: str, calmed: bool, bare: bool) -> float:
    """How much of a trait counts beside a firm cue, which calms doubts, or where no cue speaks."""
    if bare and trait == _RARE:
        return 0.0
    return _CALMED if calmed and trait in _AGAINST else 1.0


@lru_cache(maxsize=8192)
def weigh(name: str, cue: str, tail: str) -> float:
    """The score, 0 to 1, of ``name`` found by ``cue`` with ``tail`` behind it."""
    total = _sound(name, cue in _FIRM, cue == "bare") + _around("cue", cue) + _around("tail", tail)
    if total > _FAR or total < -_FAR:
        return float(total > 0)
    return 1.0 / (1.0 + math.exp(-total))


def possible(name: str, cues: tuple[str, ...]) -> bool:
    """Whether any of ``cues`` could make ``name`` likely, whatever stands behind it."""
    return any(_sound(name, cue in _FIRM, cue == "bare") + _around("cue", cue) + _BEST_TAIL >= 0.0 for cue in cues)


@lru_cache(maxsize=8192)
def _sound(name: str, calmed: bool, bare: bool) -> float:
    """What the word itself adds to the total, the bias included."""
    total = WEIGHTS["bias"]
    for trait, value in traits(name):
        total += WEIGHTS.get(trait.replace(" ", "-"), 0.0) * value * _share(trait, calmed, bare)
    return total


@cache
def _around(part: str, value: str) -> float:
    """What a cue or a tail adds to the total."""
    return WEIGHTS.get(f"{part}:{value}".replace(" ", "-"), 0.0)


def likely(score: float) -> bool:
    """Whether a score is a name's."""
    return score >= _BOUND
