"""The ways in which a Korean name behind a label is read, one behind another."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from predictor.pii.names import agreement, entries, evidence, hanja, nobody, transcriptions
from predictor.pii.names.candidates import compound, person
from predictor.pii.names.fields import (
    ANY_NAME,
    BEFORE_VALUE,
    BEHIND_FIELD,
    FIELD,
    FIELD_END,
    IN_A_RECORD,
    NEAR,
    NEXT_FIELD,
    PERSONS_FIELDS,
    PERSONS_KEYS,
    QUOTES,
    ROW,
    SIGNED,
    has_a_rare_surname,
)
from predictor.pii.names.foreigners import BEHIND_A_SURNAME, LONG_WORD, UNKNOWN_WORDS, foreign_in_hangul, foreign_in_latin
from predictor.pii.names.form import (
    ACCENTED_FIRST,
    ANY_GIVEN_NAMES,
    COMPOUND,
    COMPOUNDS,
    FOREIGN_WORDS,
    GIVEN_NAMES,
    SCRIPTS,
    SURNAMES,
    WHOLE,
    divide,
    key,
)
from predictor.pii.names.head import HANGUL, head_at, sizes
from predictor.pii.scan import columns
from predictor.pii.scan.presence import Guarded
from predictor.pii.scan.span import Span

_TOPICS: Final = frozenset("은는")  # 전화는 010-… is no name
_SPACED: Final = Guarded(
    rf"(?:(?P<three>[{SURNAMES}] {{1,4}}[가-힣] {{0,4}}[가-힣])"
    rf"|(?P<four>(?:{'|'.join(' '.join(c) for c in sorted(COMPOUNDS))}) [가-힣](?: [가-힣])?)"
    rf"|(?P<compound>(?:{COMPOUND}) [가-힣]{{1,2}})"
    rf"|(?P<two>[{SURNAMES}] [가-힣])|(?P<broken>[{SURNAMES}][가-힣] {{1,2}}[가-힣]))(?:{FIELD_END}|(?= {{2}}))"
)
_NAME_FIELD: Final = re.compile(rf"(?:{FIELD}){BEHIND_FIELD}[:：=|\t]?{BEFORE_VALUE}")
_NAME_PARTICLE: Final = re.compile(rf"(?:{FIELD})[은이]\s{{1,2}}$")
_WHOLE_FIELD: Final = re.compile(r"[가-힣](?=[\"']?\s*(?:$|[\n,;|}\])<]))")
_ENDS_A_LINE: Final = re.compile(r"[은도](?=\s*(?:$|[\n|]))")  # 담당자 김지도: no particle ends a line
# 명의자는 석금자고, 어머니 성함이 표순례시고: no 이 stands behind a vowel
_BEFORE_GO: Final = re.compile(
    rf"(?P<name>{WHOLE})(?=(?:고요?|구요|시고요?|시구요?|시며|신데요?|신가요|시래요|시라|세요|셔요|십니다)[\s,.?!])"
)
_GO_LEAST: Final = 0.85
_THREE: Final = re.compile(rf"[가-힣]{{3}}{FIELD_END}")
# 田中 由衣, 王 小明: in a field the surname may stand apart
_HANJA: Final = re.compile(r"[一-龥々]{1,3} [一-龥々]{1,3}(?=\s*(?:$|[\n,.)|/(\"']))|[一-龥々]{2,4}(?![一-龥가-힣])")
# Words of Kana, Thai, Arabic or Devanagari in a field: タナカ ユイ
_OTHER_SCRIPTS: Final = re.compile("|".join(rf"[{script}]{{2,20}}(?:[ .][{script}]{{1,20}}){{0,3}}" for script in SCRIPTS))
# Behind a label without a sign Hanja must begin with a surname and end the field: 성명 李明浩,
_HANJA_NAME: Final = re.compile(rf"{hanja.NAME}(?=\s*(?:$|[\n,.)|/(])|입니다|이고|이에요|예요|인데|이라|[은이]\s|(?:으로|로)\s)")
_PERSONS_FIELD: Final = re.compile(rf"(?<![가-힣])(?:{PERSONS_FIELDS}|{PERSONS_KEYS}){BEHIND_FIELD}[:：=|>\t]{BEFORE_VALUE}")
_SPACED_FIELD: Final = re.compile(r"(?:^|\n)\s?성\s{1,8}명\s{1,4}$")  # 성 명 피어라: a form's field
# What follows a value in a record of a person: "gender":"F", and a telephone, which firms have too.
_NEXT_KEY: Final = re.compile(
    r"[\"']?(?:</[A-Za-z]{2,16}>)?[\s,;]{0,8}[\"'<]?(?:-\s)?"
    r"(?:(?P<sure>학번|사번|군번"
    r"|(?i:birth[a-z_]*|dob|gender|sex|age|pccc|rrn|jumin[a-z_]*)"
    r"|생년월일|생일|성별|나이)"
    r"|(?i:phone|mobile|tel|cell|e?mail|hp|imei|zip|addr)[a-zA-Z_0-9]{0,8}"
    r"|연락처"
    r"|전화(?:번호)?"
    r"|휴대폰|핸드폰|주\s?소"
    r"|주민(?:등록)?번호"
    r"|이메일)[\"']?\s?[:=\t>]"
)
# 성명 고정화: the value of a person's field without a sign
_PERSONS_LABEL: Final = re.compile(rf"(?<![가-힣])(?:{PERSONS_FIELDS})\s{{1,4}}$")
_ENDING_A_FIELD: Final = Guarded(rf"[{SURNAMES}][가-힣]{{2}}(?=\s*(?:$|[\n|]))")
_FILLING: Final = Guarded(rf"{WHOLE}(?=\s?(?:$|[\n/|,(]))")
_KIN_FIELD: Final = re.compile(r"(?<![가-힣])(?:배우자|자녀|보호자|부친|모친|세대주|동거인|자|처)\s?[:=|]\s?$")
_STATED: Final = Guarded(rf"{WHOLE}(?=\s이렇게\s(?:되|돼|나오|나와|나옵|적|써|쓰|뜨|떠))")
_TWO_SURNAMES: Final = Guarded(rf"[{SURNAMES}]{{2}}[가-힣]{{2}}(?:{FIELD_END}|(?=\s{{2}}))")
_BEFORE_DIGITS: Final = Guarded(rf"[{SURNAMES}][가-힣]{{2}}(?=[0-9]{{1,4}}(?![0-9\-가-힣]))")
_PAYER: Final = re.compile(r"(?:입금[자인]|송금인|예금주|받는\s?분\s?표시|내\s?통장\s?표시)명?\W{0,4}$")
_KIN_BEHIND: Final = re.compile(
    rf"(?P<name>[{SURNAMES}][가-힣]{{1,2}})"
    r"(?=\s?"
    r"[,/]\s?"
    r"(?:아들|딸|배우자|남편|아내|처|부|모|아버지|어머니|손자|손녀|며느리|사위|형|누나|언니|동생|오빠)"
    r"\s?\))"
)
# {"name": "금하라별", "birth": …}: a native given name of three syllables in a person's record
_LONG_FIELD: Final = Guarded(rf"[{SURNAMES}][가-힣]{{3}}(?=[\"'\n])")
_TWO_SYLLABLES: Final = 2
_ANY_LONGEST: Final = 3  # syllables of other names
# 채무자 구본자는: a woman's name with the syllable that ends words for persons too
_JA: Final = Guarded(rf"[{SURNAMES}][가-힣]자(?=(?:[는가를와의도]|에게|한테)(?![가-힣]))")
# 목격자 금동식., 연구책임자 하루한, 공동연구원 승미주로
_ENDING: Final = Guarded(
    rf"(?P<name>{WHOLE})(?:\.?(?=\n|$)|\.(?=\s)|,\s(?=[가-힣]{{1,5}}[자인원수장]\s(?P<next>{WHOLE})(?![가-힣]{{3}})))"
)
_ENDING_LEAST: Final = 0.75
_JA_LEAST: Final = 0.25
_ENDS_A_FIELD: Final = frozenset(",(\n")
_RECORDED: Final = 0.3  # the least score between a label and the next field
_UNLISTED: Final = ("label", "field", "label space")
_SPOKEN: Final = ("label particle", "label space")


def name_behind(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """The name that begins at ``start``, behind a label that is worth ``cue``; ``strong``: a colon or such stands between."""
    first = text[start : start + 1]
    if first.isascii() or first in ACCENTED_FIRST:
        return foreign_in_latin(text, start, cue)
    if "가" <= first <= "힣" and _names_nobody(text, start, cue):
        return []
    if found := _korean(text, start, cue, strong):
        if nobody.fills_a_field(found[0].key):
            return []
        return _of_another_country(text, found[0], cue) or found
    return _in_another_script(text, start, cue, strong) or foreign_in_hangul(text, start, cue, strong)


def _in_another_script(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name in Hanja, or behind a sign in Kana, Thai or another script."""
    if "一" <= text[start : start + 1] <= "龥" and (written := (_HANJA if strong else _HANJA_NAME).match(text, start)):
        return [Span(*written.span(), "person_name", key(written.group()), 0.75, f"{cue}, Hanja")]
    if strong and (written := _OTHER_SCRIPTS.match(text, start)):
        return [Span(*written.span(), "person_name", key(written.group()), 0.75, f"{cue}, another script")]
    return []


def _of_another_country(text: str, name: Span, cue: str) -> list[Span]:
    """What begins like a Korean name and goes on with a known word of another country: 나빈 쿠마르 샤르마, 조나단 앤더슨."""
    if cue not in SIGNED or not text.startswith(" ", name.end):
        return []
    if name.end - name.start != _TWO_SYLLABLES and text[name.start : name.end] not in FOREIGN_WORDS:
        return []
    end = transcriptions.of_known_words(text, name.start, name.end - name.start == _TWO_SYLLABLES)
    return [Span(name.start, end, "person_name", key(text[name.start : end]), 0.75, f"{cue}, foreign")] if end > name.end else []


def _names_nobody(text: str, start: int, cue: str) -> bool:
    """Whether no reading can find a name in the Hangul behind a label, which is so behind most labels of a text that lists some."""
    if (word := HANGUL.match(text, start)) and nobody.fills_a_field(word.group()):
        return True
    head = head_at(text, start)
    if head.foreign or cue == "label particle" or head.possible(cue) or transcriptions.may_begin(text, start):
        return False
    return not _IN_HANGUL.may_match(text, start)


def _korean(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A Korean name behind a label, by the first reading that finds one."""
    for reading in _READINGS:
        if found := reading.read(text, start, cue, strong):
            return found
    return []


def _of_kin(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name of no word that fills the field of a relative: 배우자: 방득호 / 자녀: …."""
    found = _FILLING.match(text, start) if strong and _KIN_FIELD.search(text, max(0, start - NEAR), start) else None
    if found is None or evidence.wordlike(found.group()) or not nobody.may_be_named(found.group()):
        return []
    if nobody.of_a_place(found.group()):
        return []
    return [Span(start, found.end(), "person_name", found.group(), evidence.SLIGHT, "field of a relative")]


def _stated(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name of no word before 이렇게 and what says how it is written: 예금주 편서하 이렇게 되어 있어요."""
    found = None if strong else _STATED.match(text, start)
    if found is None or evidence.wordlike(found.group()) or not nobody.may_be_named(found.group()):
        return []
    return [Span(start, found.end(), "person_name", found.group(), evidence.SLIGHT, "label and what is stated")]


def _in_a_person_s_field(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A known given name that is a word with its surname, alone in a person's field without a sign: 성명 고정화."""
    found = _ENDING_A_FIELD.match(text, start) if cue == "label space" else None
    if found is None or not nobody.may_be_named(found.group()) or divide(found.group())[1] not in ANY_GIVEN_NAMES:
        return []
    if not _PERSONS_LABEL.search(text, max(0, start - NEAR), start):
        return []
    return [Span(*found.span(), "person_name", found.group(), evidence.SLIGHT, "field of a person")]


def _of_two_surnames(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """Two surnames and a known given name, alone in a field that only a person has: 피보험자: 인도윤슬."""
    found = _TWO_SURNAMES.match(text, start) if strong else None
    if found is None or found.group()[2:] not in ANY_GIVEN_NAMES or compound(found.group()):
        return []
    if not _PERSONS_FIELD.search(text, max(0, start - NEAR), start):
        return []
    return [Span(start, found.end(), "person_name", found.group(), evidence.SLIGHT, "field of a person")]


def _by_its_record(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name of any sound before a field of the person, or as the own name; no word, where a bracket stands behind the label."""
    certain = cue in _UNLISTED and text[start - 2 : start] != ") "
    return entries.before_its_field(text, start, certain) or (entries.own_name(text, start) if cue in _SPOKEN else [])


def _with_kin(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name of any sound before what it is to the patient: 보호자(여진구, 아들)."""
    found = _KIN_BEHIND.match(text, start) if text[start - 1 : start] == "(" else None
    if found is None or not nobody.may_be_any_name(found["name"]):
        return []
    return [Span(start, found.end("name"), "person_name", found["name"], evidence.MODERATE, "label and kin")]


def _beside_another(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name behind a label without a sign that ends its sentence, or before another role with a name: 책임자 하루한, 연구원 …."""
    found = _ENDING.match(text, start) if cue == "label space" else None
    if found is None or not nobody.may_be_named(found["name"]) or found["name"] in evidence.COMMON:
        return []
    if found["next"] and not evidence.likely(evidence.weigh(found["next"], "label space", "end")):
        return []
    if not found["next"] and evidence.weigh(found["name"], "label", "end") < _ENDING_LEAST:
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.SLIGHT, "label and what ends there")]


def _before_a_particle(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name that ends with 자 before a particle, where no word begins it: 채무자 구본자는."""
    found = _JA.match(text, start) if cue == "label space" else None
    if found is None or evidence.wordlike(found.group()) or not nobody.may_be_named(found.group()):
        return []
    score = evidence.weigh(found.group(), cue, "particle")
    return [Span(*found.span(), "person_name", found.group(), evidence.SLIGHT, "label and 자")] if score >= _JA_LEAST else []


def _with_digits(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """Who pays, with the digits that the receiver asked for: 입금자: 설주희2204."""
    found = _BEFORE_DIGITS.match(text, start)
    if found is None or not _PAYER.search(text, max(0, start - NEAR), start) or evidence.wordlike(found.group()):
        return []
    return [Span(*found.span(), "person_name", found.group(), 0.7, "payer and digits")]


def by_its_field(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name that is a word too, alone in a field that only a person has: 성명: 구름."""
    near = max(0, start - NEAR)
    if not strong and not _SPACED_FIELD.search(text, near, start):
        return []
    found = _fills_a_field(text, start, strong)
    if found is None or _among_heads(text, start):
        return []
    if strong and not _PERSONS_FIELD.search(text, near, start) and not _in_a_person_s_record(text, found):
        return []
    return [Span(start, found.end(), "person_name", found.group(), evidence.SLIGHT, "field of a person")]


def _fills_a_field(text: str, start: int, strong: bool) -> re.Match[str] | None:
    """What somebody may be named in a field: up to three syllables, and four between the signs of a record."""
    found = ANY_NAME.match(text, start) or (_LONG_FIELD.match(text, start) if strong else None)
    if found is None or not nobody.may_be_named(found.group()):
        return None
    return found if found.end() - start <= _ANY_LONGEST or _is_long(found.group()) else None


def _is_long(name: str) -> bool:
    """Whether four syllables begin with a surname of two, or are no word, no place and none made of words."""
    return name[:2] in COMPOUNDS or not (nobody.of_a_place(name) or compound(name) or nobody.common(name))


def _among_heads(text: str, start: int) -> bool:
    """Whether what stands behind a label and a tab is the next head of a table: 군번, 성명, 주특기."""
    line = columns.line_begin(text, start, ROW)
    return text[start - 1] == "\t" and line >= 0 and text.count("\t", line, start) > 1


def _in_a_person_s_record(text: str, name: re.Match[str]) -> bool:
    """Whether the field behind a name is one that persons have, as for 연다함 in {"name":"연다함","gender":"F"}."""
    behind = _NEXT_KEY.match(text, name.end())
    return behind is not None and (behind["sure"] is not None or name.group() not in evidence.COMMON)


def _likeliest(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """The likeliest name, which takes the syllable that ends its field: 이름: 부영도, name("최이레나") hold no particle."""
    spans = person(text, start, cue)
    for span in spans:
        if _lacks_its_end(text, span, cue, strong):
            name = text[span.start : span.end + 1]
            return [Span(span.start, span.end + 1, "person_name", name, span.score, span.rule)]
    return spans


def _lacks_its_end(text: str, name: Span, cue: str, strong: bool) -> bool:
    """Whether the syllable behind a name ends its field or its line and belongs to the name."""
    short = name.end - name.start == _TWO_SYLLABLES
    if cue == "label space" and short and _ENDS_A_LINE.match(text, name.end):
        return True
    whole = (strong and short) or text[name.start - 1 : name.start] in QUOTES
    return whole and _WHOLE_FIELD.match(text, name.end) is not None


def _recorded(text: str, start: int, cue: str, strong: bool) -> list[Span]:
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
    if IN_A_RECORD.match(text, end):
        return True
    return text[end : end + 1] in _ENDS_A_FIELD and divide(name)[1] in GIVEN_NAMES


def _heads_a_bracket(text: str, end: int, name: str) -> bool:
    """Whether a bracket stands behind what begins with a word: 봉사자 배치표 (8/23)."""
    return evidence.wordlike(name) and text[end : end + 2].lstrip().startswith("(")


def _before_an_ending(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A given name alone, or behind 이름은 a surname with one syllable, before an ending: 예금주는 서아예요, 이름은 허준이고요."""
    if cue != "label particle":
        return []
    name, score = agreement.given_name(text, start, entries.of_an_owner(text, start))
    if not name and _NAME_PARTICLE.search(text, max(0, start - NEAR), start):
        name, score = agreement.whole_name(text, start)
    return [Span(start, start + len(name), "person_name", name, score, "label and ending")] if name else []


def _and_goes_on(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A name that ends with a vowel before 고: 명의자는 석금자고."""
    found = _BEFORE_GO.match(text, start) if cue == "label particle" else None
    if found is None or found["name"] in evidence.COMMON:
        return []
    if not evidence.doubtful(found["name"]) and divide(found["name"])[1] not in ANY_GIVEN_NAMES:
        return []
    score = evidence.weigh(found["name"], "label", "end")
    if score < _GO_LEAST:
        return []
    return agreement.without(text, Span(*found.span("name"), "person_name", found["name"], score, "label and 고"), True)


def _unlisted(text: str, start: int, cue: str, strong: bool) -> list[Span]:
    """A surname that no list holds, with a known given name that ends the field."""
    name = text[start : start + 3]
    if cue not in _UNLISTED or not has_a_rare_surname(name):
        return []
    return (
        [Span(start, start + 3, "person_name", name, evidence.MODERATE, "label, rare surname")] if _THREE.match(text, start) else []
    )


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


class _Reading(NamedTuple):
    """A way to read a name, and the forms in Hangul of which it needs one where no name is possible by its sound."""

    read: Callable[[str, int, str, bool], list[Span]]
    forms: tuple[str, ...] = ()


# The readings of a Korean name in their order. A reading adds no form that another one has.
_READINGS: Final[tuple[_Reading, ...]] = (
    _Reading(_spaced, (_SPACED.pattern,)),
    _Reading(_likeliest),
    _Reading(_recorded, (rf"[가-힣]{{3,4}}{NEXT_FIELD}",)),
    _Reading(_by_its_record, (entries.BEFORE_ITS_FIELD,)),
    _Reading(_unlisted, (_THREE.pattern,)),
    _Reading(_before_an_ending),
    _Reading(_and_goes_on),
    _Reading(_with_kin, (_KIN_BEHIND.pattern,)),
    _Reading(_beside_another, (rf"{WHOLE}[,.\n]",)),
    _Reading(_with_digits, (_BEFORE_DIGITS.pattern,)),
    _Reading(_before_a_particle),
    _Reading(by_its_field, (ANY_NAME.pattern, _LONG_FIELD.pattern)),
    _Reading(_in_a_person_s_field, (_ENDING_A_FIELD.pattern,)),
    _Reading(_of_two_surnames, (_TWO_SURNAMES.pattern,)),
    _Reading(_stated, (_STATED.pattern,)),
    _Reading(_of_kin, (_FILLING.pattern,)),
)
_FOREIGN_FORMS: Final = (LONG_WORD.pattern, BEHIND_A_SURNAME.pattern, UNKNOWN_WORDS.pattern)
_IN_HANGUL: Final = Guarded("|".join((*(form for reading in _READINGS for form in reading.forms), *_FOREIGN_FORMS)))
