"""What real clients put on the wire: h2c offers, charsets, half requests, vanished connections."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.conftest import Start
from tests.service import Service
from tests.waiting import wait_until


@contextmanager
def connection(service: Service) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as sock:
        yield sock


def read_answer(sock: socket.socket) -> tuple[str, bytes]:
    """Head and body of one answer with a content length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(next(line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")))
    while len(body) < length:
        body += sock.recv(65536)
    return head.decode(), body


def request(path: str, body: bytes, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: predictor", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


BODY = json.dumps({"query": "안녕하세요", "max_length": 20}).encode()
# The JDK's HttpClient offers HTTP/2 with every cleartext request, unless it is built for HTTP/1.1.
JDK = (
    "Connection: Upgrade, HTTP2-Settings",
    "Upgrade: h2c",
    "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA",
    "Content-Type: application/json; charset=utf-8",
)


def test_a_post_that_offers_h2c_gets_its_full_answer(vllm_server: Service) -> None:
    with connection(vllm_server) as sock:
        for _ in range(3):
            sock.sendall(request("/infer", BODY, *JDK))
            head, body = read_answer(sock)
            assert " 200 " in head.splitlines()[0]
            assert json.loads(body)["generated_text"]


def test_a_post_that_offers_h2c_with_head_and_body_in_two_packets_too(vllm_server: Service) -> None:
    raw = request("/infer", BODY, *JDK)
    cut = raw.index(b"\r\n\r\n") + 4
    with connection(vllm_server) as sock:
        sock.sendall(raw[:cut])
        time.sleep(0.1)
        sock.sendall(raw[cut:])
        head, body = read_answer(sock)
    assert " 200 " in head.splitlines()[0]
    assert json.loads(body)["generated_text"]


def test_a_charset_in_the_content_type_is_no_obstacle_on_any_protocol(vllm_server: Service) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert vllm_server.post("/infer", content=BODY, headers=headers).status_code == 200
    v1 = json.dumps({"instances": [{"query": "안녕하세요"}]}).encode()
    assert vllm_server.post("/v1/models/llm:predict", content=v1, headers=headers).json()["predictions"]


def test_a_websocket_offer_is_answered_like_a_plain_request(vllm_server: Service) -> None:
    with connection(vllm_server) as sock:
        sock.sendall(request("/infer", BODY, "Connection: Upgrade", "Upgrade: websocket", "Content-Type: application/json"))
        head, _ = read_answer(sock)
    assert " 200 " in head.splitlines()[0]


def test_a_head_that_is_too_large_is_refused(vllm_server: Service) -> None:
    with connection(vllm_server) as sock:
        sock.sendall(b"POST /infer HTTP/1.1\r\nHost: predictor\r\nX-Long: " + b"a" * 100_000)
        assert b" 400 " in sock.recv(65536).splitlines()[0]


@pytest.mark.parametrize("sent", [b"", b"POST /infer HTTP/1.1\r\nHost: pred"], ids=["nothing", "half a head"])
def test_who_never_sends_a_whole_head_is_hung_up_on(sent: bytes, start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_KEEP_ALIVE_SEC="1").wait_ready()
    with connection(service) as sock:
        sock.sendall(sent)
        begun = time.monotonic()
        assert sock.recv(1) == b""
        assert time.monotonic() - begun > 1


def test_who_goes_on_asking_keeps_the_connection(start: Start) -> None:
    service = start(LLM_FALLBACK_MOCK="1", LLM_KEEP_ALIVE_SEC="1", LLM_MOCK_DELAY_SEC="0.02").wait_ready()
    with connection(service) as sock:
        end = time.monotonic() + 4
        while time.monotonic() < end:
            sock.sendall(request("/infer", BODY))
            assert " 200 " in read_answer(sock)[0]
            time.sleep(0.5)


def test_a_client_that_vanishes_in_mid_stream_is_aborted_in_the_engine(vllm_server: Service) -> None:
    endless = json.dumps({"query": "이용 방법 알려주세요", "max_length": 3000, "num_return_sequences": 8}).encode()
    with connection(vllm_server) as sock:
        sock.sendall(request("/infer/stream", endless, "Content-Type: application/json"))
        assert sock.recv(1000)
    wait_until(lambda: vllm_server.metric("llm_engine_unfinished_requests") == 0, 2)
    assert vllm_server.metric("llm_inferences_in_flight") == 0


def test_a_keep_alive_connection_serves_request_after_request(vllm_server: Service) -> None:
    with httpx.Client(base_url=vllm_server.url) as client:
        for _ in range(5):
            assert client.post("/infer", content=BODY).status_code == 200
