"""The pieces of a streamed answer are framed as h11 frames them."""

import h11
import pytest

from predictor.server.streaming_http import StreamingConnection

PIECES = [b"a", b"", "가나다".encode() * 100, b"\r\n0\r\n\r\n", b"x" * 70_000]


def answered(kind: type[h11.Connection], headers: list[tuple[str, str]], pieces: list[bytes], version: bytes = b"1.1") -> bytes:
    connection = kind(h11.SERVER)
    connection.receive_data(b"GET / HTTP/" + version + b"\r\nhost: x\r\n\r\n")
    while not isinstance(connection.next_event(), h11.EndOfMessage):
        pass
    events = [h11.Response(status_code=200, headers=headers), *(h11.Data(data=piece) for piece in pieces), h11.EndOfMessage()]
    return b"".join(connection.send(event) or b"" for event in events)


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_a_streamed_answer_is_h11s_own_byte_by_byte(version: bytes) -> None:
    assert answered(StreamingConnection, [], PIECES, version) == answered(h11.Connection, [], PIECES, version)


def test_an_answer_of_declared_length_is_still_checked_by_h11() -> None:
    length = [("content-length", "3")]
    assert answered(StreamingConnection, length, [b"abc"]) == answered(h11.Connection, length, [b"abc"])
    with pytest.raises(h11.LocalProtocolError):
        answered(StreamingConnection, length, [b"abcd"])
