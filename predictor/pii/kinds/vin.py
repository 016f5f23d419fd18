"""차대번호: seventeen characters without I, O and Q; Korean makers begin with K."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "차대 번호",
    "차대",
    "차체 번호",
    "^vin$",
    "^vin no",
    "^vin number",
    "^vin code",
    "chassis no",
    "chassis number",
    "frame no",
    "frame number",
    "vehicle identification number",
    "vehicle id number",
)
_KOREAN: Final = re.compile(r"(?<![A-Za-z0-9])K(?:M[A-Z]|N[A-Z]|L[A-Z]|P[A-Z])[A-HJ-NPR-Z0-9]{9}[0-9]{5}(?![A-Za-z0-9])")
# KMHD 841C BHU 302914: in groups, as it is read from the body
_PARTED: Final = r"K[ \-]?[MNLP][ \-]?[A-Z](?:[ \-]?[A-HJ-NPR-Z0-9]){9}(?:[ \-]?[0-9]){5}"
_IN_GROUPS: Final = re.compile(rf"(?<![A-Za-z0-9\-]){_PARTED}(?![A-Za-z0-9\-])")
_GROUPS: Final = 5
# WBA5R1C09LFH73625 in a column that 차대번호 heads
_CELL: Final = re.compile(rf"{columns.OPENS}(?P<value>[A-HJ-NPR-Z0-9]{{17}})(?=[\"'`]?\s{{0,12}}(?:[|,;\t\n)<]|$))")


def korean(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number with the code of a Korean maker (KMH, KNA …) and five digits at its end."""
    found = _KOREAN.match(text, hit)
    if found and sum(char.isdigit() for char in found.group()) > 6:
        yield Span(*found.span(), "vin", found.group(), 0.85, "a Korean maker's code")


def in_groups(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A Korean maker's number with blanks or dashes between two to five groups."""
    found = _IN_GROUPS.match(text, hit)
    if found is None or hit < floor:
        return
    groups = re.split(r"[ \-]", found.group())
    key = "".join(groups)
    if 1 < len(groups) <= _GROUPS and sum(char.isdigit() for char in key) > 6:
        yield Span(*found.span(), "vin", key, 0.85, "a Korean maker's code, in groups")


def in_a_column(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A number of any maker in a table's column of its own."""
    found = _CELL.match(text, hit)
    if (
        found
        and found.start("value") >= floor
        and not found["value"].isalpha()
        and context.above(text, *found.span("value")) == "vin"
    ):
        yield Span(*found.span("value"), "vin", found["value"], 0.9, "column")


KIND: Final = Kind(
    name="vin",
    label="차대번호",
    needs="a label, or a Korean maker's code",
    source="ISO 3779, ISO 3780; 자동차 및 자동차부품의 성능과 기준에 관한 규칙",
    covers="비식별 조치 가이드라인 (식별자: 자동차 등록 정보)",
    order=260,
    remembered="code",
    gates=(
        # O, I and l are a scanner's.
        behind_label("vin", _WORDS, r"[A-Z0-9l]{17}|[A-Z0-9](?:[ \-]?[A-Z0-9]){12}(?:[ \-]?[0-9]){4}", 0.97),
        Gate(r"K[MNLP][A-Z][A-HJ-NPR-Z0-9]{14}", korean),
        Gate(_PARTED, in_groups),
        Gate(rf"{columns.OPENS}[A-HJ-NPR-Z0-9]{{17}}", in_a_column),
    ),
    words=_WORDS,
    words_touch=True,
    examples=(
        "vinNo={{vin:WBA8E1C50GK482917}}",
        "vin_number: {{vin:WBA8E1C50GK482917}}",
        "VIN code {{vin:WBA8E1C50GK482917}}",
        "vehicleIdentificationNumber: {{vin:WBA8E1C50GK482917}}",
        "vehicle id number {{vin:WBA8E1C50GK482917}}",
        "차체번호 {{vin:WBA8E1C50GK482917}}",
        "frame no {{vin:WBA8E1C50GK482917}}",
        "frame number {{vin:WBA8E1C50GK482917}}",
        "차대번호 {{vin:KMHD841CBHU302914}} 리콜",
        "차대번호 {{vin:KMHD841CBHU3O29l4}} 리콜",
        "{{vin:KNAB2512AHT123456}} 조회",
        "각인 {{vin:KMHD 841C BHU 302914}} 확인",
        "차대 {{vin:WBA 5R1C09 LFH 73625}} 입니다",
        "vin,color\n{{vin:JTDKN3DU5A0123456}},B",
        " id | vin | y\n----+-----+---\n  1 | {{vin:WBA5R1C09LFH73625}} | 20",
        "차종\t차대번호\nX3\t{{vin:WBA5R1C09LFH73625}}",
        "INSERT INTO car (id, vin) VALUES (1, '{{vin:WBA5R1C09LFH73625}}')",
        "<table> <tr> <th>차대번호</th> </tr>\n<tr> <td>{{vin:WBA5R1C09LFH73625}}</td> </tr>",
    ),
    lookalikes=(
        "차체번호 안내",
        "KMHD841CBHU30291",
        "KM 4 TO 8 AND 12 OR 34567",
        "KPOP DEMON HUNTERS 12345",
        "KPOPDEMONHUNTERSX",
        "serial,color\nWBA5R1C09LFH73625,W",
        "vin,color\nWBARCHLFHABCDEFGH,W",
        "<table>\n<tr><th>차대번호</th><th>부품</th></tr>\n<tr><td>1</td><td>WBA5R1C09LFH73625</td></tr></table>",
    ),
)
