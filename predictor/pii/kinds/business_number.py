"""사업자등록번호: 3-2-5 digits with a check digit. A sole trader's number names a person."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import checksums, records
from predictor.pii.scan.context import OTHER, Context
from predictor.pii.scan.forms import END
from predictor.pii.scan.presence import anywhere
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, labelled, labelled_behind, only
from predictor.pii.scan.span import Span

_GROUPED: Final = re.compile(r"[0-9]{3}([-. ])[0-9]{2}\1[0-9]{5}")
_REGISTERED: Final = re.compile(r"(?:등록\s?번호(?:는|은|가)?|공급\s?(?:받는\s?)?자)[\s:=(]{0,3}$")
_FIRM: Final = r"(?:\(주\)|주식회사|유한회사|\(유\))"
_FIRM_BEHIND: Final = re.compile(rf"[\s|,/:;]{{1,3}}{_FIRM}")
_FIRM_BEFORE: Final = re.compile(rf"(?:{_FIRM}\s?[가-힣A-Za-z]{{1,16}}|[가-힣A-Za-z]\s?{_FIRM})[\s|,/:;(]{{1,3}}$")
_SPACED: Final = re.compile(r"[0-9]{3}\s?-\s{0,3}[0-9]{2}\s?-\s{0,3}[0-9]{5}")


def _grouped(sighting: Sighting) -> bool:
    return _written_so(sighting) and checksums.business(sighting.digits)


def _written_so(sighting: Sighting) -> bool:
    return _GROUPED.fullmatch(sighting.raw) is not None and sighting.digits[0] != "0"


@only("parted")
def _beside_a_firm(sighting: Sighting) -> bool:
    if not _written_so(sighting):
        return False
    return _FIRM_BEHIND.match(sighting.text, sighting.end) is not None or _FIRM_BEFORE.search(sighting.before(24)) is not None


def _registered(sighting: Sighting) -> bool:
    if sighting.label is not None or not _REGISTERED.search(sighting.before(10)):
        return False
    return checksums.business(sighting.digits) or _SPACED.fullmatch(sighting.raw) is not None


# <Invoicer><ID>4178109362</ID>, "supplier":{"regNo":"…": the number of a firm on an invoice, whatever its check digit
# An element or a quoted value: plain numbers are called id in every list.
_CALLED: Final = r"(?i:id|no|num|number|reg_?(?:id|no|num|number)|corp_?num|tax_?(?:id|no))"
_IDENTITY: Final = rf"(?:<{_CALLED}>|[\s,{{][\"']?{_CALLED}[\"']?\s?[:=]\s?[\"'])"
_TEN: Final = r"[0-9]{3}-?[0-9]{2}-?[0-9]{5}"
_OF_A_PARTY: Final = re.compile(rf"{_IDENTITY}(?P<value>{_TEN})(?=[\"'<])")
_PARTY: Final = re.compile(
    r"(?:invoic(?:er|ee)"
    r"|tax_?payer"
    r"|suppl(?:ier|yer)"
    r"|buyer|seller|vendor|trustee|purchaser|merchant|공급자|공급받는자|매입자|매출자|수탁자)"
    r"(?:_?(?:party|info|company|corp))?"
)
_MAY_BE_A_PARTY: Final = anywhere(
    r"(?i:invoic|payer|suppl|buyer|seller|vendor|trustee|purchaser|merchant)|공급|매입자|매출자|수탁자"
)


def of_a_party(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """The ten digits by which a record calls the firm that sends or gets an invoice."""
    if not _MAY_BE_A_PARTY(text, max(0, hit - records.REACH), hit):
        return
    found = _OF_A_PARTY.match(text, hit)
    if found and found.start("value") >= floor and _PARTY.fullmatch(records.parent(text, hit)):
        yield Span(*found.span("value"), "business_number", found["value"].replace("-", ""), 0.8, "a firm's record")


TABLE: Final = Table(
    _rules.TAIL,
    reject("no office", lambda s: s.digits[:3] == "000", "no tax office has the code 000"),
    _rules.named("business_number", 0.97, "사업자번호 …"),
    reject("named otherwise", labelled(OTHER, "bank_account"), "계좌 …"),
    accept("grouping and check digit", _grouped, 0.9, "3-2-5 and the check digit"),
    accept("a firm beside", _beside_a_firm, 0.8, "(주)… 123-45-67890, whatever its check digit"),
    accept("등록번호 before", _registered, 0.85, "등록번호 on a tax invoice"),
    accept("label behind", labelled_behind("business_number"), 0.9, "… 사업자번호입니다"),
)

KIND: Final = Kind(
    name="business_number",
    label="사업자등록번호",
    needs="a label, or 3-2-5 grouping and check digit",
    source="부가가치세법 시행령 제12조; weights 1, 3, 7, 1, 3, 7, 1, 3, 5",
    order=70,
    remembered="code",
    numbers=(NumberForm(rf"[0-9]{{3}}\s?[-.]?\s{{0,3}}[0-9]{{2}}\s?[-.]?\s{{0,3}}[0-9]{{5}}{END}", TABLE),),
    gates=(
        Gate(rf"{_IDENTITY}{_TEN}", of_a_party),
        # 등록번호 : 3 1 4 - 0 2 - 6 6 1 1 8, as a scanner reads a certificate
        behind_label(
            "business_number",
            ("등록 번호", "사업자 등록 번호", "사업자 번호"),
            r"[0-9](?: [0-9]){2} ?- ?[0-9] [0-9] ?- ?[0-9](?: [0-9]){4}",
        ),
        # The insurances of workers count a firm's places behind its number: 314-86-71502-0.
        behind_label("business_number", ("사업장 관리 번호", "사업장 번호"), r"[0-9]{3}-?[0-9]{2}-?[0-9]{5}-?[0-9]"),
    ),
    words=(
        "사업자",
        "사업장 관리 번호",
        "사업장 번호",
        "^brn$",
        "business number",
        "business registration number",
        "business no",
        "business reg no",
        "biz reg no",
        "biz no",
        "^brno",
        "^bzno",
        "^bizrno",
        "^bizr no",
    ),
    behind_at_once="사업자",
    examples=(
        "사 업 자 등 록 증\n등록번호 : {{business_number:3 1 4 - O 2 - 6 6 1 l 8}}\n상호",
        "등록번호:{{business_number:214-86-4072l}}\n상 호",
        '"bizrno":"{{business_number:2148640726}}"',
        '"BIZR_NO":"{{business_number:2148640726}}"',
        "<Invoicer>\n  <ID>{{business_number:4178109362}}</ID>\n  <CEO>",
        '{"supplier": {"type": "A", "regNo": "{{business_number:4178109361}}"},',
        '<Invoicee ID="{{business_number:417-81-09361}}"/>',
        "bizRegNo={{business_number:2141624354}}",
        "사업자 {{business_number:123-45-67890}}",
        "사업장관리번호 {{business_number:314-86-71502}}, 상시 5인",
        "사업장 관리번호: {{business_number:314-86-71502-0}}",
        "사업장관리번호 {{business_number:31486715020}}",
        "{{business_number:120-29-89353}}입니다",
        "NAD|BY|{{business_number:120-29-89354}}|(주)한들식품",
        "{{business_number:120-29-89354}} 주식회사 한들식품",
        "(주)한들식품 {{business_number:120-29-89354}}",
        "한들식품(유) / {{business_number:120-29-89354}}",
        "H|20260818|ORDERS\nN|B|{{business_number:120-29-89353}}",
        "{{business_number:120.29.89353}}",
        "등록번호 {{business_number:1202989353}}",
        "공급받는자 {{business_number:1202989353}} 소리공방",
        "등록번호 {{business_number:314-86-  71502}}",
        "{{business_number:1234567890}} 사업자",
    ),
    lookalikes=(
        "등록번호 : 3 1 4 - 0 2",
        "시설 관리번호 314-86-71502",
        "사업장관리번호 314-86",
        "<Order><ID>4178109361</ID><Qty>1</Qty></Order>",
        "<Invoicer><CEO>X</CEO></Invoicer><Order><ID>4178109361</ID></Order>",
        '{"supplier": {"qty": 4178109361} }',
        "부품 123-45-6789",
        "120-29-89354",
        "(주)한들식품의 부품 120-29-89354",
        "120-29-89354 한들식품(주)",
        "H|no|ORDERS\nN|B|120-29-89353",
        "주문번호 120-29-89353",
        "1-120-29-89353",
        "사업자 000-45-67890",
        "1.120-29-89353",
    ),
)
