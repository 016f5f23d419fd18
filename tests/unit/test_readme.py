"""README.md and README.ko.md say the same, and every command in them is one that a test runs."""

import re

import pytest

from tests.service import ROOT

ENGLISH, KOREAN = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md"))
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
# The first word of each command of a shell block, and the test that runs that command.
PROVED = {
    "make serve": "engine/test_life.py::test_make_serve_answers_the_call_of_the_readme",
    "make test": "unit/test_readme.py",  # what runs this test
    "curl -s localhost:8000/infer": "engine/test_life.py::test_make_serve_answers_the_call_of_the_readme",
    "make image": "image/test_labels.py",
    "docker push": "image/test_labels.py",  # builds what the user pushes to a registry
    "helm install": "cluster/test_walk.py",
    "helm test": "cluster/test_walk.py",
    "helm upgrade": "cluster/test_rollout.py",
    "kubectl -n llm wait": "cluster/test_walk.py",
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
    """Every command of README's shell blocks, continuation lines joined."""
    blocks = [body.replace("\\\n", " ") for language, body in FENCED.findall(ENGLISH) if language == "bash"]
    return [part.strip() for block in blocks for line in block.splitlines() for part in line.split("&&")]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_one_that_a_test_runs(command: str) -> None:
    proof = next((test for words, test in PROVED.items() if command.startswith(words)), None)
    assert proof is not None, "name the test that runs the command"
    path, _, name = proof.partition("::")
    assert f"def {name}" in (ROOT / "tests" / path).read_text() if name else (ROOT / "tests" / path).is_file()
