"""HTTP/1.1 as uvicorn and h11 read it, without what two readers could read in two ways (RFC 9112, 2.2, 5.2, 6.1, 6.3).

A head is refused with 400 and the connection closed where it is larger than LLM_HEADER_MAX_BYTES however it arrives, where its
request line is longer than a server has to take (RFC 9110, 4.1), where a line ends with a bare line feed or goes on in the next
line, where it has more than one Content-Length, or one beside Transfer-Encoding, where a header stands twice of which two readers
would take different ones, and where the version is neither 1.0 nor 1.1. The request line has a bound of its own, because uvicorn
decodes the path before any key is checked, and 32 kB of it take 7 ms.
"""

import json
import re
from typing import Any, Final

import h11
from h11._receivebuffer import ReceiveBuffer
from uvicorn.protocols.http.h11_impl import H11Protocol

from predictor.server.streaming_http import StreamingConnection

HEAD_END: Final = re.compile(rb"\n\r?\n")
BARE_LINE_FEED: Final = re.compile(rb"(?<!\r)\n")
FOLDED: Final = re.compile(rb"\r\n[ \t]")
LENGTH: Final = re.compile(rb"^content-length[ \t]*:", re.IGNORECASE | re.MULTILINE)
CODING: Final = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
LENGTHS: Final = re.compile(rb"^content-length[ \t]*:[^\r\n]*,", re.IGNORECASE | re.MULTILINE)
OLD: Final = re.compile(rb"[^\r\n]* HTTP/1\.0\r\n")
OTHER_VERSION: Final = re.compile(rb"[^ \r\n:]+ [^\r\n]*HTTP/(?!1\.[01]\r\n)[0-9.]+\r\n")
# Headers of which one caller sends one. A gateway may check the last of two, and the predictor would read the first.
SINGLE: Final = re.compile(
    rb"^(authorization|x-api-key|content-type|content-encoding|inference-header-content-length)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
TOO_LARGE: Final = ("요청 헤더가 너무 큽니다 (LLM_HEADER_MAX_BYTES)", "The request head is too large (LLM_HEADER_MAX_BYTES)")
REQUEST_LINE_BYTES: Final = 8192
REFUSED: Final = (
    (
        lambda head: head.find(b"\n") > REQUEST_LINE_BYTES,
        f"요청 줄(메서드와 경로)은 {REQUEST_LINE_BYTES}바이트까지입니다",
        f"A request line (method and path) may have {REQUEST_LINE_BYTES} bytes",
    ),
    (lambda head: BARE_LINE_FEED.search(head), "줄은 CRLF로 끝나야 합니다", "A line must end with CRLF"),
    (lambda head: FOLDED.search(head), "헤더를 다음 줄로 이을 수 없습니다", "A header must not go on in the next line"),
    (
        lambda head: len(LENGTH.findall(head)) > 1 or LENGTHS.search(head),
        "Content-Length가 두 번 있습니다",
        "There is more than one Content-Length",
    ),
    (
        lambda head: LENGTH.search(head) and CODING.search(head),
        "Content-Length와 Transfer-Encoding을 함께 보낼 수 없습니다",
        "Content-Length and Transfer-Encoding exclude each other",
    ),
    (lambda head: OTHER_VERSION.match(head), "HTTP/1.1로 보내 주세요", "Send HTTP/1.1"),
    (
        lambda head: CODING.search(head) and OLD.match(head),
        "HTTP/1.0에는 Transfer-Encoding이 없습니다",
        "HTTP/1.0 has no Transfer-Encoding",
    ),
    (
        lambda head: _stands_twice(SINGLE.findall(head)),
        "한 번만 보내야 하는 헤더(Authorization, X-API-Key, Content-Type …)가 두 번 있습니다",
        "A header that may stand once (Authorization, X-API-Key, Content-Type …) stands twice",
    ),
)
NO_HTTP: Final = ("HTTP/1.1 요청으로 읽을 수 없습니다", "This cannot be read as an HTTP/1.1 request")


def _stands_twice(names: list[bytes]) -> bool:
    return len({name.lower() for name in names}) < len(names)


class RefusedHead(h11.RemoteProtocolError):
    """A head that is refused, with a Korean and an English reason."""

    def __init__(self, korean: str, english: str) -> None:
        super().__init__(english)
        self.reasons = (korean, english)


class StrictBuffer(ReceiveBuffer):
    """h11's buffer of received bytes, which checks each head, and each trailer, before h11 cuts it into lines."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def maybe_extract_lines(self) -> list[bytearray] | None:
        """h11's lines of the next head; raises RefusedHead."""
        data = self._data
        if data.startswith((b"\r", b"\n")):  # no head: the end of a chunked body, or an empty line, which h11 refuses
            ended: list[bytearray] | None = super().maybe_extract_lines()
            return ended
        end = HEAD_END.search(data, max(0, self._multiple_lines_search - 2))
        if (end.end() if end else len(data)) > self.limit:
            raise RefusedHead(*TOO_LARGE)
        if end is not None:
            head = bytes(data[: end.end()])
            for is_wrong, korean, english in REFUSED:
                if is_wrong(head):
                    raise RefusedHead(korean, english)
        lines: list[bytearray] | None = super().maybe_extract_lines()
        return lines


class StrictConnection(StreamingConnection):
    """An h11 connection of the server's side that remembers why it refused a head."""

    def __init__(self, limit: int) -> None:
        super().__init__(h11.SERVER, limit)
        self._receive_buffer = StrictBuffer(limit)
        self.reasons = NO_HTTP

    def next_event(self) -> Any:
        """h11's next event; raises RemoteProtocolError."""
        try:
            return super().next_event()
        except RefusedHead as refused:
            self.reasons = refused.reasons
            raise


class StrictHTTPProtocol(H11Protocol):
    """uvicorn's protocol over a StrictConnection; an unreadable request is answered in the contract's form."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.conn: StrictConnection = StrictConnection(self.config.h11_max_incomplete_event_size or 65_536)

    def send_400_response(self, msg: str) -> None:
        """Answer a request that cannot be read, and close the connection, because the next one's begin is not known."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            korean, english = self.conn.reasons
            body = json.dumps({"detail": korean, "message": english}, ensure_ascii=False).encode()
            headers = [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
            ]
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
