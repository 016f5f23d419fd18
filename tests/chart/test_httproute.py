"""The chart's own HTTPRoute: one host, and shares that add up."""

import pytest

from tests.chart.conftest import Render
from tests.chart.release import NAME

ROUTE = {"enabled": True, "host": "llm.example.com"}


def test_there_is_none_unless_asked_for(render: Render) -> None:
    assert render({}).all("HTTPRoute") == []


def test_kserve_which_owns_routes_of_its_services_names_does_not_take_it_over(render: Render) -> None:
    release = render({"route": ROUTE, "canary": {"enabled": True, "image": {"tag": "2"}}})
    services = {doc["metadata"]["name"] for doc in release.all("InferenceService")}
    owned = services | {f"{name}-{part}" for name in services for part in ("predictor", "transformer", "explainer")}
    assert release.one("HTTPRoute")["metadata"]["name"] not in owned


def test_all_traffic_goes_to_the_stable_service(render: Render) -> None:
    spec = render({"route": ROUTE}).one("HTTPRoute")["spec"]
    assert spec["hostnames"] == ["llm.example.com"]
    (rule,) = spec["rules"]
    assert rule["backendRefs"] == [{"name": f"{NAME}-predictor", "port": 80, "weight": 100}]


@pytest.mark.parametrize("share", [0, 10, 100])
def test_the_canary_gets_its_share(render: Render, share: int) -> None:
    canary = {"enabled": True, "trafficPercent": share, "image": {"tag": "2"}}
    rules = render({"route": ROUTE, "canary": canary}).one("HTTPRoute")["spec"]["rules"]
    weights = {backend["name"]: backend["weight"] for backend in rules[-1]["backendRefs"]}
    assert weights == {f"{NAME}-predictor": 100 - share, f"{NAME}-canary-predictor": share}


def test_a_header_reaches_the_canary_alone(render: Render) -> None:
    rules = render({"route": ROUTE, "canary": {"enabled": True, "image": {"tag": "2"}}}).one("HTTPRoute")["spec"]["rules"]
    assert rules[0]["matches"] == [{"headers": [{"name": "x-canary", "value": "always"}]}]
    assert [backend["name"] for backend in rules[0]["backendRefs"]] == [f"{NAME}-canary-predictor"]


def test_the_gateway_waits_longer_than_the_predictor(render: Render) -> None:
    (rule,) = render({"route": ROUTE, "requestTimeoutSeconds": 300}).one("HTTPRoute")["spec"]["rules"]
    assert rule["timeouts"] == {"request": "305s"}


def test_it_attaches_to_the_gateway_and_listener_named(render: Render) -> None:
    gateway = {"name": "public", "namespace": "edge", "sectionName": "https"}
    spec = render({"route": ROUTE | {"gateway": gateway}}).one("HTTPRoute")["spec"]
    assert spec["parentRefs"] == [gateway]
