"""운전면허번호: region, year, serial number, check digits; the older form begins with the region's name."""

import re
from typing import Final

from predictor.pii.kind import Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan.context import OTHER
from predictor.pii.scan.forms import END, REGION_BEFORE
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import Sighting, labelled, labelled_behind

# Five or six capitals and digits, of which one of the first five is a digit
_SERIAL: Final = "|".join(rf"[A-Z]{{{letters}}}[0-9][A-Z0-9]{{{4 - letters},{5 - letters}}}" for letters in range(5))
_GROUPED: Final = re.compile(r"[0-9]{2}([-. ])[0-9]{2}\1[0-9]{6}\1[0-9]{2}")


# 경기 is 13 in the south and 28 in the north, so that its name stays.
_CODES: Final = {
    "서울": "11", "부산": "12", "강원": "14", "충북": "15", "충남": "16", "전북": "17", "전남": "18", "경북": "19", "경남": "20",
    "제주": "21", "대구": "22", "인천": "23", "광주": "24", "대전": "25", "울산": "26",
}  # fmt: skip


def _with_code(key: str) -> str:
    """The digits of a licence, with its region's code instead of the region's name."""
    return _CODES.get(key[:2], key[:2]) + key[2:]


def _regional(sighting: Sighting) -> bool:
    return len(sighting.digits) == 10 and REGION_BEFORE.search(sighting.before(4)) is not None


TABLE: Final = Table(
    _rules.TAIL,
    accept("region and grouping", _regional, 0.9, "서울 95-123456-78"),
    _rules.named("driver_license", 0.97, "면허번호 …"),
    accept("label behind", labelled_behind("driver_license"), 0.97, "… 면허"),
    reject("named otherwise", labelled(OTHER, "bank_account"), "계좌 …"),
    reject("a bank behind", labelled_behind("bank_account"), "… 신한은행"),
    accept("region code and grouping", lambda s: _GROUPED.fullmatch(s.raw) is not None, 0.85, "11 to 26 or 28, then 2-6-2"),
)

KIND: Final = Kind(
    name="driver_license",
    label="운전면허번호",
    needs="2-2-6-2 with a region's code or name, or a label",
    source="도로교통법 시행규칙 별지 제55호서식",
    covers="개인정보 보호법 시행령 제19조 제3호",
    order=80,
    remembered="code",
    numbers=(
        NumberForm(
            rf"(?:1[1-9]|2[0-6]|28)[-.\s]{{0,3}}[0-9]{{2}}[-.\s]{{0,3}}[0-9]{{6}}[-.\s]{{0,3}}[0-9]{{2}}{END}|"
            rf"[0-9]{{2}}[- ][0-9]{{6}}[- ][0-9]{{2}}{END}",
            TABLE,
            key=_with_code,
        ),
    ),
    # A labelled number that is grouped otherwise is one that was mistyped.
    gates=(
        behind_label(
            "driver_license",
            ("운전 면허증", "운전 면허", "면허증", "면허 번호"),
            r"[0-9]{2}(?:-[0-9]{2,6}){3,5}|[0-9]{2}[- ][0-9]{2}[- ][0-9]{3} [0-9]{3}[- ][0-9]{2}",
        ),
        # The serial that a licence has printed in its corner.
        behind_label("driver_license", ("암호 일련 번호", "면허 일련 번호", "면허증 일련 번호"), _SERIAL),
    ),
    words=("운전 면허", "면허", "license", "licence"),
    behind_at_once=r"(?:운전\s?)?면허",
    examples=(
        "자동차운전면허증\n{{driver_license:13-98-O27451-6l}}\n",
        "{{driver_license:11-12-123456-78}}이에요",
        "면허번호 {{driver_license:21-14-5O3 178-2l}}",
        "운전면허 확인, 암호일련번호: {{driver_license:8KD2QX}}",
        "면허 {{driver_license:서울 95-123456-78}}",
        "{{driver_license:부산 04-118822-31}} 갱신",
        "{{driver_license:111212345678}} 면허",
        "면허번호 {{driver_license:111212345678}}",
        "{{driver_license:95-123456-78}} 운전면허",
        "{{bank_account:11-12-123456-78}} 신한은행",
        "운전면허번호: {{driver_license:11-23-45-12-345678}}",
        "운전면허증({{driver_license:12-34-56-78-90123}}) 확인",
    ),
    lookalikes=(
        "99-12-123456-78",
        "암호일련번호를 입력하세요",
        "암호 일련번호는 HELLO 입니다",
        "면허번호 21-14 503 178",
        "95-123456-78",
        "111212345678",
        "주문 11-12-123456-78",
        "1-11-12-123456-78",
        "1.11-12-123456-78",
        "면허 갱신 11-23-45-12-345678",
    ),
)
