import asyncio
from typing import Any

from predictor.engines.http.sse import EventWriter


class Sink:
    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def __call__(self, message: Any) -> None:
        self.messages.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.messages).decode()


async def test_an_idle_stream_gets_comments_and_a_busy_one_none() -> None:
    sink = Sink()
    writer = EventWriter(sink)
    async with writer.kept_alive(0.05):
        for _ in range(10):
            await writer.event(b"a")
            await asyncio.sleep(0.01)
        assert ": keep-alive" not in sink.text
        await asyncio.sleep(0.12)
    assert sink.text.count(": keep-alive\n\n") == 2


async def test_the_head_is_sent_once_with_the_first_event() -> None:
    sink = Sink()
    writer = EventWriter(sink)
    await writer.event("가".encode())
    await writer.event("나".encode(), name="error")
    assert [message["type"] for message in sink.messages] == ["http.response.start", "http.response.body", "http.response.body"]
    assert sink.text == "data: 가\n\nevent: error\ndata: 나\n\n"
