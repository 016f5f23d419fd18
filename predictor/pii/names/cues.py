"""What speaks for a name in a text: a label, a title, a speech act, a chat's or mail's form, or the name alone.

Each function reads the candidates around a gate's hit and yields those that ``evidence`` finds likely.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence
from predictor.pii.names.form import (
    APART_SURNAMES,
    COMPOUND,
    COMPOUNDS,
    FOREIGN,
    FOREIGN_HEADS,
    LATIN,
    ROMAN,
    SURNAMES,
    TIER,
    key,
)
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_RANKS: Final = lexicon.pattern(lexicon.words("ranks"))
LABELS: Final = lexicon.pattern(lexicon.words("name_labels"))
WEAK_LABELS: Final = lexicon.pattern(lexicon.words("name_labels_weak"))
OPENERS: Final = lexicon.pattern(lexicon.words("openers"))
CALLINGS: Final = lexicon.pattern(lexicon.words("callings"))
TEAM: Final = r"[가-힣]{1,8}(?:팀|부서|본부|지점|센터|사업부|과|실)"
# Callings that a word before them makes narrower: 배송기사, 보험설계사.
NARROWED: Final = "기사|간호사|설계사|상담사|상담원|변호사|회계사|강사|교사|매니저|담당자|회장|직원|요원|대원"
HONORIFICS: Final = "님|씨|귀하"
CLOSINGS: Final = "드림|올림|배상"
TITLES: Final = rf"{HONORIFICS}|{CLOSINGS}|{_RANKS}"
KEYS: Final = r"(?i:name|nm|customer|recipient|sender|receiver|owner|author|patient)"

_PARTICLE: Final = (
    r"은|는|이|가|을|를|과|와|의|께서?|에게(?:서|는|도)?|한테(?:서"
    r"|는)?|도|만|이?랑|보다|처럼|까지|부터|이?나|앞|및|측|하고|이랑도|께서는"
)
_COPULA: Final = (
    r"입니다|이에요|예요|에요|이예요|이고|이며|이라고|라고|인데|이야|야|임|이요|요|이라|라는|이라는|이구요|구요|이고요|고요|이시고|이십니다|이세요"
    r"|으로|로|이었|였|이다|인[가데지]|이신"
)
_WORD_END: Final = r"(?![가-힣A-Za-z0-9])"
_BEHIND_TITLE: Final = rf"(?:님|분)?(?:들?(?:{_PARTICLE}|께는|이랑|하고)|{_COPULA}[가-힣]{{0,4}})?{_WORD_END}"
_TAIL: Final = re.compile(
    rf"(?P<honorific>\s?(?:{HONORIFICS})(?:의|께|이|은|는|을|도|과|으로|만|꼐|들)?(?:{_PARTICLE}|{_COPULA}[가-힣]{{0,4}})?{_WORD_END})"
    rf"|(?P<title>\s?(?:{_RANKS}){_BEHIND_TITLE})"
    rf"|(?P<copula>(?:{_COPULA})(?![가-힣]{{5}}))"
    rf"|(?P<particle>(?:{_PARTICLE}){_WORD_END})"
    rf"|(?P<end>\s*(?:$|[\n,.)|/\"'<\]>;!?]))"
    rf"|(?P<none>{_WORD_END})"
)
_SIGN: Final = r"(?P<sign>[\"'*`)\]]{0,3}\s{0,2}(?:[:：=|>\-/\t]{1,2}|은|는|이|가|란에|으로)?[\"'*`(\[\s]{0,3})"
_LABEL: Final = re.compile(rf"(?:(?P<label>{LABELS})|(?P<weak>{WEAK_LABELS})|(?P<key>{KEYS}))(?:\s?\([가-힣/]{{1,8}}\))?{_SIGN}")
# The next field of a form that stands behind a name: 환자명 길소망 등록번호 …, 예금주 부태화 신한은행 …
_NEXT_FIELD: Final = (
    r"\s{1,4}(?:[가-힣]{1,8}\s?(?:번호|일자|자격|기간|등급|코드)|생년|주민|연락|전화|휴대|핸드폰|주소|국적|전공|직업|성별|나이|여권"
    r"|[가-힣]{2,6}은행|계좌|외국인|맞으|맞습|\(|[0-9]{2})"
)
_FIELD_END: Final = rf"(?=\s*(?:$|[\n,.)|/\"'<\];])|님|씨|{_NEXT_FIELD})"
_IN_A_RECORD: Final = re.compile(_NEXT_FIELD)
_SPACED: Final = re.compile(
    rf"(?:(?P<three>[{SURNAMES}] {{1,2}}[가-힣] {{0,2}}[가-힣])"
    rf"|(?P<four>(?:{'|'.join(' '.join(c) for c in COMPOUNDS)}) [가-힣](?: [가-힣])?)"
    rf"|(?P<two>[{SURNAMES}] [가-힣])){_FIELD_END}"
)
_FOREIGN: Final = re.compile(
    rf"{FOREIGN}(?=\s?(?:씨|님|선생|학생|강사|교수|고객|\(|,|$|\n|(?:[은는이가을를의]|이?고|이?며)(?![가-힣])|입니다|이에요)"
    rf"|{_NEXT_FIELD})|[가-힣]{{2,6}}{_FIELD_END}"
)
_FOREIGN_TITLED: Final = re.compile(rf"(?P<name>{FOREIGN})(?=\s?(?:씨|님|선생님|고객님|학생|강사|교수))")
_WHOLE: Final = re.compile(rf"[{SURNAMES}][가-힣]{{2,4}}(?=(?:입니다|이에요|예요|이고|라고|이라고)|\s*(?:$|[\n,.)|/\"'<\]]))")
_LATIN: Final = re.compile(LATIN)
_ROMAN: Final = re.compile(ROMAN)
_NEXT: Final = re.compile(rf"(?:님|씨)?(?:\([가-힣]{{1,10}}\))?(?:\s?[,/、·]\s?|\s)(?=(?:{COMPOUND}|[{SURNAMES}])[가-힣])")
_STRONG: Final = re.compile(r"[:：=|>\-/\t]")
_NOT_PERSONAL_KEY: Final = re.compile(
    r"(?i:file|host|class|product|item|company|brand|shop|store|bank|table|column|domain|model|field|service|app|path|event|job|group|role|team|region|city|font|tag|menu|kind|type|dept|goods|prod|display|code)"
)
_FIRM: Final = re.compile(r",?\s?(?i:inc|corp|co|ltd|llc|gmbh|foundation|project|team)\b")
_PERSON_KEY: Final = re.compile(
    r"(?i:^(?:(?:full|user|customer|cust|recv|recipient|sender|receiver|owner|holder|author|member|patient|first|last|family|given|my|your|the|real|legal|mbr|emp|guardian)?_?(?:name|nm)s?|customer|recipient|sender|receiver)$)"
)
_JOINED: Final = re.compile(r"[가-힣A-Za-z0-9]")
_NAMED_CUES: Final = ("described", "honorific", "closing", "title", "bare")
_FOREIGN_FIRST: Final = tuple({head[:2] for head in FOREIGN_HEADS})


_BEFORE: Final = frozenset(("role", "label particle", "label space"))


_MAY_BECOME: Final = {cue: (cue, "role and title") for cue in _BEFORE}


def best(text: str, start: int, cue: str, least: int = 2) -> tuple[int, float, str] | None:
    """(end, score, tail) of the likeliest name that begins at ``start``, or None; ``least`` is the fewest syllables."""
    weighed = (_weighed(text, start, start + size, cue) for size in _sizes(text, start) if size >= least)
    return max((one for one in weighed if one), key=lambda one: one[1], default=None)


def _weighed(text: str, start: int, end: int, cue: str) -> tuple[int, float, str] | None:
    name = text[start:end]
    if end > len(text) or not _HANGUL.fullmatch(name) or not evidence.possible(name, _MAY_BECOME.get(cue, (cue,))):
        return None
    tail = _TAIL.match(text, end)
    return _with_tail(text, name, start, cue, tail) if tail and tail.lastgroup else None


def _with_tail(text: str, name: str, start: int, cue: str, tail: re.Match[str]) -> tuple[int, float, str] | None:
    end = start + len(name)
    if tail.lastgroup is None:
        return None
    if tail.lastgroup == "title" and text[end] != " " and _compound(_word(text, start)):
        return None
    both = cue in _BEFORE and tail.lastgroup in ("title", "honorific")
    return end, evidence.weigh(name, "role and title" if both else cue, tail.lastgroup), tail.lastgroup


def _word(text: str, start: int) -> str:
    """The Hangul syllables from ``start`` on."""
    found = _HANGUL.match(text, start)
    return found.group() if found else ""


def _sizes(text: str, start: int) -> tuple[int, ...]:
    if text.startswith(COMPOUNDS, start):
        return (4, 3, 2)
    return (3, 2) if text[start : start + 1] in TIER else ()


def _person(text: str, start: int, cue: str, least: int = 2) -> Iterator[Span]:
    found = best(text, start, cue, least)
    if found and evidence.likely(found[1]):
        yield Span(start, found[0], "person_name", text[start : found[0]], found[1], cue)


def _latin(start: int, end: int, text: str, score: float, rule: str) -> Span:
    return Span(start, end, "person_name", key(text[start:end].replace("/", " ")), score, rule)


def labelled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Names behind 성명:, 예금주, 받는 분, custNm= …; behind a weak label only with a sign."""
    found = _LABEL.match(text, hit)
    if found is None or found.end() < floor or "\n" in found["sign"]:
        return
    start, sign = found.end(), found["sign"]
    strong = _STRONG.search(sign) is not None
    cue = _cue(found, strong)
    spans = list(_behind_label(text, start, cue, strong)) if cue else []
    if not spans and not strong:
        spans = list(introduced(text, hit, floor, context))
    yield from spans
    if spans and cue:
        yield from _listed(text, spans[-1].end)


def keyed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Names behind an identifier that ends in name, nm or such a word: custNm=, "recipient":, <nm>."""
    found = _LABEL.match(text, hit)
    if found is None or not found["key"] or found.end() < floor:
        return
    strong = _STRONG.search(found["sign"]) is not None
    if not _personal_key(text, found, floor, strong):
        return
    spans = list(_behind_label(text, found.end(), "field" if strong else "label space", strong))
    yield from spans
    if spans:
        yield from _listed(text, spans[-1].end)


def _personal_key(text: str, found: re.Match[str], floor: int, strong: bool) -> bool:
    """Whether the whole identifier around the key may name a person: custNm and recipient, not fileName."""
    begin = found.start()
    while begin > max(floor, found.start() - 24) and text[begin - 1] in _IDENTIFIER:
        begin -= 1
    word = text[begin : found.end("key")]
    before = text[begin - 1] if begin else " "
    if before == "-" or (before.isascii() and before.isalnum()) or _NOT_PERSONAL_KEY.search(word):
        return False
    return _whole_key(text, found, begin) and (strong or word.isalpha())


def _whole_key(text: str, found: re.Match[str], begin: int) -> bool:
    """Whether the key is a word of its identifier: it begins with a capital, behind an underscore, or is known as a whole."""
    hit = found.start()
    if begin == hit or text[hit] == text[hit].upper() or text[hit - 1] == "_":
        return True
    return _PERSON_KEY.match(text[begin : found.end("key")]) is not None


_IDENTIFIER: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")


def _cue(found: re.Match[str], strong: bool) -> str | None:
    """What the label is worth: its kind, and whether a sign stands behind it."""
    if found["key"] or not found["sign"]:
        return None
    if found["weak"]:
        return "weak label" if strong else None
    if strong:
        return "label"
    return "label particle" if found["sign"].strip("\"'*`()[] ") else "label space"


def _behind_label(text: str, start: int, cue: str, strong: bool) -> Iterator[Span]:
    first = text[start : start + 1]
    if first.isascii():
        yield from _labelled_latin(text, start, cue)
        return
    found = _spaced(text, start, cue, strong) or list(_person(text, start, cue)) or list(_recorded(text, start, cue))
    if found:
        yield from found
    elif strong or cue in _BEFORE:
        yield from _labelled_foreign(text, start, cue, strong)


_RECORDED: Final = 0.3  # the least score between a label and the next field


def _recorded(text: str, start: int, cue: str) -> Iterator[Span]:
    """A name behind a label without a sign and before the next field weighs as much as behind a sign."""
    for size in _sizes(text, start) if cue == "label space" else ():
        name = text[start : start + size]
        if size > 2 and _IN_A_RECORD.match(text, start + size) and _HANGUL.fullmatch(name):
            score = evidence.weigh(name, "label", "end")
            if score >= _RECORDED and name not in evidence.COMMON:
                yield Span(start, start + size, "person_name", name, max(score, 0.5), "label and next field")
                return


def _spaced(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name that is written with a space behind each syllable: 홍 길 동."""
    found = _SPACED.match(text, start) if strong or cue == "label space" else None
    if found is None or not (strong or found.group().count(" ") > 1):
        return []
    score = evidence.weigh(key(found.group()), cue, "end")
    return [Span(start, found.end(), "person_name", key(found.group()), score, cue)] if evidence.likely(score) else []


def _labelled_foreign(text: str, start: int, cue: str, strong: bool) -> Iterator[Span]:
    """A name of another country in Hangul, or a Korean surname with a foreign given name (김마이클): the whole word."""
    found = _FOREIGN.match(text, start)
    if found and _of_another_country(text, found, cue):
        yield Span(start, found.end(), "person_name", key(found.group()), 0.8, f"{cue}, foreign")
    elif (whole := _WHOLE.match(text, start)) and whole.group()[1:] in FOREIGN_HEADS:
        yield Span(start, whole.end(), "person_name", whole.group(), 0.8, f"{cue}, foreign")


def _of_another_country(text: str, found: re.Match[str], cue: str) -> bool:
    """Whether the words behind a label are such a name; before the next field a label weighs as much as a field's key."""
    name = found.group()
    if cue == "label space" and name.startswith(_FOREIGN_FIRST) and _IN_A_RECORD.match(text, found.end()):
        cue = "field"
    head = name.split(" ")[0]
    return _foreign(head, len(name) > len(head), cue) and head not in evidence.COMMON and not _ordinary(head)


def _foreign(head: str, goes_on: bool, cue: str) -> bool:
    """Whether the first word behind a label begins like a name of another country."""
    if head in FOREIGN_HEADS:
        return goes_on or cue in _SIGNED
    if cue == "label particle":
        return False
    if head[:1] in FOREIGN_HEADS or head[:2] in FOREIGN_HEADS:
        return 2 < len(head) < 7 if cue in _SIGNED else len(head) == 4
    return cue == "label" and len(head) > 3


_SIGNED: Final = ("label", "field")


def _ordinary(word: str) -> bool:
    """Whether a word is made of everyday words: 주민등록, 이메일주소."""
    return any(word[:cut] in evidence.COMMON for cut in range(2, len(word))) or word.endswith(
        ("없음", "미정", "불상", "확인", "필수", "입력", "번호")
    )


def _labelled_latin(text: str, start: int, cue: str) -> Iterator[Span]:
    found = _LATIN.match(text, start)
    if (
        found
        and not _FIRM.match(text, found.end())
        and (cue == "label" or (cue in ("field", "weak label", "label space") and _personal_latin(text, start, found)))
    ):
        yield _latin(start, found.end(), text, 0.85, cue)


_ENGLISH_LABEL: Final = re.compile(r"영문\s?(?:성\s?명|이름|명)\W{0,3}$")


def _personal_latin(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether capitalised words behind ``name:`` are a person's: a Korean name, or a key that says so."""
    if _ROMAN.fullmatch(found.group()) or _ENGLISH_LABEL.search(text, max(0, start - 16), start):
        return True
    before = re.search(r"([A-Za-z_]+)[^A-Za-z_]{1,8}$", text[max(0, start - 32) : start])
    return before is not None and _PERSON_KEY.match(before[1]) is not None


def _listed(text: str, end: int) -> Iterator[Span]:
    """The names that go on behind a labelled one: 참석: 김도윤, 이하율 / 박시온."""
    while found := _NEXT.match(text, end):
        name = best(text, found.end(), "list", 3)
        if name is None or not evidence.likely(name[1]):
            return
        start, end = found.end(), name[0]
        yield Span(start, end, "person_name", text[start:end], name[1], "list")


@lru_cache(maxsize=8192)
def _promising(head: str) -> bool:
    """Whether a name may begin with ``head``, four characters: most words before a title cannot be one (고객님, 부모님)."""
    if head[1:2] == " " or head.startswith(_FOREIGN_FIRST):
        return True
    return any(evidence.possible(head[:size], _NAMED_CUES) for size in _sizes(head, 0) if len(head) >= size)


def named(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name where a word begins, by what stands behind it: a title, brackets, or nothing but its own sound."""
    start = hit if "가" <= text[hit] <= "힣" else hit + 1
    if not _promising(text[start : start + 4]) or (start > floor and _JOINED.match(text, start - 1)):
        return
    yield from list(described(text, start, floor, context)) or list(titled(text, start, floor, context)) or _alone(text, start)


_WELL_KNOWN: Final = frozenset(lexicon.words("well_known"))
_PLACE_BEHIND: Final = re.compile(
    r"(?:(?<=[동리가읍면구군시길천])|로|으로)\s?(?:산\s?)?[0-9]|(?<=[동리읍면])\s[가-힣A-Za-z]{1,12}(?:아파트|빌라|타운|마을|시티|\s?[0-9])"
)


def _alone(text: str, start: int) -> list[Span]:
    """A name without any cue: three syllables, and no place with a number behind it (용호동 12, 풍덕천로 112)."""
    found = list(_person(text, start, "bare", 3))
    if found and (found[0].key in _WELL_KNOWN or _PLACE_BEHIND.match(text, found[0].end)):
        return []
    return found


_TITLED: Final = re.compile(rf"(?P<gap>\s?(?:[|/]\s?)?)(?:(?P<honorific>{HONORIFICS})|(?P<closing>{CLOSINGS})|(?P<title>{_RANKS}))")
_APART: Final = re.compile(rf"(?P<surname>[{APART_SURNAMES}]) (?P<given>[가-힣]{{2}})(?=\s?(?:고객님|선생님|과장|님|씨))")
_SINGLE: Final = frozenset("군양형옹")
_HANGUL: Final = re.compile(r"[가-힣]+")


def titled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name with 님, 씨 or a title behind it, or with 드림, 귀하."""
    if hit > floor and _JOINED.match(text, hit - 1):
        return
    if apart := _APART.match(text, hit):
        yield from _surname_apart(apart)
    elif foreign := _FOREIGN_TITLED.match(text, hit) if text.startswith(_FOREIGN_FIRST, hit) else None:
        yield Span(hit, foreign.end("name"), "person_name", key(foreign["name"]), 0.75, "honorific, foreign")
    else:
        titles = (_with_title(text, hit, hit + size) for size in _sizes(text, hit))
        found = max((one for one in titles if one), key=lambda one: one[1], default=None)
        if found and evidence.likely(found[1]):
            yield Span(hit, found[0], "person_name", text[hit : found[0]], found[1], found[2])


def _surname_apart(found: re.Match[str]) -> Iterator[Span]:
    """김 철수 고객님."""
    name = found["surname"] + found["given"]
    score = evidence.weigh(name, "honorific", "none")
    if evidence.likely(score) and found["given"] not in evidence.COMMON:
        yield Span(*found.span(), "person_name", name, score, "honorific")


def _with_title(text: str, start: int, end: int) -> tuple[int, float, str] | None:
    name = text[start:end]
    title = _TITLED.match(text, end)
    if title is None or title.lastgroup is None or not _HANGUL.fullmatch(name) or not _stands(text, title, len(name)):
        return None
    if not title["gap"] and _compound(_word(text, start)):
        return None
    return end, evidence.weigh(name, title.lastgroup, "title"), title.lastgroup


def _stands(text: str, title: re.Match[str], size: int) -> bool:
    """Whether a title behind ``size`` syllables is one: 드림 ends its word, 군 and such syllables stand apart from a whole name."""
    if title.lastgroup == "closing":
        return size > 2 and not _HANGUL.match(text, title.end())
    if title["title"] in _SINGLE and not (size > 2 and text[title.start()] == " "):
        return False
    tail = _TAIL.match(text, title.start(title.lastgroup or 0))
    return tail is not None and tail.lastgroup in ("honorific", "title")


_BEHIND_WORD: Final = re.compile(rf"(?:{_PARTICLE}|{_COPULA}|들)[가-힣]{{0,4}}")


def _compound(word: str) -> bool:
    """Whether a word is one of the everyday ones or made of two: 공영주차장, 지휘감독, 명예교수."""
    known = evidence.COMMON
    if word in known:
        return True
    for cut in range(2, min(len(word) - 1, 5)):
        if word[:cut] not in known:
            continue
        for end in range(len(word), cut + 1, -1):
            second = word[cut:end]
            if (second in known or second in evidence.RANKS) and (end == len(word) or _BEHIND_WORD.fullmatch(word, end)):
                return True
    return False


_SELF: Final = re.compile(rf"(?<![가-힣])(?:{OPENERS})[,.!~]{{0,2}}\s(?=[{SURNAMES}]|{COMPOUND})")
_CALLED: Final = re.compile(rf"(?<![가-힣])(?:{CALLINGS}|{TEAM})(?:인|이신|의|은|는)?\s(?=[{SURNAMES}]|{COMPOUND})")


_NARROWED: Final = re.compile(
    rf"(?:{NARROWED})\s(?:(?P<latin>[A-Z][a-z]{{1,15}}(?:\s[A-Z][a-z]{{1,15}}){{1,2}})(?=\s?(?:에게|님|씨|께|한테|입니다))|(?=[{SURNAMES}]))"
)


def introduced(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """저는 …입니다, 상담원 …입니다, 법무팀 …."""
    hit += hit < len(text) and not "가" <= text[hit] <= "힣" and text[hit] not in "故"
    spans = _presented(text, hit, floor)
    if not spans and (called := _CALLED.match(text, hit)) and called.end() >= floor:
        spans = list(_person(text, called.end(), "role", 3))
        if spans:
            spans += _listed(text, spans[-1].end)
    yield from spans


def narrowed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """배송기사 윤근배입니다, 담당 매니저 Jennifer Oh에게."""
    found = _NARROWED.match(text, hit)
    if found is None or found.end() < floor:
        return
    if latin := found["latin"]:
        yield _latin(found.end() - len(latin), found.end(), text, 0.75, "role, Latin letters")
    else:
        yield from _person(text, found.end(), "role", 3)


def _presented(text: str, hit: int, floor: int) -> list[Span]:
    """저는 …입니다."""
    found = _SELF.match(text, hit)
    if found is None or found.end() < floor:
        return []
    name = best(text, found.end(), "introduction")
    if name is None or name[2] != "copula" or not evidence.likely(name[1]):
        return []
    return [Span(found.end(), name[0], "person_name", text[found.end() : name[0]], name[1], "introduction")]


_DESCRIBED: Final = re.compile(
    rf"\s?[(\[]\s?(?:{LABELS}|만\s?[0-9]|[0-9]{{1,3}}\s?세|[남여](?:성|자)?\s?[,/)]|[MF]\s?[/,)]|인\s?[)\]]|서명)|,\s?[남여](?:성|자)?\s?[,/]"
    r"|(?:입니다|이라고\s합니다|라고\s합니다)[.,!~]?\s?(?:처음|반갑|잘\s?부탁|다름\s?아니|인사)|\s\(?인\)?(?=\s*(?:$|\n))|\s?<[^<>\s]{1,60}@"
)


_DESCRIBING: Final = frozenset(" \t\n\r\f\v([,입이라<")  # what such a description begins with


def described(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """김철수(예금주), 김철수(45세), 김철수 (인), 김철수, 남, …, 김철수입니다 처음 뵙겠습니다."""
    if hit > floor and _JOINED.match(text, hit - 1):
        return
    for size in _sizes(text, hit):
        if text[hit + size : hit + size + 1] not in _DESCRIBING or not _DESCRIBED.match(text, hit + size):
            continue
        name = text[hit : hit + size]
        if _HANGUL.fullmatch(name):
            score = evidence.weigh(name, "described", "end")
            if evidence.likely(score):
                yield Span(hit, hit + size, "person_name", name, score, "described")
                return


_ROLED: Final = re.compile(rf"[인자원관사록수이의]\s?[:：]\s?(?=[{SURNAMES}]|{COMPOUND})")


def celled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A cell of a table in text (commas, tabs …) in a column that its head names 이름 or 성명."""
    start = hit + 1
    row = text.rfind("\n", 0, start) + 1
    head = max(text.rfind(word, max(0, row - _TABLE_REACH), row) for word in _COLUMN_NAMES)
    name = best(text, start, "field")
    if head < 0 or name is None or not evidence.likely(name[1]):
        return
    sign = text[name[0] : name[0] + 1] if start == row else text[hit]
    top = text.rfind("\n", 0, head) + 1
    if sign in _COLUMN_SIGNS and text.count(sign, row, start) == text.count(sign, top, head):
        yield Span(start, name[0], "person_name", text[start : name[0]], name[1], "column of names")


_TABLE_REACH: Final = 600  # characters in which a table's head is looked for
_COLUMN_NAMES: Final = ("이름", "성명", "name")
_COLUMN_SIGNS: Final = frozenset(",;|\t")


def roled(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name behind any word that ends like a person's role, and a colon."""
    found = _ROLED.match(text, hit)
    if found and found.end() >= floor:
        name = best(text, found.end(), "weak label", 3)
        if name and name[2] in ("end", "honorific", "none") and evidence.likely(name[1]):
            yield Span(found.end(), name[0], "person_name", text[found.end() : name[0]], name[1], "weak label")


_HEADER: Final = re.compile(
    rf"(?:(?:From|To|Cc|Bcc):\s?[\"']?(?:(?P<hangul>[{SURNAMES}][가-힣]{{1,3}})|(?P<latin>{LATIN}))(?=[\"'\s]{{0,3}}[<(])"
    rf"|(?:Mr|Ms|Mrs|Miss|Dr|Prof)\.?\s(?P<titled>{ROMAN}|[A-Z][a-z]{{1,15}}(?:-[A-Za-z][a-z]{{1,10}})?"
    r"(?:\s[A-Z][a-z]{1,15}(?:-[A-Za-z][a-z]{1,10})?){1,2})"
    r"|(?i:surname|given names?|family name|first name"
    r""
    r""
    r"|last name)(?:\s?/\s?[A-Za-z ]{2,16})?\s{0,2}[:\n]\s?(?P<part>[A-Z][A-Za-z]{1,19}(?:[ \-][A-Z][A-Za-z]{1,19})?)"
    r"(?![A-Za-z ]*[:])"
    rf"|(?:[Rr]egards|[Ss]incerely|Thanks),?\s{{1,3}}(?P<closing>{LATIN}))"
)


def addressed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The name in a mail's head or at its end, behind Mr., or in a passport's fields."""
    found = _HEADER.match(text, hit)
    if found is None or found.lastgroup is None or found.start(found.lastgroup) < floor:
        return
    group = found.lastgroup
    start, end = found.span(group)
    if group == "hangul" and not evidence.likely(evidence.weigh(found[group], "header", "end")):
        return
    yield _latin(start, end, text, 0.85, "header")


VIETNAMESE: Final = (
    r"(?:Nguyen|Tran|Le|Pham|Hoang|Huynh|Phan|Vu|Vo|Dang|Bui|Ngo|Duong) (?:Thi"
    r"|Van|Thanh|Minh|Duc|Quoc|Ngoc)(?: [A-Z][a-z]{1,10}){1,2}(?![A-Za-z])"
)
_VIETNAMESE: Final = re.compile(VIETNAMESE)
_CAPITAL_BEFORE: Final = re.compile(
    r"(?<![A-Za-z])(?!(?:From|To|Dear|By|With|And|Name|Contact|Call|Hi|Hello|Cc|Attn|Ask|Tell|Mail)\b)[A-Z][a-z]{1,15}\s$"
)
_CAPITAL_BEHIND: Final = re.compile(r"\s[A-Z][a-z]")


def romanised(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A Korean surname and two Korean syllables in Latin letters: Kim Minsu, HONG/GILDONG, Seo-yeon Park."""
    if hit > floor and text[hit - 1].isascii() and text[hit - 1].isalnum():
        return
    if whole := _VIETNAMESE.match(text, hit):
        yield _latin(hit, whole.end(), text, 0.7, "Vietnamese name in Latin letters")
        return
    found = _ROMAN.match(text, hit)
    if found is None or _CAPITAL_BEHIND.match(text, found.end()):
        return
    if _CAPITAL_BEFORE.search(text, max(floor, hit - 17), hit) and not text[hit:].isupper():
        return
    yield _latin(hit, found.end(), text, 0.7, "Korean name in Latin letters")


_CHAT: Final = re.compile(
    rf"\[(?P<room>[{SURNAMES}][가-힣]{{1,3}})(?:\s[가-힣]{{1,6}})?\]\s?(?=\[(?:오전|오후|[0-9]))"
    rf"|(?:오전|오후)\s?[0-9]{{1,2}}:[0-9]{{2}}[\],]{{0,2}}\s{{0,2}}(?P<line>[{SURNAMES}][가-힣]{{1,3}})(?:\s[가-힣]{{1,6}})?\s?(?=:)"
    rf"|\[(?:오전|오후)\s?[0-9]{{1,2}}:[0-9]{{2}}\]\s{{0,2}}(?P<after>[{SURNAMES}][가-힣]{{1,3}})\s?(?=:)"
    rf"|(?P<phone>[{SURNAMES}][가-힣]{{1,3}}),\s(?=\[?(?:오전|오후)\s?[0-9])"
)


def chatted(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who speaks in an exported chat: [김민수] [오후 2:15] …, 2026. 9. 1. 오후 7:22, 김민수 : …."""
    found = _CHAT.match(text, hit)
    if found is None or found.lastgroup is None or found.start(found.lastgroup) < floor:
        return
    group = found.lastgroup
    if group == "phone" and hit > floor and _JOINED.match(text, hit - 1):
        return
    name = found[group]
    score = evidence.weigh(name, "chat", "end")
    if evidence.likely(score) and len(name) > 2 and evidence.likeness(name) > 0:
        yield Span(*found.span(group), "person_name", name, score, "chat")
