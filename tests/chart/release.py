"""The chart, rendered by Helm 4 in this process, as the tests read it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.chart import tools

CHART = Path(__file__).parents[2] / "charts" / "llm-predictor"
NAME, NAMESPACE = "demo-llm-predictor", "llm"
Values = dict[str, Any]
Doc = dict[str, Any]


class Refused(Exception):
    """Helm refused the values; the message is what the user sees."""


class Helm:
    """Helm 4 with the chart loaded."""

    def __init__(self) -> None:
        sys.path.append(str(tools.PACKAGES))
        import helm_python

        self.sdk = helm_python
        self.chart = helm_python.Chart.load(CHART)

    def render(self, values: Values, name: str = "demo", upgrade: bool = False, namespace: str = NAMESPACE) -> "Release":
        """`helm install NAME --namespace NAMESPACE`, or `helm upgrade`; raises Refused."""
        event = {"is_upgrade": True} if upgrade else {"is_install": True}
        try:
            texts = self.chart.render(values, name=name, namespace=namespace, **event)
        except self.sdk.HelmError as error:
            raise Refused(str(error)) from None
        return Release(texts)

    def complaints(self, values: Values) -> list[str]:
        """What `helm lint --strict` finds, information aside."""
        reported = self.sdk.lint(CHART, values, strict=True, kube_version=tools.KUBERNETES)
        return [message["error"] for message in reported["messages"] if message["severity"] > 1]


class Release:
    """The manifests and the notes of one rendering."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.notes = next(text for path, text in texts.items() if path.endswith("NOTES.txt"))
        self.texts = {path: text for path, text in texts.items() if not path.endswith("NOTES.txt")}
        every = list(self._load())
        self.docs = [doc for doc in every if not is_hook(doc)]
        self.hooks = [doc for doc in every if is_hook(doc)]

    def _load(self) -> Iterator[Doc]:
        for text in self.texts.values():
            yield from (doc for doc in yaml.load_all(text, Loader=yaml.CSafeLoader) if doc)

    def all(self, kind: str) -> list[Doc]:
        """All objects of a kind."""
        return [doc for doc in self.docs if doc["kind"] == kind]

    def one(self, kind: str, name: str = "") -> Doc:
        """The only object of a kind, or the one of that name."""
        (found,) = [doc for doc in self.all(kind) if not name or doc["metadata"]["name"] == name]
        return found

    @property
    def predictor(self) -> Doc:
        """spec.predictor of the stable InferenceService."""
        found = self.one("InferenceService", NAME)["spec"]["predictor"]
        assert isinstance(found, dict)
        return found

    @property
    def container(self) -> Doc:
        """The stable predictor's container."""
        return container(self.predictor)

    @property
    def env(self) -> dict[str, Any]:
        """Its environment: value, or the reference of a Secret."""
        return env(self.container)


def is_hook(doc: Doc) -> bool:
    """True for what Helm runs before an event and removes; `helm test` is run by hand and counts as installed."""
    return bool(doc["metadata"].get("annotations", {}).get("helm.sh/hook", "test") != "test")


def container(predictor: Doc) -> Doc:
    """The predictor's own container."""
    (found,) = [container for container in predictor["containers"] if container["name"] == "kserve-container"]
    assert isinstance(found, dict)
    return found


def env(of: Doc) -> dict[str, Any]:
    """The environment of a container; a name that occurs twice fails."""
    names = [entry["name"] for entry in of["env"]]
    assert len(names) == len(set(names)), f"set twice: {sorted(name for name in names if names.count(name) > 1)}"
    return {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in of["env"]}
