"""Names of other countries in Latin letters, by lists of given names and surnames: Emily Johnson, TANAKA YUI, Liu Xiaoming."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import candidates, evidence
from predictor.pii.names.form import LOWER, UPPER, VIETNAMESE_MIDDLE, VIETNAMESE_SURNAME
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_LIKE_WORDS: Final = frozenset(lexicon.words("names_latin_like_words"))
_GIVEN: Final = frozenset(lexicon.words("given_names_latin"))
_SURNAMES: Final = frozenset(lexicon.words("surnames_latin"))
_KNOWN: Final = _GIVEN | _SURNAMES | frozenset(word.lower() for word in lexicon.words("roman_surnames"))
_SURE_GIVEN: Final = _GIVEN - _LIKE_WORDS
_SURE: Final = (_GIVEN | _SURNAMES) - _LIKE_WORDS
_NO_PERSONS: Final = frozenset(word.lower() for word in lexicon.words("latin_names_of_things"))
# What stands between the parts of a name and is none of its own.
# MD, MST and such shorten a name that most bear: MD SHAHIDUL ALAM.
_LINKS: Final = frozenset(
    ("md", "mst", "mohd", "de", "del", "dela", "la", "da", "dos", "di", "van", "von", "der", "bin", "binti", "ibn", "al", "el")
)
_LINK: Final = rf"(?:(?:{'|'.join(sorted(_LINKS))}) )"
_WORD: Final = rf"(?:(?:[OD]')?{UPPER}'?{LOWER}{{1,15}}(?:{UPPER}{LOWER}{{1,12}})?(?:-{UPPER}?{LOWER}{{1,12}})?)"
_CAPITALS: Final = r"(?:[A-Z]{2,15}(?:-[A-Z]{2,12})?)"
# For a gate: two capitalised words, or more.
PAIR_GATE: Final = (
    rf"{UPPER}'?{LOWER}[A-Za-zß-öø-ÿ\-]{{0,28}} (?:[A-Z]\. |[a-z]{{2,5}} ){{0,2}}{UPPER}['a-zß-öø-ÿ]"
    r"|[A-Z]{2,15}(?:-[A-Z]{2,12})? [A-Z]{2}"
)
_WORDS: Final = re.compile(
    rf"(?!I'm ){_WORD}(?: [A-Z]\.)?(?: {_LINK}{{0,2}}{_WORD}){{1,3}}(?![A-Za-zÀ-ɏ]|-[A-Za-z])"
    rf"|{_CAPITALS}(?: {_CAPITALS}){{1,3}}(?![A-Za-z0-9]|-[A-Za-z0-9])"
)
_OPENS: Final = (" ", "(")
_NEXT: Final = re.compile(rf" ?\([^()\n]{{1,12}}\)(?:, ?| / |\n)(?P<name>{_WORD}(?: {_WORD}){{1,2}})(?= ?\([^()\n]{{1,12}}\))")
_CAPITAL_BEHIND: Final = re.compile(rf" {UPPER}{LOWER}")
# Capitalised words before a name that are no part of what it belongs to.
LEADS: Final = "From|To|Dear|By|With|And|Name|Contact|Call|Hi|Hello|Cc|Attn|Ask|Tell|Mail"
_LEADS: Final = frozenset((*LEADS.split("|"), "Mr", "Ms", "Dr", "Prof", "Manager", "Author"))
_LEAD_REACH: Final = 18  # characters of the word before a name and the blanks around it
_ACCENTS: Final = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "aaaaaaceeeeiiiinoooooouuuuyy", "'")
# A Chinese given name in Pinyin has one or two syllables.
_SYLLABLE: Final = r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ao|[iu]?an?g?|[iu]e|i?ong|e[nr]g?|e[in]?|ou|iu|in?g?|u[io]?n?|uai|o)"
_CHINESE: Final = frozenset(lexicon.words("surnames_pinyin"))
_PINYIN: Final = re.compile(rf"{_SYLLABLE}(?:'?{_SYLLABLE})?")
_VIETNAMESE_SURNAMES: Final = frozenset(VIETNAMESE_SURNAME.lower().split("|"))
_VIETNAMESE_MIDDLES: Final = frozenset(VIETNAMESE_MIDDLE.lower().split("|"))
_TWO: Final = 2
_LEAST: Final = 3  # letters of a Chinese given name that no list has


def _parts(name: str) -> list[str]:
    """The parts of a name in lower case without accents, links such as ``de``, and initials."""
    plain = name.lower()
    if not plain.isascii() or "'" in plain:
        plain = plain.translate(_ACCENTS)
    return [word for word in plain.split(" ") if word not in _LINKS and word[-1:] != "."]


def whole(name: str) -> bool:
    """Whether capitalised words need no cue: all are known in names, and one is a given name that is no other word."""
    parts = _parts(name)
    if len(parts) < _TWO or not _promising(parts) or " ".join(parts) in _NO_PERSONS:
        return False
    if _chinese(parts) or (len(parts) > _TWO and parts[0] in _VIETNAMESE_SURNAMES and parts[1] in _VIETNAMESE_MIDDLES):
        return True
    return all(map(_known, parts)) and not _SURE_GIVEN.isdisjoint(parts) and not _ends_like_a_thing(parts)


def _ends_like_a_thing(parts: list[str]) -> bool:
    """Whether a word ends three parts, as in Emily Johnson Street, or both of two are words."""
    return parts[-1] in _LIKE_WORDS and (len(parts) > _TWO or parts[0] in _LIKE_WORDS)


def _promising(parts: list[str]) -> bool:
    """Whether one of the parts is a given name that is no other word, or a Chinese surname stands in front."""
    return not (_SURE_GIVEN.isdisjoint(parts) and _CHINESE.isdisjoint(parts[:2]))


def partly(name: str) -> bool:
    """Whether capitalised words begin with a given name or end with a surname: they are a name where a cue stands beside them."""
    words = _parts(name.replace(",", ""))
    if len(words) > 1 and " ".join(words) in _NO_PERSONS:
        return False
    first, last = words[0].split("-", 1)[0], words[-1]
    return first in _SURE_GIVEN or (len(words) > 1 and (last in _SURE or (first in _GIVEN and last in _KNOWN)))


def _known(word: str) -> bool:
    """Whether a word, or each part of one with a hyphen, stands in the lists."""
    return word in _KNOWN or ("-" in word and all(part in _KNOWN for part in word.split("-")))


def _chinese(words: list[str]) -> bool:
    """Whether two words are a Chinese surname and a given name in Pinyin, in either order."""
    if len(words) != _TWO or _LIKE_WORDS.issuperset(words):
        return False
    return any(family in _CHINESE and _is_pinyin(given) for family, given in (words, words[::-1]))


def _is_pinyin(word: str) -> bool:
    return word in _GIVEN or (len(word) >= _LEAST and word not in _LIKE_WORDS and _PINYIN.fullmatch(word) is not None)


def unlabelled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Two to four known words: Emily Johnson, Jose de la Cruz, SHAHINA BEGUM."""
    start = hit + (not text[hit].isalpha())
    if start < floor or _goes_on_before(text, floor, start):
        return
    found = _WORDS.match(text, start)
    if found is None or (not found.group().isupper() and _CAPITAL_BEHIND.match(text, found.end())):
        return
    if name := _longest(found.group()):
        begin = start - 4 if text.startswith("Md. ", max(floor, start - 4)) else start
        yield candidates.latin(begin, start + len(name), text, 0.7, "given name and surname")
        yield from with_brackets(text, start + len(name))


def with_brackets(text: str, end: int) -> Iterator[Span]:
    """The names that go on a list, each with a bracket behind it: Dmitri Volkanov(세터), Lucas Ferrante(라이트)."""
    while text[end : end + 1] in _OPENS and (found := _NEXT.match(text, end)):
        end = found.end("name")
        yield candidates.latin(found.start("name"), end, text, evidence.MODERATE, "list with brackets")


def _longest(words: str) -> str:
    """The longest name that ``words`` begin with, or an empty text. Only behind capitals may other words stand."""
    if not words.isupper():
        return words if whole(words) else ""
    while words and not whole(words):
        words = words.rpartition(" ")[0]
    return words


def _goes_on_before(text: str, floor: int, start: int) -> bool:
    """Whether the words at ``start`` are the middle of a word, or another capitalised word stands before them."""
    if start <= floor:
        return False
    before = text[start - 1]
    if before != " ":
        return before.isalnum()
    if text[start + 1 : start + 2].isupper():
        return False
    word = text[max(floor, start - _LEAD_REACH) : start - 1].rpartition(" ")[2]
    return word[:1].isupper() and word[1:].islower() and word.isalpha() and word not in _LEADS
