import re

import pytest

from predictor.inference.text import normalise_whitespace, truncate

PLACEHOLDER = re.compile(r"\[[^\[\]]+_\d+\]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("안녕  하세요", "안녕 하세요"),
        ("\n 안녕\t\r\n하세요 \u3000", "안녕 하세요"),
        ("가\u00a0\u2003나", "가 나"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_every_run_of_whitespace_becomes_one_space(text: str, expected: str) -> None:
    assert normalise_whitespace(text) == expected


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
    assert truncate(text, limit, PLACEHOLDER) == expected


def test_without_placeholders_it_is_a_plain_truncation() -> None:
    assert truncate("가" * 5000, 2048) == "가" * 2048
