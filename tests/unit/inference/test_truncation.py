import re

import pytest

from predictor.inference.truncation import cut

PLACEHOLDER = re.compile(r"\[[^\[\]]+_\d+\]")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("가나다", 3, "가나다"),
        ("가나다라", 3, "가나다"),
        ("가 [전화번호_1]", 11, "가 [전화번호_1]"),
        ("가 [전화번호_1]", 10, "가 [전화번호_1]"),
        ("가 [전화번호_1]", 9, "가"),
        ("[이메일_1][이메일_2] 끝", 9, "[이메일_1]"),
        ("[이메일_1] 가나다라마바사", 9, "[이메일_1] 가"),
    ],
)
def test_the_limit_never_splits_a_placeholder(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit, PLACEHOLDER) == expected


def test_without_placeholders_it_is_a_plain_cut() -> None:
    assert cut("가" * 5000, 2048) == "가" * 2048
