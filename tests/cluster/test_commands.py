"""What `make cluster-test` answers where it cannot build or start the cluster, to a person and in CI."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chart import tools
from tests.cluster import __main__ as commands
from tests.cluster import build, machine, testrun
from tests.cluster.process import ClusterError


@pytest.fixture(autouse=True)
def nothing_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine that lacks nothing and has built nothing."""
    for name in ("CLUSTER_OPTIONAL", "CLUSTER_BUILD_MINUTES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(build, "CACHE", tmp_path)
    monkeypatch.setattr(commands, "CACHE", tmp_path)
    monkeypatch.setattr(commands, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(commands, "RUN", tmp_path / "run")
    monkeypatch.setattr(machine, "lacks", lambda cold: [])
    monkeypatch.setattr(machine, "prepare", lambda: None)
    monkeypatch.setattr(tools, "install", lambda: None)
    monkeypatch.setattr(commands, "take_away", lambda: None)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_OPTIONAL", "1")


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has built everything, with tests that pass."""
    monkeypatch.setattr(commands, "build_all", lambda: None)
    monkeypatch.setattr(testrun, "short_list", lambda minutes: 0)


def failing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """Let so many starts fail; the list gets a word for each start."""
    started: list[str] = []

    def start() -> None:
        started.append("start")
        if len(started) <= times:
            raise ClusterError("Envoy did not come in 120 s")

    monkeypatch.setattr(commands, "start", start)
    return started


def test_what_the_machine_lacks_is_a_failure_for_a_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "lacks", lambda cold: ["root"])
    assert commands.main(["test"]) == 1
    assert capsys.readouterr().err == "error: this machine lacks root\n"


@pytest.mark.usefixtures("in_ci")
def test_what_the_machine_lacks_is_a_line_in_ci(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(machine, "lacks", lambda cold: ["root"])
    assert commands.main(["test"]) == 0
    assert capsys.readouterr().out == "cluster-test skipped: this machine lacks root\n"


def test_the_end_of_the_minutes_for_building_is_a_failure_for_a_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLUSTER_BUILD_MINUTES", "0")
    assert commands.main(["test"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("error: the minutes for building have ended: hyperkube was not begun; `make cluster-build` goes on")


@pytest.mark.usefixtures("in_ci")
def test_the_end_of_the_minutes_for_building_is_a_line_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLUSTER_BUILD_MINUTES", "0")
    assert commands.main(["test"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("cluster-test skipped: the minutes for building have ended")


def test_minutes_that_are_no_number_are_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CLUSTER_BUILD_MINUTES", "half an hour")
    assert commands.main(["build"]) == 1
    assert capsys.readouterr().err == "error: CLUSTER_BUILD_MINUTES is 'half an hour'; give a number of minutes\n"


@pytest.mark.usefixtures("built")
def test_a_start_that_fails_is_a_failure_for_a_person_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started = failing(monkeypatch, 1)
    assert commands.main(["test"]) == 1
    assert started == ["start"]
    assert capsys.readouterr().err == "error: Envoy did not come in 120 s\n"


@pytest.mark.usefixtures("built", "in_ci")
@pytest.mark.parametrize(("failures", "code"), [(1, 0), (2, 1)])
def test_ci_tries_a_start_twice_and_then_fails(monkeypatch: pytest.MonkeyPatch, failures: int, code: int) -> None:
    started = failing(monkeypatch, failures)
    assert commands.main(["test"]) == code
    assert started == ["start", "start"]
