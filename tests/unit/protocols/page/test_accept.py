"""Which clients get the page: those that open an address as a browser does, and no other."""

import pytest

from predictor.protocols.page.accept import prefers_page
from tests.unit.conftest import Serve

# The headers that these programs really send.
BROWSERS = {
    "Chromium": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Firefox": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Safari": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "lynx": "text/html, text/plain, text/sgml, application/xhtml+xml, */*;q=0.01",
    "spaces and capitals": "Text/HTML ; Q=1.0 , application/XHTML+xml , */* ; q=0.1",
}
OTHERS = {
    "nothing": "",
    "curl, Kubernetes": "*/*",
    "HttpURLConnection of Java": "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
    "RestClient of Spring": "application/json, application/*+json",
    "a fetch of JSON": "application/json",
    "JSON above HTML": "text/html;q=0.5,application/xhtml+xml;q=0.5,application/json",
    "JSON as welcome as HTML": "text/html,application/xhtml+xml,*/*",
    "HTML refused": "text/html;q=0,application/xhtml+xml,*/*;q=0.1",
    "a weight that is no number": "text/html;q=much,application/xhtml+xml",
    "a weight out of bounds": "text/html;q=7,application/xhtml+xml",
    "HTML behind 32 other types": ",".join(f"x/{n}" for n in range(32)) + ",text/html,application/xhtml+xml",
}


@pytest.mark.parametrize("accept", BROWSERS.values(), ids=BROWSERS)
async def test_a_browser_gets_the_page(accept: str, serve: Serve) -> None:
    assert prefers_page(accept)
    answer = await serve().get("/", headers={"accept": accept})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<!doctype html>" in answer.text


@pytest.mark.parametrize("accept", OTHERS.values(), ids=OTHERS)
async def test_every_other_client_gets_the_contracts_json(accept: str, serve: Serve) -> None:
    assert not prefers_page(accept)
    answer = await serve().get("/", headers={"accept": accept})
    assert answer.json()["status"] == "alive"


async def test_caches_are_warned_that_the_answers_differ(serve: Serve) -> None:
    client = serve()
    for accept in ("*/*", BROWSERS["Chromium"]):
        assert (await client.get("/", headers={"accept": accept})).headers["vary"] == "Accept"
