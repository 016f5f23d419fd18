"""The page at /docs needs no internet."""

import re

from tests.unit.conftest import Serve


async def test_the_page_names_only_files_that_the_predictor_serves(serve: Serve) -> None:
    client = serve(docs=True, api_keys="set")
    page = (await client.get("/docs")).text
    named = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(named) >= 3
    assert "://" not in page
    for name in named:
        if not name.startswith("data:"):
            file = await client.get(f"/{name}")
            assert (file.status_code, len(file.content) > 100_000) == (200, True), name
    assert (await client.get("/openapi.json")).json()["paths"]


async def test_there_is_no_page_where_it_is_off(serve: Serve) -> None:
    for path in ("/docs", "/docs/swagger-ui.css", "/openapi.json"):
        assert (await serve().get(path)).status_code == 404
