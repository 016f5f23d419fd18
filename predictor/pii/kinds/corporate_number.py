"""법인등록번호: registry office, kind of firm, serial number, check digit."""

import re
from typing import Final

from predictor.pii.kind import Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import checksums
from predictor.pii.scan.context import OTHER
from predictor.pii.scan.forms import END
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, labelled

_GROUPED: Final = re.compile(r"[0-9]{6}-[0-9]{7}")


def _checked(sighting: Sighting) -> bool:
    office = int(sighting.digits[:2])
    return _GROUPED.fullmatch(sighting.raw) is not None and 11 <= office <= 28 and checksums.corporate(sighting.digits)


TABLE: Final = Table(
    _rules.TAIL,
    _rules.named("corporate_number", 0.97, "법인등록번호 …"),
    reject("named otherwise", labelled(OTHER, "bank_account", "rrn", "frn"), "일련번호 110111-…"),
    _rules.OF_A_THING,
    accept("grouping and check digit", _checked, 0.85, "a registry office, six and seven digits, the check digit"),
)

KIND: Final = Kind(
    name="corporate_number",
    label="법인등록번호",
    needs="a label, or grouping and check digit",
    source="법인의 등기사항에 관한 특례규칙; weights 1 and 2 in turn",
    order=40,
    remembered="code",
    numbers=(NumberForm(rf"[0-9]{{6}}[-.\s]{{0,3}}[0-9]{{7}}{END}", TABLE),),
    # A parcel has a 등기번호 too. The gate asks for six and seven digits, because no parcel's number has them.
    gates=(behind_label("corporate_number", ("등기 번호", "법인 등기 번호"), r"(?:1[1-9]|2[0-8])[0-9]{4}-[0-9]{7}"),),
    words=(
        "법인 번호",
        "법인 등록 번호",
        "법인등록",
        "법인번",
        "corporate number",
        "corp reg no",
        "corp no",
        "^crno",
        "corporate registration number",
        "corporate no",
        "^jurirno",
        "^jurir no",
    ),
    examples=(
        '"jurirno":"{{corporate_number:1101119345678}}"',
        '"JURIR_NO":"{{corporate_number:1101119345678}}"',
        '{"slot":"{{corporate_number:110111-6811891}}"}',
        "법인등록번호 {{corporate_number:110111-0012345}}",
        "{{corporate_number:110111-6811891}} 회사",
        "법인 등기번호는 {{corporate_number:150111-0372918}}로 나왔어요",
        "등기번호: {{corporate_number:150111-0372918}}",
        "{{corporate_number:200111-1475445}} 회사",
        "계좌 말고 법인번호 {{corporate_number:1101110012345}}",
    ),
    lookalikes=(
        "수험번호 110111-6811891",
        "등기번호 15011-1037-2918 배송",
        "등기번호 990111-0372918",
        "계좌 110111-6811891",
        '{"lot":"110111-6811891"}',
        "일련번호 110111-0012345",
        "일련번호 110111-6811891",
        "1-110111-0012345",
        "110111-6811892",
        "110111 6811891",
        "1.110111-6811891",
    ),
)
