"""Names where a word begins: with 님, 씨, a title or a description behind them, or by their sound alone."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import entries, evidence, nobody
from predictor.pii.names.candidates import (
    CLOSINGS,
    HONORIFICS,
    HONOURED,
    PERSON_TAIL,
    RANKS,
    SHORT_TITLES,
    TO_PERSON,
    compound,
    holds_no_title,
    inside_a_word,
    person,
    word,
    word_begins,
)
from predictor.pii.names.fields import LABELS
from predictor.pii.names.form import (
    APART_SURNAMES,
    BEFORE_MAIL,
    FOREIGN,
    FOREIGN_ALONE,
    FOREIGN_WORDS,
    GIVEN_NAMES,
    PLAIN_GIVEN_NAMES,
    SURNAMES,
    key,
    of_both_parents,
)
from predictor.pii.names.head import HANGUL, Head, head_at
from predictor.pii.names.labels import begins_a_product
from predictor.pii.scan.context import Context
from predictor.pii.scan.presence import Exact, Guarded
from predictor.pii.scan.span import Span

# The end of a telephone number, no year and no price: 박한결(2207).
LAST_FOUR: Final = "(?:0[0-9]|1[0-8]|2[1-9]|[3-9][0-9])(?:0[1-9]|[1-9][0-9])"
# What somebody is to the person who is spoken of: 설하임 (모).
KIN_IN_BRACKETS: Final = (
    r"(?:(?:친|조|외조|시)?[부모]|처|자|녀|본인|세대주|배우자|남편|아내|아들|딸|형|누나|언니|오빠|이모|고모|삼촌|동생)\s?[)\]]"
)
_FOREIGN_TITLED: Final = re.compile(rf"(?P<name>{FOREIGN})(?=\s?(?:씨|님|선생님|고객님|학생|강사|교수))")
_FOREIGN_ALONE: Final = re.compile(rf"(?P<name>{FOREIGN_ALONE})(?=\s?(?:씨|님|선생님|강사님?|교수님?|고객님))")
# 안드레이 초이(41·남), 알리 하산 (29세)
AGE_IN_BRACKETS: Final = r"\s?\([1-9][0-9]?\s?(?:세|살|[.,/]\s?[남여MF]|\))"
_FOREIGN_AGED: Final = re.compile(rf"(?P<name>{FOREIGN})(?={AGE_IN_BRACKETS})")
_LIKE_HONORIFICS: Final = frozenset(lexicon.words("words_like_honorifics"))
_LIKE_SSI: Final = frozenset(word for word in _LIKE_HONORIFICS if word.endswith("씨"))
_OF_KOREAN_DESCENT: Final = ("동포 ", "고려인 ", "조선족 ", "교포 ")
_SUBJECTS: Final = frozenset("은는이가와과도")
_FOREIGN_RULE: Final = "honorific, foreign"
_FOREIGN_FORMS: Final = (_FOREIGN_TITLED, _FOREIGN_ALONE, _FOREIGN_AGED)
_WELL_KNOWN: Final = frozenset(lexicon.words("well_known"))
_MOVE_AND_MARKET: Final = ("이사", "시장")
_FAME: Final = frozenset(("의사", "선수", "감독", "작가", "화백", "소설가"))
_PLACE_BEHIND: Final = re.compile(
    r"(?:(?<=[동리가읍면구군시길천])|로|으로)\s?(?:산\s?)?[0-9]"
    r"|(?<=[동리읍면])\s[가-힣A-Za-z]{1,12}(?:아파트|빌라|타운|마을|시티|\s?[0-9])"
    r"|(?<=[동리])\s?[일이삼사오육칠팔구십백천]{2,6}(?:\s|번지)"  # 송정리 이백십이 다시 팔번지
)
_ONE: Final = frozenset(("사랑", "마음", "우리", "누리", "마당", "가족", "뿌리", "소망", "믿음"))  # nouns of such names
_MEASURES: Final = frozenset("수율률량비")
_MEASURED: Final = re.compile(r"\s(?:비율|비중|추이|증가|감소|집계|통계|대비|기준|합계|평균)")
_CORRECTED: Final = re.compile(r"[이가]?\s?(?:아님|아니고|아니라|말고),?\s(?P<other>[가-힣]{3})")
_CORRECTING: Final = re.compile(r"(?<![가-힣])(?P<other>[가-힣]{3})[이가]?\s?(?:아님|아니고|아니라|말고),?\s$")
_CORRECTION: Final = 12
_SHOP_BEHIND: Final = re.compile(
    rf"\s(?:{lexicon.pattern(lexicon.words('shops'))})(?:(?![가-힣]{{2}})|에[는서도]{{1,2}}(?![가-힣]))"
)  # 한가람 문고
TAGS: Final = r"(?:</?[a-z][a-z0-9]{0,9}>\s?){1,2}"  # <td>김철수</td><td>과장, 김철수 <small>변호사
_TITLED: Final = Guarded(
    rf"(?P<gap>\s?(?:[|/]\s?|{TAGS})?)(?:(?={PERSON_TAIL})(?:(?P<honorific>{HONORIFICS})|(?P<title>{RANKS}))"
    rf"|(?P<closing>{CLOSINGS})|(?P<person>{TO_PERSON}))"
)
_HONOURED: Final = Exact(HONOURED)
_APART: Final = re.compile(
    rf"(?P<surname>[{APART_SURNAMES}]) (?P<given>[가-힣]{{2}})(?=\s?(?:고객님|선생님|과장|님|씨|(?P<title>{RANKS})(?![가-힣])))"
)
APART_BEFORE: Final[str] = r"\(01[0-9][ \-.]|\([A-Z][a-z]{2,11}[\- ][A-Za-z]"  # a mobile number, or the name in Latin letters
_CLOSED: Final = re.compile(rf"[{SURNAMES}] [가-힣] [가-힣](?=\s?(?:(?:{CLOSINGS}|귀하)(?![가-힣])|{APART_BEFORE}))")
_CUED_GIVEN_NAMES: Final = GIVEN_NAMES.difference(lexicon.words("given_names_like_words"))
_OPENS_A_LINE: Final = re.compile(r"(?:^|[\n.!?~])[\s\-–—]{0,3}$")
_CLOSES_A_LINE: Final = re.compile(r"[\s.^~]*(?:$|\n)")
_OPENING: Final = 4
_NOUN_OF_ALL: Final = re.compile(r"\s(?:후기|리뷰|평점|평가|만족|센터|감사|혜택|전용)")
_UNKNOWN: Final = re.compile(r"(?P<name>[가-힣]{4,7})\s씨(?:[은는가이를의와도]|하고|에게|한테|께서)?(?![가-힣])")
_ENDS_A_SHOP: Final = frozenset("집방반")
_ADVERBS: Final = ("으로", "에서", "하게", "까지", "부터")  # 일반적으로 씨가 크다: 씨 is a seed
_BEFORE_MAIL: Final = re.compile(BEFORE_MAIL)
_DESCRIBED: Final = re.compile(
    r"\s?[(\[]\s?"
    rf"(?:{LABELS}"
    rf"|{entries.OWN_FIELDS}"
    r"|이하\s?[\"']?[갑을병정]"
    r"|만\s?[0-9]"
    rf"|[0-9]{{1,3}}\s?세"
    r"|[남여](?:성|자)?\s?[,/)]"
    r"|[MF]\s?[/,)]"
    rf"|[0-9]{{1,3}}\s?[/,]\s?[MF남여]"
    r"|인\s?[)\]]"
    r"|서명"
    rf"|{KIN_IN_BRACKETS})"
    r"|,\s?[남여](?:성|자)?\s?[,/]"
    r"|(?:,\s?|\s)(?:[MF]\s?/\s?[0-9]{1,3}|[0-9]{1,3}\s?/\s?[MF])(?![0-9A-Za-z])"
    r"|(?:입니다|이라고\s합니다|라고\s합니다)[.,!~]?\s?(?:처음|반갑|잘\s?부탁|다름\s?아니|인사)"
    r"|\s\(?인\)?(?=\s*(?:$|\n))"
    r"|\s?\([^()\n]{2,16}\)\s?(?:님|씨)(?![가-힣])"
)
# "금나래"(A20533), 최바다(5-2): the number of an employee or member, the year and class of a pupil
NUMBER_IN_BRACKETS: Final[str] = r"(?:[\"']?\s?\([A-Z]{1,3}-?[0-9]{4,8}\)|\([1-6]-[0-9]{1,2}\))"
# 경수호 영업1팀 과장
DEPARTMENT: Final = r"[가-힣0-9]{1,10}(?:팀|실|과|부|처|센터|본부|지점|연구소|사업부|그룹|파트)"
# 황보경 (감사실 사무관), 강민서 (컴퓨터공학과), 박지원 (3학년 4반), 임도윤 (단장), 박지원 이름으로: these tell less than the above.
_POSTED: Final = re.compile(
    rf"\s{DEPARTMENT}\s(?:{RANKS})(?:님)?(?![가-힣])"
    r"|\s(?:이름|명의)(?:으로|로)(?![가-힣])"
    r"|\s명의(?:의|인)?\s(?=[가-힣A-Za-z0-9])"
    rf"|\s{{0,2}}\("
    rf"(?:[가-힣A-Z]{{2,8}}(?:과|팀|실|부|처|국|센터|학부|본부|지점)(?=[\s,)·])"
    r"|[1-6]학년"
    rf"|(?:{RANKS})[,)]"
    rf"|{LAST_FOUR}\))"
    rf"|{NUMBER_IN_BRACKETS}"
)
# The least score before 씨 that stands apart, which nothing but a person has.
_BY_SSI: Final = 0.2
_BY_DATIVE: Final = 0.4  # the least score before 에게, which stands behind persons and animals alone
_CERTAIN: Final = 0.97  # the least score, on a list, of a name that stands without a cue
_LIKE_A_NAME: Final = 3.0  # the least likeness of a given name behind two surnames without a cue
_BOUNDS: Final = frozenset(("이하", "이상"))
_MEASURE: Final = re.compile(r"[0-9][가-힣A-Za-z%]{0,2}\s?[가-힣A-Za-z%]{0,3}\s$")
_WHO_DID: Final = re.compile(r"신 분")  # 지갑 주우신 분
_CALLS: Final = frozenset("아야랑형님양군")
_BY_MAIL: Final = 0.1  # the least score directly before <an address>
_DESCRIBING: Final = frozenset(" \t\n\r\f\v([,입이라<\"'")  # what such a description begins with


def named(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name where a word begins, by what stands behind it: a title, brackets, or nothing but its own sound."""
    start = word_begins(text, hit)
    head = head_at(text, start)
    if not _promising(head) or inside_a_word(text, start, floor) or _is_a_bound(text, start, floor) or _is_no_name(text, start):
        return []
    if found := _described(text, start, head) or _titled(text, start, head):
        return _with_a_surname(text, found, floor) if found[0].rule == _FOREIGN_RULE else found
    return _alone(text, start)


def _with_a_surname(text: str, spans: list[Span], floor: int) -> list[Span]:
    """A name of another country with the Korean surname that stands apart before it: 최 알렉산드르 님."""
    start = spans[0].start - 2
    if start < floor or text[start + 1] != " " or text[start] not in SURNAMES or inside_a_word(text, start, floor):
        return spans
    if text[start] not in APART_SURNAMES and not text.endswith(_OF_KOREAN_DESCENT, 0, start):
        return spans
    whole = text[start : spans[0].end]
    return [Span(start, spans[0].end, "person_name", key(whole), spans[0].score, _FOREIGN_RULE), *spans[1:]]


def _promising(head: Head) -> bool:
    """Whether a name may begin with ``head``: most words before a title cannot be one (고객님, 부모님)."""
    return bool(head.possible("named")) or head.foreign or head.text[1:2] == " "


def _is_no_name(text: str, start: int) -> bool:
    """Whether a surname stands before a word that ends like 씨: 김아저씨, 이솜씨. 이하나님 may be a person."""
    behind = text[start + 1 : start + 4]
    return "씨" in behind and (behind in _LIKE_SSI or behind[:2] in _LIKE_SSI)


def _is_a_bound(text: str, start: int, floor: int) -> bool:
    """Whether 이하 or 이상 stands behind a number that is no part of a value: 500만 원 이하라 과장님 선에서."""
    return text[start : start + 2] in _BOUNDS and _MEASURE.search(text, max(floor, start - 8), start) is not None


# Why a word before 씨 is a known one. Each row alone is enough.
_KNOWN_WORDS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("words alone", compound),
    ("an adverb", lambda name: name.endswith(_ADVERBS)),
    ("a word ends it", lambda name: name[-2:] in evidence.COMMON),
    ("a word begins it", lambda name: name[:2] in evidence.COMMON),
)


def unknown(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A word of four to seven syllables that no list has, with 씨 apart behind it: 블라디미르 씨."""
    found = _UNKNOWN.match(text, word_begins(text, hit))
    if found is None or found.start() < floor or inside_a_word(text, found.start(), floor):
        return
    name = found["name"]
    if not any(holds(name) for _, holds in _KNOWN_WORDS):
        yield Span(*found.span("name"), "person_name", name, evidence.MODERATE, "unknown word and 씨")


def _alone(text: str, start: int) -> list[Span]:
    """A name without any cue: three syllables, and no place with a number behind it (용호동 12, 풍덕천로 112)."""
    found = person(text, start, "bare", 3) or _certain(text, start)
    if found and (
        _is_no_person(found[0].key)
        or _is_a_term(text, found[0])
        or _is_a_place(text, found[0].end)
        or begins_a_product(text, found[0])
    ):
        return []
    return found


def _is_a_term(text: str, name: Span) -> bool:
    """Whether a word and a syllable are a term: a measure follows (오진수 비율), or a like term (유지연 아님 유지율)."""
    stem = name.key[:2]
    if stem not in evidence.COMMON:
        return False
    if name.key[-1] in _MEASURES and _MEASURED.match(text, name.end):
        return True
    corrected = _CORRECTED.match(text, name.end) or _CORRECTING.search(text, max(0, name.start - _CORRECTION), name.start)
    return corrected is not None and corrected["other"][:2] == stem


def _is_a_place(text: str, end: int) -> bool:
    """Whether what stands at ``end`` tells that the name before it is a place's or a shop's: 용호동 12, 한가람 문고."""
    return _PLACE_BEHIND.match(text, end) is not None or _SHOP_BEHIND.match(text, end) is not None


def _certain(text: str, start: int) -> list[Span]:
    """Three syllables that sound so much like a name that they need no cue, and hold no call such as 금순아 or 호진 형."""
    for span in person(text, start, "list", 3):
        name = span.key
        if (
            name[-1] not in _CALLS
            and not _WHO_DID.match(text, span.end - 1)
            and not evidence.wordlike(name)
            and evidence.weigh(name, "list", "end") >= _CERTAIN
        ):
            return [Span(start, span.end, "person_name", name, evidence.MODERATE, "bare")]
    return []


def _is_no_person(name: str) -> bool:
    """Whether syllables without a cue are something else than a person's name."""
    if of_both_parents(name):
        return not _sounds_like_both_parents(name)
    return any(holds(name) for _, holds in _OTHER_THINGS)


def _is_one(name: str) -> bool:
    """Whether 한 says one before a noun, as schools, churches and firms are called: 한사랑."""
    return name[0] == "한" and name[1:] in _ONE


# What syllables without a cue are, if they are no person's name. Each row alone is enough.
_OTHER_THINGS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("a well-known person", lambda name: name in _WELL_KNOWN),
    ("a part of a town", lambda name: name.endswith("동")),  # 두호동
    ("a compound or a place", lambda name: name in evidence.LIKE_BARE_NAMES),  # 유정란
    ("one of a noun", _is_one),
    ("the stem of a verb", lambda name: name.endswith("하") and name[:-1] in evidence.COMMON),  # 이동하-
)


def _sounds_like_both_parents(name: str) -> bool:
    """Whether two surnames and a given name stand there rather than words: 이박서윤, not 최신영화."""
    if name[2:] not in PLAIN_GIVEN_NAMES or evidence.likeness(name) < _LIKE_A_NAME:
        return False
    return evidence.COMMON.isdisjoint((name[:2], name[:3], name[1:]))


def _titled(text: str, start: int, head: Head) -> list[Span]:
    """A name with 님, 씨 or a title behind it, or with 드림, 귀하."""
    if head.text[1:2] == " " and (apart := _apart(text, start)):
        return apart
    if head.foreign and (foreign := next(filter(None, (form.match(text, start) for form in _FOREIGN_FORMS)), None)):
        return _of_another_country(text, start, foreign.end("name"))
    score, name, title = _likeliest(text, start, head)
    if score < evidence.SLIGHT and _surely_a_person(text, start, score, name, title):
        score = evidence.SLIGHT
    return [Span(start, start + len(name), "person_name", name, score, title)] if evidence.likely(score) else []


def _surely_a_person(text: str, start: int, score: float, name: str, title: str) -> bool:
    """Whether what stands behind a name of a low score stands behind persons alone: 씨 apart, or 에게."""
    return score >= _BY_DATIVE if title == "person" else score >= _BY_SSI and _stands_apart(text, start, name)


def _likeliest(text: str, start: int, head: Head) -> tuple[float, str, str]:
    """(score, name, kind of title) of the likeliest name before a title; the score is 0 where there is none."""
    likeliest = (0.0, "", "")
    for name in head.possible("titled"):
        weighed = _with_title(text, start, head, name)
        if weighed and weighed[0] > likeliest[0]:
            likeliest = weighed
    return likeliest


def _stands_apart(text: str, start: int, name: str) -> bool:
    """Whether 씨 stands apart behind three syllables that are no word."""
    return len(name) > 2 and text.startswith(" 씨", start + len(name)) and not evidence.wordlike(name)


def _apart(text: str, start: int) -> list[Span]:
    """김 철수 고객님, 홍 길 동 드림."""
    if apart := _APART.match(text, start):
        return _surname_apart(apart)
    closed = _CLOSED.match(text, start)
    return _syllables_apart(closed) if closed else []


def _of_another_country(text: str, start: int, end: int) -> list[Span]:
    """마리아 산토스 씨, without a rank before 님; none where the last word is no name: 찬 날씨, 케빈 아저씨."""
    head, _, last = text[start:end].rpartition(" ")
    if any(map(nobody.common, head.split(" ")[1:])):  # 당 조합 감사 기세환 님
        return []
    if head and last in evidence.RANKS:
        end = start + len(head) - _ends_with_a_particle(head.rpartition(" ")[2])
    elif last + text[end : end + 1] in _LIKE_HONORIFICS:
        return []
    name = key(text[start:end])
    return [Span(start, end, "person_name", name, 0.75, _FOREIGN_RULE)]


def _ends_with_a_particle(word: str) -> bool:
    """Whether the last word of a name before a blank and a rank is a known one with its particle: 라메시 구룽이 사장님께."""
    return word[-1] in _SUBJECTS and word[:-1] in FOREIGN_WORDS and word not in FOREIGN_WORDS


def _surname_apart(found: re.Match[str]) -> list[Span]:
    """김 철수 고객님."""
    name = found["surname"] + found["given"]
    score = evidence.weigh(name, "honorific", "none")
    if not evidence.likely(score) or not _may_stand_apart(name, found["title"] is not None):
        return []
    return [Span(*found.span(), "person_name", name, score, "honorific")]


def _may_stand_apart(name: str, titled: bool) -> bool:
    """Whether the given name behind a surname apart is no word, or a known one; before a title it is a known one."""
    given = name[1:]
    known = given in _CUED_GIVEN_NAMES and name not in evidence.COMMON
    return known or not (titled or given in evidence.COMMON)


def _syllables_apart(found: re.Match[str]) -> list[Span]:
    """홍 길 동 드림."""
    name = key(found.group())
    score = evidence.weigh(name, "closing", "title")
    return [Span(*found.span(), "person_name", name, score, "closing")] if evidence.likely(score) else []


def _with_title(text: str, start: int, head: Head, name: str) -> tuple[float, str, str] | None:
    """(score, name, kind of title) where a title stands behind ``name``."""
    if _HONOURED.stands(text, start + len(name)):
        if head.of_a_word and holds_no_title(word(text, start), name):
            return None
        return evidence.weigh(name, "honorific", "title"), name, "honorific"
    title = _title_behind(text, start, name)
    if title is None or title.lastgroup is None:
        return None
    kind = title.lastgroup
    honoured = kind == "title" and title["gap"] == " " and text.startswith("님", title.end())  # 하성겸 교수님
    return evidence.weigh(name, "honorific" if honoured else kind, "title"), name, kind


def _title_behind(text: str, start: int, name: str) -> re.Match[str] | None:
    """What stands behind ``name`` and is a title, or None."""
    title = _TITLED.match(text, start + len(name))
    kind = title.lastgroup if title else None
    if title is None or kind is None or not _stands(text, title, kind, name):
        return None
    if kind != "person" and not title["gap"] and holds_no_title(word(text, start), name):
        return None
    return title


def _stands(text: str, title: re.Match[str], kind: str, name: str) -> bool:
    """Whether a title behind ``name`` is one: 드림 ends its word, 군 and such syllables stand apart from a whole name."""
    if kind == "person":
        return not title["gap"]
    if kind == "closing":
        return (len(name) > 2 or _signs(text, title, name)) and not HANGUL.match(text, title.end())
    if kind == "title" and title["title"] in SHORT_TITLES:
        return len(name) > 2 and text[title.start()] == " "
    return kind == "honorific" or not any(holds(text, title, name) for _, holds in _NO_TITLES)


def _signs(text: str, title: re.Match[str], name: str) -> bool:
    """Whether two syllables and 드림 fill the last line of a letter: 편훈 드림."""
    if _CLOSES_A_LINE.match(text, title.end()) is None or not nobody.may_be_any_name(name):
        return False
    start = title.start() - len(name)
    return _OPENS_A_LINE.search(text, max(0, start - _OPENING), start) is not None


def _of_a_noun(text: str, title: re.Match[str], name: str) -> bool:
    """Whether a title belongs to the noun before it, or behind it: 김밥집 사장님, 한빛상사, 이소 고객 후기."""
    size = len(name)
    if size > 2 and text[title.start() - 1] in _ENDS_A_SHOP:
        return True
    if size == 2 and title["title"] == "상사" and not title["gap"]:
        return True
    return size == 2 and title["title"] in ("고객", "회원") and _NOUN_OF_ALL.match(text, title.end()) is not None


def _famous(text: str, title: re.Match[str], name: str) -> bool:
    """Whether a well-known person is called by what made the name known: 안중근 의사, 봉준호 감독."""
    return name in _WELL_KNOWN and title["title"] in _FAME and not text.startswith("님", title.end())


def _of_a_quarter(text: str, title: re.Match[str], name: str) -> bool:
    """Whether a quarter stands before a title: 한남동 원장님; before 이사 and 시장, a move and a market, one of any sound is."""
    if not title["gap"] or name[-1] != "동":
        return False
    if name in evidence.TOWN_PARTS and name in evidence.COMMON:
        return True
    if title["title"] not in _MOVE_AND_MARKET or text.startswith("님", title.end()):
        return False
    return name in evidence.TOWN_PARTS or name[1:] not in GIVEN_NAMES


# Why what stands behind a name is no title. Each row alone is enough.
_NO_TITLES: Final[tuple[tuple[str, Callable[[str, re.Match[str], str], bool]], ...]] = (
    ("a noun's", _of_a_noun),
    ("what made somebody known", _famous),
    ("a quarter's", _of_a_quarter),
)


def _described(text: str, start: int, head: Head) -> list[Span]:
    """김철수(예금주), 김철수(45세), 김철수 (감사실), 김철수 (인), 김철수, 남, …, 김철수입니다 처음 뵙겠습니다."""
    for size in head.sizes:
        end = start + size
        cue = _describing(text, end)
        if cue is None or not HANGUL.fullmatch(name := text[start:end]):
            continue
        score = evidence.weigh(name, cue, "end")
        if cue == "field" and score >= _BY_MAIL and name not in evidence.COMMON:
            score = max(score, evidence.MODERATE)
        if evidence.likely(score):
            return [Span(start, end, "person_name", name, score, "described")]
    return []


def _describing(text: str, end: int) -> str | None:
    """The cue that what stands at ``end`` gives to the name before it, or None."""
    if text[end : end + 1] not in _DESCRIBING:
        return None
    if _DESCRIBED.match(text, end):
        return "described"
    if _BEFORE_MAIL.match(text, end):
        return "field"
    return "title" if _POSTED.match(text, end) else None
