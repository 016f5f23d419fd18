"""IMEI: a handset's fifteen digits with a Luhn digit."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label, spoken_behind_label
from predictor.pii.scan import checksums
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "^imei",
    "^imei1",
    "^imei2",
    "^imei 1",
    "^imei 2",
    "^imei 1번",
    "^imei 2번",
    "아이엠이아이",
    "단말기 번호",
    "단말기 고유 번호",
    "단말기 식별 번호",
)

# The bodies that give out the first two digits: 01 in North America, 35 in Europe, 86 in China, 91 in India, 99 elsewhere.
_FIFTEEN: Final = r"(?:01|35|86|91|99)(?:[0-9]{13}|-[0-9]{6}-[0-9]{6}-[0-9]| [0-9]{6} [0-9]{6} [0-9])"
_WHOLE: Final = re.compile(rf"(?<![0-9A-Za-z.,+\-])(?P<value>{_FIFTEEN})(?![0-9A-Za-z]|[.\-][0-9])")
_HANDSET: Final = re.compile(
    r"단말|기기|휴대\s?폰|핸드폰|휴대\s?전화|스마트\s?폰|공\s?기계|중고\s?폰|분실\s?폰|개통|유심|갤럭시|아이폰"
    r"|아이패드|갤탭|태블릿|워치"
    r"|(?i:galaxy|iphone|ipad|handset|imei|device|sm-[a-z][0-9])"
)
_BEFORE: Final = 48
_TWIN_REACH: Final = 80
_CALLED: Final = re.compile(r"(?i:imei)|아이엠이아이|단말기?\s?(?:고유|식별)?\s?번호|\*#06#")
_MODEL: Final = 8  # digits, which all handsets of a model share
_BEHIND: Final = 24


def of_a_handset(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """Fifteen digits with a right check digit near a word about a handset: 단말 일련 350670580280804."""
    found = _WHOLE.match(text, hit)
    if found is None or hit < floor:
        return
    digits = re.sub("[^0-9]", "", found["value"])
    if not checksums.luhn(digits):
        if _is_a_twin(text, hit, digits):
            yield Span(*found.span("value"), "imei", digits, 0.75, "another of the same handset")
    elif _HANDSET.search(text, max(0, hit - _BEFORE), found.end() + _BEHIND):
        yield Span(*found.span("value"), "imei", digits, 0.85, "check digit, near a handset")


def _is_a_twin(text: str, hit: int, digits: str) -> bool:
    """Whether a number of the same model stands near before, with a right check digit or called an IMEI.

    A handset of two lines has two, and one that is mistyped is written again in another grouping.
    """
    for before in _WHOLE.finditer(text, max(0, hit - _TWIN_REACH), hit):
        other = re.sub("[^0-9]", "", before["value"])
        if other[:_MODEL] == digits[:_MODEL] and (checksums.luhn(other) or _CALLED.search(text, max(0, before.start() - 24), hit)):
            return True
    return False


KIND: Final = Kind(
    name="imei",
    label="단말기번호",
    needs="a label, or its check digit near a word about a handset",
    source="3GPP TS 23.003",
    covers="비식별 조치 가이드라인 (식별자: 기기 고유번호)",
    order=270,
    remembered="digits",
    gates=(
        behind_label("imei", _WORDS, r"[0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{6}[- ]?[0-9]{1,2}|[0-9]{6}-[0-9]{2}-[0-9]{6}-[0-9]", 0.95),
        spoken_behind_label("imei", _WORDS),
        Gate(rf"{_FIFTEEN}(?:[^0-9A-Za-z]|$)", of_a_handset, early=True),  # at no digit of a longer run
    ),
    words=_WORDS,
    words_touch=True,
    cell=r"[0-9]{14,16}",
    examples=(
        "IMEI {{imei:356789104523817}} 분실폰",
        "폰 아이엠이아이는 {{imei:삼오육공 구팔일일 사칠이공 삼팔오}}고요.",
        "아이엠이아이 번호는 {{imei:삼오 공사팔이칠칠 육육일공구이 사}}입니다",
        "아이엠이아이 {{imei:356789104523817}}",
        "imei={{imei:356938035643809}}",
        "IMEI: {{imei:35-693803-564380-9}}",
        "IMEI는 {{imei:35 693803 564380 9}} 이렇게",
        "imei2: '{{imei:350918-44-207736-7}}'",
        "IMEI1: {{imei:356938035643809}}",
        "단말 일련 {{imei:355003116070603}}예요",
        "PH-0032;갤럭시 A35;{{imei:355003116070603}};-",
        "중고폰 {{imei:35-500311-607060-3}}, 분실폰 {{imei:35 500311 607060 3}}",
        "{{imei:355003116070603}} 아이폰 분실",
        "IMEI값이 {{imei:356938035643809}}",
        "imei {{imei:35 690217 603845 1}} → 붙여서 {{imei:356902176038451}}",
        "유심 1 {{imei:355003116070603}} 유심 2 {{imei:355003116071817}}",
    ),
    lookalikes=(
        "IMEI 조회",
        "아이엠이아이는 이 일이 끝나면",
        "IMEI 12345",
        "기기 355003116070604, 355003116071818",
        "갤럭시 주문 355003116070604",
        "단말 SN-355003116070603",
        "단말 3550031160706030",
        "기기값 1.355003116070603",
        "전표 일련 355003116070603",
        "단말 455003116070609",
    ),
)
