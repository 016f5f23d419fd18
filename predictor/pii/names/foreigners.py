"""Names of other countries behind a label, in Hangul or in Latin letters, and Korean ones in Latin letters."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import latin as latin_names
from predictor.pii.names import nobody, romanisation, things, transcriptions
from predictor.pii.names.candidates import latin
from predictor.pii.names.endings import COPULA
from predictor.pii.names.evidence import MODERATE
from predictor.pii.names.fields import (
    BEFORE_VALUE,
    BEHIND_FIELD,
    FIELD,
    FIELD_END,
    IN_A_RECORD,
    LABELS,
    NEAR,
    NEXT_FIELD,
    PERSON_KEY,
    SIGNED,
)
from predictor.pii.names.form import (
    ACCENTED_LATIN,
    FOREIGN,
    FOREIGN_ALONE,
    FOREIGN_HEADS,
    FOREIGN_WORDS,
    FORMAL,
    LATIN,
    SURNAMES,
    key,
)
from predictor.pii.names.head import foreign_head
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

# In these fields unknown words are a name of another country; behind other labels people speak.
_FOR_NAMES: Final = re.compile(
    rf"(?:{FIELD}"
    r"|(?:한글|국문|본|환자|고객|직원|사원|학생|회원|근로자|신청[인자]|대표자|수령[인자])명"
    r"|근로자|외국인|배우자|신청인|피고|원고)"
    r"(?:\s?\([가-힣A-Za-z ]{1,8}\))?"  # 성명 (한글): , 신청인 (귀화 전):
    rf"{BEHIND_FIELD}[:：=|\t]{BEFORE_VALUE}"
)
_FIELD_REACH: Final = 24
_HEADS: Final = re.compile(r" \| ")  # 이름 | 맡은 일 | 연락: the heads of a table
_FOREIGN: Final = re.compile(
    rf"(?:(?:{FOREIGN_ALONE})(?={NEXT_FIELD})"
    rf"|{FOREIGN}"
    rf"|(?:{FOREIGN_ALONE}))"
    r"(?=\s?"
    r"(?:씨|님|선생|학생|강사|교수|고객"
    r"|외\s[0-9]"
    r"|\("
    r"|,|/|$|\n"
    r"|(?:[은는이가을를의]|이?고|이?며)(?![가-힣])"
    r"|입니다|이에요|예요"
    r"|(?:이?[고구]|인데)요(?![가-힣]))"
    rf"|{NEXT_FIELD})"
)
_ONE_WORD: Final = re.compile(rf"[가-힣]{{2,6}}{FIELD_END}")
LONG_WORD: Final = Guarded(rf"[가-힣]{{4,6}}{FIELD_END}")  # a shorter one must begin like a name of another country
# In a field for names alone two or three words that no dictionary has are a name of another country.
UNKNOWN_WORDS: Final = Guarded(r"[가-힣]{2,6}(?: [가-힣]{1,6}){1,2}(?=\s*(?:$|[\n(/|,;\"]))")
BEHIND_A_SURNAME: Final = Guarded(
    rf"[{SURNAMES}][가-힣]{{2,7}}(?=(?:입니다|이에요|예요|이고|라고|이라고)|\s*(?:$|[\n,.)|/\"'<\]]))"
)
_LATIN: Final = re.compile(LATIN)
_ACCENTED: Final = re.compile(rf"{ACCENTED_LATIN}(?![A-Za-zÀ-ɏ])")  # Łukasz Nowak, Piotr Wiśniewski
# NAME  PARK, MINSEO on a line of a card or behind a sign
_FORMAL: Final = re.compile(rf"(?:{FORMAL})(?=\s*(?:$|[\n(/|]))")
_HEADS_A_LINE: Final = re.compile(r"(?:^|\n)[^가-힣A-Za-z0-9\n]{0,3}(?:(?:성\s?명|이름)\s?/?\s?)?(?i:name|성\s?명|이름)\W{1,4}$")
# Behind a label without a sign: 마취의 Lim J.H., and behind one for names alone 예금주명 ZHANG WEI (장웨이).
_INITIALS: Final = re.compile(r"[A-Z][a-z]{1,11},? [A-Z]\.[ \-]?[A-Z]\.(?=\s*(?:$|[\n,(/|가-힣]))")
# ☑ 예약자 Moreau Élodie: in a form, where a label begins its line and the words end it.
_ALONE: Final = re.compile(rf"(?:{LATIN})(?=\s*(?:$|\n))")
_FORM_LABEL: Final = re.compile(rf"(?:^|\n)[^가-힣A-Za-z0-9\n]{{0,3}}(?:{LABELS})\s{{1,4}}$")
_CAPITALS: Final = re.compile(
    r"(?:명|예금주|수취인|수하인|송하인|송금인|명의자|탑승객|투숙객)\W{0,3}"
    r"[A-Z]{2,12}(?:[ \-][A-Z]{2,12}){1,4}(?=\s*(?:$|[\n,(/|가-힣]))"
)
_OWN: Final = re.compile(r"(?:본명|실명|이름|성함|성명|영문명)[은이]\s[\"']?$")
_BEHIND_OWN: Final = re.compile(rf"[\"']?(?:{COPULA}|[,.]|\s*(?:$|\n))")
# Name: Kim Minsu Email: …, a form of one line. Any word before a sign is a field where two words before it are a name.
_NEXT_FIELDS: Final = frozenset(lexicon.words("latin_fields"))
_SIGN_BEHIND: Final = re.compile(r"\s?[:：=]")
_TWO_WORDS: Final = 2
_FIELDS: Final = ("label", "field", "weak label")
_ONE_LATIN: Final = re.compile(
    r"[A-Z][a-z]{2,11}(?:-[A-Za-z][a-z]{1,7})?(?![A-Za-z\-])"
    rf"(?=\s*(?:$|[\n,)|/;\"'<])| (?:{lexicon.pattern(_NEXT_FIELDS)})\b|\s[가-힣])"
)
_LINE_OF_A_FORM: Final = re.compile(r"(?:^|\n)\W{0,4}Name\s?[:：]\s{0,3}$")  # not "name": "Alice" of a program
_LAST_WORD: Final = 6  # characters of a label's end before a name
_FIRMS: Final = (
    "(?i:inc|corp|corporation|company|co|ltd|limited|llc|gmbh|foundation|project|team|trading|logistics"
    "|electronics|industry|industries"
    "|chemicals?|engineering|international|holdings?|enterprises?|shipping|systems|solutions|motors|foods"
    "|technology|technologies|express)"
)
_FIRM: Final = re.compile(rf",?\s?{_FIRMS}\b")
ENDS_LIKE_A_FIRM: Final = re.compile(rf"\s{_FIRMS}$")
_DEPARTMENTS: Final = (
    "팀",
    "실",
    "부",
    "과",
    "처",
    "국",
    "센터",
    "위원회",
    "지원단",
    "사업단",
    "담당관",
    "지점",
    "창구",
    "데스크",
)  # 입학관리팀
_ENGLISH_LABEL: Final = re.compile(
    r"(?:영문\s?(?:성\s?명|이름|명)|영어\s?이름|(?:성\s?명|이름)\s?\((?:영문|영어|로마자|English)\)|성\s?명|성함)\W{0,3}$"
)


def foreign_in_hangul(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name of another country in Hangul behind a label, by the first reading that finds one."""
    for read, score in _READINGS:
        if end := read(text, start, cue, strong):
            return [Span(start, end, "person_name", key(text[start:end]), score, f"{cue}, foreign")]
    return []


def _of_known_words(text: str, start: int, cue: str, strong: bool) -> int:
    """Where a name of known words ends, or 0."""
    end = transcriptions.cued(text, start, cue in SIGNED)
    return end if end > start else 0


def _begins_like_one(text: str, start: int, cue: str, strong: bool) -> int:
    """Where words end that begin like such a name, or 0."""
    if foreign_head(text, start):
        found = _FOREIGN.match(text, start) or _ONE_WORD.match(text, start)
    else:
        found = LONG_WORD.match(text, start)
    if found is None or not _of_another_country(text, found, cue):
        return 0
    return start + len(" ".join(transcriptions.up_to_a_word(found.group().split(" "))))


def _behind_a_surname(text: str, start: int, cue: str, strong: bool) -> int:
    """Where a Korean surname with a given name of another country ends, such as 김마이클, or 0."""
    found = BEHIND_A_SURNAME.match(text, start)
    known = FOREIGN_WORDS if cue in SIGNED else FOREIGN_HEADS
    return found.end() if found and found.group()[1:] in known else 0


def _unknown_to_all(text: str, start: int, cue: str, strong: bool) -> int:
    """Where unknown words end behind the sign of a field for names alone, or 0."""
    found = UNKNOWN_WORDS.match(text, start) if strong else None
    return found.end() if found and _of_unknown_words(text, start, found.group()) else 0


# (reading, score of a name that it finds)
_READINGS: Final = ((_of_known_words, 0.75), (_begins_like_one, 0.8), (_behind_a_surname, 0.8), (_unknown_to_all, 0.7))


def _of_unknown_words(text: str, start: int, name: str) -> bool:
    """Whether words behind the sign of a field for names are all unknown."""
    if _FOR_NAMES.search(text, max(0, start - _FIELD_REACH), start) is None or _HEADS.match(text, start + len(name)):
        return False
    return not any(map(nobody.beside_a_name, name.split()))


def _of_another_country(text: str, found: re.Match[str], cue: str) -> bool:
    """Whether the words behind a label are such a name; before the next field a label weighs as much as a field's key."""
    name = found.group()
    if name.endswith(_DEPARTMENTS) and name not in FOREIGN_WORDS:
        return False
    if cue == "label space" and foreign_head(name, 0) and IN_A_RECORD.match(text, found.end()):
        cue = "field"
    head = name.split(" ")[0]
    return like_a_foreign_name(head, len(name) > len(head), cue) and (head in FOREIGN_HEADS or not nobody.common(head))


def like_a_foreign_name(head: str, goes_on: bool, cue: str) -> bool:
    """Whether the first word behind a label begins like a name of another country."""
    if head in FOREIGN_HEADS:
        return goes_on or cue in SIGNED
    if cue == "label particle":
        return False
    if head[:1] in FOREIGN_HEADS or head[:2] in FOREIGN_HEADS:
        return 2 < len(head) < 7 if cue in SIGNED else len(head) == 4
    return cue == "label" and len(head) > 3


def foreign_in_latin(text: str, start: int, cue: str) -> list[Span]:
    """Capitalised words behind a label that are a person's: the label says so, or they sound like a Korean name."""
    if (formal := _FORMAL.match(text, start)) and (cue == "label" or _HEADS_A_LINE.search(text, max(0, start - NEAR), start)):
        return [latin(start, formal.end(), text, 0.85, cue)]
    found = _longest(_LATIN.match(text, start), _ACCENTED.match(text, start))
    if found is None:
        return _of_one_word(text, start, cue)
    end = before_the_next_field(text, start, found.end())
    if (end == found.end() and _FIRM.match(text, end)) or ENDS_LIKE_A_FIRM.search(text[start:end]):
        return []
    personal = _own_latin(text, start, end) if cue == "label particle" else _personal_latin(text, start, end, cue)
    return [latin(start, end, text, 0.85, cue)] if personal else []


def _of_one_word(text: str, start: int, cue: str) -> list[Span]:
    """A given name alone in a field: 이름: Minsu, Name: Ali. Behind a key that names things too the text must tell of a person."""
    found = _ONE_LATIN.match(text, start) if cue in _FIELDS else None
    if found is None or not (latin_names.partly(found.group()) or romanisation.is_given_name(found.group())):
        return []
    if things.ambiguous(text, start) and not (_LINE_OF_A_FORM.search(text, max(0, start - NEAR), start) or _near(text, start)):
        return []
    return [latin(start, found.end(), text, MODERATE, f"{cue}, one word")]


def _near(text: str, start: int) -> bool:
    """Whether a field that only persons have stands near the value at ``start``."""
    return things.beside_a_person_s_field(text, start)


def before_the_next_field(text: str, start: int, end: int) -> int:
    """Where capitalised words end before the next field of their line: Kim Minsu of Kim Minsu Email: …, which ends at ``end``."""
    words = text[start:end].split(" ")
    for number in range(1, len(words)):
        if words[number].lower() in _NEXT_FIELDS:
            return start + len(" ".join(words[:number]))
    shorter = end - len(words[-1]) - 1
    signed = len(words) > _TWO_WORDS and _SIGN_BEHIND.match(text, end) is not None
    return shorter if signed and things.like_a_person_s(text[start:shorter]) else end


def _longest(found: re.Match[str] | None, accented: re.Match[str] | None) -> re.Match[str] | None:
    """The longer of two matches at one place, the first of two that are as long."""
    if found is None or accented is None:
        return found or accented
    return accented if accented.end() > found.end() else found


def _personal_latin(text: str, start: int, end: int, cue: str) -> bool:
    """Whether capitalised words behind a label are a person's: a Korean name, or a label that says so."""
    if _ENGLISH_LABEL.search(text, max(0, start - 20), start) or things.like_a_person_s(text[start:end]):
        return True
    if things.ambiguous(text, start):
        return things.beside_a_person_s_field(text, start)
    if cue == "label" or (cue == "label space" and _certainly_latin(text, start)):
        return True
    if cue == "label space" and not text[start : start + 2].isupper():
        return False  # Customer Information Form
    before = re.search(r"([A-Za-z_]+)[^A-Za-z_]{1,8}$", text[max(0, start - 32) : start])
    return before is not None and PERSON_KEY.match(before[1]) is not None


def _own_latin(text: str, start: int, end: int) -> bool:
    """Whether known words stand between 이름은 and a copula or a sign: 본명은 Alexander Whitcombe이고."""
    if _OWN.search(text, max(0, start - NEAR), start) is None or _BEHIND_OWN.match(text, end) is None:
        return False
    return things.like_a_person_s(text[start:end])


def _certainly_latin(text: str, start: int) -> bool:
    """Whether initials stand behind a label without a sign, or capitals behind one for names alone."""
    if _INITIALS.match(text, start) or (_ALONE.match(text, start) and _FORM_LABEL.search(text, max(0, start - NEAR), start)):
        return True
    return any(_CAPITALS.match(text, at) for at in range(max(0, start - _LAST_WORD), start))
