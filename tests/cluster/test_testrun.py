"""The short list names tests that are there, in the mode that it names them for."""

import ast

import pytest

from tests.cluster import testrun
from tests.cluster.paths import HERE
from tests.cluster.process import ClusterError
from tests.cluster.testrun import SHORT, selection


@pytest.mark.parametrize("test", sorted({test for tests in SHORT.values() for test in tests}))
def test_each_test_of_it_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    functions = {
        node.name for node in ast.walk(ast.parse((HERE / file).read_text())) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert not name or name in functions


def test_a_mode_takes_its_own_tests_and_those_of_no_mode() -> None:
    assert selection("Standard") == "not Knative"
    assert selection("Knative") == "not Standard"


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cluster is there, so the tests run in this machine's own network."""
    monkeypatch.setattr(testrun, "within", list)


def running(monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    """Let a line of shell stand for pytest in each mode; both print the outcome of a test as pytest does."""
    monkeypatch.setattr(testrun, "SHORT", dict.fromkeys(scripts, ()))
    modes = " ".join(f"*{mode}*) {script};;" for mode, script in scripts.items())
    # The arguments name the other mode, as `selection` has it.
    monkeypatch.setattr(testrun, "selection", lambda mode: mode)
    monkeypatch.setattr(testrun, "pytest", lambda: ["sh", "-c", f'case "$*" in {modes} esac', "sh"])


@pytest.mark.usefixtures("outside")
class TestBothModes:
    def test_one_failure_is_the_exit_code_of_the_whole(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        running(
            monkeypatch,
            Standard="echo 't.py::a[Standard] PASSED [100%]'; exit 0",
            Knative="echo 't.py::a[Knative] FAILED [100%]'; echo 'AssertionError: lost'; exit 1",
        )
        assert testrun.short_list(1) == 1
        printed = capsys.readouterr().out
        assert "Standard  t.py::a[Standard] PASSED" in printed
        assert "Knative   t.py::a[Knative] FAILED" in printed
        assert printed.index("=== Knative") < printed.index("AssertionError: lost")

    def test_all_that_pass_are_a_pass(self, monkeypatch: pytest.MonkeyPatch) -> None:
        running(monkeypatch, Standard="exit 0", Knative="exit 0")
        assert testrun.short_list(1) == 0

    def test_a_mode_that_hangs_is_stopped_and_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        running(monkeypatch, Standard="exit 0", Knative="exec sleep 100")
        with pytest.raises(ClusterError, match="Knative mode were not done"):
            testrun.short_list(0.02)
