"""Fixtures of the clients' tests, and the one line that says what was skipped and why."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import table
from tests.clients.harness import ENGINE, Harness
from tests.conftest import Start
from tests.page import browser


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The origin of a page that may call the predictors; it has callers/stream.js."""
    with browser.site(Path(__file__).parent / "callers") as address:
        yield address


@pytest.fixture(scope="session")
def harness(start_shared: Start, site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """The predictors by name; at the end the table of tests/clients/README.md is written where CLIENTS_TABLE asks for it."""
    made = Harness(start_shared, site, tmp_path_factory.mktemp("clients"))
    yield made
    made.end()
    if os.environ.get("CLIENTS_TABLE") and made.results.exists():
        table.write(made.results, Path(__file__).parent / "README.md", ENGINE)
