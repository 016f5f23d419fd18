"""JSON text that is masked piece by piece."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor.pii import Masker
from predictor.protocols.openai.json_text_stream import BufferedStream, JsonTextStream, quoted

MASKER = Masker()
PHONE = "010-1234-5678"
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from([PHONE, f"전화 {PHONE} 주세요", "1012345678"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def masked(pieces: list[str]) -> str:
    masking = MASKER.begin()
    literal = JsonTextStream(lambda _: masking.output_stream(), lambda text, _: masking.mask_output(text))
    return "".join(map(literal.feed, pieces)) + literal.flush()


def cut(text: str, places: list[int]) -> list[str]:
    edges = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


@given(values, st.booleans(), st.lists(st.integers(0, 10_000), max_size=6))
def test_json_stays_json_however_it_is_cut(value: Any, escaped: bool, places: list[int]) -> None:
    text = json.dumps({"값": value}, ensure_ascii=escaped)
    whole = masked([text])
    json.loads(whole)
    assert PHONE not in whole
    assert json.loads(masked(cut(text, places))) == json.loads(whole)


@given(values, st.booleans(), st.lists(st.integers(0, 10_000), max_size=6))
def test_what_holds_nothing_comes_out_byte_for_byte(value: Any, escaped: bool, places: list[int]) -> None:
    text = json.dumps([value], ensure_ascii=escaped, indent=1)
    literal = JsonTextStream(lambda _: Echo(), lambda run, _: run)
    assert "".join(map(literal.feed, cut(text, places))) + literal.flush() == text


@given(st.text(max_size=80), st.lists(st.integers(0, 10_000), max_size=6))
def test_any_text_at_all_survives(text: str, places: list[int]) -> None:
    literal = JsonTextStream(lambda _: Echo(), lambda run, _: run)
    assert "".join(map(literal.feed, cut(text, places))) + literal.flush() == text


class Echo:
    """A side that changes nothing."""

    def feed(self, delta: str) -> str:
        return delta

    def flush(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f'{{"phone": "{PHONE}"}}', {"phone": "[전화번호_1]"}),
        ('{"memo": "\\uc804\\ud654 010\\u002d1234-5678"}', {"memo": "전화 [전화번호_1]"}),
        ('{"memo": "a \\"quote\\" and a \\\\ stay"}', {"memo": 'a "quote" and a \\ stay'}),
        ("not JSON: 010-1234-5678", "not JSON: [전화번호_1]"),
    ],
)
def test_strings_are_read_and_written_as_json_does(written: str, read: Any) -> None:
    result = masked(list(written))
    assert (json.loads(result) if written.startswith("{") else result) == read


def test_a_masked_number_becomes_a_string() -> None:
    literal = JsonTextStream(lambda _: Echo(), lambda run, _: "[전화번호_1]" if run == "1012345678" else run)
    assert json.loads(literal.feed('{"a": 1012345678, "b": [12, 1012345678]}')) == {"a": "[전화번호_1]", "b": [12, "[전화번호_1]"]}


def test_the_name_of_a_field_speaks_of_its_value_and_of_no_other() -> None:
    seen: list[tuple[str, str]] = []

    def string(name: str) -> BufferedStream:
        return BufferedStream(lambda value: seen.append((name, value)) or value)  # type: ignore[func-returns-value]

    literal = JsonTextStream(string, lambda run, name: seen.append((name, run)) or run)  # type: ignore[func-returns-value]
    literal.feed('{"이름": "가", "목록": ["나", 1], "안": {"다": "라"}, "끝": 2}')
    assert seen == [
        ("", "이름"),
        ("이름", "가"),
        ("", "목록"),
        ("목록", "나"),
        ("목록", "1"),
        ("", "안"),
        ("", "다"),
        ("다", "라"),
        ("", "끝"),
        ("끝", "2"),
    ]


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    assert quoted("\ud800").encode() == b'"\\ud800"'
