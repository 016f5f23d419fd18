"""Korean names behind labels: written apart, in Hanja, before the next field, with kin or digits, alone in a person's field."""

from collections.abc import Callable

import pytest

Masked = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("예금주 부태화 신한은행", "예금주 [이름_1] 신한은행"),
        ("보호자(모): 곽지은", "보호자(모): [이름_1]"),
        ("성명: 홍 길 동", "성명: [이름_1]"),
        ("입금자: 설주희2204", "입금자: [이름_1]2204"),
        ("사건본인 옥하나", "사건본인 [이름_1]"),
        ("성명: 나무\n연락처: 없음", "성명: [이름_1]\n연락처: 없음"),
        ("보호자(여진도, 딸) 통화", "보호자([이름_1], 딸) 통화"),
        ("성명 朴秀彬, 외국인", "성명 [이름_1], 외국인"),
        ("원 고 명수찬\n피 고 석두리", "원 고 [이름_1]\n피 고 [이름_2]"),
        ("이름이 채려진인데", "이름이 [이름_1]인데"),
        ("성    명 : 변 우 찬\n", "성    명 : [이름_1]\n"),
        ("<ownerName>나루터</ownerName>", "<ownerName>[이름_1]</ownerName>"),
        ("<name>방그루</name><pccc>P180427736915</pccc>", "<name>[이름_1]</name><pccc>[개인통관고유부호_1]</pccc>"),
        ("applicant=위하늘&agree=Y", "applicant=[이름_1]&agree=Y"),
        ("입금자명은 노을찬 으로 할게요", "입금자명은 [이름_1] 으로 할게요"),
    ],
)
def test_each_way_to_write_a_name_behind_a_label_is_read(masked: Masked, text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "| 성 명 | 보호자 | 비상연락처 |",
        "피고 大韓民國",
        "환자 黃疸, 복수",
        "기관명(납부자)",
    ],
)
def test_fields_and_words_that_look_like_such_a_name_stay(masked: Masked, text: str) -> None:
    assert masked(text) == text
