"""The pages in a real browser, headless Chromium, over two front ends: what a person sees and does."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Start
from tests.page.browser import Browser, missing, site
from tests.service import Service
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
KEY = "invented-key"
PHONE = "010-1234-5678"
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
SHOTS = os.environ.get("PAGE_SCREENSHOTS")  # the folder that gets the screenshots; `make test-page` gives docs/screenshots


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(SHOTS) if SHOTS else tmp_path_factory.mktemp("screenshots")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of another origin, with nothing on it."""
    with site(tmp_path_factory.mktemp("elsewhere")) as address:
        yield address


@pytest.fixture(scope="module")
def service(start_for_module: Start, elsewhere: str) -> Service:
    return start_for_module(
        LLM_FALLBACK_MOCK="1",
        LLM_FRONTENDS="2",
        LLM_PLAYGROUND="true",
        LLM_API_KEYS=KEY,
        LLM_MOCK_DELAY_SEC="0.05",
        LLM_CORS_ORIGINS=elsewhere,
    ).wait_ready()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("browser"))
    made.look(1280, "light")
    yield made
    made.close()


@pytest.fixture
def playground(browser: Browser, service: Service) -> Browser:
    """The playground, with the key entered."""
    browser.open(f"{service.url}/playground")
    browser.wait("#key-state", "API 키가 필요합니다")
    browser.type("#key", KEY + "\n")
    browser.wait("#key-state", "키가 맞습니다")
    browser.complaints()
    return browser


def ask(browser: Browser, query: str, **fields: str) -> None:
    browser.type("#query", query)
    for name, value in fields.items():
        browser.type(f"#{name}", value)
    browser.click("#send")


def test_the_key_is_asked_for_and_a_wrong_one_is_said_to_be_wrong(browser: Browser, service: Service) -> None:
    browser.open(f"{service.url}/playground")
    browser.wait("#key-state", "API 키가 필요합니다")
    browser.type("#key", "guessed\n")
    browser.wait("#key-state", "키가 맞지 않습니다")
    browser.click("#send")
    assert "401" in browser.wait("#problem", "API 키가 맞지 않습니다")


def test_values_are_marked_with_kind_and_rule_and_the_models_text_holds_none(playground: Browser) -> None:
    playground.type("#query", f"😀 홍길동입니다. 번호는 {PHONE}")
    assert playground.wait("#reaches", "[전화번호_1]") == "😀 [이름_1]입니다. 번호는 [전화번호_1]"
    assert playground.run("return [...document.querySelectorAll('#preview mark')].map(one => one.textContent)") == ["홍길동", PHONE]
    values = playground.text("#values")
    assert ("person_name" in values, "phone" in values, "mobile prefix" in values) == (True, True, True)


@pytest.mark.parametrize("route", ["infer/stream", "openai/v1/chat/completions"])
def test_an_answer_comes_piece_by_piece_with_its_token_counts(route: str, playground: Browser) -> None:
    playground.run("const route = document.getElementById('route'); route.value = arguments[0]", route)
    playground.run(
        "window.seen = new Set(); new MutationObserver(() => seen.add(document.getElementById('answer').textContent))"
        ".observe(document.getElementById('answer'), {childList: true})"
    )
    ask(playground, "하나 둘 셋 넷 다섯 여섯 일곱 여덟")
    assert "출력 9" in playground.wait("#counts", "토큰")
    assert playground.text("#answer") == "[mock] 하나 둘 셋 넷 다섯 여섯 일곱 여덟"
    assert len(playground.run("return [...seen]")) > 3
    assert playground.complaints() == []


def test_stop_ends_the_generation_on_the_server_too(playground: Browser, service: Service) -> None:
    ask(playground, "끝없이 " * 80, max_length="1000")
    wait_until(lambda: service.metric("llm_inferences_in_flight") == 1)
    playground.click("#stop")
    playground.wait("#problem", "멈췄습니다")
    wait_until(lambda: service.metric("llm_inferences_in_flight") == 0)


def test_an_error_is_shown_with_what_is_wrong(playground: Browser) -> None:
    ask(playground, "   ")
    assert "body.query" in playground.wait("#problem", "422")


@pytest.mark.parametrize("route", ["infer/stream", "openai/v1/chat/completions"])
@pytest.mark.parametrize("language", ["curl", "Python"])
def test_the_shown_code_runs_and_gets_the_same_answer(route: str, language: str, playground: Browser) -> None:
    query = 'it\'s "true", 하나\\n $HOME `둘`'
    playground.run("const route = document.getElementById('route'); route.value = arguments[0]", route)
    playground.type("#query", query)
    playground.run(
        "[...document.querySelectorAll('#languages button')].find(one => one.textContent === arguments[0]).click()", language
    )
    code = playground.run("return document.getElementById('snippet').textContent")
    assert KEY not in code
    command = ["bash", "-c", code] if language == "curl" else [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ | {"LLM_API_KEY": KEY}, check=False)
    assert done.returncode == 0, done.stderr
    output = done.stdout if language == "Python" else "".join(pieces(done.stdout))
    assert output.strip() == f"[mock] {query}"


def pieces(events: str) -> Iterator[str]:
    """The texts of a stream's events, in the form of either route."""
    for line in events.splitlines():
        if line.startswith("data: {"):
            event = json.loads(line[6:])
            yield event["text"] if "text" in event else "".join(choice["delta"].get("content") or "" for choice in event["choices"])


def test_the_status_adds_up_both_front_ends_and_shows_no_text(browser: Browser, service: Service) -> None:
    headers = {"x-api-key": KEY, "connection": "close"}
    for _ in range(4):
        httpx.post(f"{service.url}/infer", json={"query": f"홍길동입니다 {PHONE}"}, headers=headers).raise_for_status()
    httpx.post(f"{service.url}/infer", json={"query": PHONE})
    browser.open(f"{service.url}/")
    browser.wait("#stage", "준비됨")
    masked = int(service.metric('llm_pii_masked_total{entity="전화번호",side="input"}'))
    assert masked >= 4
    assert f"입력 {masked}" in browser.wait("#masked", "전화번호")
    assert "LLM_API_KEYS" in browser.wait("#errors", "invalid_api_key")
    assert browser.text("#tile-frontEnds .value") == "2"
    assert browser.text("#tile-inFlight .more") == "한도 100"
    assert browser.is_shown("#playground-link")
    page = browser.run("return document.documentElement.innerText")
    assert ("홍길동" in page, PHONE in page) == (False, False)
    assert browser.complaints() == []


def test_every_label_changes_with_the_language(browser: Browser, service: Service) -> None:
    browser.open(f"{service.url}/playground")
    browser.wait("#tile-ttft", "첫 토큰까지")
    browser.click("#language")
    browser.wait("#tile-ttft", "Time to first token")
    try:
        labels = browser.run(
            "return [...document.querySelectorAll('[data-text], .tile, #errors p, #stage')].map(one => one.innerText).join(' ')"
        )
        assert "What is masked" in labels
        assert re.findall("[가-힣]+", labels) == []
    finally:
        browser.click("#language")


def test_a_server_that_is_away_is_said_to_be_away(browser: Browser, start: Start) -> None:
    away = start(LLM_FALLBACK_MOCK="1").wait_ready()
    browser.open(f"{away.url}/")
    browser.wait("#stage", "준비됨")
    assert not browser.is_shown("#playground-link")
    away.process.kill()
    browser.wait("#stage", "응답하지 않습니다")
    browser.complaints()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("page", ["status", "playground"])
def test_it_fits_the_screen(page: str, width: int, scheme: str, browser: Browser, service: Service, shots: Path) -> None:
    browser.look(width, scheme)
    browser.open(service.url + ("/" if page == "status" else "/playground"))
    browser.wait("#tile-requests", "요청")
    if page == "playground":
        browser.type("#key", KEY + "\n")
        browser.wait("#reaches", "[전화번호_1]")
        browser.click("#send")
        browser.wait("#counts", "토큰")
    wide = browser.run(
        "return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0
    ground = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(","))) < 3 * 128) == (scheme == "dark")
    file = shots / f"{page}-{width}-{scheme}.png"
    browser.screenshot(file)
    assert 10_000 < file.stat().st_size < 300_000


def test_a_site_of_an_allowed_origin_may_stream_and_another_may_not(browser: Browser, service: Service, elsewhere: str) -> None:
    script = """
        const answer = await fetch(arguments[0] + "/infer/stream", {method: "POST", body: JSON.stringify({query: "가 나"}),
          headers: {"content-type": "application/json", authorization: "Bearer " + arguments[1]}});
        return [answer.headers.get("x-request-id").length > 0, await answer.text()];
    """
    wrapped = f"return (async function () {{ {script} }}).apply(null, arguments).catch(error => [error.name, error.message])"
    browser.open(elsewhere)
    is_exposed, body = browser.run(wrapped, service.url, KEY)
    assert is_exposed is True
    assert body.endswith("data: [DONE]\n\n")
    browser.open(elsewhere.replace("127.0.0.1", "localhost"))
    assert browser.run(wrapped, service.url, KEY)[0] == "TypeError"
    browser.complaints()
