import json
from collections.abc import AsyncIterator
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor.engines.types import Delta
from predictor.engines.upstream import completion
from predictor.engines.upstream.client import UpstreamResponse
from predictor.errors import Unavailable
from tests.unit.engines.conftest import Connect
from tests.unit.engines.upstream.standin import StandIn
from tests.unit.engines.upstream.test_client import generate

STREAM = (
    ': hello\r\n\r\nevent: x\ndata: {"a": "가나"}\n\ndata:first\ndata: second\r\n\r\nid: 3\n\ndata: [DONE]\n\ndata: unfinished'
).encode()


async def pieces(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
async def test_events_are_the_same_however_the_stream_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    parts = [STREAM[start:end] for start, end in pairwise(edges)]
    assert [data async for data in completion._events(pieces(parts))] == ['{"a": "가나"}'.encode(), b"first\nsecond", b"[DONE]"]


def answer(status: int, body: bytes, **headers: str) -> UpstreamResponse:
    made = UpstreamResponse(None, httpx.Response(status, headers=headers, stream=httpx.ByteStream(b"")))  # type: ignore[arg-type]
    made.body = body
    return made


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (400, {"error": {"message": "too long"}}, (400, "모델이 받을 수 없는 요청입니다: too long", None)),
        (400, {"detail": "spec"}, (400, "모델이 받을 수 없는 요청입니다: spec", None)),
        (400, {"error": "kserve"}, (400, "모델이 받을 수 없는 요청입니다: kserve", None)),
        (429, {"detail": "full"}, (429, "동시 추론 요청 한도 초과", 3)),
        (500, {"error": {"message": "boom"}}, (503, "업스트림 오류: boom", None)),
        (503, {"error": {"message": "later"}}, (503, "업스트림이 응답하지 못했습니다 (503): later", 3)),
        (502, "<html>", (503, "업스트림이 응답하지 못했습니다 (502): ", 3)),
    ],
)
def test_each_servers_envelope_is_read(status: int, body: object, says: tuple[int, str, int | None]) -> None:
    raw = json.dumps(body).encode() if isinstance(body, dict) else b"<html>"
    error = completion.refusal(answer(status, raw, **{"retry-after": "3"}))
    assert (error.status, error.detail, error.retry_after) == says


async def test_the_finish_reason_waits_for_the_usage_since_the_last_delta_has_the_counts(
    upstreams: list[StandIn], connect: Connect
) -> None:
    engine = await connect(upstreams[0])
    deltas = await generate(engine, "a b")
    assert deltas == [Delta(0, "first:"), Delta(0, " a"), Delta(0, " b"), Delta(0, "", 5, 3, "stop")]


@pytest.mark.parametrize(
    ("fault", "stream", "says"),
    [
        ("error", True, "reported to fail"),
        ("garbage", True, "읽을 수 없습니다"),
        ("early", True, "도중에 끝났습니다"),
        ("early", False, "1개 중 0개만"),
    ],
)
async def test_an_answer_that_is_not_whole_is_an_error(
    fault: str, stream: bool, says: str, upstreams: list[StandIn], connect: Connect
) -> None:
    upstreams[0].fault = fault
    engine = await connect(upstreams[0])
    with pytest.raises(Unavailable, match=says):
        await generate(engine, stream=stream)
    assert engine.unfinished == 0
