"""The map in tests/README.md proves what it says: each test is there, is run, asserts the rule's own words, and passes."""

import ast
import subprocess
import sys

import pytest

from tests import rules
from tests.conftest import OUTCOMES
from tests.service import ROOT

RULES = rules.read()


def assertions(test: ast.FunctionDef | ast.AsyncFunctionDef, module: ast.Module) -> str:
    """What a test asserts and what it is parametrized with, as source."""
    named = {node.id for decorator in test.decorator_list for node in ast.walk(decorator) if isinstance(node, ast.Name)}
    tables = [node for node in module.body if isinstance(node, ast.Assign | ast.AnnAssign) and named & _targets(node)]
    checks = [ast.unparse(node) for node in ast.walk(test) if isinstance(node, ast.Assert)]
    checks += [line for line in ast.unparse(test).splitlines() if line.strip().startswith(("pytest.fail(", "wait_until("))]
    raising = [ast.unparse(item) for node in ast.walk(test) if isinstance(node, ast.With | ast.AsyncWith) for item in node.items]
    return "\n".join([*checks, *(one for one in raising if "raises" in one), *map(ast.unparse, [*test.decorator_list, *tables])])


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_every_row_of_the_map_is_read() -> None:
    table = (rules.TESTS / "README.md").read_text(encoding="utf-8").partition("| chapter |")[2]
    assert len(RULES) == len([line for line in table.splitlines()[2:] if line.startswith("|")]) > 40


def test_every_chapter_of_the_contract_is_in_the_map() -> None:
    contract = (ROOT / "docs/rules.ko.md").read_text(encoding="utf-8")
    chapters = {line.split()[1].rstrip(".") for line in contract.splitlines() if line.startswith("## ") and line[3].isdigit()}
    assert {rule.chapter.split(".")[0] for rule in RULES} == chapters


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.chapter}-{rule.test}")
def test_a_named_test_asserts_the_words_of_its_rule(rule: rules.Rule) -> None:
    test = rule.function()
    assert test is not None, f"tests/{rule.file} has no {rule.test}"
    assert rule.evidence in assertions(test, rule.module()), f"{rule.test} asserts nothing about {rule.evidence}"
    assert not [
        mark for mark in map(ast.unparse, test.decorator_list) if mark.startswith(("pytest.mark.skip", "pytest.mark.xfail"))
    ]


def test_every_unit_test_of_the_map_is_collected_by_pytest() -> None:
    named = {f"tests/{rule.file}::{rule.test}" for rule in RULES if rule.file.startswith("unit/")}
    collect = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-m",
        "rule",
        *sorted({name.split("::")[0] for name in named}),
    ]
    lines = subprocess.run(collect, cwd=ROOT, capture_output=True, text=True, timeout=200).stdout.splitlines()
    assert {line.split("[")[0] for line in lines if "::" in line} == named


@pytest.mark.last
def test_every_rule_that_was_tested_in_this_run_passed() -> None:
    failed = [node for node, outcome in OUTCOMES.items() if outcome != "passed" and any(rule.holds(node) for rule in RULES)]
    assert failed == []
