"""Names in what programs export: chats of several messengers, calendars, git's blame, records with surname and given name apart."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from predictor.pii.names import evidence, nobody, things, transcriptions
from predictor.pii.names.candidates import behind_latin, long_name
from predictor.pii.names.form import COMPOUND, FOREIGN_ALONE, SURNAMES, WHOLE, key
from predictor.pii.names.plausibility import may_be_listed, may_be_whole_name
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

# From a clock's last colon on: WhatsApp's, KakaoTalk's with 24 hours, LINE's.
_BEHIND_A_CLOCK: Final = re.compile(
    rf":[0-9]{{2}}(?:\]? <(?P<nick>{WHOLE})> |[\],]{{0,2}}\s{{1,2}}(?:(?P<name>{WHOLE})|(?P<long>[{SURNAMES}][가-힣]{{3}})"
    rf"|(?P<foreign>(?:{FOREIGN_ALONE}) [{SURNAMES}]))\s?:\s|\t(?P<cell>{WHOLE})\t)"
)
# These need not be weighed: 임하슬린, 제이슨 곽.
_SURE: Final[dict[str | None, Callable[[str], bool]]] = {"long": long_name, "foreign": lambda name: True}
_CLOCK: Final = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_IN_LATIN: Final = "[A-Z][a-z]{1,11}(?:-[A-Za-z][a-z]{1,7})? [A-Z][a-z]{1,11}"
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"From (?P<name>{WHOLE}) to (?:Everyone|모두)",  # Zoom's
        rf"(?:^|\n)(?P<name>{WHOLE})\s{{1,2}}\[?(?:오전\s|오후\s)?{_CLOCK}(?:\s?[AP]M)?\]?\s?(?:\n|$)",  # Slack's, of a transcript
        rf"(?:^|\n)<(?P<name>{WHOLE})> (?:{_CLOCK}(?![0-9:])|20[0-9]{{2}}[/.\-][0-9])",  # IRC's
        rf"(?:^|\n)(?P<name>{_IN_LATIN})\s{{1,2}}{_CLOCK} [AP]M(?:\n|$)",  # Slack's in Latin letters
        rf"\((?P<name>{WHOLE})\s{{1,12}}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\s[0-9]{{2}}:",  # git's blame
        rf"CN=[\"']?(?P<name>{WHOLE}|[가-힣]{{3,8}}(?: [가-힣]{{1,8}}){{0,2}}"
        r"|[A-Z][a-z]{1,15} [A-Z][a-z]{1,15})(?=[\"';:])",  # a calendar's
        rf"@(?P<name>{WHOLE})(?=\s|님|씨|$|[,.!?)])",  # whom somebody mentions
    )
)
# [佐藤美咲] [오후 3:12], 오후 7:42, 王小明 : 네, and behind a clock alone four characters that end like no place
IN_HANJA_GATE: Final = (
    r"\[[一-龥]{2,5}\] ?\[(?:오전|오후|[0-9])|(?:오전|오후) [0-9]{1,2}:[0-9]{2},? [一-龥]{2,5} ?: "
    r"|(?:^|\n)[0-2]?[0-9]:[0-5][0-9][\t ][一-龥]{4}[\t ][가-힣]"
)
_IN_HANJA: Final = re.compile(
    r"\[(?P<room>[一-龥]{2,5})\] ?\[(?:오전|오후|[0-9])|(?:오전|오후) [0-9]{1,2}:[0-9]{2},? (?P<line>[一-龥]{2,5}) ?: "
    r"|\n?[0-2]?[0-9]:[0-5][0-9][\t ](?P<chat>[一-龥]{4}(?<![驛駅港學学校寺城區市縣県國国館館院店]))[\t ][가-힣]"
)
# A vCard's N:…;; and FN:…, and N:국;민솔;;;, N:Maeng;Dahun;;;
_OF_A_CARD: Final = re.compile(
    rf"\n?F?N(?:;[^:\n]{{1,40}})?:(?P<name>{WHOLE}|(?:{COMPOUND}|[{SURNAMES}]);[가-힣]{{1,3}}(?=;)"
    r"|[A-Z][a-z]{1,15};[A-Z][a-z]{1,15}(?:[ \-][A-Za-z][a-z]{1,15})?(?=;))(?=[;\s]|$)"
)
# "family":"국","given":["민솔"], lastName=국&firstName=민솔
SURNAME_FIELD: Final = r"(?i:family(?:_?name)?|last_?name|surname)[\"']?\s?[:=]\s?\[?[\"']?"
_GIVEN_FIELD: Final = r"(?i:given(?:_?names?)?|first_?name)[\"']?\s?[:=]\s?\[?[\"']?"
_APART: Final = re.compile(
    rf"{SURNAME_FIELD}(?P<surname>{COMPOUND}|[{SURNAMES}])[\"'\],;&\s]{{1,6}}{_GIVEN_FIELD}(?P<given>[가-힣]{{1,3}})(?![가-힣])"
)


# Subject: [재학증명] 2021-14077 / 선우담
SUBJECTED_GATE: Final[str] = rf"[0-9]\)? ?[/|_\-] ?(?:(?:{COMPOUND})[가-힣]|[{SURNAMES}][가-힣]{{2}})"
_BEHIND_A_NUMBER: Final = re.compile(rf"[0-9]\)? ?[/|_\-] ?(?P<name>{WHOLE})(?=님?\s*(?:$|\n| ?[/|_\-(]))")
_SUBJECT: Final = re.compile(r"(?:^|\n)(?:(?i:subject)|제목|건명)\s?: ?[^\n]{0,60}$")
_SUBJECT_REACH: Final = 72


def exported(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A name where an export writes who speaks, attends, is mentioned or wrote a line."""
    found = next(filter(None, (shape.match(text, hit) for shape in _SHAPES)), None)
    if found and not behind_latin(text, hit, 0):
        yield from _named(found, "name", floor)
    yield from _in_hanja(text, hit, floor)


def behind_a_clock(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who speaks behind a time: [2026/11/03, 20:14:33] 김민수: …."""
    found = _BEHIND_A_CLOCK.match(text, hit)
    if found is None or found.lastgroup is None:
        return
    group = found.lastgroup
    if group not in _SURE:
        yield from _named(found, group, floor)
    elif found.start(group) >= floor and _SURE[group](found[group]):
        yield Span(*found.span(group), "person_name", key(found[group]), evidence.MODERATE, "export")


# 허난솔 : 신분증 …, where the other one is 나; > 국마루: …, a quoted line
TYPED_GATE: Final[str] = rf"(?:^|\n)(?:[{SURNAMES}][가-힣]{{2}} : |> ?[{SURNAMES}][가-힣]{{2}}: )[^\n]"
_TYPED: Final = re.compile(rf"\n?(?P<quote>> ?)?(?P<name>{WHOLE}) ?: ")
_ME: Final = re.compile(r"(?:^|\n)(?:나|저|본인) ?: ")
_ME_REACH: Final = 300
_ME_BEHIND: Final = 40
_QUOTED_LEAST: Final = 0.8


def typed(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Who speaks to 나 in a chat that somebody copied, or in a quoted line."""
    found = _TYPED.match(text, hit)
    if found is None or found.start("name") < floor or not may_be_whole_name(found["name"]):
        return
    if found["quote"]:
        sure = evidence.weigh(found["name"], "list", "end") >= _QUOTED_LEAST and not evidence.wordlike(found["name"])
    else:
        sure = _ME.search(text, max(0, hit - _ME_REACH), found.end() + _ME_BEHIND) is not None
    if sure:
        yield Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "copied chat")


def _in_hanja(text: str, hit: int, floor: int) -> Iterator[Span]:
    """Who speaks in an export and writes the own name in Hanja."""
    found = _IN_HANJA.match(text, hit)
    if found and found.lastgroup and found.start(found.lastgroup) >= floor:
        yield Span(*found.span(found.lastgroup), "person_name", found[found.lastgroup], evidence.MODERATE, "export, Hanja")


def _named(found: re.Match[str], group: str, floor: int) -> Iterator[Span]:
    """The name, where it is likely on a list and no word."""
    name = found[group]
    if found.start(group) < floor:
        return
    if name.isascii():
        if found.group().startswith("CN=") or things.like_a_person_s(name):
            yield Span(*found.span(group), "person_name", key(name), 0.7, "export")
        return
    if transcriptions.is_a_name(name.split(" "), True):
        yield Span(*found.span(group), "person_name", key(name), 0.7, "export")
        return
    score = evidence.weigh(name, "list", "end")
    if evidence.likely(score) and _like_a_name(name):
        yield Span(*found.span(group), "person_name", name, score, "export")


def _like_a_name(name: str) -> bool:
    """Whether three syllables are rather a name than a word or a nickname: 민지맘."""
    if name in evidence.COMMON or name in evidence.RANKS:
        return False
    return evidence.sounds_like_a_name(name)


def subjected(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """Whom a mail's subject names beside a number: Subject: [재학증명] 2021-14077 / 선우담."""
    return [span for span in in_a_subject(text, hit) if span.start >= floor]


def in_a_subject(text: str, hit: int) -> list[Span]:
    """The name behind a number in a mail's subject. The number's last digit stands at ``hit``."""
    found = _BEHIND_A_NUMBER.match(text, hit)
    if found is None or not _SUBJECT.search(text, max(0, hit - _SUBJECT_REACH), hit):
        return []
    if not may_be_listed(found["name"]):
        return []
    return [Span(*found.span("name"), "person_name", found["name"], evidence.MODERATE, "subject of a mail")]


def of_a_card(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The name of a vCard, whatever it sounds like."""
    found = _OF_A_CARD.match(text, hit)
    if found is None or found.start("name") < floor:
        return []
    name = found["name"].replace(";", "")
    if not nobody.may_be_named(name) or name in evidence.COMMON:
        return []
    return [Span(*found.span("name"), "person_name", key(name), 0.7, "vCard")]


def in_parts(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """A surname and a given name in two fields of a record."""
    found = _APART.match(text, hit)
    if found is None or found.start("surname") < floor:
        return []
    if not evidence.likely(evidence.weigh(found["surname"] + found["given"], "label", "end")):
        return []
    return [
        Span(*found.span(part), "person_name", found[part], evidence.SLIGHT, f"field of a {part}") for part in ("surname", "given")
    ]
