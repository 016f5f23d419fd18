"""HTTP/1.1 by uvicorn and h11, which writes the pieces of a streamed answer without h11's state machine."""

from typing import Any

import h11
from h11._writers import ChunkedWriter
from uvicorn.protocols.http.h11_impl import H11Protocol


class StreamingConnection(h11.Connection):
    """An h11 connection that frames the pieces of a chunked body itself (RFC 9112, 7.1): they change no state of h11."""

    def send(self, event: h11.Event) -> bytes | None:  # type: ignore[override]
        """The bytes of `event`."""
        if type(event) is h11.Data and self.our_state is h11.SEND_BODY and type(self._writer) is ChunkedWriter:
            data = event.data
            return b"%x\r\n%b\r\n" % (len(data), data) if data else b""
        return super().send(event)


class StreamingProtocol(H11Protocol):
    """uvicorn's protocol over such a connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = StreamingConnection(h11.SERVER, self.conn._max_incomplete_event_size)
