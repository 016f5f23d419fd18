"""One HTTP exchange by hand, because a client library would not send what is odd."""

import socket
from dataclasses import dataclass

from tests.fuzz.grammar import Request

TIMEOUT_SEC = 8.0


@dataclass
class Answer:
    """Status 0 where the connection closed without one; `hung` where nothing came in TIMEOUT_SEC."""

    status: int
    headers: dict[str, str]
    body: bytes
    hung: bool = False


def exchange(port: int, request: Request) -> Answer:
    """Send `request`, and read its one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SEC) as sock:
        data = b""
        try:
            sock.sendall(encode(request))
            while part := sock.recv(65536):
                data += part
        except TimeoutError:
            return Answer(0, {}, data, hung=True)
        except ConnectionError:
            pass
    return _parse(data)


def encode(request: Request) -> bytes:
    """The bytes of a request; the connection is to be closed after its answer."""
    target = f"http://llm.example.com{request.path}" if request.wire == "absolute" else request.path
    lines = [f"{request.method} {target} HTTP/1.1", "Host: llm.example.com", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    body, length = request.body, f"Content-Length: {len(request.body)}"
    match request.wire:
        case "both-lengths":
            lines += [length, "Transfer-Encoding: chunked"]
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        case "two-lengths":
            lines += [length, length]
        case "folded":
            lines += [length, "X-Folded: a\r\n b"]
        case "large-head":
            lines += [length, "X-Large: " + "a" * 40_000]
        case _:
            lines.append(length)
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return (head.replace(b"\r\n", b"\n", 1) if request.wire == "bare-lf" else head) + body


def _parse(data: bytes) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) < 2 or not words[1].isdecimal():
        return Answer(0, {}, data)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(words[1]), headers, body)
