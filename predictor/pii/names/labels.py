"""Names behind a label: 성명:, 예금주, custNm=, a table's column of names, a role with its colon."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import abroad, evidence, hanja, nobody, recorded, things
from predictor.pii.names.candidates import PERSON_TAIL, best, latin, listed, person
from predictor.pii.names.form import (
    ANY_GIVEN_NAMES,
    COMPOUND,
    COMPOUNDS,
    FOREIGN,
    FOREIGN_ALONE,
    FOREIGN_HEADS,
    FOREIGN_WORDS,
    GIVEN_NAMES,
    LATIN,
    ROMAN,
    SURNAMES,
    TIER,
    WHOLE,
    divide,
    key,
)
from predictor.pii.names.head import HANGUL, foreign_head, head_at, sizes
from predictor.pii.names.speech import introduced
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

LABELS: Final = rf"{lexicon.pattern(lexicon.words('name_labels'))}|성\s{{2,8}}명"
WEAK_LABELS: Final = lexicon.pattern(lexicon.words("name_labels_weak"))
KEYS: Final = (
    r"(?i:name|nm|customer|recipient|sender|receiver|owner|author|patient|user|member|student|employee"
    r"|passenger|cardholder|holder|payee|beneficiary|guest|applicant|assignee|reporter|reviewer|approver|requester|submitter|attendee"
    r"|ceo|representative|signatory|signer|inventor|claimant|insured|caregiver|lessee|lessor|borrower|mentor|mentee|instructor|candidate|rider|driver|courier|(?:assigned|issued|lent|reported|requested|created|approved|signed|submitted|handled)_?(?:to|by)|guardian|spouse|tenant|buyer|seller|payer|remitter|shipper|consignee|doctor|nurse|teacher|coach|reserver|booker|orderer|donor|registrant|subscriber|bidder)"
)
# A particle behind a blank is one where another follows, because 이 and 은 are surnames: 대표자 이하은.
_PARTICLE: Final = r"(?:은|는|이|가|란에|으로|\s{1,2}(?:은|는|이|가)(?=\s))"
_SIGN: Final = rf"(?P<sign>[\"'*`)\]]{{0,3}}(?:{_PARTICLE}|\s{{0,2}}(?:[:：=|>\-/\t]{{1,2}})?)[\"'*`(\[\s]{{0,3}})"
_LABEL: Final = re.compile(
    rf"(?:(?P<label>{LABELS})|(?P<weak>{WEAK_LABELS})|(?P<key>{KEYS}))(?:\s?[1-9](?=\s?[.:：]))?(?:\s?\([가-힣/ ]{{1,8}}\))?{_SIGN}"
)
# The next field of a form that stands behind a name: 환자명 길소망 등록번호 …, 예금주 부태화 신한은행 …
_NEXT_FIELD: Final = (
    r"\s{1,4}(?:[가-힣]{1,8}\s?(?:번호|일자|자격|기간|등급|코드)|생년|주민|연락|전화|휴대|핸드폰|주소|국적|전공|직업|성별|나이|여권"
    r"|전 화|연 락 처|주 소|생 년|주 민|휴 대"
    rf"|[가-힣]{{2,6}}은행|계좌|외국인|맞으|맞습|외\s[0-9]|\(|[0-9]{{2}}|(?:{LABELS})[\s:(])"
)
_TOPICS: Final = frozenset("은는")  # 전화는 010-… is no name
_FIELD_END: Final = rf"(?=\s*(?:$|[\n,.)|/\"'<\];])|님|씨|{_NEXT_FIELD})"
_IN_A_RECORD: Final = re.compile(rf"{_NEXT_FIELD}|,\s?(?:{lexicon.pattern(lexicon.words('provinces'))})")
_SPACED: Final = Guarded(
    rf"(?:(?P<three>[{SURNAMES}] {{1,4}}[가-힣] {{0,4}}[가-힣])"
    rf"|(?P<four>(?:{'|'.join(' '.join(c) for c in sorted(COMPOUNDS))}) [가-힣](?: [가-힣])?)"
    rf"|(?P<compound>(?:{COMPOUND}) [가-힣]{{1,2}})"
    rf"|(?P<two>[{SURNAMES}] [가-힣])|(?P<broken>[{SURNAMES}][가-힣] {{1,2}}[가-힣])){_FIELD_END}"
)
_FIELD: Final = r"성\s{0,8}명|이름|성함"
_BEHIND_FIELD: Final = r"[\"'*`)\]]{0,3}\s{0,2}"  # between a field and its sign
_BEFORE_VALUE: Final = r"[\"'*`(\[\s]{0,3}$"  # between the sign and the value
_NAME_FIELD: Final = re.compile(rf"(?:{_FIELD}){_BEHIND_FIELD}[:：=|\t]?{_BEFORE_VALUE}")
# In these fields unknown words are a name of another country; behind other labels people speak.
_FOR_NAMES: Final = re.compile(
    rf"(?:{_FIELD}|(?:한글|국문|본|환자|고객|직원|사원|학생|회원|근로자|신청[인자]|대표자|수령[인자])명|근로자|외국인|배우자|신청인|피고|원고){_BEHIND_FIELD}[:：=|\t]{_BEFORE_VALUE}"
)
_HEADS: Final = re.compile(r" \| ")  # 이름 | 맡은 일 | 연락: the heads of a table
_QUOTES: Final = ('"', "'", ">")
_SYLLABLES: Final = 3  # of a surname and a given name
_PERSON_TAIL: Final = re.compile(PERSON_TAIL)
_WHOLE_FIELD: Final = re.compile(r"[가-힣](?=[\"']?\s*(?:$|[\n,;|}\])<]))")
_BEFORE_GO: Final = re.compile(rf"(?P<name>{WHOLE})(?=고[\s,.])")
_GO_LEAST: Final = 0.85
_THREE: Final = re.compile(rf"[가-힣]{{3}}{_FIELD_END}")
_FOREIGN: Final = re.compile(
    rf"(?:(?:{FOREIGN_ALONE})(?={_NEXT_FIELD})|{FOREIGN}|(?:{FOREIGN_ALONE}))(?=\s?(?:씨|님|선생|학생|강사|교수|고객|외\s[0-9]|\(|,|/|$|\n|(?:[은는이가을를의]|이?고|이?며)(?![가-힣])|입니다|이에요)"
    rf"|{_NEXT_FIELD})"
)
_ONE_WORD: Final = re.compile(rf"[가-힣]{{2,6}}{_FIELD_END}")
_LONG_WORD: Final = Guarded(rf"[가-힣]{{4,6}}{_FIELD_END}")  # a shorter one must begin like a name of another country
# In a field for names alone two or three words that no dictionary has are a name of another country.
_UNKNOWN: Final = Guarded(r"[가-힣]{2,6}(?: [가-힣]{1,6}){1,2}(?=\s*(?:$|[\n(/|,;\"]))")
_IN_BRACKETS: Final = re.compile(
    r"\s?\((?:[가-힣]{2,4}\s?:\s?|(?:한글|국문|영문|영어|한자|본명|여권)(?:명|\s?이름)?\s)?"
    rf"(?:(?P<hangul>[가-힣]{{2,8}}(?:[ ·][가-힣]{{1,8}}){{0,3}})|(?P<latin>{LATIN})|(?P<hanja>[一-龥]{{2,4}}))\)"
)
_HANJA: Final = re.compile(r"[一-龥]{2,4}(?![一-龥가-힣])")
# Behind a label without a sign Hanja must begin with a surname and end the field: 성명 李明浩,
_HANJA_NAME: Final = re.compile(rf"{hanja.NAME}(?=\s*(?:$|[\n,.)|/(]))")
_WHOLE: Final = Guarded(rf"[{SURNAMES}][가-힣]{{2,7}}(?=(?:입니다|이에요|예요|이고|라고|이라고)|\s*(?:$|[\n,.)|/\"'<\]]))")
_LATIN: Final = re.compile(LATIN)
_ROMAN: Final = re.compile(ROMAN)
# Behind a label without a sign: 마취의 Lim J.H., and behind one for names alone 예금주명 ZHANG WEI (장웨이).
_INITIALS: Final = re.compile(r"[A-Z][a-z]{1,11},? [A-Z]\.[ \-]?[A-Z]\.(?=\s*(?:$|[\n,(/|가-힣]))")
# ☑ 예약자 Moreau Élodie: in a form, where a label begins its line and the words end it.
_ALONE: Final = re.compile(rf"(?:{LATIN})(?=\s*(?:$|\n))")
_FORM_LABEL: Final = re.compile(rf"(?:^|\n)[^가-힣A-Za-z0-9\n]{{0,3}}(?:{LABELS})\s{{1,4}}$")
_CAPITALS: Final = re.compile(
    r"(?:명|예금주|수취인|수하인|송하인|송금인|명의자|탑승객|투숙객)\W{0,3}"
    r"[A-Z]{2,12}(?:[ \-][A-Z]{2,12}){1,4}(?=\s*(?:$|[\n,(/|가-힣]))"
)
_FORM: Final = 2000  # characters above a cell in which its head may stand
_LAST_WORD: Final = 6  # characters of a label's end before a name
# These fields are a person's alone: what stands in them is a name, whatever else it means.
_PERSONS: Final = "성\\s?명|성함|한글\\s?성명|피보험자|(?:[가-힣]{1,3}자|환자|고객|회원|학생|사원|직원|승객)명"
_PERSONS_KEYS: Final = (
    r"(?i:(?:kor|korean|emp|employee|patient|pt|cust|owner|holder|driver|insured|applicant|mbr|member|student|guardian|recv|rcvr|receiver|recipient)"
    r"[_\-]?(?:nm|name)|(?:account_?|card_?)?holder|guardian)"
)
_PERSONS_FIELD: Final = re.compile(rf"(?<![가-힣])(?:{_PERSONS}|{_PERSONS_KEYS}){_BEHIND_FIELD}[:：=|>\t]{_BEFORE_VALUE}")
_SPACED_FIELD: Final = re.compile(r"(?:^|\n)\s?성\s{1,8}명\s{1,4}$")  # 성 명 피어라: a form's field
_PERSONS_HEAD: Final = re.compile(rf"{_PERSONS}|{_PERSONS_KEYS}|당첨자|합격자|수상자")
_HEADS_OF_NAMES: Final = ("이름", "name", "nm", "NAME", "Name")
_ROW: Final = 80  # characters behind a cell of a row in which a mobile number may stand
_MOBILE: Final = re.compile(r"(?<![0-9])01[016-9][-. ]?[0-9]{3,4}[-. ]?[0-9]{4}(?![0-9])")
# What follows a value in a record of a person: "gender":"F", and a telephone, which firms have too.
_NEXT_KEY: Final = re.compile(
    r"[\"']?(?:</[A-Za-z]{2,16}>)?[\s,;]{0,8}[\"'<]?(?:-\s)?(?:(?P<sure>(?i:birth[a-z_]*|dob|gender|sex|age)|생년월일|생일|성별|나이)"
    r"|(?i:phone|mobile|tel|cell|e?mail|hp|imei)[a-zA-Z_]{0,8}|연락처|전화(?:번호)?|휴대폰|핸드폰|주\s?소|주민(?:등록)?번호|이메일)[\"']?\s?[:=\t>]"
)
_ANY_NAME: Final = Guarded(rf"(?:(?:{COMPOUND})|[{SURNAMES}])[가-힣]{{1,2}}(?=[\"']?\s*(?:$|[\n,/|;<\]}}])|\s{{2}})")
_BEFORE_DIGITS: Final = Guarded(rf"[{SURNAMES}][가-힣]{{2}}(?=[0-9]{{1,4}}(?![0-9\-가-힣]))")
_PAYER: Final = re.compile(r"(?:입금[자인]|송금인|예금주|받는\s?분\s?표시|내\s?통장\s?표시)명?\W{0,4}$")
_NEAR: Final = 24  # characters before a value in which its field's name ends
_KIN_BEHIND: Final = re.compile(
    rf"(?P<name>[{SURNAMES}][가-힣]{{2}})(?=\s?[,/]\s?(?:아들|딸|배우자|남편|아내|처|부|모|아버지|어머니|손자|손녀|며느리|사위|형|누나|언니|동생|오빠)\s?\))"
)
_IN_HANGUL: Final = Guarded(
    "|".join(form.pattern for form in (_SPACED, _ANY_NAME, _BEFORE_DIGITS, _LONG_WORD, _WHOLE, _UNKNOWN, _THREE, _KIN_BEHIND))
    + f"|{recorded.BEFORE_ITS_FIELD}"
    + rf"|[가-힣]{{3,4}}{_NEXT_FIELD}"
)
_STRONG: Final = frozenset(":：=|>-/\t")
_NOT_PERSONAL_KEY: Final = re.compile(
    r"(?i:file|host|class|product|item|company|brand|shop|store|bank|table|column|domain|model|field|service|app|path|event|job|group|role|team|region|city|font|tag|menu|kind|type|dept|goods|prod|display|code)"
)
_FIRMS: Final = "(?i:inc|corp|co|ltd|llc|gmbh|foundation|project|team)"
_FIRM: Final = re.compile(rf",?\s?{_FIRMS}\b")
_ENDS_LIKE_A_FIRM: Final = re.compile(rf"\s{_FIRMS}$")
_PERSON_KEY: Final = re.compile(
    r"(?i:^(?:(?:full|kor|korean|kr|eng|en|user|customer|cust|pt|rcpt|orderer|buyer|payer|driver|drv|std|stu|tchr|teacher|parent|contact|insured|rep|doctor|recv|recipient|sender|receiver|owner|holder|author|member|patient|first|last|family|given|my|your|the|real|legal|mbr|emp|guardian)?_?(?:name|nm)s?|customer|recipient|sender|receiver|passenger|cardholder|holder|payee|beneficiary|applicant|(?:assigned|issued|lent|reported|requested|created|approved|signed|submitted|entered|updated|handled|owned)_?(?:to|by)|assignee|requester|reporter|reviewer|approver|submitter|attendee|ceo|representative|signatory|inventor|reserver|booker|donor|registrant|subscriber|bidder)$)"
)
_IDENTIFIER: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
# 성명: (홍길동처럼 한글로 기재), but not 담당자: 홍길동과 같이 방문
_EXAMPLE: Final = re.compile(r"(?:처럼|[과와]\s같이)\s[가-힣 ]{0,12}(?:기재|기입|작성|입력|적[어으는]|[쓰써])|\s?\(예시\)")
_ENDS_A_FIELD: Final = frozenset(",(\n")
_RECORDED: Final = 0.3  # the least score between a label and the next field
_SIGNED: Final = ("label", "field")
_UNLISTED: Final = ("label", "field", "label space")
_ENGLISH_LABEL: Final = re.compile(
    r"(?:영문\s?(?:성\s?명|이름|명)|영어\s?이름|(?:성\s?명|이름)\s?\((?:영문|영어|로마자|English)\)|성\s?명|성함)\W{0,3}$"
)
ROLE_ENDING: Final = "[인자원관사록수이의장감객]"  # of words for a person's role
_ROLED: Final = Guarded(rf"{ROLE_ENDING}\s?[:：]\s?(?=[{SURNAMES}]|{COMPOUND})")
_HEAD: Final = re.compile(rf"(?:(?P<weak>{WEAK_LABELS})|{LABELS}|성명|이름)명?\s?(?:\([가-힣A-Za-z/]{{1,8}}\))?")
_CELL: Final = re.compile(
    r"(?:[,;|\t\n(] ?|/ |  )[\"']?(?P<value>[가-힣]{2,7}(?: [가-힣]{1,7}){0,2})(?=[\"']? ?(?:[,;|\t\n)]|$)| /|  )"
)
_LATIN_CELL: Final = re.compile(
    r"[,;|\t\n] ?[\"']?(?P<value>[A-Z][a-z]{1,15}(?: [A-Z]\.)?(?:[ \-][A-Z][a-z]{1,15}){1,2}"
    r"|[A-Z]{3,15}(?: [A-Z]{1,15}\.?){1,3})(?=[\"']? ?(?:[,;|\t\n]|$))"
)


def labelled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Names behind 성명:, 예금주, 받는 분, custNm= …; behind a weak label only with a sign."""
    label = _label_at(text, hit, floor)
    if label is None:
        return []
    end, cue, strong = label
    spans = _behind_label(text, end, cue, strong) if cue else []
    if not spans and not strong:
        spans = introduced(text, hit, floor, context)
    if spans and cue:
        spans += in_other_script(text, spans)
    if not spans or _EXAMPLE.match(text, spans[0].end):
        return []
    return [*spans, *listed(text, spans[-1].end)] if cue else spans


def _label_at(text: str, hit: int, floor: int) -> tuple[int, str | None, bool] | None:
    """(end, cue, whether a colon or such stands behind) of the label at ``hit``; the cue is None where it is worth nothing.

    None where the label ends before the floor, goes on over a line break, or names a thing.
    """
    found = _LABEL.match(text, hit)
    if found is None or found.end() < floor or things.of_a_thing(text, hit):
        return None
    label, weak, _, sign = found.groups()
    if "\n" in sign:
        return None
    cue, strong = _signed(sign)
    if not label:
        cue = "weak label" if weak and strong else None
    return found.end(), cue, strong


def in_other_script(text: str, spans: list[Span]) -> list[Span]:
    """The last name again in brackets, in another script: Nguyen Thi Lan (응우옌 티 란), 윤서경 (尹瑞慶)."""
    found = _IN_BRACKETS.match(text, spans[-1].end) if spans else None
    if found is None or found.lastgroup is None:
        return []
    script = found.lastgroup
    if not _AGAIN[script](found[script], text[spans[-1].start : spans[-1].end], spans[-1].rule):
        return []
    return [Span(*found.span(script), "person_name", key(found[script]), 0.75, "in the other script")]


def _in_hangul(again: str, name: str, rule: str) -> bool:
    """Whether ``again`` sounds like a name, of another country or a Korean one."""
    head, _, rest = again.partition(" ")
    if HANGUL.match(name):
        return False
    if _foreign(head, bool(rest), "field" if name.isascii() else "label") and not nobody.common(head):
        return True
    return len(head) in sizes(head, 0) and evidence.likely(evidence.weigh(head, "described", "end"))


def _in_latin(again: str, name: str, rule: str) -> bool:
    """Whether ``again`` is a Korean name, or capitalised words behind one of another country: 데이비드 톰슨 (DAVID THOMPSON)."""
    if name.isascii() or _ENDS_LIKE_A_FIRM.search(again):
        return False
    return _ROMAN.fullmatch(again) is not None or _spells(again, name) or foreign_head(name, 0) or rule.endswith("foreign")


def _spells(latin: str, name: str) -> bool:
    """Whether Latin words may spell a Korean name: as many syllables, and the surname's first sound: SO EUN BYEOL, 소은별."""
    words = latin.upper().replace("-", " ").split()
    consonant = _FIRST_CONSONANTS[(ord(name[0]) - ord("가")) // _SYLLABLES_OF_ONE] if HANGUL.match(name) else ""
    if len(words) < 2 or not any(word[0] in consonant for word in (words[0], words[-1])):
        return False
    return sum(len(_VOWELS.findall(word)) for word in words) == len(name)


_VOWELS: Final = re.compile("[AEIOUWY]+")
_SYLLABLES_OF_ONE: Final = 588  # that begin with one consonant
# The letters that may spell each first consonant, in the order of Unicode: ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ
_FIRST_CONSONANTS: Final = ("GK", "GK", "N", "DT", "D", "RLNY", "M", "BP", "B", "S", "S", "AEIOUWYLRN", "JCZ", "J", "C", "K", "T",
                            "PF", "H")  # fmt: skip
_AGAIN: Final[dict[str, Callable[[str, str, str], bool]]] = {
    "hangul": _in_hangul,
    "latin": _in_latin,
    "hanja": lambda again, name, rule: len(again) == len(name),
}


def keyed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Names behind an identifier that ends in name, nm or such a word: custNm=, "recipient":, <nm>."""
    found = _LABEL.match(text, hit)
    if found is None or not found["key"] or found.end() < floor:
        return
    _, strong = _signed(found["sign"])
    if not _personal_key(text, found, floor, strong):
        return
    cue = _key_cue(text, found.end(), strong)
    spans = _behind_label(text, found.end(), cue, strong)
    if spans and begins_a_product(text, spans[0]):
        return
    spans += in_other_script(text, spans)
    yield from spans
    if spans:
        yield from listed(text, spans[-1].end)


def begins_a_product(text: str, name: Span) -> bool:
    """Whether what looks like a name begins several words in quotes behind name: and no title follows: "name":"한아름 사과즙"."""
    start, end = name.start, name.end
    if text[start - 1 : start] not in _QUOTES or not text.startswith(" ", end) or not "가" <= text[end + 1 : end + 2] <= "힣":
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
        return strong and _PERSON_KEY.match(kebab.replace("-", "_")) is not None
    if (before.isascii() and before.isalnum()) or _NOT_PERSONAL_KEY.search(word):
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
    return _PERSON_KEY.match(text[begin : found.end("key")]) is not None


@lru_cache(maxsize=1024)
def _signed(sign: str) -> tuple[str | None, bool]:
    """(the cue that a label before ``sign`` is, whether a colon or such is in it); a label alone is worth nothing."""
    if not _STRONG.isdisjoint(sign):
        return "label", True
    if not sign:
        return None, False
    return "label particle" if sign.strip("\"'*`()[] ") else "label space", False


def _behind_label(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    first = text[start : start + 1]
    if first.isascii():
        return _labelled_latin(text, start, cue)
    if "가" <= first <= "힣" and _names_nobody(text, start, cue):
        return []
    if found := _korean(text, start, cue, strong):
        return found
    if "一" <= first <= "龥" and (written := (_HANJA if strong else _HANJA_NAME).match(text, start)):
        return [Span(*written.span(), "person_name", written.group(), 0.75, f"{cue}, Hanja")]
    return _labelled_foreign(text, start, cue, strong)


def _names_nobody(text: str, start: int, cue: str) -> bool:
    """Whether no reading can find a name in the Hangul behind a label, which is so behind most labels of a text that lists some."""
    head = head_at(text, start)
    if head.foreign or cue == "label particle" or head.possible(cue) or abroad.may_begin(text, start):
        return False
    return not _IN_HANGUL.may_match(text, start)


def _korean(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A Korean name behind a label, by the first reading that finds one."""
    return (
        _spaced(text, start, cue, strong)
        or _in_a_field(text, person(text, start, cue), strong)
        or _recorded(text, start, cue)
        or _by_its_record(text, start, cue)
        or _unlisted(text, start, cue)
        or _and_goes_on(text, start, cue)
        or _with_kin(text, start)
        or _with_digits(text, start)
        or _by_its_field(text, start, strong)
    )


def _by_its_record(text: str, start: int, cue: str) -> list[Span]:
    """A name of any sound before a field of the person, or as the own name; no word, where a bracket stands behind the label."""
    certain = cue in _UNLISTED and text[start - 2 : start] != ") "
    return recorded.before_its_field(text, start, certain) or (recorded.own_name(text, start) if cue == "label particle" else [])


def _with_kin(text: str, start: int) -> list[Span]:
    """A name of any sound before what it is to the patient: 보호자(여진구, 아들)."""
    found = _KIN_BEHIND.match(text, start) if text[start - 1 : start] == "(" else None
    if found is None or found["name"] in evidence.COMMON:
        return []
    return [Span(start, found.end("name"), "person_name", found["name"], 0.6, "label and kin")]


def _with_digits(text: str, start: int) -> list[Span]:
    """Who pays, with the digits that the receiver asked for: 입금자: 설주희2204."""
    found = _BEFORE_DIGITS.match(text, start)
    if found is None or not _PAYER.search(text, max(0, start - _NEAR), start) or evidence.wordlike(found.group()):
        return []
    return [Span(*found.span(), "person_name", found.group(), 0.7, "payer and digits")]


def _by_its_field(text: str, start: int, signed: bool) -> list[Span]:
    """A name that is a word too, alone in a field that only a person has: 성명: 구름."""
    near = max(0, start - _NEAR)
    if not signed and not _SPACED_FIELD.search(text, near, start):
        return []
    found = _ANY_NAME.match(text, start)
    if found is None or not nobody.may_be_named(found.group()) or _among_heads(text, start):
        return []
    if signed and not _PERSONS_FIELD.search(text, near, start) and not _in_a_person_s_record(text, found):
        return []
    return [Span(start, found.end(), "person_name", found.group(), recorded.SCORE, "field of a person")]


def _among_heads(text: str, start: int) -> bool:
    """Whether what stands behind a label and a tab is the next head of a table: 군번, 성명, 주특기."""
    line = columns.line_begin(text, start, _ROW)
    return text[start - 1] == "\t" and line >= 0 and text.count("\t", line, start) > 1


def _in_a_person_s_record(text: str, name: re.Match[str]) -> bool:
    """Whether the field behind a name is one that persons have, as for 연다함 in {"name":"연다함","gender":"F"}."""
    behind = _NEXT_KEY.match(text, name.end())
    return behind is not None and (behind["sure"] is not None or name.group() not in evidence.COMMON)


def _in_a_field(text: str, spans: list[Span], signed: bool) -> list[Span]:
    """``spans``, where a name takes the syllable that ends the field: 이름: 부영도, name("최이레나") hold no particle."""
    for span in spans:
        short = signed and span.end - span.start == 2
        if (short or text[span.start - 1 : span.start] in _QUOTES) and _WHOLE_FIELD.match(text, span.end):
            name = text[span.start : span.end + 1]
            return [Span(span.start, span.end + 1, "person_name", name, span.score, span.rule)]
    return spans


def _recorded(text: str, start: int, cue: str) -> list[Span]:
    """A name behind a label without a sign and before the next field weighs as much as behind a sign.

    A known given name before a comma or a bracket does so too.
    """
    for size in sizes(text, start) if cue == "label space" else ():
        name = text[start : start + size]
        if size > 2 and HANGUL.fullmatch(name) and _ends_a_record_s_field(text, start + size, name):
            score = evidence.weigh(name, "label", "end")
            if score >= _RECORDED and not _is_a_topic(name) and not _heads_a_bracket(text, start + size, name):
                return [Span(start, start + size, "person_name", name, max(score, 0.5), "label and next field")]
    return []


def _is_a_topic(name: str) -> bool:
    """Whether ``name`` is an everyday word, or one with the particle that ends a sentence's topic: 전화는."""
    return name in evidence.COMMON or (name[-1] in _TOPICS and evidence.holds_a_particle(name))


def _ends_a_record_s_field(text: str, end: int, name: str) -> bool:
    if _IN_A_RECORD.match(text, end):
        return True
    return text[end : end + 1] in _ENDS_A_FIELD and divide(name)[1] in GIVEN_NAMES


def _heads_a_bracket(text: str, end: int, name: str) -> bool:
    """Whether a bracket stands behind what begins with a word: 봉사자 배치표 (8/23)."""
    return evidence.wordlike(name) and text[end : end + 2].lstrip().startswith("(")


def _and_goes_on(text: str, start: int, cue: str) -> list[Span]:
    """A name that ends with a vowel before 고: 명의자는 석금자고."""
    found = _BEFORE_GO.match(text, start) if cue == "label particle" else None
    if found is None or not evidence.doubtful(found["name"]) or found["name"] in evidence.COMMON:
        return []
    score = evidence.weigh(found["name"], "label", "end")
    return [Span(*found.span("name"), "person_name", found["name"], score, "label and 고")] if score >= _GO_LEAST else []


def _unlisted(text: str, start: int, cue: str) -> list[Span]:
    """A surname that no list holds, with a known given name that ends the field."""
    name = text[start : start + 3]
    if cue not in _UNLISTED or not _has_a_rare_surname(name):
        return []
    return [Span(start, start + 3, "person_name", name, 0.6, "label, rare surname")] if _THREE.match(text, start) else []


def _has_a_rare_surname(name: str) -> bool:
    """Whether a known given name stands behind a syllable that is no surname on the list: 낭혜주."""
    return len(name) == _SYLLABLES and name[1:] in ANY_GIVEN_NAMES and name[0] not in TIER and name not in evidence.COMMON


def _spaced(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name that is written with a space behind each syllable: 홍 길 동."""
    found = _SPACED.match(text, start) if strong or cue == "label space" else None
    if found is None or not ((strong and not found["broken"]) or _certainly_apart(text, start, found)):
        return []
    score = evidence.weigh(key(found.group()), cue, "end")
    return [Span(start, found.end(), "person_name", key(found.group()), score, cue)] if evidence.likely(score) else []


def _certainly_apart(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether syllables apart behind a label without a sign are one name: three of them, or fewer behind 성명 itself."""
    if found["two"] or found["broken"]:
        return _NAME_FIELD.search(text, max(0, start - 8), start) is not None and key(found.group()) not in evidence.COMMON
    return found["compound"] is not None or found.group().count(" ") > 1


def _labelled_foreign(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name of another country in Hangul behind a label, by the first reading that finds one."""
    for read, score in _READINGS:
        if end := read(text, start, cue, strong):
            return [Span(start, end, "person_name", key(text[start:end]), score, f"{cue}, foreign")]
    return []


def _of_known_words(text: str, start: int, cue: str, strong: bool) -> int:
    """Where a name of known words ends, or 0."""
    end = abroad.cued(text, start, cue in _SIGNED)
    return end if end > start else 0


def _begins_like_one(text: str, start: int, cue: str, strong: bool) -> int:
    """Where words end that begin like such a name, or 0."""
    if foreign_head(text, start):
        found = _FOREIGN.match(text, start) or _ONE_WORD.match(text, start)
    else:
        found = _LONG_WORD.match(text, start)
    return found.end() if found and _of_another_country(text, found, cue) else 0


def _behind_a_surname(text: str, start: int, cue: str, strong: bool) -> int:
    """Where a Korean surname with a given name of another country ends, such as 김마이클, or 0."""
    found = _WHOLE.match(text, start)
    known = FOREIGN_WORDS if cue in _SIGNED else FOREIGN_HEADS
    return found.end() if found and found.group()[1:] in known else 0


def _unknown_to_all(text: str, start: int, cue: str, strong: bool) -> int:
    """Where unknown words end behind the sign of a field for names alone, or 0."""
    found = _UNKNOWN.match(text, start) if strong else None
    return found.end() if found and _of_unknown_words(text, start, found.group()) else 0


# (reading, score of a name that it finds)
_READINGS: Final = ((_of_known_words, 0.75), (_begins_like_one, 0.8), (_behind_a_surname, 0.8), (_unknown_to_all, 0.7))


def _of_unknown_words(text: str, start: int, name: str) -> bool:
    """Whether words behind the sign of a field for names are all unknown."""
    if _FOR_NAMES.search(text, max(0, start - 12), start) is None or _HEADS.match(text, start + len(name)):
        return False
    return not any(map(nobody.common, name.split()))


def _of_another_country(text: str, found: re.Match[str], cue: str) -> bool:
    """Whether the words behind a label are such a name; before the next field a label weighs as much as a field's key."""
    name = found.group()
    if cue == "label space" and foreign_head(name, 0) and _IN_A_RECORD.match(text, found.end()):
        cue = "field"
    head = name.split(" ")[0]
    return _foreign(head, len(name) > len(head), cue) and (head in FOREIGN_HEADS or not nobody.common(head))


def _foreign(head: str, goes_on: bool, cue: str) -> bool:
    """Whether the first word behind a label begins like a name of another country."""
    if head in FOREIGN_HEADS:
        return goes_on or cue in _SIGNED
    if cue == "label particle":
        return False
    if head[:1] in FOREIGN_HEADS or head[:2] in FOREIGN_HEADS:
        return 2 < len(head) < 7 if cue in _SIGNED else len(head) == 4
    return cue == "label" and len(head) > 3


def _labelled_latin(text: str, start: int, cue: str) -> list[Span]:
    found = _LATIN.match(text, start)
    if found is None or _FIRM.match(text, found.end()) or _ENDS_LIKE_A_FIRM.search(found.group()):
        return []
    personal = cue != "label particle" and _personal_latin(text, start, found, cue)
    return [latin(start, found.end(), text, 0.85, cue)] if personal else []


def _personal_latin(text: str, start: int, found: re.Match[str], cue: str) -> bool:
    """Whether capitalised words behind a label are a person's: a Korean name, or a label that says so."""
    if _ENGLISH_LABEL.search(text, max(0, start - 20), start) or things.like_a_person_s(found.group()):
        return True
    if things.ambiguous(text, start):
        return things.beside_a_person_s_field(text, start)
    if cue == "label" or (cue == "label space" and _certainly_latin(text, start)):
        return True
    before = re.search(r"([A-Za-z_]+)[^A-Za-z_]{1,8}$", text[max(0, start - 32) : start])
    return before is not None and _PERSON_KEY.match(before[1]) is not None


def _certainly_latin(text: str, start: int) -> bool:
    """Whether initials stand behind a label without a sign, or capitals behind one for names alone."""
    if _INITIALS.match(text, start) or (_ALONE.match(text, start) and _FORM_LABEL.search(text, max(0, start - _NEAR), start)):
        return True
    return any(_CAPITALS.match(text, at) for at in range(max(0, start - _LAST_WORD), start))


def celled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A cell of a table in text (commas, tabs …) in a column that its head names 이름, 담당자 or custNm."""
    found = _CELL.match(text, hit)
    if found is None or found.start("value") < floor:
        return []
    start, end = found.span("value")
    head = columns.heading(text, start, end)
    cue = _head_cue(head)
    if cue is None or _heads_a_form(text, head, start):
        return []
    return _in_a_column(text, found, cue) or (_in_a_person_s_column(found) if _heads_persons(text, head, start) else [])


def _in_a_column(text: str, cell: re.Match[str], cue: str) -> list[Span]:
    """The name that fills a cell under a head that is worth ``cue``."""
    (start, end), value = cell.span("value"), cell["value"]
    name = best(text, start, cue)
    if name and name[0] == end and evidence.likely(name[1]):
        return [Span(start, end, "person_name", value, name[1], "column of names")]
    if cue == "field" and _has_a_rare_surname(value):
        return [Span(start, end, "person_name", value, 0.6, "column of names, rare surname")]
    return [Span(start, end, "person_name", key(value), 0.8, "column of names, foreign")] if _foreign_cell(value, cue) else []


def _heads_persons(text: str, head: str, start: int) -> bool:
    """Whether only persons stand in the column of the cell at ``start``."""
    return _PERSONS_HEAD.fullmatch(head) is not None or (head in _HEADS_OF_NAMES and _beside_a_mobile(text, start))


def _beside_a_mobile(text: str, start: int) -> bool:
    """Whether a mobile number stands in the row of the cell at ``start``."""
    stop = text.find("\n", start, start + _ROW)
    return _MOBILE.search(text, start, stop if stop >= 0 else start + _ROW) is not None


def _in_a_person_s_column(cell: re.Match[str]) -> list[Span]:
    """A cell that is a word too, in a column that only persons have."""
    value = cell["value"]
    name = _ANY_NAME.match(value, 0)
    if name is None or name.group() != value or not nobody.may_be_named(value):
        return []
    return [Span(*cell.span("value"), "person_name", value, recorded.SCORE, "column of persons")]


def _heads_a_form(text: str, head: str, start: int) -> bool:
    """Whether a name stands beside the head, which is then a form's field and no column's: 신청인,손보미."""
    beside = _CELL.match(text, text.find(head, max(0, start - _FORM), start) + len(head))
    name = best(text, beside.start("value"), "weak label", 3) if beside else None
    return beside is not None and name is not None and name[0] == beside.end("value") and evidence.likely(name[1])


def celled_latin(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A cell of capitalised words in a column that 성명 or such a word heads."""
    found = _LATIN_CELL.match(text, hit)
    if found is None or found.start("value") < floor or _ENDS_LIKE_A_FIRM.search(found["value"]):
        return
    head = _HEAD.fullmatch(columns.heading(text, *found.span("value")))
    if head and not head["weak"]:
        yield latin(*found.span("value"), text, 0.75, "column of names, Latin letters")


def _foreign_cell(value: str, cue: str) -> bool:
    """Whether a cell is a name of another country; under a weak head only a known one is."""
    if abroad.is_a_name(value.split(" "), cue == "field"):
        return True
    first, _, rest = value.partition(" ")
    if cue != "field":
        return len(first) > 1 and first in FOREIGN_HEADS
    if value in FOREIGN_WORDS and not nobody.common(value):
        return True
    return _foreign(first, rest != "", "label") and (first in FOREIGN_HEADS or not nobody.common(first))


@lru_cache(maxsize=256)
def _head_cue(head: str) -> str | None:
    """What a column's head is worth: 번역 and 확인 head other words as often as names."""
    found = _HEAD.fullmatch(head) if head else None
    if found is None and (not _PERSON_KEY.match(head) or _NOT_PERSONAL_KEY.search(head)):
        return None
    weak = found is not None and found["weak"] is not None
    return "weak label" if weak or things.ambiguous(head, len(head)) else "field"


def roled(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A name behind any word that ends like a person's role, and a colon."""
    found = _ROLED.match(text, hit)
    if found is None or found.end() < floor:
        return []
    name = best(text, found.end(), "weak label", 3)
    if name is None or name[2] not in ("end", "honorific", "none", "copula") or not evidence.likely(name[1]):
        return _by_its_field(text, found.end(), True)
    return [Span(found.end(), name[0], "person_name", text[found.end() : name[0]], name[1], "weak label")]
