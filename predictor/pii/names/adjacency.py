"""Names that stand beside a personal value: 김철수 010-…, 110-… (신한, 김철수), 서울 … 101동 김철수 앞."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Beside
from predictor.pii.names import entries, evidence, exports, holder, nobody, transcriptions
from predictor.pii.names.form import COMPOUNDS, FULL, GIVEN_NAMES, LOWER, ROMAN, SURNAMES, TIER, WHOLE, divide, key
from predictor.pii.names.head import foreign_head
from predictor.pii.names.neighbours import may_end_a_name, with_neighbours
from predictor.pii.names.plausibility import may_be_listed
from predictor.pii.scan.span import Span

_REACH: Final = 12
_CALLINGS: Final = ("name_labels", "name_labels_weak", "callings", "ranks")
_MOBILE: Final = ("01", "+8")  # what the number of a person's telephone begins with
_JOINTS: Final = " ,;/|:()\t\n'\"<"
_BEFORE: Final = re.compile(rf"(?<![가-힣A-Za-z0-9])(?P<name>{FULL})(?P<joint>[\s,;/|:()\t'\"<]{{1,4}})$")
# 생년월일: 박지민이고요 1990년 3월 2일: who gives the own name before the value
_TOLD_BEFORE: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>{FULL})(?:(?:이|(?<!이))[고구]요?|이며|인데요?|이?요|입니다|이에요|예요)[,.]?\s$"
)
_TELLING: Final = frozenset("고구요며데다,.")  # what stands before the blank there
_LATIN_BEFORE: Final = re.compile(rf"(?<![A-Za-z0-9])(?P<name>{ROMAN})[\s,;/|:()'\"<]{{1,4}}$")
# Who is named before a number may have a name that is a word too: 담당 설계사 오미자 010-….
_CALLED: Final = frozenset(word for name in _CALLINGS for word in lexicon.words(name))
# A calling of one syllable (글) ends other words (구글), so that it begins its word.
_LONGER: Final = lexicon.pattern(sorted(word for word in _CALLED if len(word) > 1))
_SHORTEST: Final = lexicon.pattern(sorted(word for word in _CALLED if len(word) == 1))
_TITLE_BEFORE: Final = re.compile(rf"(?:{_LONGER}|(?<![가-힣])(?:{_SHORTEST}))\s?[:：]?\s?$")
_TITLE_REACH: Final = 10
_SHORT_BEFORE: Final = re.compile(
    rf"(?<![가-힣])(?P<label>[가-힣]{{1,6}})(?:\s?[:：]\s?|\s)(?P<name>[{SURNAMES}][가-힣])[\s,/(]{{1,3}}$"
)
_BEFORE_A_WORD: Final = frozenset(" :：")
_PARTICLE_LEAST: Final = 0.55  # of what may be a word with its particle
_INTRODUCED: Final = 0.3  # the least score of a name that somebody gives so
_INTRODUCES: Final = ("입니다", "이에요", "예요", "인데", "이고", "이라고", "라고")
_SHORT: Final = 0.8  # the least score of two syllables
# An identity card that was read letter by letter: the name stands on the line above the number.
_CARDS: Final = ("rrn", "frn", "driver_license")
_APART: Final = re.compile(
    rf"(?:^|\n)(?P<name>(?:[{SURNAMES}]|{'|'.join(' '.join(name) for name in sorted(COMPOUNDS))}) [가-힣](?: [가-힣])?)\s?\n$"
)
# 0001|시정임|550721…: a cell directly before that of such a number holds a person, whatever the name sounds like
_IN_ITS_ROW: Final = re.compile(
    rf"(?:^|[|,;\t\n])[\"' ]?(?P<name>{WHOLE})[\"' ]?[|,;\t][\"' ]?$|(?:^|\n| {{2}})(?P<spaced>{WHOLE}) {{2,6}}$"
)
_ROW_SIGNS: Final = frozenset("|,;\t\"' ")
_BANK: Final = rf"(?:{lexicon.pattern(lexicon.words('bank_nicknames'))})(?:은행)?"
_BEHIND: Final = re.compile(
    rf"[\s,;/|(]{{1,3}}(?:{_BANK}[\s,/)]{{1,3}})?(?:예금주\s?:?\s?)?(?P<name>{FULL})(?=\s?\)|\s*$|[\s,./)]|"
    rf"입니다|이에요|예요|이고|이며|인데|으?로(?![가-힣])|씨|님|앞)"
)
# 302-… (농협, 옥치환)
_OF_A_BANK: Final = re.compile(rf"\s?\({_BANK}[\s,/]{{1,3}}(?:예금주\s?:?\s?)?(?P<name>{WHOLE})\)")
# 2) 압둘라 우마로프 990921-5763908: who has such a number is from another country, so that the words need not be known.
_FOREIGNER: Final = re.compile(
    r"(?:^|\n|[0-9][.)]\s?|[|\t,/•\-:]\s?)(?P<name>[가-힣]{1,6}(?: [가-힣]{1,6}){1,3}?|[가-힣]{3,7})(?:\s?[님씨])?\s?[\s,|/(]\s?$"
)
_LATIN_FOREIGNER: Final = re.compile(
    rf"(?:^|[^A-Za-z])(?P<name>[A-Z]{{2,15}}(?: [A-Z]{{2,15}}){{1,3}}|[A-Z]{LOWER}{{1,15}}(?: [A-Z]{LOWER}{{1,15}}){{1,3}})"
    r"\s?[\s,|/(;]\s?$"
)
_PERSONS: Final = (
    "외국인", "체류자", "근로자", "노동자", "이민자", "입국자", "출국자", "유학생", "신청인", "신청자", "등록자", "동포",
    "명의자", "대상자",
)  # fmt: skip
_OF_NO_PERSON: Final = frozenset(
    ("NO", "NUMBER", "CARD", "ID", "REGISTRATION", "RESIDENCE", "VISA", "FRN", "ARC", "RRN", "PASSPORT")
)
_ENDS_OF_FIELDS: Final = ("번호", "일자", "기간", "월일", "자격", "등록증", "국적", "성명", "성별", "주소", "등급", "코드")
_FOREIGN_REACH: Final = 32
_PARTICLES: Final = frozenset("은는이가의")  # 거소신고번호는 910518-…
# What a match of _BEHIND begins with: most numbers are passed by one look at this.
_MAY_FOLLOW: Final = re.compile(
    rf"[\s,;/|(]{{1,3}}+[{SURNAMES}{''.join(sorted({name[0] for name in (*COMPOUNDS, *lexicon.words('bank_nicknames'))}))}예]"
)
_AT_HOME: Final = re.compile(
    rf"[\s,/|(]{{1,3}}(?P<name>{FULL})(?=\s?(?:앞(?![가-힣])|앞으로|님|씨|귀하|고객|께(?![가-힣]))|\s*$|\s?[,)\n|]|\s\(?0[1-9])"
)
_BETWEEN: Final = re.compile(rf"\s?[,/|]\s?(?P<name>{WHOLE})\s?[,/|]\s?\(?01[016-9][-. )]?[0-9]{{3,4}}[-. ]?[0-9]{{4}}")
# 김철수, 1988.02.17, 010-…: the date in such a row is the birth's.
_ROW: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>{FULL})\s?[,/|;\t]\s?"
    rf"(?P<date>(?P<y>19[0-9]{{2}}|20[01][0-9])[-./년]\s?(?P<m>0?[1-9]|1[0-2])"
    r"[-./월]\s?"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])일?)\s?[,/|;\t]\s?$"
)
# 김철수 88.02.17 010-…: with spaces the year is one that only adults were born in.
_SPACED_ROW: Final = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>{FULL})\s"
    r"(?P<date>(?P<y>(?:19)?[4-9][0-9])[-./]"
    r"(?P<m>0?[1-9]|1[0-2])[-./](?P<d>3[01]|[12][0-9]|0?[1-9])"
    r"\.?)"
    r"\s$"
)
_BEHIND_BIRTH: Final = re.compile(rf"\s?(?:일?생)?[\s,/|(]{{1,2}}(?P<name>{FULL})(?=\s?[,)\n./|]|\s*$|님|씨|입니다)")
# Cells of a table, a person's number behind: 길현우,01077310924,19880314
_ROW_BIRTH: Final = re.compile(
    r"\s?[,|;\t]\s?"
    r"(?P<date>(?P<y>19[0-9]{2}|20[01][0-9])[-./]?(?P<m>0[1-9]|1[0-2])[-./]?(?P<d>0[1-9]|[12][0-9]|3[01]))"
    r"(?=\s?[,|;\t\n]|$)"
)


def with_names(text: str, spans: list[Span], floor: int, beside: Beside) -> list[Span]:
    """``spans``, which are of a kind with names ``beside`` it, with the names directly before and behind them."""
    if beside == "address":
        behind = _AT_HOME.match(text, spans[-1].end)
        return [*spans, *(_name(behind, 0) or _before_a_mobile(text, spans[-1].end))]
    if beside == "name":
        return with_neighbours(text, spans, floor)
    low = max(floor, spans[0].start - _REACH)
    near = text[low : spans[0].start]
    if told := _told_before(near, low):
        return [*told, *spans]
    bare = near.rstrip(_JOINTS)
    bare = bare if bare != near else ""
    before = _before(text, spans[0], near, bare)
    if beside == "date":
        return [*_name(before, low), *spans, *_name(_BEHIND_BIRTH.match(text, spans[-1].end), 0)]
    return _around_number(text, spans, floor, before, bare)


def _told_before(near: str, low: int) -> list[Span]:
    """The name that somebody gives before a value: 박지민이고요 1990년 3월 2일. ``near`` begins at ``low``."""
    if near[-2:-1] not in _TELLING or near[-1] != " ":
        return []
    return _name(_TOLD_BEFORE.search(near), low)


def _before(text: str, value: Span, near: str, bare: str) -> re.Match[str] | None:
    """The name directly before a value at the end of ``near``, which is ``bare`` without what joins them; no part of a town."""
    if not "가" <= bare[-1:] <= "힣" or not may_end_a_name(bare):
        return None
    found = _BEFORE.search(near)
    return None if found and _is_a_place_s(text, value, found["name"]) else found


def _is_a_place_s(text: str, number: Span, name: str) -> bool:
    """Whether a number is the telephone on a desk in a part of a town: 홍제동 02-345-6789."""
    return number.kind == "phone" and name in evidence.TOWN_PARTS and text[number.start : number.start + 2] not in _MOBILE


def _before_a_mobile(text: str, end: int) -> list[Span]:
    """What stands between an address and a mobile number, whatever it sounds like, if it is no word."""
    found = _BETWEEN.match(text, end)
    if found is None or not nobody.may_be_any_name(found["name"]):
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "between address and number")]


def _around_number(text: str, spans: list[Span], floor: int, before: re.Match[str] | None, bare: str) -> list[Span]:
    """``spans`` with what stands before and behind a number; ``bare`` is the text before the signs that stand before it."""
    end = spans[-1].end
    if holder := _of_a_document(text, spans[0], floor):
        return [*holder, *spans]
    if bare:
        spans = _behind_words(text, spans, floor, before, bare)
    if _MAY_FOLLOW.match(text, end) and spans[-1].end == end:
        behind = _BEHIND.match(text, end)
        if behind and _is_a_place_s(text, spans[-1], behind["name"]):
            return spans
        named = _name(behind, 0) or _introduced(text, behind) or _of_an_account(text, end)
        return [*spans, *(named or exports.in_a_subject(text, end - 1))]
    return spans


def _introduced(text: str, behind: re.Match[str] | None) -> list[Span]:
    """Who gives the own number and the name behind it, and what ends an introduction: 사번 …3 목진하입니다."""
    if behind is None or holder.score(behind["name"]) < _INTRODUCED or not may_be_listed(behind["name"]):
        return []
    if not text.startswith(_INTRODUCES, behind.end("name")):
        return []
    return [Span(*behind.span("name"), "person_name", behind["name"], evidence.SLIGHT, "introduction behind a number")]


def _of_an_account(text: str, end: int) -> list[Span]:
    """Who stands in brackets behind the bank of an account: any name that may stand on a list."""
    found = _OF_A_BANK.match(text, end)
    if found is None or not may_be_listed(found["name"]):
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "behind a bank")]


def _behind_words(text: str, spans: list[Span], floor: int, before: re.Match[str] | None, bare: str) -> list[Span]:
    """``spans`` with the name that ends ``bare``."""
    last = bare[-1]
    if "가" <= last <= "힣" and (named := transcriptions.before(text, floor, max(floor, spans[0].start - _REACH) + len(bare))):
        return [*named, *spans]
    if _two_syllables_end(bare):
        return [*_short_before(text, spans[0].start, floor), *spans]
    if before or last == "일" or last.isascii():
        return _before_number(text, spans, floor, before, last)
    return spans


def _of_a_document(text: str, number: Span, floor: int) -> list[Span]:
    """The holder's name before the number of an identity card or of an alien registration."""
    if number.kind in _CARDS:
        low = max(floor, number.start - 12)
        if apart := _APART.search(text, low, number.start):
            return _name(apart, 0)
        if named := _of_its_row(text, low, number.start):
            return named
    if number.kind == "frn":
        return _foreigner(text, number.start, floor) or _latin_foreigner(text, number.start, floor)
    return []


def _of_its_row(text: str, low: int, start: int) -> list[Span]:
    """The cell before that of an identity's number, which ends at ``start``."""
    found = _IN_ITS_ROW.search(text, low, start) if text[start - 1 : start] in _ROW_SIGNS else None
    if found is None or found.lastgroup is None:
        return []
    name = found[found.lastgroup]
    if name in evidence.COMMON or not nobody.may_be_named(name) or (found["spaced"] and evidence.wordlike(name)):
        return []
    return [Span(*found.span(found.lastgroup), "person_name", name, max(holder.score(name), evidence.MODERATE), "row of a person")]


def _foreigner(text: str, start: int, floor: int) -> list[Span]:
    """The name of another country in Hangul before a foreigner's number."""
    found = _FOREIGNER.search(text, max(floor, start - _FOREIGN_REACH), start)
    if found is None:
        return []
    words = found["name"].split(" ")
    called = len(words) > 1 and _calls_a_person(words[0])
    name = found["name"].partition(" ")[2] if called else found["name"]
    if not (called or len(name) > 3 or foreign_head(name, 0)):
        return []
    if not all(map(_may_be_foreign, words[called:])) or _is_a_field(key(found["name"])):
        return []
    return [Span(found.end("name") - len(name), found.end("name"), "person_name", key(name), 0.7, "foreigner's number behind")]


def _calls_a_person(word: str) -> bool:
    """Whether a word before a name of another country says what the person is: 등록외국인, 체류자."""
    return word in _CALLED or word.endswith(_PERSONS)


def _latin_foreigner(text: str, start: int, floor: int) -> list[Span]:
    """The words in Latin letters before a foreigner's number: ISLAM MD RAKIB / 870626-…."""
    found = _LATIN_FOREIGNER.search(text, max(floor, start - _FOREIGN_REACH), start)
    if found is None or not _OF_NO_PERSON.isdisjoint(found["name"].upper().split()):
        return []
    return [Span(*found.span("name"), "person_name", key(found["name"]), 0.7, "foreigner's number behind")]


def _is_a_field(word: str) -> bool:
    """Whether a scanner put a blank into a field's label: 등록번 호, 주민등 록번호, 발급 일자, 유효 기간."""
    return word.endswith(_ENDS_OF_FIELDS)


def _may_be_foreign(word: str) -> bool:
    """Whether a word, with its particle or without, may be a part of a name of another country."""
    bare = word[:-1] if word[-1] in _PARTICLES else word
    return not nobody.common(word) and not nobody.common(bare) and nobody.may_be_named(bare)


def _before_number(text: str, spans: list[Span], floor: int, before: re.Match[str] | None, last: str) -> list[Span]:
    """``spans`` with what stands before a number: a name, or a row of a name and a birth date. ``last`` ends that."""
    start, end = spans[0].start, spans[-1].end
    if before and (named := _person_before(text, before, max(floor, start - _REACH))):
        row = _ROW_BIRTH.match(text, end) if "," in before["joint"] else None
        return [*named, *spans, *([entries.birth(row, 0)] if row else [])]
    if last.isascii() and last.isalpha():
        return [*_latin_before(text, start, floor), *spans]
    if spans[0].kind == "phone" and (last.isdigit() or last == "일"):
        return [*_row(text, start, floor), *spans]
    return spans


def _two_syllables_end(text: str) -> bool:
    """Whether a word of two syllables that begins with a surname ends ``text``."""
    return text[-3:-2] in _BEFORE_A_WORD and text[-2:-1] in TIER


def _short_before(text: str, start: int, floor: int) -> list[Span]:
    """A name of two syllables behind a label or title and before a number: 담당 엄준 055-…."""
    found = _SHORT_BEFORE.search(text, max(floor, start - _TITLE_REACH - 4), start)
    if found is None or found["label"] not in _CALLED or found["name"] in evidence.COMMON or not nobody.may_be_named(found["name"]):
        return []
    score = evidence.weigh(found["name"], "label", "end")
    return [Span(*found.span("name"), "person_name", found["name"], score, "label and number")] if score >= _SHORT else []


def _person_before(text: str, before: re.Match[str], low: int) -> list[Span]:
    """The name before a number; a word that is a surname and a known given name behind a label or title."""
    if named := _name(before, low):
        doubtful = named[0].score < _PARTICLE_LEAST and evidence.holds_a_particle(named[0].key)
        return [] if doubtful else named  # 변경은 031-…
    if divide(before["name"])[1] not in GIVEN_NAMES:
        return []
    start, end = low + before.start("name"), low + before.end("name")
    if not _TITLE_BEFORE.search(text, max(0, start - _TITLE_REACH), start):
        return []
    return [Span(start, end, "person_name", before["name"], evidence.MODERATE, "label and number")]


def _latin_before(text: str, start: int, floor: int) -> list[Span]:
    low = max(floor, start - 30)
    found = _LATIN_BEFORE.search(text[low:start])
    if found is None:
        return []
    return [Span(low + found.start("name"), low + found.end("name"), "person_name", key(found["name"]), 0.75, "beside a value")]


def _row(text: str, start: int, floor: int) -> list[Span]:
    """The birth date, and the name if it was not found for itself, in a row that goes on with the value at ``start``."""
    low = max(0, start - 24)
    row = _ROW.search(text[low:start]) or _SPACED_ROW.search(text[low:start])
    if row is None or low + row.start("date") < floor or not _name(row, low):
        return []
    day = entries.birth(row, low)
    return [day] if low + row.start("name") < floor else [*_name(row, low), day]


def _name(found: re.Match[str] | None, low: int) -> list[Span]:
    if found is None:
        return []
    score = holder.score(found["name"])
    if not evidence.likely(score) or not nobody.may_be_named(found["name"]):
        return []
    start, end = found.span("name")
    return [Span(low + start, low + end, "person_name", key(found["name"]), score, "beside a value")]
