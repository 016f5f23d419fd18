"""An OpenAI-compatible server and a trace collector that keep all that a predictor sends to its engine and its collector."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *arguments: object) -> None:
        """A predictor that stops breaks its connections."""


class Recorder:
    """What arrived: request heads and bodies for the engine, and spans."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.spans: list[bytes] = []
        self.url = ""

    @contextmanager
    def serve(self) -> Iterator["Recorder"]:
        """Listen until the block ends."""
        with _Server(("127.0.0.1", 0), _handler(self)) as server:
            self.url = f"http://127.0.0.1:{server.server_port}"
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield self
            server.shutdown()


def _handler(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send({"data": [{"id": "llm", "max_model_len": 4096}]})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.path.endswith("/v1/traces"):
                recorder.spans.append(body)
                self._send({})
                return
            recorder.received.append(str(self.headers).encode() + body)
            self._answer(json.loads(body))

        def _answer(self, fields: dict[str, Any]) -> None:
            asked = fields.get("n")
            count = asked if isinstance(asked, int) else 1
            chat = "messages" in fields
            if str(fields.get("stream")).lower() in ("true", "1", "1.0", "t", "y", "yes", "on"):
                self._stream(count, chat)
                return
            answer = {"message": {"role": "assistant", "content": "네 [전화번호_1]"}} if chat else {"text": "네 [전화번호_1]"}
            choices = [{"index": index, **answer, "finish_reason": "stop"} for index in range(count)]
            self._send({"id": "1", "object": "x", "choices": choices, "usage": USAGE, "data": [], "output": [], "results": []})

        def _stream(self, count: int, chat: bool) -> None:
            chunks: list[dict[str, Any]] = []
            for index in range(count):
                piece = {"delta": {"content": "네 "}} if chat else {"text": "네 "}
                chunks.append({"choices": [{"index": index, **piece, "finish_reason": "stop"}]})
            chunks.append({"choices": [], "usage": USAGE})
            lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]
            self._write("".join(lines).encode(), "text/event-stream")

        def _send(self, fields: dict[str, Any]) -> None:
            self._write(json.dumps(fields).encode(), "application/json")

        def _write(self, data: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
