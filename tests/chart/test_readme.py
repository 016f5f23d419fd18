"""Helm takes the commands of README.md word for word, and the objects that they name are there."""

import itertools
import re
import shlex
from typing import Any

import pytest
import yaml

from tests.chart.release import Helm, Release
from tests.service import ROOT

SHELL = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES = [
    line
    for block in SHELL.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    for line in block.replace("\\\n", " ").splitlines()
]
OBJECT = re.compile(r"(?:isvc|inferenceservice)[/ ]([a-z0-9-]+)")


def values_of(command: str) -> dict[str, Any]:
    """The values that the command's `--set` options make, typed as Helm types them."""
    words = shlex.split(command)
    made: dict[str, Any] = {}
    for pair in (after for word, after in itertools.pairwise(words) if word == "--set"):
        path, _, text = pair.partition("=")
        *parents, last = path.split(".")
        place = made
        for parent in parents:
            place = place.setdefault(parent, {})
        typed = yaml.safe_load(text) if re.fullmatch(r"\d+|true|false", text) else text
        place[last] = typed
    return made


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """`--reset-then-reuse-values`: the values before, changed by those of the command."""
    both = one | other
    return both | {name: merged(one[name], other[name]) for name in one.keys() & other.keys() if isinstance(one[name], dict)}


@pytest.fixture(scope="module")
def releases(helm: Helm) -> list[Release]:
    """What each command of README makes, one after the other."""
    values: dict[str, Any] = {}
    made = []
    for command in (line for line in LINES if re.match(r"helm (install|upgrade) llm charts/llm-predictor ", line)):
        values = merged(values, values_of(command))
        made.append(helm.render(values, name="llm", upgrade=command.startswith("helm upgrade")))
    return made


def test_helm_takes_the_values_of_every_command(releases: list[Release]) -> None:
    installed, judged = releases
    assert len(installed.all("InferenceService")) == 1
    assert len(judged.all("InferenceService")) == 2
    assert [doc["spec"]["template"]["spec"]["containers"][0]["name"] for doc in judged.all("Job")] == ["judge"]
    assert "nvidia.com/gpu" in str(installed.docs)


def test_every_object_that_a_command_names_is_there(releases: list[Release]) -> None:
    there = {doc["metadata"]["name"] for doc in releases[0].all("InferenceService")}
    named = [name for line in LINES if line.startswith("kubectl ") for name in OBJECT.findall(line)]
    assert named
    assert set(named) <= there
