"""Candidates for names: which syllables at a place may be a name, what stands behind them, and the spans that they become.

A candidate begins with a surname and is two to four syllables long. ``evidence`` weighs it.
"""

import re
from functools import lru_cache
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import agreement, evidence, nobody
from predictor.pii.names.endings import BEHIND_NAMES, COPULA, PARTICLE, SAID
from predictor.pii.names.form import (
    ANY_GIVEN_NAMES,
    COMPOUND,
    COMPOUNDS,
    FIRST,
    GIVEN_NAMES,
    LAST,
    LOWER,
    SURNAMES,
    UNKNOWN,
    closed,
    divide,
    key,
)
from predictor.pii.names.head import BEFORE, HANGUL, head_at
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

RANKS: Final = lexicon.pattern(lexicon.words("ranks"))
HONORIFICS: Final = "님|씨|귀하"
CLOSINGS: Final = "드림|올림|배상"
TO_PERSON: Final = r"(?:이?(?:한테|에게|헌티|한티|헌테)(?:서|는|도)?(?:는|도)?|께서(?:는|도|만)?)(?![가-힣])"
TITLES: Final = rf"{HONORIFICS}|{CLOSINGS}|{RANKS}"

_WORD_END: Final = r"(?![가-힣A-Za-z0-9])"
_BEHIND_TITLE: Final = rf"(?:님|분)?(?:들?(?:{PARTICLE}|께는|이랑|하고)|(?:{COPULA})[가-힣]{{0,4}})?{_WORD_END}"
_HONOURED: Final = (
    rf"(?:{HONORIFICS})(?:의|께|이|은|는|을|도|과|으로|만|꼐|들|네|댁|라고|이?면|이?시면|인지|이?신지|맞[으나]|고요?|구요)?"
    rf"(?:{PARTICLE}|(?:{COPULA})[가-힣]{{0,4}})?"
)
HONOURED: Final = rf"{_HONOURED}(?:$|[^가-힣A-Za-z0-9])"  # an honorific, up to the word's end
_HONORIFIC_TAIL: Final = rf"\s?{_HONOURED}{_WORD_END}"
TITLE_BEHIND: Final = Guarded(rf"(?:{RANKS}){_BEHIND_TITLE}")
_TITLE_TAIL: Final = rf"\s?(?:{RANKS}){_BEHIND_TITLE}"
PERSON_TAIL: Final = rf"(?:{_HONORIFIC_TAIL}|{_TITLE_TAIL})"  # an honorific or a title, up to the word's end
TAIL: Final = re.compile(
    rf"(?P<honorific>{_HONORIFIC_TAIL})|(?P<title>{_TITLE_TAIL})"
    rf"|(?P<copula>(?:{COPULA}|{SAID})(?![가-힣]{{5}}))"
    rf"|(?P<particle>(?:{PARTICLE}|{BEHIND_NAMES}){_WORD_END})"
    rf"|(?P<end>\s(?:으로|로)\s(?:할|하|보내|보낼|넣|입금|송금)|\s*(?:$|[\n,.)|/\"'<\]>;!?&♥♡❤★☆]))"
    rf"|(?P<none>{_WORD_END})"
)
# Folding makes a middle dot a dot.
_NEXT: Final = re.compile(
    rf"[¹²³⁴-⁹*†]{{0,3}}(?:님|씨|\s?(?:{RANKS})(?:님)?)?"
    rf"(?:\s?,\s[{SURNAMES}]\s?(?:{RANKS})(?=\s?,))?(?:\s?[(\[][^()\[\]\n]{{1,10}}[)\]])?"
    r"(?:\s?[,;/、]\s?|\s\.\s|\.|\s)"
    rf"(?=(?:{COMPOUND}|[{SURNAMES}])[가-힣])"
)
# A name in Latin letters that goes on a list: 동반: 김민수, David Roh
_NEXT_LATIN: Final = re.compile(
    rf"(?:님|씨|\s?(?:{RANKS})(?:님)?)?(?:\([^()\n]{{1,10}}\))?\s?[,/、]\s?"
    rf"(?P<name>[A-Z]{LOWER}{{1,15}}(?:[ \-][A-Z]{LOWER}{{1,15}}){{1,2}})"
    r"(?=\s*(?:$|[\n,.(/)])|\s(?:[2-9두세네]|등|외|이상)\s?[가-힣0-9])"
)
# An item of a list of names: another of three syllables, or the list's end, stands behind it.
_ITEM: Final = re.compile(
    rf"[{SURNAMES}][가-힣]{{2}}(?=\s?[,/、]\s?[{SURNAMES}][가-힣]{{2}}(?![가-힣])|\s(?:이상|외|등)\s[0-9]|\s*(?:$|\n))"
)
# 육보라(1반), 석초원(2반): a class, a floor, a sum or a year stands behind each
_IN_BRACKETS: Final = re.compile(
    rf"(?P<name>(?:{COMPOUND})[가-힣]{{1,2}}|[{SURNAMES}][가-힣]{{2}})\s?[(\[]"
    r"(?:[0-9]{1,4}[동반층호조팀번기세살위점][)\]]|[0-9]{2,4}년생[)\]]|[0-9][0-9,]{0,8}\s?[만천백]?\s?원[)\]])"
)
# 여운천, 민솔, 추가영: two syllables between commas, before a likely name
_BETWEEN: Final = re.compile(
    rf"(?P<name>[{SURNAMES}][가-힣])(?=\s?[,/、]\s?(?:(?:{COMPOUND})|[{SURNAMES}][가-힣])[가-힣](?:\s?[,/、(]|\s*(?:$|\n)))"
)
_SAID: Final = re.compile(SAID)
_COPULA_APART: Final = re.compile(
    r" 이(?:시고|시며|시구요|시고요|십니다|세요|신데|에요|구요|고요|었고|라고)(?![가-힣])"
)  # 조끝례 이시고
_PARTS_ITEMS: Final = frozenset(",;/、")
_CERTAIN_LIST: Final = 3  # names behind the first that make sure that what goes on is a list of names
_LONGEST_LIST: Final = 40  # names that go on in Latin letters
_PARTICLE_LEAST: Final = 0.7  # of what may be a word with its particle
_BEHIND_WORD: Final = re.compile(rf"(?:{PARTICLE}|{COPULA}|들)[가-힣]{{0,4}}")
# 공영주차장(님): a noun of a place or thing that ends like a title, and what stands before it.
_LIKE_A_TITLE: Final = re.compile(
    r"(?P<head>[가-힣]*?)"
    rf"(?P<noun>{lexicon.pattern(lexicon.words('words_like_titles'))})"
    rf"님?(?:(?:{PARTICLE}|{COPULA}|들)[가-힣]{{0,4}})?"
)
# 노송광장로, 남시장로: a road along a place, in which 장로 is no title
_ROAD: Final = re.compile(
    rf"(?P<place>[가-힣]*(?:{lexicon.pattern(lexicon.words('places_of_roads'))}))로(?:에서?|변|상|쪽|{PARTICLE})?"
)
_LIKE_PARTICLES: Final = frozenset(lexicon.words("words_ending_like_particles"))
_BEFORE_PLACES: Final = frozenset((*lexicon.words("words_before_places"), *lexicon.words("districts")))
_LONGEST_WORD: Final = 8
_LONG: Final = 4  # syllables of such a name
_COMPOUND_LENGTH: Final = 4  # a compound surname and two syllables
SHORT_TITLES: Final = frozenset("군양형옹")
_PARTICLES: Final = frozenset("은는이가을를과와의도")
TRAVELLERS: Final = "MSTR|MISS|MRS|MR|MS|CHD|INF"  # an airline's titles
_TRAVELLER: Final = re.compile(rf" (?:{TRAVELLERS})$")


def best(text: str, start: int, cue: str, least: int = 2) -> tuple[int, float, str] | None:
    """(end, score, tail) of the likeliest name that begins at ``start``, or None; ``least`` is the fewest syllables."""
    likeliest = None
    for name in head_at(text, start).possible(cue):
        if len(name) >= least and (tail := TAIL.match(text, start + len(name))):
            weighed = _with_tail(text, name, start, cue, tail)
            if weighed and (likeliest is None or weighed[1] > likeliest[1] or _holds_a_particle(text, start, likeliest, weighed)):
                likeliest = weighed
    return likeliest


def _holds_a_particle(text: str, start: int, longer: tuple[int, float, str], shorter: tuple[int, float, str]) -> bool:
    """Whether the longer of two readings takes the particle behind a compound surname and one syllable: 사공철은, 사공은이라고."""
    end = longer[0]
    if end - start != _COMPOUND_LENGTH or shorter[0] != end - 1 or not evidence.likely(shorter[1]):
        return False
    if text[end - 2 : end] in ANY_GIVEN_NAMES:
        return False
    if shorter[2] == "particle":
        return text[end - 1] in _PARTICLES
    return shorter[2] == "copula" and text[end - 1] == "이" and closed(text[end - 2])


def _with_tail(text: str, name: str, start: int, cue: str, tail: re.Match[str]) -> tuple[int, float, str] | None:
    end, kind = start + len(name), tail.lastgroup
    if kind is None or (kind == "title" and text[end] != " " and _is_no_title(text, start, name)):
        return None
    if kind == "copula" and _may_be_a_verb(text, end, name):
        return None
    both = cue in BEFORE and kind in ("title", "honorific")
    return end, evidence.weigh(name, "role and title" if both else cue, kind), kind


def _may_be_a_verb(text: str, end: int, name: str) -> bool:
    """Whether an ending that verbs have too stands behind what holds no known given name, or behind 이: 변경하시죠, 성덕이네요."""
    return (name[-1] == "이" or divide(name)[1] not in ANY_GIVEN_NAMES) and _SAID.match(text, end) is not None


def _is_no_title(text: str, start: int, name: str) -> bool:
    """Whether the title that touches ``name`` is a part of a longer word, or the last syllable of a name: 선우태양."""
    if name[:2] in COMPOUNDS and len(name) < _COMPOUND_LENGTH and text[start + len(name)] in SHORT_TITLES:
        return True
    return holds_no_title(word(text, start), name)


def inside_a_word(text: str, start: int, floor: int) -> bool:
    """Whether a letter or digit stands before ``start``, behind the floor."""
    if start <= floor:
        return False
    before = text[start - 1]
    return "가" <= before <= "힣" or (before.isascii() and before.isalnum())


def behind_latin(text: str, hit: int, floor: int) -> bool:
    """Whether a Latin letter or a digit stands directly before ``hit``, behind the floor: a mail's at sign, fooCN=."""
    return hit > floor and text[hit - 1].isascii() and text[hit - 1].isalnum()


def word_begins(text: str, hit: int) -> int:
    """Where the word of a gate's hit begins: a gate may take the character before it."""
    return hit + (not "가" <= text[hit : hit + 1] <= "힣")


def long_name(word: str) -> bool:
    """Whether four syllables may be a surname and a native given name of three: 변가람솔, 임하슬린."""
    if len(word) != _LONG or compound(word) or nobody.of_a_place(word) or word[1:3] in evidence.COMMON:
        return False
    return FIRST.get(word[1], UNKNOWN) + LAST.get(word[3], UNKNOWN) > 0


def word(text: str, start: int) -> str:
    """The Hangul syllables from ``start`` on."""
    found = HANGUL.match(text, start)
    return found.group() if found else ""


def compound(word: str) -> bool:
    """Whether a word is one of the everyday ones or made of two: 공영주차장, 지휘감독, 명예교수."""
    return word in evidence.COMMON or _made_of(word, 2)


def _made_of(word: str, most: int, start: int = 0) -> bool:
    """Whether ``word`` is made of up to ``most`` known words from ``start`` on, and a particle behind the last."""
    if start and (start == len(word) or _BEHIND_WORD.fullmatch(word, start)):
        return True
    ends = range(min(len(word), start + _LONGEST_WORD), start + 1, -1) if most else ()
    return any(_known(word[start:end], start) and _made_of(word, most - 1, end) for end in ends)


def _known(part: str, start: int) -> bool:
    """Whether a part of a word that begins at ``start`` is a word; a title is one behind another."""
    return part in evidence.COMMON or (start > 0 and part in evidence.RANKS)


def _before_honorific(word: str, name: str) -> bool:
    """Whether 님 stands behind a known given name that ends like a particle: 도예나님은."""
    return name[1:] in ANY_GIVEN_NAMES and name not in evidence.COMMON and word.startswith("님", len(name))


@lru_cache(maxsize=8192)
def holds_no_title(word: str, name: str) -> bool:
    """Whether a word that begins with ``name`` and seems to go on with a title is made of nouns: 공영주차장, 공영주차장님께.

    Behind a known given name a noun such as 주차장 counts only where a word that stands before places precedes it, because
    이상주차장님 may be a person.
    """
    if compound(word):
        return not _before_honorific(word, name)
    if _is_a_road(word, name):
        return True
    found = _LIKE_A_TITLE.fullmatch(word)
    if found is None or len(name) >= found.end("noun"):
        return False
    head = found["head"]
    if head in _BEFORE_PLACES:
        return len(head) > 1
    swallows = found.start("noun") < len(name)
    return swallows and (not head or (len(head) > 1 and head in evidence.COMMON and name[1:] not in GIVEN_NAMES))


def _is_a_road(word: str, name: str) -> bool:
    """Whether ``name`` and 장로 are the road along a place; 김재광장로 may be a person, because 재광 is a known given name."""
    road = _ROAD.fullmatch(word)
    return road is not None and road["place"][:-1] == name and name[1:] not in GIVEN_NAMES


def person(text: str, start: int, cue: str, least: int = 2) -> list[Span]:
    """The likeliest name that begins at ``start``, where it is likely."""
    found = best(text, start, cue, least)
    if found is None or _word_with_particle(text, start, found) or nobody.fills_a_field(word(text, start)):
        return []
    if evidence.likely(found[1]) and not _goes_on_behind(text, start, found[0]):
        return agreement.without(
            text, Span(start, found[0], "person_name", text[start : found[0]], found[1], cue), cue == "label particle"
        )
    return []


def _word_with_particle(text: str, start: int, found: tuple[int, float, str]) -> bool:
    """Whether a doubtful name with nothing behind it is rather a word with its particle: 담당자 지정은 이렇게 …."""
    end, score, tail = found
    return tail == "none" and score < _PARTICLE_LEAST and evidence.holds_a_particle(text[start:end])


def _goes_on_behind(text: str, start: int, end: int) -> bool:
    """Whether the name is the beginning of a longer word that is made of everyday ones: 소정근(로시간), 이동경(로)."""
    whole = word(text, start)
    if len(whole) == end - start + 1:
        return _two_words(whole, text[start + 1 : end])
    return len(whole) > end - start + 1 and _made_of(whole, 3)


def _two_words(whole: str, given: str) -> bool:
    """Whether what looks like a name with a particle is two words: 이동경로, 임상평가. A common given name speaks against it."""
    if whole[-2:] not in _LIKE_PARTICLES or whole[:-2] not in evidence.COMMON:
        return False
    return given not in GIVEN_NAMES or whole[:-2] in _LIKE_PARTICLES  # 위도경도


def latin(start: int, end: int, text: str, score: float, rule: str) -> Span:
    """The span of a name in Latin letters, without the title that airlines write behind it: MULLER/ANNIKA MS."""
    if text.find("/", start, end) >= 0 and (title := _TRAVELLER.search(text, start, end)):
        end = title.start()
    return Span(start, end, "person_name", key(text[start:end].replace("/", " ")), score, rule)


def _goes_on(text: str, start: int) -> bool:
    """Whether three syllables that are no word stand between two names of a list, or end it: …, 방글이, 심지한 이상 8명."""
    found = _ITEM.match(text, start)
    return found is not None and text[start : start + 3] not in evidence.COMMON and text[start : start + 3] not in evidence.RANKS


def _item(text: str, sign: re.Match[str], start: int, known: int) -> int:
    """How many syllables an item has that goes on a list, of which ``known`` names were read; 0 where it is none."""
    if known >= _CERTAIN_LIST and _goes_on(text, start):
        return 3
    before = sign.group().rstrip()
    if before[-1:] not in _PARTS_ITEMS:
        return 0
    form = _IN_BRACKETS if before[:-1].rstrip().endswith((")", "]")) else _BETWEEN
    found = form.match(text, start)
    if found is None or nobody.of_a_place(found["name"]) or not nobody.may_be_named(found["name"]):
        return 0
    return len(found["name"]) if found["name"] not in evidence.COMMON else 0


def listed(text: str, end: int) -> list[Span]:
    """The names that go on behind a labelled one: 참석: 김도윤, 이하율 / 박시온."""
    spans: list[Span] = []
    while (found := _NEXT.match(text, end)) and not _COPULA_APART.match(text, found.end() - 1):
        start = found.end()
        name = best(text, start, "list", 3)
        if name is None or not evidence.likely(name[1]):
            size = _item(text, found, start, len(spans))
            if not size:
                break
            name = start + size, evidence.SLIGHT, "list"
        end = name[0]
        spans.append(Span(start, end, "person_name", text[start:end], name[1], "list"))
    while len(spans) < _LONGEST_LIST and (other := _NEXT_LATIN.match(text, end)):
        end = other.end()
        spans.append(latin(*other.span("name"), text, 0.7, "list, Latin letters"))
    return spans
