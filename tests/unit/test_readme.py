"""README.md and README.ko.md say the same, and every command in them is one that a test runs."""

import ast
import re

import pytest
import yaml

from predictor.config import Settings
from predictor.options import env_name
from tests.service import ROOT

ENGLISH, KOREAN = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md"))
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKEFILES = [ROOT / "Makefile", *(ROOT / "tests").glob("*/*.mk")]
SAMPLE = ("LLM_URL", "LLM_API_KEY")  # of the service to copy
CODE = re.compile(r"`([^`\n]+)`")
# How a command of README begins, and the test that runs it.
PROVED = {
    "make serve": "engine/test_life.py::test_make_serve_answers_the_call_of_the_readme",
    "LLM_FALLBACK_MOCK=1 LLM_MOCK_FAULT=runtime make serve": "engine/test_life.py::test_make_serve_with_a_fault_answers_503",
    "make test": "unit/test_readme.py::test_every_command_is_one_that_a_test_runs",
    "curl -s localhost:8000/infer": "engine/test_life.py::test_make_serve_answers_the_call_of_the_readme",
    "make image": "image/test_labels.py::test_the_image_that_readme_builds_is_the_one_that_it_pushes",
    "docker push": "image/test_labels.py::test_the_image_that_readme_builds_is_the_one_that_it_pushes",
    "helm install": "chart/test_readme.py::test_helm_takes_the_values_of_every_command",
    "helm upgrade": "chart/test_readme.py::test_helm_takes_the_values_of_every_command",
    "helm test": "cluster/test_walk.py::test_helm_test_passes",
    "kubectl -n llm": "chart/test_readme.py::test_every_object_that_a_command_names_is_there",
    "kubectl apply -k": "cluster/test_manifests.py",
    "mvn -f pom-boot4.xml spring-boot:run": "clients/test_java.py::test_the_sample_service_works",
    "mvn spring-boot:run": "clients/test_java.py::test_the_sample_service_starts_by_the_command_of_readme",
    "docker run --shm-size": "image/run.sh",
    ".venv/bin/python -m predictor --help": "unit/test_options.py::test_an_unknown_option_stops_the_start",
    ".venv/bin/python -m predictor audit": "unit/telemetry/audit/test_command.py",
}


def sections(text: str) -> list[str]:
    """The text of each section of the second level."""
    return re.split(r"^## .*$", text, flags=re.MULTILINE)


def rows(text: str) -> list[int]:
    """The columns of each row of the tables, in order."""
    return [len(line.split(" | ")) for line in text.splitlines() if line.startswith("| ")]


def test_both_languages_have_the_same_sections_with_the_same_blocks() -> None:
    english, korean = sections(ENGLISH), sections(KOREAN)
    assert len(english) == len(korean)
    for one, other in zip(english, korean, strict=True):
        assert FENCED.findall(one) == FENCED.findall(other)
        assert rows(one) == rows(other)
        assert len(re.findall(r"^- ", one, re.MULTILINE)) == len(re.findall(r"^- ", other, re.MULTILINE))


def test_both_languages_link_to_the_same_pages_and_name_the_same_code() -> None:
    link = re.compile(r"\]\(([^)]+)\)")
    for one, other in zip(sections(ENGLISH), sections(KOREAN), strict=True):
        assert sorted(link.findall(one)) == sorted(link.findall(other))
        assert set(CODE.findall(one)) ^ set(CODE.findall(other)) == set()


def commands() -> list[str]:
    """Every command of README: those of its shell blocks, continuation lines joined, and those within its sentences."""
    blocks = [body.replace("\\\n", " ") for language, body in FENCED.findall(ENGLISH) if language == "bash"]
    lines = [part.strip() for block in blocks for line in block.splitlines() for part in line.split("&&")]
    program = re.compile(r"(?:[A-Z_]+=\S+ )*(make|helm|kubectl|docker|curl|mvn|\S*python) ")
    return lines + [code for code in dict.fromkeys(CODE.findall(FENCED.sub("", ENGLISH))) if program.match(code)]


def is_there(test: str) -> bool:
    """True for a file of tests/, and for a test function in it."""
    path, _, name = test.partition("::")
    file = ROOT / "tests" / path
    if not file.is_file():
        return False
    return not name or name in {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("command", commands())
def test_every_command_is_one_that_a_test_runs(command: str) -> None:
    word = re.match(r"make ([a-z-]+)", command)
    if word and word[1] not in ("serve", "test", "image"):
        assert re.search(rf"^{word[1]}:", "\n".join(path.read_text() for path in MAKEFILES), re.MULTILINE), "make knows the target"
        return
    proof = next((test for words, test in PROVED.items() if command.startswith(words)), None)
    assert proof is not None, "name the test that runs the command"
    assert is_there(proof), proof


def test_every_proof_belongs_to_a_command() -> None:
    assert [words for words in PROVED if not any(command.startswith(words) for command in commands())] == []


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["README.md", "README.ko.md"])
def test_every_variable_is_a_setting(text: str) -> None:
    named = set(re.findall(r"\b(?:LLM_|MAX_|INFERENCE_|OTEL_)[A-Z][A-Z_]*[A-Z]\b", text))
    assert named - {*map(env_name, Settings.model_fields), *SAMPLE} == set()
    assert len(named) > 10


def test_the_configuration_for_spring_is_that_of_the_sample() -> None:
    (block,) = [body for language, body in FENCED.findall(ENGLISH) if language == "yaml"]
    sample = ROOT / "tests/clients/spring-sample/src/main/resources/application.yaml"
    assert yaml.safe_load(block)["llm"] == yaml.safe_load(sample.read_text(encoding="utf-8"))["llm"]


def pinned(name: str) -> str:
    """The version of a package in the GPU image."""
    found = re.search(rf"^{name}==(\S+)", (ROOT / "requirements/gpu.txt").read_text(), re.MULTILINE)
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["README.md", "README.ko.md"])
def test_the_versions_are_the_pinned_ones(text: str) -> None:
    rows = {
        row[0]: " ".join(row[1:]) for row in (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| "))
    }
    chart = yaml.safe_load((ROOT / "charts/llm-predictor/Chart.yaml").read_text())
    assert re.search(r"\d+\.\d+", chart["kubeVersion"])[0] in rows["Kubernetes"]  # type: ignore[index]
    assert pinned("vllm") in rows["vLLM"]
    assert pinned("kserve") in rows["KServe"]
    assert ".".join(pinned("nvidia-cuda-runtime").split(".")[:2]) in rows["CUDA"]


def test_the_english_text_is_read_in_ten_minutes() -> None:
    """At 250 words a minute; code blocks and the listing of folders are looked at and not read."""
    read = re.sub(r"^    .*$", "", FENCED.sub("", ENGLISH), flags=re.MULTILINE)
    assert len(re.findall(r"[A-Za-z가-힣]{2,}", re.sub(r"`[^`]*`|\]\([^)]*\)", "", read))) < 2500


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["README.md", "README.ko.md"])
def test_the_shares_of_masked_values_are_those_of_the_scores(text: str) -> None:
    scores = (ROOT / "tests/pii/README.md").read_text(encoding="utf-8")
    heldout = scores.partition("| held out, first to fifth |")[2].partition("\n\n")[0]
    shares = {name: float(share) for name, share in re.findall(r"^\| ([^|]+) \| \d+ \| \d+ \(([\d.]+)\)", heldout, re.MULTILINE)}
    first = re.findall(
        r"^\| [a-z -]+ \| (\d\.\d+) \| [\d.]+ \| (\d\.\d+) \| [\d.]+ \|", scores.partition("## Beside peers")[0], re.MULTILINE
    )
    least, most = min(float(x) for pair in first for x in pair), max(float(x) for pair in first for x in pair)
    (row,) = [line for line in text.splitlines() if "Presidio" in line and line.startswith("| ") and "0." in line]
    assert re.findall(r"0\.\d+", row) == [
        f"{int(shares[name] * 100) / 100:.2f}" for name in ("Presidio (KR recognizers)", "this masker")
    ]
    assert f"{least:.2f}" in text
    assert f"{most:.2f}" in text
