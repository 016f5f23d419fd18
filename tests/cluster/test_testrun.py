"""The short list names tests that are there, in the mode that it names them for."""

import ast

import pytest

from tests.cluster.paths import HERE
from tests.cluster.testrun import SHORT, selection


@pytest.mark.parametrize("test", sorted({test for tests in SHORT.values() for test in tests}))
def test_each_test_of_it_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    functions = {node.name for node in ast.walk(ast.parse((HERE / file).read_text())) if isinstance(node, ast.FunctionDef)}
    assert not name or name in functions


def test_a_mode_takes_its_own_tests_and_those_of_no_mode() -> None:
    assert selection("Standard") == "not Knative"
    assert selection("Knative") == "not Standard"
