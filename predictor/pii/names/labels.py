"""Names behind a label: 성명:, 예금주, custNm=, a role with its colon."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence, nobody, things, transcriptions
from predictor.pii.names.candidates import PERSON_TAIL, best, listed
from predictor.pii.names.fields import KEYS, LABELS, NEXT_FIELD, NOT_PERSONAL_KEY, PERSON_KEY, QUOTES, WEAK_LABELS
from predictor.pii.names.form import ANY_GIVEN_NAMES, COMPOUND, SURNAMES, WHOLE, divide
from predictor.pii.names.readings import by_its_field, name_behind
from predictor.pii.names.scripts import in_other_script
from predictor.pii.names.speech import FAMILY, introduced
from predictor.pii.scan.context import Context
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

# A particle behind a blank is one where another follows, because 이 and 은 are surnames: 대표자 이하은.
_PARTICLE: Final = r"(?:은|는|이|가|란에|으로|\s{1,2}(?:은|는|이|가)(?=\s))"
_SIGN: Final = rf"(?P<sign>[\"'*`)\]]{{0,3}}(?:{_PARTICLE}|\s{{0,2}}(?:[:：=|│┃>\-/\t]{{1,2}})?)[\"'*`(\[\s]{{0,3}})"
_LABEL: Final = re.compile(
    rf"(?:(?P<label>{LABELS})|(?P<weak>{WEAK_LABELS})|(?P<key>{KEYS})s?)(?:\s?[1-9](?=\s?[.:：]))?(?:\s?\([가-힣/ ]{{1,12}}\))?"
    rf"(?:\s?/\s?(?i:(?:full\s)?name)(?![A-Za-z]))?{_SIGN}"  # 성명/NAME
    rf"(?P<kin>(?<=\()(?:친|외|큰|작은|시)?(?:{FAMILY})\s?:?\s(?=[{SURNAMES}]))?"  # 보호자(아들 성기락, 010-…)
)
_PERSON_TAIL: Final = re.compile(PERSON_TAIL)
_STRONG: Final = frozenset(":：=|│┃>-/\t")
_IDENTIFIER: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
# 성명: (홍길동처럼 한글로 기재), but not 담당자: 홍길동과 같이 방문
_EXAMPLE: Final = re.compile(r"(?:처럼|[과와]\s같이)\s[가-힣 ]{0,12}(?:기재|기입|작성|입력|적[어으는]|[쓰써])|\s?\(예시\)")
# 받는분라은결, 예금주김아람님: a scanner loses the blank between a label and a name that fill a line.
# It may leave one of the blanks that a form has inside a label: 대 표자엄태식.
TOUCHING: Final = (
    "예금주", "예금주명", "수취인", "수취인명", "수령인", "수령인명", "성명", "성함", "이름", "한글성명", "환자성명", "신청인",
    "신청자", "대표자", "대표자명", "보호자", "보호자명", "환자명", "고객명", "회원명", "학생명", "직원명", "주문자", "구매자",
    "예약자", "계약자", "입금자", "송금인", "세대주", "소유자", "임대인", "임차인", "매도인", "매수인", "작성자", "담당자",
    "받는분", "받는사람", "받으실분", "보내는분", "보내는사람", "보낸사람", "보낸분", "가입자", "가입자명", "피보험자",
    "수익자", "피부양자", "대리인", "위임인", "수임인", "청구인", "의뢰인", "민원인", "신고인", "납부자", "납세자", "명의인",
    "명의자", "전입자", "발신인", "수신인", "수검자", "수검자명", "수진자", "수진자명", "접종자", "근로자", "채무자", "채권자",
    "운전자", "고객성명", "보호자성명", "신청인성명",
)  # fmt: skip
GLUED: Final = (
    f"{lexicon.spaced_out(('예금주', '수취인', '성명', '대표자', '신청인', '보호자'))}|{lexicon.either(map(' ?'.join, TOUCHING))}"
)
# 환자 성명방말순 의료기관명: in the middle of a line 성명 alone
WITHIN: Final = "(?:환자|신청인|신고인|대표자|보호자|고객|학생|회원|근로자|한글)?성명"
# 받는분지현옥  O1O-…, 가입자예성민  발급일: the next field or a number behind
_GLUED: Final = re.compile(
    rf"(?:(?:{GLUED})(?P<name>{WHOLE})(?=(?:님|귀하)?(?:[ \t]*(?:\n|$)|[ ]{{2}}|\t| ?[0-9]|{NEXT_FIELD}))"
    rf"|{WITHIN}(?P<within>{WHOLE})(?=[ \t\n]))"
)
_GLUED_LEAST: Final = 0.85
_GLUED_KNOWN: Final = 0.8  # the same where the given name is a known one
ROLE_ENDING: Final = "[인자원관사록수이의장감객]"  # of words for a person's role
_ROLED: Final = Guarded(rf"{ROLE_ENDING}\s?[:：]\s?(?=[{SURNAMES}]|{COMPOUND})")


def labelled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Names behind 성명:, 예금주, 받는 분, custNm= …; behind a weak label only with a sign."""
    label = _label_at(text, hit, floor)
    if label is None:
        return []
    end, cue, strong = label
    spans = name_behind(text, end, cue, strong) if cue else []
    if not spans and not strong:
        spans = introduced(text, hit, floor, context)
    if spans and cue:
        spans += in_other_script(text, spans)
    if not spans or _EXAMPLE.match(text, spans[0].end):
        return []
    return [*spans, *_going_on(text, spans[-1].end)] if cue else spans


def _going_on(text: str, end: int) -> list[Span]:
    """The names that go on a list behind a labelled one, Korean ones or those of other countries."""
    return listed(text, end) or transcriptions.listed(text, end)


def _label_at(text: str, hit: int, floor: int) -> tuple[int, str | None, bool] | None:
    """(end, cue, whether a colon or such stands behind) of the label at ``hit``; the cue is None where it is worth nothing.

    None where the label ends before the floor, goes on over a line break, or names a thing.
    """
    found = _LABEL.match(text, hit)
    if found is None or found.end() < floor or things.of_a_thing(text, hit):
        return None
    label, weak, _, sign, kin = found.groups()
    if "\n" in sign:
        return None
    cue, strong = _signed(sign)
    if not label:
        cue = "weak label" if weak and strong else None
    return (found.end(), "label", True) if kin and label else (found.end(), cue, strong)


def keyed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Names behind an identifier that ends in name, nm or such a word: custNm=, "recipient":, <nm>."""
    found = _LABEL.match(text, hit)
    if found is None or not found["key"] or found.end() < floor:
        return
    _, strong = _signed(found["sign"])
    if not _personal_key(text, found, floor, strong):
        return
    cue = _key_cue(text, found.end(), strong)
    spans = name_behind(text, found.end(), cue, strong)
    if spans and begins_a_product(text, spans[0]):
        return
    spans += in_other_script(text, spans)
    yield from spans
    if spans:
        yield from _going_on(text, spans[-1].end)


def begins_a_product(text: str, name: Span) -> bool:
    """Whether what looks like a name begins several words in quotes behind name: and no title follows: "name":"한아름 사과즙"."""
    start, end = name.start, name.end
    if text[start - 1 : start] not in QUOTES or not text.startswith(" ", end) or not "가" <= text[end + 1 : end + 2] <= "힣":
        return False
    return _is_weak(text, start) and not _PERSON_TAIL.match(text, end)


def _is_weak(text: str, start: int) -> bool:
    """Whether the label before the value at ``start`` names things too, and no field of a person stands near."""
    return things.ambiguous(text, start) and not things.beside_a_person_s_field(text, start)


def _key_cue(text: str, start: int, strong: bool) -> str:
    """What a key before the value at ``start`` is worth: a bare ``name`` names things too."""
    if not strong:
        return "label space"
    return "weak label" if _is_weak(text, start) else "field"


def _personal_key(text: str, found: re.Match[str], floor: int, strong: bool) -> bool:
    """Whether the whole identifier around the key may name a person: custNm, customer-name and recipient, not fileName."""
    begin = _identifier(text, found.start(), floor, 24)
    word = text[begin : found.end("key")]
    before = text[begin - 1] if begin else " "
    if before == "-":
        kebab = text[_identifier(text, begin - 1, floor, 16) : found.end("key")]
        return strong and PERSON_KEY.match(kebab.replace("-", "_")) is not None
    if (before.isascii() and before.isalnum()) or NOT_PERSONAL_KEY.search(word):
        return False
    return _whole_key(text, found, begin) and (strong or word.isalpha())


def _identifier(text: str, end: int, floor: int, reach: int) -> int:
    """Where the letters and underscores before ``end`` begin, at most ``reach`` characters back."""
    begin = end
    while begin > max(floor, end - reach) and text[begin - 1] in _IDENTIFIER:
        begin -= 1
    return begin


def _whole_key(text: str, found: re.Match[str], begin: int) -> bool:
    """Whether the key is a word of its identifier: it begins with a capital, behind an underscore, or is known as a whole."""
    hit = found.start()
    if begin == hit or text[hit] == text[hit].upper() or text[hit - 1] == "_":
        return True
    return PERSON_KEY.match(text[begin : found.end("key")]) is not None


@lru_cache(maxsize=1024)
def _signed(sign: str) -> tuple[str | None, bool]:
    """(the cue that a label before ``sign`` is, whether a colon or such is in it); a label alone is worth nothing."""
    if not _STRONG.isdisjoint(sign):
        return "label", True
    if not sign:
        return None, False
    return "label particle" if sign.strip("\"'*`()[] ") else "label space", False


def roled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name behind any word that ends like a person's role, and a colon."""
    found = _ROLED.match(text, hit)
    if found is None or found.end() < floor:
        return []
    name = best(text, found.end(), "weak label", 3)
    if name and nobody.fills_a_field(text[found.end() : name[0]]):
        return []
    if name is None or name[2] not in ("end", "honorific", "none", "copula") or not evidence.likely(name[1]):
        return by_its_field(text, found.end(), "weak label", True)
    return [Span(found.end(), name[0], "person_name", text[found.end() : name[0]], name[1], "weak label")]


def glued(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A likely name that touches the label which begins its line or field, and that ends it or stands before 님."""
    opens = text[hit : hit + 2]
    found = _GLUED.match(text, hit + len(opens) - len(opens.lstrip()))
    if found is None or found.lastgroup is None:
        return []
    (start, end), name = found.span(found.lastgroup), found[found.lastgroup]
    if start < floor or not nobody.may_be_named(name) or (evidence.wordlike(name) and not _is_known(name)):
        return []
    score, least = evidence.weigh(name, "label", "end"), _GLUED_KNOWN if _is_known(name) else _GLUED_LEAST
    return [Span(start, end, "person_name", name, score, "label glued")] if score >= least else []


def _is_known(name: str) -> bool:
    """Whether a known given name speaks for what ends like a word: 여운학."""
    return divide(name)[1] in ANY_GIVEN_NAMES and name not in evidence.COMMON
