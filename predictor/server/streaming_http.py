"""HTTP/1.1 by h11, which writes the pieces of a streamed answer without its state machine."""

import h11
from h11._writers import ChunkedWriter


class StreamingConnection(h11.Connection):
    """An h11 connection that frames the pieces of a chunked body itself (RFC 9112, 7.1): they change no state of h11."""

    def send(self, event: h11.Event) -> bytes | None:  # type: ignore[override]
        """The bytes of `event`."""
        if type(event) is h11.Data and self.our_state is h11.SEND_BODY and type(self._writer) is ChunkedWriter:
            data = event.data
            return b"%x\r\n%b\r\n" % (len(data), data) if data else b""
        return super().send(event)
