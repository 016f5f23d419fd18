"""이메일: mailboxes as written and as spoken: ``a@b.com``, ``a (at) b (dot) com``, ``a 골뱅이 네이버 닷컴``."""

import re
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.scan import edifact
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_AT: Final = r"(?:\s{0,2}(?:[(\[{<]\s?(?:at|AT|At|골뱅이|앳|@)\s?[)\]}>]|골뱅이|앳|@)\s{0,2})"
_DOT: Final = (
    r"(?:\s?(?:[(\[{<]\s?(?:dot|DOT|Dot|닷|점|쩜|\.)\s?[)\]}>]|닷|쩜|점|\bdot\b|\bDOT\b)\s?|\."
    r"|,(?=(?:com|net|co\.kr)(?![A-Za-z])))"
)
# An address has spaces around all of its dots or around none, because a dot between spaces also parts an address from what follows.
_APART: Final = r"\s\.\s?"
_TLD: Final = r"(?:[A-Za-z]{2,24}|[Cc]0[Mm]|컴|넷|씨오|케이알|코리아)"
_NAMES: Final = dict(line.split("=") for line in lexicon.lines("mail_providers"))
PROVIDER: Final = "|".join(_NAMES)
_LOCAL: Final = ascii_letters + digits + "._%+-"
DOMAIN: Final = (
    rf"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{{0,61}}[A-Za-z0-9])?|{PROVIDER}|[가-힣]{{2,10}}(?=\.))"
    rf"(?:(?:{_DOT}(?:[A-Za-z0-9\-]{{1,61}}(?={_DOT}))){{0,4}}{_DOT}{_TLD}"
    rf"|(?:{_APART}(?:[A-Za-z0-9\-]{{1,61}}(?={_APART}))){{0,4}}{_APART}{_TLD})"
    rf"|(?:{PROVIDER})\s?(?:닷컴|닷넷|쩜컴|점컴|컴)"
)
_DOMAIN: Final = re.compile(DOMAIN)
_PROVIDER: Final = re.compile(PROVIDER)  # behind a spoken at sign the ending goes without saying
# Before a spoken at sign the dots may be spoken too.
_SPOKEN_LOCAL: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{1,32}(?:\s?(?:점|쩜|닷|언더바|밑줄)\s?[A-Za-z0-9]{1,32}){1,3}$")
_AT_SIGN: Final = re.compile(_AT)
# A local part in the names of letters and digits: 케이제이, 에이비씨공일.
_LETTER_NAMES: Final = lexicon.pattern(lexicon.words("letter_names"))
_LETTERS: Final = rf"(?:(?:{_LETTER_NAMES})[\s,]?){{1,24}}"
# Behind a spoken dot a syllable of a name may stand: 에이치 와이 점 노.
_SPELLED: Final = re.compile(
    rf"(?<![가-힣])(?:{_LETTERS}(?:점|쩜|닷|언더바|밑줄)\s?(?:{_LETTERS}|[가-힣]{{1,3}}\s?)|(?:(?:{_LETTER_NAMES})[\s,]?){{2,24}})$"
)
_WORD_BEFORE: Final = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣A-Za-z0-9]{2,16}$")
SPOKEN_ENDS: Final = r"com|net|org|co|kr|io|edu|gov|dev|me|info|biz|jp|cn|us|uk|de|ai|app"
_BARE_AT: Final = re.compile(
    (
        r"(?<![A-Za-z0-9._+\-])([A-Za-z0-9][A-Za-z0-9._+\-]{0,63})\s+at\s+"
        r"([A-Za-z0-9\-]{1,61}(?:\s+dot\s+[A-Za-z0-9\-]{1,61}){0,3}\s+dot\s+"
        rf"(?:{SPOKEN_ENDS}))(?![A-Za-z0-9])"
    ),
    re.IGNORECASE,
)
# Both words in capitals between small letters are no English, so any ending may follow.
_LOUD_AT: Final = re.compile(
    r"(?<![A-Za-z0-9._+\-])[A-Za-z0-9][A-Za-z0-9._+\-]{0,62}[a-z0-9]\sAT\s[a-z0-9\-]{1,61}"
    r"(?:\sDOT\s[a-z0-9\-]{1,61}){0,3}\sDOT\s[a-z]{2,24}(?![A-Za-z0-9])"
)
_ENDS: Final = re.compile(rf"(?i:\.(?:{SPOKEN_ENDS}))$|[가-힣]$")
# h***g@…: what a mask left over is no address.
# Message-ID: <CAF…@mail.gmail.com>, <20260914102938.48213.qmail@…>: a message's name and no mailbox
_MESSAGE_BEFORE: Final = re.compile(r"(?i:(?:message|content)-id|in-reply-to|references)\s?:\s?[^\s:]{0,24}$")
_MESSAGE: Final = re.compile(r"<[0-9]{8,}\.[0-9A-Za-z.\-]{4,64}@[^<>\s]{3,64}>")
_MASKED: Final = re.compile(r"[A-Za-z0-9][*●○]+$")
_IMAGE: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico)$", re.IGNORECASE)
_URL_USER: Final = re.compile(r"(?:ssh|git|svn|ftp|sftp|https?)(?:\+ssh)?://[^\s/@]{0,64}$")
_COMMAND: Final = re.compile(r"(?<![A-Za-z])(?:ssh|scp|sftp|rsync|ssh-copy-id|mosh)\s(?:-\S+\s){0,4}$")
_REMOTE: Final = re.compile(r":(?!//)[A-Za-z0-9_.~\-]*/|:(?!EM['+\n])[~/A-Za-z]")
_HANGUL_WORDS: Final = _NAMES | dict(line.split("=") for line in lexicon.lines("mail_endings"))
_PLAIN: Final = re.compile(r"[!-?A-~]+@[!-?A-~]+")
_JOINT: Final = re.compile(r"[(\[{<]?\s?(?:dot|닷|점|쩜)\s?[)\]}>]?", re.IGNORECASE)


def spelled_at(text: str, hit: int, floor: int, context: Context) -> list[Span]:
    """The address around the at sign (or word) that starts at or shortly after ``hit``."""
    at = _AT_SIGN.search(text, hit, hit + 12)
    if at is None:
        return []
    spoken = at.group() != "@"
    start, end = at.start() - len(_local(text, at, floor)), _domain_end(text, at)
    if start == at.start() or end < 0 or _not_an_address(text, start, end) or _mentioned(at, text[at.end() : end]):
        return []
    if start > floor and text[start - 1] in "*●○" and _MASKED.search(text, max(floor, start - 8), start):
        return []
    score, rule = (0.9, "spoken at sign") if spoken else (0.99, "at sign and domain")
    return [Span(start, end, "email", canonical(text[start:end]), score, rule)]


def _local(text: str, at: re.Match[str], floor: int) -> str:
    """The part before the at sign; before a spoken one its dots may be spoken too."""
    before = text[max(floor, at.start() - 64) : at.start()]
    found = _SPOKEN_LOCAL.search(before) if at.group() != "@" else None
    plain = found.group() if found else before[len(before.rstrip(_LOCAL)) :].lstrip("._%+-")
    return plain.removeprefix(edifact.CONTACT_PLUS) if plain else _spelled(before, at)


def _spelled(before: str, at: re.Match[str]) -> str:
    """A local part in Hangul before a spoken at sign: letters by their names before a provider, any word before a whole domain."""
    if "골뱅이" not in at.group() or _PROVIDER.match(at.string, at.end()) is None:
        return ""
    found = _SPELLED.search(before) or (_WORD_BEFORE.search(before) if _DOMAIN.match(at.string, at.end()) else None)
    return found.group() if found else ""


def _domain_end(text: str, at: re.Match[str]) -> int:
    """Where the domain behind the at sign ends, or -1; behind a spoken one a provider's name is enough."""
    domain = _DOMAIN.match(text, at.end()) or (_PROVIDER.match(text, at.end()) if at.group() != "@" else None)
    return domain.end() if domain else -1


def spoken_at(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """``name at host dot com``: the word ``dot`` must be there, since ``at`` alone is English."""
    low = max(floor, hit - 66)
    found = _BARE_AT.search(text, low, hit + 160) or _LOUD_AT.search(text, low, hit + 160)
    if found and found.start() <= hit:
        yield Span(*found.span(), "email", canonical(found.group()), 0.85, "spoken at and dot")


def _mentioned(at: re.Match[str], domain: str) -> bool:
    """Whether an at sign at a line's beginning, or with a space before it, only begins a name: See @README.md."""
    if "\n@" in at.group():
        return True
    return at.group() in (" @", "  @") and not _ENDS.search(domain)


def _not_an_address(text: str, start: int, end: int) -> bool:
    if _REMOTE.match(text, end) or _IMAGE.search(text, end - 5, end):
        return True
    if _MESSAGE.match(text, start - 1):
        return True
    before = text[max(0, start - 40) : start]
    if "<" in before and _MESSAGE_BEFORE.search(before):
        return True
    if "s" in before and _COMMAND.search(before[-24:]):  # every such command has an s
        return True
    return "://" in before and _URL_USER.search(before) is not None


def canonical(raw: str) -> str:
    """One spelling per mailbox: lower case, real at sign and dots, no spaces."""
    if _PLAIN.fullmatch(raw):
        return raw.lower()
    plain = _AT_SIGN.sub("@", raw, count=1)
    if "@" not in plain:
        plain = re.sub(r"\s+at\s+", "@", plain, count=1, flags=re.IGNORECASE)
    local, _, host = plain.partition("@")
    host = re.sub(r"\s", "", _JOINT.sub(".", host))
    for word, latin in _HANGUL_WORDS.items():
        host = host.replace(word, latin)
    if "." not in host:
        host = re.sub(r"(?<=.)(com|net)$", r".\1", host)
    if "." not in host:
        host += ".net" if host in ("hanmail", "daum") else ".com"
    local = re.sub(r"\s?(?:언더바|밑줄)\s?", "_", re.sub(r"\s?(?:점|쩜|닷)\s?", ".", local.strip()))
    return f"{local}@{re.sub(r'[.]+', '.', host)}".lower()


KIND: Final = Kind(
    name="email",
    label="이메일",
    needs="an at sign and a domain, written or spoken",
    source="RFC 5321 and how it is spoken: 골뱅이, 닷, 점",
    covers="비식별 조치 가이드라인 (식별자: 전자우편 주소)",
    order=120,
    beside="number",
    held=320,
    gates=(
        Gate(
            r"[A-Za-z0-9._%+\-]\s{0,2}(?:@|[(\[{<]\s?(?:at|AT|At|골뱅이|앳|@)\s?[)\]}>]|골뱅이|앳)"
            r"\s{0,2}(?:[A-Za-z0-9\-]+|[가-힣]{2,10})\s?(?:[.([{<닷쩜점컴]|dot|DOT|,(?:com|net|co\.kr))",
            spelled_at,
        ),
        Gate(rf"[A-Za-z0-9._%+\-]\s{{0,2}}(?:골뱅이|앳)\s?(?:{PROVIDER})|[가-힣]\s{{0,2}}골뱅이\s?(?:{PROVIDER})", spelled_at),
        Gate(
            r"[A-Za-z0-9]\s(?:at|AT|At)\s[A-Za-z0-9\-]+(?:\s(?:dot|DOT|Dot)\s+[A-Za-z0-9\-]+){0,3}"
            rf"\s+(?:dot|DOT|Dot)\s+(?i:{SPOKEN_ENDS})",
            spoken_at,
        ),
        Gate(r"[a-z0-9]\sAT\s[a-z0-9\-]{1,61}\sDOT\s[a-z0-9]", spoken_at),
    ),
    examples=(
        "<{{email:minsu19900412@naver.com}}>",
        "E-mail {{email:malgun_nuri@naver.c0m}}",
        "메일 {{email:malgun@moss.c0.kr}}로",
        "COM+{{email:sora.kil@moss.kr}}:EM'",
        "{{email:com+shop@moss.kr}}로",
        "{{email:a.b@example.com}}으로",
        "{{email:hong골뱅이네이버닷컴}}이요",
        "{{email:hong at naver dot com}}",
        "메일은 {{email:케이제이 골뱅이 네이버 닷컴}}이에요",
        "{{email:에이 비 씨 공일 골뱅이 한메일 쩜 넷}}",
        "{{email:소율공주 골뱅이 네이버 닷컴}}요",
        "{{email:kim언더바minsu골뱅이네이버닷컴}}",
        "{{email:soyul 점 jin 골뱅이 naver 점 com}} 이에요",
        "{{email:So.Jin AT naduri DOT example}}",
        "{{email:soyul_jin AT naduri DOT example}}",
        "{{email:에스와이 점 진 골뱅이 지메일 점 컴}} 이요",
        "{{email:soyul.jin@naduri.example}} · github.com/soyul",
        "{{email:soyul @ naver . com}}",
    ),
    lookalikes=(
        "<20260914102938.48213.qmail@mail.corp.kr>",
        "Message-ID: <CAF123456abc@mail.gmail.com>",
        "a@moss.c0",
        "git@github.com:acme/app.git",
        "icon@2x.png",
        "골뱅이 무침",
        "매운 골뱅이 네이버 검색",
        "h***g@naver.com",
        "https://git@host.example/app",
        "ssh a@b.com",
        "SHOUT AT HOME DOT example",
        "look at home dot example",
        "이 점 소 골뱅이 무침",
        "export\n@moss.jam.kr  10:31",
    ),
)
