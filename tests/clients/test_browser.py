"""A browser's fetch and EventSource on a page of another origin, in headless Chromium."""

import os
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.clients.harness import ENGINE, KEY, Harness
from tests.page.browser import Browser, missing
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.skipif("CLIENTS_RUN" not in os.environ, reason="real clients take minutes; make test-clients runs them"),
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.timeout(600),
]
QUERY = ("배송은 내일 오전에 도착합니다 😀 " * 8).strip()  # so long that the masker lets go of pieces before the end
FETCH, EVENT_SOURCE = "fetch (Chromium)", "EventSource (Chromium)"
READ = """
    window.outcome = (async (url, key, body, seconds) => {
        const {events} = await import("/stream.js");
        const pieces = [];
        try {
            for await (const event of events(url, key, body, AbortSignal.timeout(seconds * 1000))) {
                pieces.push(event.text ?? event.choices[0]?.delta.content ?? "");
            }
            return {pieces, error: null};
        } catch (error) {
            return {pieces, error: String(error)};
        }
    })(...arguments);
"""
LISTEN = """
    return new Promise((resolve) => {
        const source = new EventSource(arguments[0]);
        source.onmessage = () => resolve("a message");
        source.onerror = (event) => resolve([source.readyState === EventSource.CLOSED, event.message ?? null]);
    });
"""
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "STREAM": ("/infer/stream", {"max_length": 100}),
    "OPENAI": ("/openai/v1/chat/completions", {"model": "llm", "max_tokens": 100, "stream": True}),
}
EVERY = pytest.mark.parametrize("protocol", list(BODIES))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, site: str) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("browser"))
    made.open(site)
    yield made
    made.close()


def begin(browser: Browser, protocol: str, url: str, key: str = KEY, seconds: float = 60, query: str = QUERY) -> None:
    """Let the page read a stream; `end` has its outcome."""
    path, fields = BODIES[protocol]
    asked = {"messages": [{"role": "user", "content": query}]} if protocol == "OPENAI" else {"query": query}
    browser.run(READ, url + path, key, fields | asked, seconds)


def end(browser: Browser) -> tuple[list[str], str]:
    """The pieces that the page has read, and its error, empty where there is none."""
    outcome = browser.run("return window.outcome")
    return [piece for piece in outcome["pieces"] if piece], outcome["error"] or ""


@EVERY
def test_fetch_reads_a_stream_of_another_origin_in_pieces(protocol: str, browser: Browser, harness: Harness) -> None:
    begin(browser, protocol, harness.service("open").url)
    pieces, error = end(browser)
    assert error == ""
    assert len(pieces) > 1
    text = "".join(pieces)
    assert ENGINE == "vllm" or text == f"[mock] {QUERY}"
    assert any("가" <= letter <= "힣" for letter in text)
    harness.note(FETCH, protocol, "ok", "Korean, in pieces, from another origin")


@EVERY
def test_fetch_reads_why_it_is_refused(protocol: str, browser: Browser, harness: Harness) -> None:
    begin(browser, protocol, harness.service("open").url, key="guessed")
    pieces, error = end(browser)
    assert pieces == []
    assert "401" in error
    assert "Bearer" in error
    harness.note(FETCH, protocol, "error's shape", "401 with reason")


@EVERY
def test_fetch_is_ended_by_its_signal_and_ends_the_inference(protocol: str, browser: Browser, harness: Harness) -> None:
    service = harness.service("slow")
    begin(browser, protocol, service.url, seconds=2)
    assert "TimeoutError" in end(browser)[1]
    wait_until(lambda: service.metric("llm_inferences_in_flight") == 0, 10)
    harness.note(FETCH, protocol, "time-out", "exception; inference ends")


@EVERY
def test_fetch_fails_where_the_server_is_killed_amid_the_answer(protocol: str, browser: Browser, harness: Harness) -> None:
    service = harness.service("mortal")
    begin(browser, protocol, service.url, query="a " * 90)
    wait_until(lambda: service.metric("llm_inferences_in_flight") == 1, 60)
    harness.begin_answers("mortal")
    harness.kill("mortal")
    # Chromium has the second text where the masker still held the first words, so that not even the answer's head was out.
    assert re.search("network error|Failed to fetch", end(browser)[1])
    harness.note(FETCH, protocol, "killed server", "exception")


def test_an_event_source_is_closed_and_the_answer_names_fetch(browser: Browser, harness: Harness) -> None:
    url = harness.service("open").url + "/infer/stream"
    browser.complaints()
    assert browser.run(LISTEN, url) == [True, None], "it is closed, asks no second time, and a script reads no reason"
    assert any("401" in line for line in browser.complaints())
    answer = httpx.get(url, headers={"accept": "text/event-stream", "authorization": f"Bearer {KEY}"})
    assert answer.status_code == 405
    assert "fetch" in answer.json()["detail"]
    harness.note(EVENT_SOURCE, "STREAM", "ok", "not served, because it sends GET and no key; 405 names fetch")
    harness.note(EVENT_SOURCE, "STREAM", "error's shape", "closed at once; the console shows the status")
