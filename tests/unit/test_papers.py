"""README, docs and the packaging files say what is true of the tree."""

import ast
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

import predictor
from tests.service import ROOT

PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
PAPERS += sorted((ROOT / "docs").rglob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FLOORS = next(contract for contract in PROJECT["tool"]["importlinter"]["contracts"] if contract["id"] == "floors")["layers"]
# A path in backticks: it has a slash or ends as a file does, and no placeholder.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|toml|mk|dot|svg))`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)[^)]*\)")
VERSION = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.MULTILINE)


def rooms() -> set[str]:
    """The folders of predictor/ that hold Python."""
    return {path.parent.name for path in (ROOT / "predictor").glob("*/__init__.py")}


def section(title: str) -> str:
    """A section of CONTRIBUTING.md, by its heading."""
    return (ROOT / "CONTRIBUTING.md").read_text().split(f"### {title}\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]


def exists(name: str, paper: Path) -> bool:
    places = [ROOT, ROOT / "predictor", ROOT / "tests", paper.parent]
    return any((place / name).exists() for place in places)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_file_that_a_paper_names_exists(paper: Path) -> None:
    text = paper.read_text()
    assert [name for name in PATH.findall(text) if not exists(name, paper)] == []
    assert [link for link in LINK.findall(text) if not (paper.parent / unquote(link)).exists()] == []


@pytest.mark.parametrize("paper", ["README.md", "docs/architecture.md"])
def test_every_room_of_the_predictor_is_named_in_the_tree(paper: str) -> None:
    named = set(re.findall(r"(?:predictor/)?(\w+)/", (ROOT / paper).read_text()))
    assert rooms() - named == set()


def test_no_paper_names_a_room_that_is_gone() -> None:
    for paper in PAPERS:
        named = set(re.findall(r"predictor/(\w+)/", paper.read_text()))
        assert named - {path.name for path in (ROOT / "predictor").iterdir()} == set(), paper


def test_the_floors_of_the_picture_are_those_of_the_import_contract() -> None:
    source = (ROOT / "docs/architecture.dot").read_text()
    chain = next(line for line in source.splitlines() if line.count("->") > 3)
    assert re.findall(r'"(\w+)"', chain) == FLOORS
    labels = dict(re.findall(r'^\s*"(\w+)"\s+\[label="(\w+) ', source, re.MULTILINE))
    assert labels == {floor: floor for floor in FLOORS}


def test_the_picture_is_drawn_from_its_source() -> None:
    source, drawn = ((ROOT / f"docs/architecture.{end}").read_text() for end in ("dot", "svg"))
    labels = re.findall(r'\[label="([^"]+)"', source)
    assert len(labels) == len(FLOORS)
    texts = [re.sub(r"&#160;|&#45;|&#39;", _character, text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawn)]
    assert [label for label in labels if " ".join(label.split()) not in [" ".join(text.split()) for text in texts]] == []
    order = sorted(FLOORS, key=lambda floor: drawn.index(f"<title>{floor}</title>"))
    assert order == FLOORS


def _character(entity: re.Match[str]) -> str:
    return chr(int(entity.group()[2:-1]))


def test_every_room_is_a_floor_or_stands_apart() -> None:
    apart = {"demo", "rollout"}
    assert rooms() - set(FLOORS) - apart == set()
    modules = {path.stem for path in (ROOT / "predictor").glob("*.py")} - {"__init__"}
    assert modules - set(FLOORS) == set()
    assert len(rooms() | modules - {"__main__"}) <= 12


@pytest.mark.parametrize(
    "title", ["Add a header to every answer", "Add a setting", "Add a protocol, such as Anthropic's messages", "Add an engine"]
)
def test_an_answer_opens_at_most_three_files_in_which_its_names_stand(title: str) -> None:
    steps = re.findall(r"^\d\. (.*(?:\n {3}\S.*|\n[a-z].*)*)", section(title), re.MULTILINE)
    assert 1 <= len(steps) <= 3
    for step in steps:
        path = re.search(r"`(predictor/[\w/]+\.py)`", step)
        if path is None:
            continue
        text = (ROOT / path[1]).read_text()
        names = [name.split(".")[-1] for name in re.findall(r"`(\w+(?:\.\w+)?)`", step)]
        assert [name for name in names if name not in text] == [], path[1]


def test_a_header_of_every_answer_comes_from_one_place() -> None:
    callers = []
    for path in sorted((ROOT / "predictor").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "response_headers" and "log" in ast.unparse(node.value):
                callers.append(str(path.relative_to(ROOT)))
    assert set(callers) <= {"predictor/protocols/edge.py", "predictor/protocols/kserve/grpc.py"}
    assert callers


def test_there_is_one_version() -> None:
    assert PROJECT["project"]["dynamic"] == ["version", "dependencies"]
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "predictor.__version__"}
    released = VERSION.findall((ROOT / "CHANGELOG.md").read_text())[0]
    chart = yaml.safe_load((ROOT / "charts/llm-predictor/Chart.yaml").read_text())["appVersion"]
    image = re.findall(r"^ARG VERSION=([\d.]+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert {released, chart, *image} == {predictor.__version__}


def test_the_licence_is_that_of_kserve_and_vllm() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_no_reference_leaves_the_repository() -> None:
    outside = re.compile(r"\bshared/(facts|review|spec|DESIGN)|(?<![\w.])/work/")
    files = [path for folder in ("predictor", "tests", "docs", "charts") for path in (ROOT / folder).rglob("*")]
    texts = {
        path
        for path in [*files, *PAPERS]
        if path.suffix in (".py", ".md", ".yaml", ".toml", ".dot") and path.name != Path(__file__).name
    }
    assert [str(path.relative_to(ROOT)) for path in sorted(texts) if outside.search(path.read_text(encoding="utf-8"))] == []
