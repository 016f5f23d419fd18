"""A null in the values: the default again, or under `canary` the stable version's value."""

from typing import Any, ClassVar

import pytest
import yaml

from tests.chart.conftest import Render
from tests.chart.release import CHART, NAME, Helm, container

DEFAULTS: dict[str, dict[str, Any]] = yaml.safe_load((CHART / "files" / "defaults.yaml").read_text())
LEAVES = sorted(DEFAULTS["values"])
SECTIONS = sorted({path.split(".")[0] for path in [*LEAVES, *DEFAULTS["nullable"]] if "." in path})
INNER = sorted({path.rsplit(".", 1)[0] for path in LEAVES if path.count(".") == 2})
ROUTE = {"enabled": True, "host": "llm.example.com"}


def nulls(paths: list[str]) -> dict[str, Any]:
    """The values that `--set PATH=null` gives for each path."""
    values: dict[str, Any] = {}
    for path in paths:
        *parents, last = path.split(".")
        node = values
        for part in parents:
            node = node.setdefault(part, {})
        node[last] = None
    return values


@pytest.mark.parametrize("paths", [LEAVES, SECTIONS, INNER, ["gpu"]], ids=["leaves", "sections", "inner sections", "gpu"])
def test_a_null_is_the_default(helm: Helm, render: Render, paths: list[str]) -> None:
    release = helm.render(nulls(paths))
    assert release.texts == render({}).texts
    assert release.notes == render({}).notes


def test_a_null_that_means_something_keeps_its_meaning(render: Render) -> None:
    security = render({"podSecurityContext": {"runAsUser": None}}).predictor["securityContext"]
    assert "runAsUser" not in security
    assert security["runAsGroup"] == 65532


def without_nulls(values: Any) -> Any:
    """The values as if the nulls had not been given."""
    if not isinstance(values, dict):
        return values
    return {key: without_nulls(value) for key, value in values.items() if value is not None}


@pytest.mark.parametrize(
    "values",
    [
        {"nodeSelector": {"pool": "gpu", "zone": None}},
        {"podLabels": {"team": "search", "other": None}},
        {"podAnnotations": {"team": None}},
        {"annotations": {"team": "search", "other": None}},
        {"commonLabels": {"team": None}},
        {"resources": {"requests": {"cpu": "3", "memory": None}}},
        {"pii": {"actions": {"rrn": None, "phone": "off"}}},
        {"serviceAccount": {"annotations": {"role": None}}},
        {"alerts": {"enabled": True, "labels": {"team": None}}},
        {"affinity": {"nodeAffinity": None, "podAffinity": {}}},
    ],
)
def test_a_null_in_a_free_map_takes_that_entry_away(render: Render, values: dict[str, Any]) -> None:
    assert render(values).texts == render(without_nulls(values)).texts


class TestCanary:
    """`helm rollback` and `--set canary.image.tag=null` leave nulls in the stored values."""

    VALUES: ClassVar[dict[str, Any]] = {"image": {"tag": "1", "pullPolicy": "Always"}, "route": ROUTE}

    def canary(self, render: Render, **canary: Any) -> dict[str, Any]:
        release = render(self.VALUES, canary={"enabled": True, "extraEnv": [{"name": "A", "value": "1"}], **canary})
        return container(release.one("InferenceService", f"{NAME}-canary")["spec"]["predictor"])

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_nothing_given_leaves_the_stable_version_s_value(self, render: Render, nothing: str | None) -> None:
        image = {"repository": nothing, "tag": nothing, "digest": nothing, "pullPolicy": nothing}
        model = {"id": nothing, "name": nothing, "tokenSecret": {"name": nothing, "key": nothing}, "chatTemplate": None}
        engine = {"type": nothing, "maxModelLen": None, "args": None, "upstream": {"urls": None, "keySecret": None}}
        assert self.canary(render, image=image, model=model, engine=engine) == self.canary(render)
        assert self.canary(render, image=None, model=None, engine=None) == self.canary(render)

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_knative_s_canary_does_not_fall_back_to_the_chart_s_version(self, render: Render, nothing: str | None) -> None:
        canary = {"enabled": True, "image": {"tag": nothing}, "extraEnv": [{"name": "A", "value": "1"}]}
        assert render(self.VALUES | {"route": {}}, mode="Knative", canary=canary).container["image"] == "llm-predictor:1"

    def test_what_is_given_beside_it_counts(self, render: Render) -> None:
        assert self.canary(render, image={"tag": None, "repository": "other"})["image"] == "other:1"

    def test_a_variable_of_the_same_name_is_replaced(self, render: Render) -> None:
        values = self.VALUES | {"extraEnv": [{"name": "A", "value": "0"}, {"name": "B", "value": "0"}]}
        release = render(values, canary={"enabled": True, "extraEnv": [{"name": "A", "value": "1"}]})
        canary = container(release.one("InferenceService", f"{NAME}-canary")["spec"]["predictor"])
        assert canary["env"][-2:] == [{"name": "B", "value": "0"}, {"name": "A", "value": "1"}]
