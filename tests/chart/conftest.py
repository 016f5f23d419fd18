"""Fixtures of the chart's tests: Helm 4 in this process, each set of values rendered once."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.chart import tools
from tests.chart.release import Helm, Refused, Release

Render = Callable[..., Release]


@pytest.fixture(scope="session")
def helm() -> Helm:
    """Helm 4 as a library."""
    if absent := tools.missing():
        pytest.fail(f"not installed: {', '.join(absent)}. Run `make chart-tools`", pytrace=False)
    return Helm()


@pytest.fixture(scope="session")
def rendered() -> dict[str, Release]:
    """What has been rendered already, by its values."""
    return {}


@pytest.fixture
def render(helm: Helm, rendered: dict[str, Release]) -> Render:
    """Render the chart with values given as a mapping, as keywords, or both."""

    def run(values: dict[str, Any] | None = None, **more: Any) -> Release:
        merged = {**(values or {}), **more}
        key = json.dumps(merged, sort_keys=True)
        if key not in rendered:
            rendered[key] = helm.render(merged)
        return rendered[key]

    return run


@pytest.fixture
def refusal(helm: Helm) -> Callable[..., str]:
    """The message with which Helm refuses values; fails when it takes them."""

    def run(values: dict[str, Any]) -> str:
        try:
            helm.render(values)
        except Refused as refused:
            return str(refused)
        pytest.fail(f"Helm took {values}")

    return run
