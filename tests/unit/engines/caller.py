"""A caller that sees each ASGI message, the end that never comes included (httpx's transport does not take that)."""

import asyncio
import json
from typing import Any

from starlette.types import ASGIApp, Message


class Caller:
    """One request to an ASGI app, message by message."""

    def __init__(self, app: ASGIApp, path: str, content: dict[str, Any]) -> None:
        self.sent: list[Message] = []
        self.receiving: asyncio.Queue[Message] = asyncio.Queue()
        self.receiving.put_nowait({"type": "http.request", "body": json.dumps(content).encode()})
        headers = [(b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
        self.task = asyncio.ensure_future(app(scope, self.receiving.get, self._send))

    async def _send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()
