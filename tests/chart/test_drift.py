"""Generated files are current, and the generator refuses what it cannot document."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.chart import tools
from tests.chart.release import CHART

CHARTS = CHART.parent
MANIFESTS = CHARTS.parent / "manifests"


def load(name: str) -> ModuleType:
    """A script of charts/ as a module."""
    spec = importlib.util.spec_from_file_location(name, CHARTS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


document = load("document")


@pytest.mark.parametrize("script", ["document.py", "dashboard.py"])
def test_schema_table_and_dashboard_are_current(script: str) -> None:
    done = subprocess.run([sys.executable, CHARTS / script, CHART, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_manifests_are_current() -> None:
    env = os.environ | {"HELM": str(tools.HELM)}
    done = subprocess.run(
        [sys.executable, CHARTS / "manifests.py", "--check"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_change_of_values_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for name in ("values.yaml", "values.schema.json", "README.md", "files/defaults.yaml"):
        (tmp_path / name).write_text((CHART / name).read_text())
    values = (tmp_path / "values.yaml").read_text()
    (tmp_path / "values.yaml").write_text(values.replace("maxStartSeconds: 1800", "maxStartSeconds: 1900"))
    done = subprocess.run(
        [sys.executable, CHARTS / "document.py", tmp_path, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "+| `maxStartSeconds` | `1900` |" in done.stdout


def test_the_schema_is_json_schema_of_2020_12() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_no_object_of_the_schema_takes_unknown_names_but_those_that_are_kubernetes_own() -> None:
    def open_ended(schema: dict[str, Any], path: str) -> list[str]:
        nested = [name for key, value in schema.get("properties", {}).items() for name in open_ended(value, f"{path}.{key}")]
        return nested + ([path] if schema.get("type") == "object" and schema.get("additionalProperties", True) is True else [])

    free = set(open_ended(json.loads((CHART / "values.schema.json").read_text()), ""))
    assert free == {".affinity", ".download.resources", ".transformer.predictor", ".global"}


def test_every_manifest_folder_can_be_applied() -> None:
    folders = {path.parent for path in MANIFESTS.glob("*/values.yaml")}
    assert len(folders) == 8
    for folder in folders:
        resources = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
        assert all((folder / name).exists() for name in resources)


def test_manifests_hold_no_key_and_no_namespace() -> None:
    for path in MANIFESTS.glob("*/llm-predictor.yaml"):
        docs = [doc for doc in yaml.load_all(path.read_text(), Loader=yaml.CSafeLoader) if doc]
        assert "Secret" not in {doc["kind"] for doc in docs}
        assert not any("namespace" in doc["metadata"] for doc in docs)


def made(text: str) -> dict[str, object]:
    schema = document.schema_of(document.Reader(text).values())
    return dict(schema["properties"])


def test_a_comment_becomes_a_description_and_a_default_a_type() -> None:
    assert made("# How many.\n# @schema {minimum: 0}\ncount: 1\n")["count"] == {
        "description": "How many.",
        "type": "integer",
        "minimum": 0,
        "default": 1,
    }


def like(text: str) -> dict[str, Any]:
    """The schema of `b`, which has what `a` has."""
    values = document.Reader(f"a:\n{text}\n# As a.\n# @schema {{$like: a}}\nb: {{}}\n").values()
    return dict(json.loads(document.schema_text(values, "Test")))


@pytest.mark.parametrize("value", [None, "", "x1", {}])
def test_values_like_others_may_be_left_empty(value: object) -> None:
    schema = like('  # Text.\n  # @schema {minLength: 1, pattern: "^x[0-9]$"}\n  c: x0\n')
    problems = [error.message for error in Draft202012Validator(schema).iter_errors({"b": {"c": value}})]
    assert problems == ([] if not isinstance(value, dict) else ["{} is not of type 'string', 'null'"])
    assert list(Draft202012Validator(schema).iter_errors({"a": {"c": ""}})) != []


def test_a_choice_like_another_may_be_left_empty() -> None:
    schema = Draft202012Validator(like("  # One.\n  # @schema {enum: [x, y]}\n  c: x\n"))
    for value, allowed in (("x", True), ("", True), (None, True), ("z", False)):
        assert schema.is_valid({"b": {"c": value}}) is allowed


def test_a_free_map_takes_nulls() -> None:
    schema = Draft202012Validator(made("# Map.\n# @schema {additionalProperties: {type: string}}\na: {}\n")["a"])
    assert schema.is_valid({"x": None})
    assert not schema.is_valid({"x": 1})


def test_nested_values_refuse_unknown_names() -> None:
    nested = made("a:\n  # Text.\n  b: c\n")["a"]
    assert isinstance(nested, dict)
    assert nested["additionalProperties"] is False


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("a: 1\n", "values.yaml:1: a has no comment"),
        ("# Map.\na: {}\n", "an object without keys needs"),
        ("# One.\n# @schema {items: {\na: []\n", "values.yaml:3: the schema above has an open brace"),
    ],
)
def test_what_is_not_documented_is_refused(values: str, message: str) -> None:
    with pytest.raises(document.DocumentError, match=message):
        made(values)
