import pytest

from predictor.inference.whitespace import normalise


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
    assert normalise(text) == expected
