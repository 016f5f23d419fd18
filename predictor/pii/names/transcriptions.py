"""Names of other countries in Hangul: 응우옌 티 란, 사토 미유키. Words that are known less need a cue beside them."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import entries, evidence, nobody
from predictor.pii.names.candidates import HONOURED, PERSON_TAIL, TAIL, inside_a_word, word_begins
from predictor.pii.names.endings import COPULA, PARTICLE
from predictor.pii.names.form import (
    APART_SURNAMES,
    BEFORE_MAIL,
    FOREIGN_ALONE,
    FOREIGN_HEADS,
    FOREIGN_WORDS,
    NATIONS,
    SURNAMES,
    TIER,
    closed,
    key,
)
from predictor.pii.names.head import HANGUL
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_TAIL: Final = rf"(?=(?:님|씨)?(?:이?(?:{PARTICLE})|{COPULA})?(?![가-힣A-Za-z0-9]))"
# Surnames that are no Korean words stand before any middle name, others before a common one.
_DISTINCT: Final = "응우옌|응웬|응오|쯔엉|르엉|즈엉"
_COMMON: Final = "후인|쩐|팜|호앙|찐|부이|레|루옹|딘"
_MIDDLE: Final = "티|반|꾸옥|득|타인|응옥|쑤언|티엔|뚜언|바오|민"
_FAMILY: Final = rf"(?:(?:{_DISTINCT}) [가-힣]{{1,3}}|(?:{_COMMON}) (?:{_MIDDLE})) "
VIETNAMESE_GATE: Final = rf"{_FAMILY}[가-힣]"
_VIETNAMESE: Final = re.compile(rf"{_FAMILY}[가-힣]{{1,2}}?{_TAIL}")
_WHOLE: Final = re.compile(rf"{_FAMILY}(?P<given>[가-힣]{{1,2}})(?![가-힣A-Za-z0-9])")
_BEHIND_CLOSED: Final = frozenset("이은을과")
_BEHIND_OPEN: Final = frozenset("가는를와")
_CALLS: Final = (" 씨", " 님", " 학생", " 선생")
# 응우옌 티 홍 늉 (NGUYEN …): a given name of two parts
_FOUR: Final = re.compile(rf"{_FAMILY}[가-힣]{{1,2}} (?P<last>[가-힣]{{1,2}})(?=\s?[(,|/\n]|\s*$)")
_VIETNAMESE_LAST: Final = frozenset("란짱빈득훙링늉뚜탄썬끄꽝둥쿠냐뒤칸쭉땀떰뚱깜융쑤뜨롱")  # parts that are no Korean words
# Written in one word: 응우옌티흐엉, 쩐반득. 레티놀 and 찐반응 are none.
UNBROKEN: Final = rf"(?:(?:{_DISTINCT}|후인|쩐|팜|호앙|부이)(?:{_MIDDLE})|레(?:반|꾸옥|득|타인|응옥|쑤언|민))[가-힣]"
_UNBROKEN: Final = re.compile(rf"{UNBROKEN}[가-힣]??{_TAIL}|(?:{_DISTINCT})(?:{_MIDDLE})[가-힣]{{2,4}}?{_TAIL}")
_UNBROKEN_WHOLE: Final = re.compile(rf"{UNBROKEN}[가-힣](?![가-힣A-Za-z0-9])")
_HEADS: Final = lexicon.either(sorted((name for name in FOREIGN_HEADS if len(name) > 1), key=len, reverse=True))
TWO_GATE: Final = rf"(?:{FOREIGN_ALONE}) [가-힣]{{2}}|(?:{_HEADS}) (?:{FOREIGN_ALONE})"
_THINGS: Final = frozenset(lexicon.words("foreign_names_of_things"))
_NO_PERSONS: Final = lexicon.pattern(_THINGS)
_TWO: Final = re.compile(rf"(?!{_NO_PERSONS})(?P<first>{_HEADS}) (?P<last>{_HEADS}){_TAIL}")
# 다나카 유이가, 스즈키 하루토입니다: a known surname before a known given name, and what stands behind persons
_SPOKEN_OF: Final = "(?:이|가|은|는|께서|에게|한테|입니다|이라고|라고|이에요|예요|인데|이고)"
PAIR_GATE: Final[str] = f"(?:{_HEADS}) [가-힣]{{1,5}}{_SPOKEN_OF}"
_PAIR: Final = re.compile(
    rf"(?!{_NO_PERSONS})(?P<first>[가-힣]{{2,7}}) (?P<last>[가-힣]{{1,5}}?)(?={_SPOKEN_OF}(?:요|도|는|서|고|에서)?(?![가-힣]))"
)
_SURNAME: Final = f"(?:[{APART_SURNAMES}]|킴|리|초이|팍)"  # as emigrants spell it too
MARRIED_GATE: Final = rf"(?:{FOREIGN_ALONE}) {_SURNAME}"
# Behind what a person is these are surnames too, though they are words elsewhere: 통역 한 예브게니.
DESCENT: Final[str] = f"{APART_SURNAMES}한허신전유이나안태"
_LONG: Final = 3
_MARRIED: Final = re.compile(rf"(?:{FOREIGN_ALONE}) {_SURNAME}(?=(?:님|씨|[은는이가을를의]|{COPULA})?(?![가-힣A-Za-z0-9]))")
# The words of a name, of which the last may hold a particle.
HANGUL_WORDS: Final = re.compile(r"[가-힣]{1,8}(?: [가-힣]{1,8}){0,3}")
_PARTICLES: Final = re.compile(rf"이?(?:{PARTICLE})|{COPULA}|(?:님|씨)(?:{PARTICLE}|{COPULA})?")
_FIRST_TWO: Final = frozenset(word[:2] for word in FOREIGN_WORDS)
# Endings of Russian and Central Asian surnames and patronymics.
_EASTERN: Final = re.compile(
    r"[가-힣]{1,4}(?:[고노도로모보소오조초코토포호뇨료묘쇼쵸쿄효][프바]|[예에][프바]|스키|스카야|[오예]비치|[오예]브나|엔코)"
)
_EASTERN_LAST: Final = frozenset("프바키야치나코")
_WITH_A_PATRONYMIC: Final = re.compile(r"[가-힣]{2,7} [가-힣]{1,5}(?:비치|브나)(?![가-힣])")
_LIKE_WORDS: Final = frozenset(lexicon.words("foreign_names_like_words"))
_ENDINGS: Final = frozenset("벡존잔")  # of Central Asian given names: 아지즈벡, 오딜존
# A Chinese name by the sounds of its syllables: 쑨메이링, 류 웨이. One of them stands in no Korean word.
_CHINESE_SURNAMES: Final = frozenset(lexicon.words("chinese_surnames"))
_CHINESE_SOUNDS: Final = lexicon.pattern(lexicon.words("chinese_syllables"))
_CHINESE: Final = re.compile(rf"(?:{lexicon.pattern(_CHINESE_SURNAMES)})(?:{_CHINESE_SOUNDS}){{1,2}}")
_TWO_WORDS: Final = 2  # a surname and a given name apart
_TWO_SYLLABLES: Final = 2  # of a given name, of which the last may be a particle
_CHINESE_GIVEN: Final = re.compile(rf"(?:{_CHINESE_SOUNDS}){{1,2}}")
_CHINESE_ALONE: Final = re.compile(lexicon.pattern(lexicon.words("chinese_syllables_alone")))
# A Vietnamese name in a word beside a cue: 레티홍, 팜티투흐엉.
_VIETNAMESE_WORD: Final = re.compile(rf"(?:{_DISTINCT}|{_COMMON})(?:{_MIDDLE})(?:[가-힣]{{1,2}}|(?P<two>[가-힣]{{3}}))")
# What may stand behind a name: a sex, a number of others, an honorific.
_BEHIND_A_NAME: Final = frozenset("남여만외등및와과경상님씨")
_HONOURED: Final = re.compile(HONOURED)
# What people say behind a name and what ends no name: 솜차이 분미고요
_SPOKEN: Final = ("고요", "구요", "입니다", "에요", "예요", "인데", "인데요", "라고", "라는")
_CALLED: Final = frozenset(
    ("형", "성", "아버", "어머", "부모", "선생", "할머", "사모", "도련", "며느", "두", "세", "네")
)  # 브루스 형님, 브루스 성님
# Everyday words that are names of other countries too: 사토 하나, 토머스 화이트.
_NAMES_TOO: Final = frozenset(
    ("하나", "노아", "하루", "아이", "유리", "소라", "나오", "미라", "한나", "화이트", "우드", "리드", "사나", "마나")
)
_WORD_BEHIND: Final = re.compile(r" {1,2}(?P<word>[가-힣]{2,8})(?![가-힣])")
_NEXT_WORD: Final = re.compile(" (?P<word>[가-힣]{3,8})(?![가-힣])")
_CLOSING: Final = frozenset(("end", "copula", "honorific", "title"))


def _pairs() -> str:
    """The first two syllables of the known words of three or more."""
    seconds: dict[str, set[str]] = {}
    for word in FOREIGN_WORDS:
        if len(word) >= _LONG:
            seconds.setdefault(word[0], set()).add(word[1])
    return lexicon.pairs(dict(sorted(seconds.items())))


# How a word of another country may begin, for a gate.
BEGINNING: Final = f"(?:{_pairs()})"
FIELD_GATE: Final = rf"[:=\-] ?(?:[{DESCENT}] {BEGINNING}[가-힣]*|{BEGINNING}[가-힣]* [가-힣]+) ?(?:[,)\"'<\n/]|$)"
_OWNED: Final = lexicon.pattern(lexicon.words("belongings_of_workers"))  # 자수르 카리모프 월급
_OWNED_WORD: Final = re.compile(_OWNED)
_IN_BRACKETS: Final = (
    r"\s?[(\[]\s?"
    rf"(?:{entries.OWN_FIELDS}"
    rf"|[가-힣]{{2,4}}번호"
    r"|만\s"
    r"|[1-9][0-9]\s?[세)]"
    rf"|[0-9]{{2,4}}[.\-년]"
    rf"|[0-9]{{6}}"
    r"|[남여MF]\s?[),/·]"
    r"|이하\s"
    rf"|[A-Za-z]{{2}}"
    rf"|[가-힣A-Z]{{2,8}}(?:과|팀|실|부|처|국|센터)[\s,)])"
)
_BEHIND: Final = (
    rf"{_IN_BRACKETS}"
    r"|\s?:\s"
    rf"|\s(?:{_OWNED})"
    r"|이?라는\s(?:분|사람|친구|학생|직원|환자)"
    r"|(?:,|이고|이며)?\s(?:면허|여권|(?:외국인\s?)?등록번호|생년월일|국적|외\s[0-9])"
    rf"|\s[1-9][0-9]{{0,2}}만(?:[^가-힣]|원|$)"
    rf"|{BEFORE_MAIL}"
)
_DESCRIBED: Final = re.compile(_IN_BRACKETS)
# A gate knows the common titles alone, because with all of them its automaton has too many states.
_TITLES: Final = (
    "씨|님|어머|아버|학부모|선생|고객|학생|강사|교수|매니저|대리|과장|부장|팀장|이사|대표|간호사|기사|사원|박사|코치|선수|형제|자매"
)
TITLED_GATE: Final = (
    rf"(?:{BEGINNING}[가-힣]* [가-힣]+(?: ?(?:{_TITLES})|{_BEHIND}| ?[)\"'|,;<\t/])"
    rf"|[{APART_SURNAMES}] {BEGINNING}[가-힣]*\s?[(\[][A-Z가-힣0-9])"
)
_ENCLOSED: Final = re.compile(r"[(\"'|,;>\t:=\-] ?(?P<name>[가-힣]{1,8}(?: [가-힣]{1,8}){1,3}) ?(?=[)\"'|,;<\t/\n]|$)")
_GLUED: Final = re.compile(rf"[{SURNAMES}](?P<given>[가-힣]{{3,7}}?)(?=\s?님(?![가-힣]{{2}}))")
# 오윤치메그 선생님: a known word of four syllables or more alone
_PEOPLE: Final = "씨|학생|유학생|근로자|노동자|선수|직원|사원|환자|기사|강사|교수"
_TAUGHT: Final = re.compile(
    rf"(?P<name>[가-힣]{{4,7}}?)(?=\s?(?:님|선생님)(?![가-힣]{{2}})|\s(?:{_PEOPLE})(?![가-힣]{{3}}|들)"
    r"|씨[은는이가을를의도와께]?(?:한테|에게)?(?![가-힣])|\s이름[을은이]\s)"
)
# What stands behind such a word, for a gate.
TAUGHT_GATE: Final = rf"\s?(?:선생)?님|씨(?:[은는이가을를의도와께한에]|[^가-힣]|$)|\s(?:{_PEOPLE}|이름[을은이]\s)"
# 사토 히나(일본, 2학년): the country stands in brackets behind the name
OF_A_NATION_GATE: Final = rf"[가-힣]\s?\((?:{NATIONS})(?:[,)/·]|인[,)]|\s(?:국적|출신))"
_DOINGS: Final = (
    "유학|간병|근로|공장|학생|선교|결혼|취업|직장|요양|일용|건설|농장|어선|어학|주부|교환|연수|실습|이주|난민"
    "|교사|강사|교수|간호|요리"
    "|[남여]"
)
_AND_A_WORD: Final = re.compile(rf"\s?\((?:{NATIONS})(?:인|\s국적|\s출신)?[,/·.]\s?(?:{_DOINGS})\s?[가-힣]{{0,4}}\)")
_BEFORE_A_NATION: Final = re.compile(r"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣]{1,8}(?: [가-힣]{1,8}){0,3})$")
# 자오펑(赵鹏): a Chinese name with its characters; those of a province, a city or a mountain end otherwise
WITH_CHARACTERS_GATE: Final = r"[가-힣]\s?\([一-龥]{2,4}\)"
_BEFORE_CHARACTERS: Final = re.compile(r"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣]{1,5}(?: [가-힣]{1,4})?)$")
_CHARACTERS: Final = re.compile(r"\s?\((?P<again>[一-龥]{1,3}[^州省市县縣区區山江河海南北西东東京湖城])\)")
# 1) 수렌드라 구룽 - 네팔 - …: an item of a list, with the country between two signs
IN_A_ROW_GATE: Final[str] = rf"[가-힣] ?[\-–—|/,] ?(?:{NATIONS})(?: ?[\-–—|/,]| ?\n|$)"
_GOES_ON: Final = re.compile(rf" ?[\-–—|/,] ?(?:{NATIONS}) ?[\-–—|/,]")
_ITEM: Final = re.compile(r"(?:^|\n|(?:^|[\n\s])[0-9]{1,3}[.)] ?|[\n|][•*\- ]{1,2})(?P<name>[가-힣]{1,8}(?: [가-힣]{1,8}){1,3})$")
_PARTS_ITEMS: Final = re.compile(r"\s?[,/、]\s?(?=[가-힣])")
_LONGEST_LIST: Final = 40
_MOST_WORDS: Final = 4
_LONGEST: Final = 9  # characters of a word and the space before it
_REACH: Final = 32  # characters of a name
_TITLED_BEHIND: Final = re.compile(rf"{PERSON_TAIL}|{_BEHIND}")


def known(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A Vietnamese name in its three parts, or two words that both are known in names of other countries."""
    start = word_begins(text, hit)
    if inside_a_word(text, start, floor):
        return []
    found = _vietnamese(text, start) or _unbroken(text, start) or _married(text, start) or _two(text, start)
    if found is None:
        return []
    end = _last_end(text, found.end())
    return [Span(start, end, "person_name", key(text[start:end]), 0.75, "name of another country")]


def _last_end(text: str, end: int) -> int:
    """Where the words that go on with the name end: 조나단 크리스토퍼 앤더슨."""
    while following := _NEXT_WORD.match(text, end):
        word = following["word"]
        size = next((size for size in _sizes(word) if _sure(word[:size])), 0)
        if not size:
            break
        end = following.start("word") + size
    return end


def _vietnamese(text: str, start: int, certain: bool = False) -> re.Match[str] | None:
    """The three parts of a Vietnamese name, or four; 마이 holds no particle, 란이 does."""
    longer = _FOUR.match(text, start)
    return longer if longer and _ends_a_vietnamese_name(longer["last"], certain) else _three(text, start)


def _ends_a_vietnamese_name(last: str, certain: bool) -> bool:
    """Whether the fourth part belongs to the name: 응우옌 티 흐엉 란; in a person's field one of any sound does: 쩐 티 응옥 안."""
    if last in _BEHIND_A_NAME:
        return False
    return last in _VIETNAMESE_LAST or last in FOREIGN_WORDS or (certain and len(last) == 1)


def _three(text: str, start: int) -> re.Match[str] | None:
    whole = _WHOLE.match(text, start)
    return whole if whole and _ends_without_particle(text, whole["given"], whole.end()) else _VIETNAMESE.match(text, start)


def _ends_without_particle(text: str, given: str, end: int) -> bool:
    """Whether the last syllable of a given name is no particle: 마이, 투이 (no 이 stands behind a vowel), 란이 씨."""
    if given in FOREIGN_HEADS:
        return True
    if text.startswith(_CALLS, end):
        return True
    if len(given) < _TWO_SYLLABLES:
        return False
    return (given[-1] in _BEHIND_CLOSED and not closed(given[-2])) or (given[-1] in _BEHIND_OPEN and closed(given[-2]))


def _unbroken(text: str, start: int) -> re.Match[str] | None:
    """The same in one word: 쩐티마이 holds no particle, because 마이 is a given name."""
    whole = _UNBROKEN_WHOLE.match(text, start)
    return whole if whole and _ends_without_particle(text, whole.group()[-2:], whole.end()) else _UNBROKEN.match(text, start)


def _married(text: str, start: int) -> re.Match[str] | None:
    """A given name of another country before a Korean surname."""
    found = _MARRIED.match(text, start)
    return found if found and found.group().split(" ")[0] not in evidence.COMMON else None


def _two(text: str, start: int) -> re.Match[str] | None:
    """Two known words, of which one is longer than two syllables and one is no everyday word."""
    found = _TWO.match(text, start)
    if found is None or max(len(found["first"]), len(found["last"])) < _LONG:
        return _pair(text, start)
    return None if evidence.COMMON.issuperset((found["first"], found["last"])) else found


def _pair(text: str, start: int) -> re.Match[str] | None:
    """A sure surname before a given name that is known and no word: 다나카 유이가."""
    found = _PAIR.match(text, start)
    if found is None or found["first"] not in FOREIGN_HEADS or not _sure(found["first"]):
        return None
    last = found["last"]
    return found if len(last) > 1 and last in FOREIGN_WORDS and last not in evidence.COMMON and last not in _LIKE_WORDS else None


def may_begin(text: str, start: int) -> bool:
    """Whether what stands at ``start`` begins like another country's name."""
    first = text[start : start + 2]
    return first in _FIRST_TWO or (first[1:] == " " and (first[0] in _FIRST_TWO or first[0] in DESCENT))


def cued(text: str, start: int, certain: bool) -> int:
    """Where the name of another country ends that a cue stands before; ``start`` where none begins there.

    ``certain``: the cue tells of nothing but persons, so that one known word is enough.
    """
    if whole := _vietnamese(text, start, certain):
        return whole.end()
    return of_known_words(text, start, certain) if may_begin(text, start) else start


def of_known_words(text: str, start: int, certain: bool) -> int:
    """The same for words that may begin like any other."""
    found = HANGUL_WORDS.match(text, start)
    words = up_to_a_word(_up_to_what_is_owned(found.group().split(" "))) if found else []
    while words and any(map(_tells, words)):
        if end := _end_of(words, text, start, certain):
            return end
        words.pop()
    return start


def up_to_a_word(words: list[str]) -> list[str]:
    """The first of ``words``, and those behind it before an everyday one: 소피아 of 소피아 결제 완료."""
    return words[:1] + list(takewhile(lambda word: not _is_beside(word), words[1:]))


@lru_cache(maxsize=8192)
def _is_beside(word: str) -> bool:
    """Whether a word stands behind a name and is no part of it, with a particle or without one."""
    if (
        len(word) < _TWO_SYLLABLES
        or word in _NAMES_TOO
        or any(_known(word[:size]) for size in _sizes(word) if size >= _TWO_SYLLABLES)
    ):
        return False
    return nobody.beside_a_name(word)


def _end_of(words: list[str], text: str, start: int, certain: bool) -> int:
    """Where the name ends that ``words`` are, the last one perhaps with its particle; 0 where they are none."""
    last, begin = words[-1], start + sum(map(len, words[:-1])) + len(words) - 1
    for size in _sizes(last):
        if not _cuts_a_word(last, size) and is_a_name([*words[:-1], last[:size]], certain):
            return begin + size if len(words) > 1 or _closes(text, begin + size, certain) else 0
    return 0


@lru_cache(maxsize=8192)
def _tells(word: str) -> bool:
    """Whether a word, perhaps with its particle, may be what makes a name of the words around it."""
    parts = [word[:size] for size in _sizes(word)]
    return any(_sure(part) or _sounds_chinese(part, _CHINESE_GIVEN) for part in parts)


@lru_cache(maxsize=8192)
def _sizes(word: str) -> tuple[int, ...]:
    """How long a word may be without its particle, the longest first."""
    return tuple(size for size in range(len(word), 0, -1) if size == len(word) or _PARTICLES.fullmatch(word, size))


def _cuts_a_word(word: str, size: int) -> bool:
    """Whether one syllable that stays without the particle is a Korean surname that is a word too: 나 of 나도, not 김 of 김은."""
    return size == 1 < len(word) and word[0] in TIER and word[0] not in DESCENT


def _closes(text: str, end: int, certain: bool) -> bool:
    """Whether what stands behind one word ends a field, or tells of a person; behind a ``certain`` cue an everyday word does."""
    tail = TAIL.match(text, end)
    if (tail is not None and tail.lastgroup in _CLOSING) or _DESCRIBED.match(text, end) is not None:
        return True
    return certain and (behind := _WORD_BEHIND.match(text, end)) is not None and _is_beside(behind["word"])


def is_a_name(parts: list[str], certain: bool) -> bool:
    """Whether words are the parts of a name: one of them is surely such, and the others are known.

    ``certain``: the cue tells of nothing but persons, so that the others need only be no everyday words.
    """
    if len(parts) == 1:
        return len(parts[0]) >= _LONG and _sure(parts[0])
    if " ".join(parts) in _THINGS:
        return False
    if _is_chinese(parts) or _has_a_surname(parts, DESCENT if certain else APART_SURNAMES):
        return True
    return any(map(_sure, parts)) and _belong_together(parts, certain)


def _belong_together(parts: list[str], certain: bool) -> bool:
    """Whether the first of the words may begin a name, and the others go on with it."""
    belongs = _may_belong if certain or any(map(_is_eastern, parts)) else _known
    return _may_begin(parts[0], belongs) and all(map(belongs, parts[1:]))


def _is_chinese(parts: list[str]) -> bool:
    """Whether a Chinese surname stands apart before a given name: 류 웨이."""
    if len(parts) != _TWO_WORDS or parts[0] not in _CHINESE_SURNAMES or parts[1] in evidence.COMMON:
        return False
    return _sounds_chinese(parts[1], _CHINESE_GIVEN)


def _has_a_surname(parts: list[str], surnames: str) -> bool:
    """Whether the two words are one of ``surnames`` and a sure given name of another country: 김 나탈리아."""
    return len(parts) == _TWO_WORDS and parts[0] in surnames and len(parts[1]) >= _LONG and _sure(parts[1])


def _may_begin(word: str, belongs: Callable[[str], bool]) -> bool:
    """Whether a name may begin with a word: no Korean surname alone does."""
    return word in FOREIGN_WORDS or (len(word) > 1 and belongs(word))


# Why an unknown word belongs to no name. Each row alone is enough.
_NO_PARTS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("not in Hangul", lambda word: HANGUL.fullmatch(word) is None),
    ("an honorific", lambda word: _HONOURED.fullmatch(word) is not None),
    ("what stands behind a name", lambda word: word in _BEHIND_A_NAME),
    ("a particle", lambda word: word[-1] in "의은는을를인된던"),
    ("what people say behind a name", lambda word: word.endswith(_SPOKEN)),
    ("a word of a field", lambda word: word[-1] != "란" and not nobody.may_be_named(word)),  # 루슬란 may be a name
    ("an everyday word", nobody.common),
)


def _may_belong(word: str) -> bool:
    """Whether a word is known, or may belong to a name."""
    return _known(word) or word in _NAMES_TOO or not any(holds(word) for _, holds in _NO_PARTS)


@lru_cache(maxsize=8192)
def _sure(word: str) -> bool:
    """Whether a word is nothing but a part of a name: a known one of three syllables or more, or a common one of two."""
    if len(word) < 2 or word in evidence.COMMON or word in _LIKE_WORDS:
        return False
    if len(word) < _LONG:
        return word in FOREIGN_HEADS
    if word in FOREIGN_WORDS or (word[-1] in _ENDINGS and word[:-1] in FOREIGN_WORDS):
        return True
    return _is_eastern(word) or _is_vietnamese(word) or _sounds_chinese(word, _CHINESE)


def is_surname_and_given(word: str) -> bool:
    """Whether one word is a surname and a given name, Chinese or Vietnamese: 왕메이링, 레티투하."""
    return word not in evidence.COMMON and len(word) >= _LONG and (_sounds_chinese(word, _CHINESE) or _is_vietnamese(word))


def _is_vietnamese(word: str) -> bool:
    """Whether a word is a Vietnamese name; three syllables at its end hold a given name that is known: 팜티투흐엉."""
    found = _VIETNAMESE_WORD.fullmatch(word)
    if found is None or found["two"] is None:
        return found is not None
    return not FOREIGN_WORDS.isdisjoint((found["two"][1:], found["two"][:2]))


def _is_eastern(word: str) -> bool:
    return word[-1:] in _EASTERN_LAST and _EASTERN.fullmatch(word) is not None


def _sounds_chinese(word: str, form: re.Pattern[str]) -> bool:
    return _CHINESE_ALONE.search(word) is not None and form.fullmatch(word) is not None


def _known(word: str) -> bool:
    return word in FOREIGN_WORDS or word in TIER or _sure(word)


def titled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Two known words or more before 님, a title or a person's field, or between two signs: 데니스 모로조프 (사번 …)."""
    start = word_begins(text, hit)
    found = HANGUL_WORDS.match(text, start)
    if found is None or inside_a_word(text, start, floor):
        return []
    words = _up_to_what_is_owned(found.group().split(" "))
    while len(words) > 1:
        begin = start + len(" ".join(words[:-1])) + 1
        for size in _sizes(words[-1]):
            last = words[-1][:size]
            if last not in _CALLED and _TITLED_BEHIND.match(text, begin + size) and is_a_name([*words[:-1], last], False):
                return [_span(text, start, begin + size, "name of another country and title")]
        words.pop()
    return enclosed(text, hit, floor, context) or _of_korean_descent(text, start, floor)


def _of_korean_descent(text: str, start: int, floor: int) -> list[Span]:
    """A Korean surname before a given name and a patronymic: 최 알렉세이 페트로비치."""
    found = _WITH_A_PATRONYMIC.match(text, start)
    begin = start - 2
    if found is None or begin < floor or text[begin + 1] != " " or text[begin] not in APART_SURNAMES:
        return []
    if inside_a_word(text, begin, floor) or not is_a_name(found.group().split(" "), False):
        return []
    return [_span(text, begin, found.end(), "surname and patronymic")]


def _up_to_what_is_owned(words: list[str]) -> list[str]:
    """``words`` before the first that names what a worker has."""
    return list(takewhile(lambda word: _OWNED_WORD.match(word) is None, words))


def glued(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A Korean surname and a known word in one before 님: 김아나스타샤 님."""
    start = word_begins(text, hit)
    if inside_a_word(text, start, floor):
        return []
    found = _GLUED.match(text, start)
    if found and found["given"] in FOREIGN_WORDS and found.group() not in evidence.COMMON:
        return [_span(text, start, found.end(), "surname and name of another country")]
    found = _TAUGHT.match(text, start)
    return [_span(text, start, found.end(), "name of another country and title")] if found and _sure(found["name"]) else []


def of_a_nation(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Known words, or a Korean surname and one, before a country in brackets: 왕쯔한(중국), 김 알렉산드라(러시아, …)."""
    end = hit + 1
    found = _BEFORE_A_NATION.search(text, max(floor, end - _REACH), end)
    words = found["name"].split(" ") if found else []
    while words:
        start = end - len(" ".join(words))
        if is_a_name(words, False) or (len(words) == 1 and _is_chinese_in_one_word(words[0])) or _may_come_from(words, text, end):
            return [] if inside_a_word(text, start, floor) else [_span(text, start, end, "name before its country")]
        words = words[1:]
    return []


def _may_come_from(words: list[str], text: str, end: int) -> bool:
    """Whether two words are a known one and one of no dictionary, before a country and what the person does: (필리핀, 간병).

    A sure one of three syllables or more needs no more than the country: 솜차이 분미(태국).
    """
    if len(words) != _TWO_WORDS or " ".join(words) in _THINGS:
        return False
    if _AND_A_WORD.match(text, end) is None and not (len(words[0]) >= _LONG and _sure(words[0])):
        return False
    return not FOREIGN_WORDS.isdisjoint(words) and not any(map(_is_no_part, words))


def in_a_row(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The words of an item before its country: known ones, or those that no dictionary has."""
    end = hit + 1
    found = _ITEM.search(text, max(floor, end - _REACH), end)
    if found is None:
        return []
    words = found["name"].split(" ")
    if is_a_name(words, True) or (_GOES_ON.match(text, end) and not any(map(_is_no_part, words))):
        return [_span(text, *found.span("name"), "name before its country")]
    return []


def _is_no_part(word: str) -> bool:
    """Whether a word of an item is an everyday one or a field; one of four syllables may begin like such: 모르셰드."""
    if word in evidence.COMMON or nobody.of_a_place(word) or not nobody.may_be_named(word):
        return True
    return (len(word) <= _LONG or word[-2:] in evidence.COMMON) and nobody.common(word)


def with_characters(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A Chinese name in Hangul and behind it in its characters."""
    end = hit + 1
    found = _BEFORE_CHARACTERS.search(text, max(floor, end - _REACH), end)
    again = _CHARACTERS.match(text, end)
    if found is None or again is None:
        return []
    words = found["name"].split(" ")
    if len(words) == _TWO_WORDS and not _is_chinese(words):
        words = words[1:]
    if len(words) == 1 and (
        words[0] in evidence.COMMON or not (_sounds_chinese(words[0], _CHINESE) or _is_chinese_in_one_word(words[0]))
    ):
        return []
    name = _span(text, end - len(" ".join(words)), end, "Chinese name with its characters")
    return [name, Span(*again.span("again"), "person_name", again["again"], 0.7, name.rule)]


def _is_chinese_in_one_word(word: str) -> bool:
    """Whether a Chinese surname touches a known given name: 왕쯔한."""
    return word[:1] in _CHINESE_SURNAMES and word[1:] in FOREIGN_WORDS and word not in evidence.COMMON


def listed(text: str, end: int) -> list[Span]:
    """The names of two words or more that go on a list behind one: 다나카 유이, 스즈키 아이, 마이클 존슨."""
    spans: list[Span] = []
    while len(spans) < _LONGEST_LIST and (sign := _PARTS_ITEMS.match(text, end)):
        start, end = sign.end(), cued(text, sign.end(), True)
        if end == start or " " not in text[start:end]:
            break
        spans.append(_span(text, start, end, "list of names of other countries"))
    return spans


def alone(text: str, start: int) -> int:
    """Where one word ends that is surely a name of another country, without its particle; ``start`` where none stands."""
    found = HANGUL.match(text, start)
    for size in _sizes(found.group()) if found else ():
        word = text[start : start + size]
        if len(word) >= _LONG and (_sure(word) or word in FOREIGN_HEADS or _sounds_like_a_chinese_name(word)):
            return start + size
    return start


def _sounds_like_a_chinese_name(word: str) -> bool:
    """Whether a word that no list has is a Chinese surname with one or two syllables of such names: 왕리밍."""
    return word not in evidence.COMMON and not nobody.common(word) and _CHINESE.fullmatch(word) is not None


def enclosed(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Two known words or more between two signs: 남편(토마스 리드), '사토 하나'."""
    found = _ENCLOSED.match(text, hit)
    words = found["name"].split(" ") if found else []
    if found is None or found.start("name") < floor or not (is_a_name(words, False) or _has_a_surname(words, DESCENT)):
        return []
    name = _span(text, *found.span("name"), "name of another country between signs")
    return [name, *listed(text, name.end)]


def before(text: str, floor: int, end: int) -> list[Span]:
    """Two known words or more that end at ``end``, before a person's number."""
    space = text.rfind(" ", max(floor, end - _LONGEST), end)
    if space < 0 or not _known(text[space + 1 : end]):
        return []
    most = text[max(floor, end - _REACH) : end].split(" ")[-_MOST_WORDS:]
    if not most[0]:
        most = most[1:]  # a value ends at the floor, and no name begins with the blank behind it
    for number in range(len(most) - 1):
        start = end - len(" ".join(most[number:]))
        if is_a_name(most[number:], False) and not inside_a_word(text, start, floor):
            return [_span(text, start, end, "name of another country beside a value")]
    return []


def _span(text: str, start: int, end: int, rule: str) -> Span:
    return Span(start, end, "person_name", key(text[start:end]), 0.7, rule)
