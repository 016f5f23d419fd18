"""Names in what programs export."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026. 11. 3. 20:14, 탁하준 : 네", "2026. 11. 3. 20:14, [이름_1] : 네"),
        ("[2026/11/03, 20:14:33] 탁하준: 네", "[2026/11/03, 20:14:33] [이름_1]: 네"),
        ("20:14\t탁하준\t네", "20:14\t[이름_1]\t네"),
        ("20:14:33 From 탁하준 to Everyone: 네", "20:14:33 From [이름_1] to Everyone: 네"),
        ("탁하준 [10:31 AM]\n배포합니다", "[이름_1] [10:31 AM]\n배포합니다"),
        ("탁하준  오전 10:31\n배포합니다", "[이름_1]  오전 10:31\n배포합니다"),
        ("8be01f4c (탁하준 2026-11-03 10:31:22 +0900 12)", "8be01f4c ([이름_1] 2026-11-03 10:31:22 +0900 12)"),
        ("ATTENDEE;CN=탁하준;ROLE=CHAIR", "ATTENDEE;CN=[이름_1];ROLE=CHAIR"),
        ("cc @탁하준 확인 부탁", "cc @[이름_1] 확인 부탁"),
        ('[{"family":"국","given":["민솔"]}]', '[{"family":"[이름_1]","given":["[이름_2]"]}]'),
        ("lastName=국&firstName=민솔", "lastName=[이름_1]&firstName=[이름_2]"),
    ],
)
def test_an_export_shows_a_name(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10:31:22 경고문: 디스크",
        "조회시간 09:00\n접수시작 10:00\n",
        "이용자 10:31\n",
        "@전체방 공지",
        "(기준일 2026-11-03 10:31:22 기준)",
        "CN=관리자;",
        "From 이용자 to Everyone: 네",
        "surname: 필수, first_name: 필수",
        "surname=국&first_name=",
        "20:14\t이용자\t네",
        "[오후 3:12] 민지맘 : 네",
    ],
)
def test_an_export_of_something_else_stays(masked: Masked, text: str) -> None:
    assert masked(text) == text


def test_a_surname_of_one_syllable_is_not_looked_for_elsewhere(masked: Masked) -> None:
    assert masked('{"family":"국","given":["민솔"]} 국 한 그릇').endswith("국 한 그릇")
