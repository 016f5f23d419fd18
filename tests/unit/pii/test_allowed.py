"""An allowed value passes in every spelling, and no other value does."""

import pytest

from predictor.pii import Masker, Policy

SAME = (
    ("+82 2 345 6789", "02-345-6789"),
    ("02-345-6789", "+82 2 345 6789"),
    ("대표전화 02-345-6789", "전화 (02) 345-6789"),
    ("02-345-6789", "공이 삼사오 육칠팔구"),
    ("국민은행 482901-04-118273", "국민은행 48290104118273"),
    ("haru.day_92", "인스타 @haru.day_92"),
    ("@haru.day_92", "인스타그램 아이디 haru.day_92"),
    ("서울특별시 마포구 월드컵로 212", "서울 마포구 월드컵로 212에"),
    ("마포구 월드컵로 212", "주소: 서울시 마포구 월드컵로 212"),
    ("월드컵로 212", "서울 마포구 월드컵로 212"),
    ("충청북도 청주시 상당로 82", "충북 청주시 상당로 82"),
    ("11-19-382910-42", "운전면허 서울 19-382910-42"),
    ("P123456789012", "개인통관고유부호: 123456789012"),
    ("help(at)example.com", "메일 HELP@example.com"),
    ("김민수 님", "김민수 님께"),
)
OTHERS = (
    ("02-345-6789", "02-345-6780"),
    ("서울 중구 세종대로 110", "부산 중구 세종대로 110"),
    ("월드컵로 212", "서울 마포구 월드컵로 213"),
    ("서울 마포구 월드컵로 212", "서울 마포구 월드컵로 212, 3동 405호"),
    ("국민은행", "국민은행 482901-04-118273"),
    ("-", "전화 02-345-6789"),
)


@pytest.mark.parametrize(("entry", "text"), SAME)
def test_an_allowed_value_passes_in_another_spelling(entry: str, text: str) -> None:
    assert Masker().begin().mask(text) != text
    assert Masker(Policy(allow=[entry])).begin().mask(text) == text


@pytest.mark.parametrize(("entry", "text"), OTHERS)
def test_another_value_is_masked_all_the_same(entry: str, text: str) -> None:
    assert Masker(Policy(allow=[entry])).begin().mask(text) == Masker().begin().mask(text) != text


@pytest.mark.parametrize("allow", ["02-345-6789", [2345], ["02-345-6789", None]])
def test_what_is_no_list_of_texts_is_refused(allow: object) -> None:
    with pytest.raises(ValueError, match=r"^allow: must be a list of texts"):
        Policy(allow=allow)  # type: ignore[arg-type]
