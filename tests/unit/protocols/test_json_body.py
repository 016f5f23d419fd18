"""One reading of a JSON body: each oddity has one answer, the same on every protocol."""

import json

import pytest

from tests.unit.conftest import Serve
from tests.unit.protocols.every import ENVELOPES, PATHS, korean

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "비어"),
        (b" \n", "비어"),
        (b"{", "1행 2열"),
        (b"[]", "객체여야"),
        (b"null", "객체여야"),
        (b'{"a": 1, "a": 2}', "두 번"),
        (b'{"a": [{"b": 1, "b": 1}]}', "두 번"),
        (b'{"a": NaN}', "쓸 수 없는 수"),
        (b'{"a": -Infinity}', "쓸 수 없는 수"),
        (b'{"a": 1e400}', "쓸 수 없는 수"),
        (b'{"a": 18446744073709551616}', "쓸 수 없는 수"),
        (b'{"a": -9223372036854775809}', "쓸 수 없는 수"),
        (b'{"a": ' + b"9" * 5000 + b"}", "쓸 수 없는 수"),
        (b'{"a": "\\ud800"}', "서로게이트"),
        (b'{"\\udc00": 1}', "서로게이트"),
        (b'{"a": "\xff"}', "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'{"a": ' + b"[" * 65 + b"]" * 65 + b"}", "64단계"),
        (b"[" * 100_000, "64단계"),
    ],
)
async def test_an_odd_body_is_the_same_400_on_every_protocol(path: str, raw: bytes, says: str, serve: Serve) -> None:
    answer = await serve().post(path, content=raw, headers=JSON)
    assert answer.status_code == 400
    assert says in korean(answer.json())


@pytest.mark.parametrize("path", PATHS)
async def test_a_byte_order_mark_is_skipped_on_every_protocol(path: str, serve: Serve) -> None:
    raw = json.dumps(ENVELOPES[path]).encode("utf-8-sig")
    assert (await serve().post(path, content=raw, headers=JSON)).status_code == 200


@pytest.mark.parametrize("path", PATHS)
async def test_whole_surrogate_pairs_and_large_whole_numbers_are_read(path: str, serve: Serve) -> None:
    raw = json.dumps(ENVELOPES[path] | {"unknown": 2**64 - 1}).encode().replace(b"\\uac00", b"\\ud83d\\ude00")
    answer = await serve().post(path, content=raw, headers=JSON)
    assert answer.status_code in (200, 400, 422)
    assert "수가" not in answer.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"content-type": "Application/JSON ; charset=UTF-8"}, 200),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"content-type": "application/json; charset=euc-kr"}, 415),
        ({"content-type": "application/json", "content-encoding": "gzip"}, 415),
    ],
)
async def test_a_content_type_is_read_alike_on_every_protocol(
    path: str, headers: dict[str, str], status: int, serve: Serve
) -> None:
    answer = await serve().post(path, content=json.dumps(ENVELOPES[path]).encode(), headers=headers)
    assert answer.status_code == status
    if status == 415:
        assert "UTF-8 JSON" in korean(answer.json())
