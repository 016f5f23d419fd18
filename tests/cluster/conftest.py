"""Fixtures of the cluster's tests: releases in namespaces of their own, taken away after the test or the module."""

import itertools
import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.paths import KUBECONFIG, NETNS
from tests.cluster.release import CommandFailed, Knative, Release, Standard, kubectl

# Tests of the harness itself, which need no cluster.
HARNESS = ("build", "commands", "containerimage", "goprograms", "load", "machine", "prune", "teardown", "testrun")
WITHOUT = tuple(f"test_{name}.py" for name in HARNESS)
MODES: dict[str, type[Release]] = {"Standard": Standard, "Knative": Knative}
Start = Callable[[type[Release]], Release]
# No two namespaces have the same name, nor do those of two runs, because the end of one takes half a minute.
numbers = itertools.count()
living: list[Release] = []


def inside() -> bool:
    """True in the cluster's network namespace, where `make cluster-test` runs the tests."""
    namespace = Path("/run/netns") / NETNS
    return KUBECONFIG.exists() and namespace.exists() and namespace.stat().st_ino == Path("/proc/self/ns/net").stat().st_ino


def pytest_ignore_collect(collection_path: object) -> bool | None:
    """Outside the cluster only the harness' own tests are collected."""
    name = getattr(collection_path, "name", "")
    return True if name.startswith("test_") and name not in WITHOUT and not inside() else None


@pytest.fixture(scope="module", params=list(MODES))
def mode(request: pytest.FixtureRequest) -> type[Release]:
    """Each test runs in both modes."""
    return MODES[request.param]


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Makes a namespace for a release of a mode; all of it goes after the test."""
    with releases(request.node.name) as start:
        yield start


@contextmanager
def releases(name: str) -> Iterator[Start]:
    """Makes releases in namespaces that are named after a test; all go in the end, in their own time."""
    started: list[Release] = []
    prefix = re.sub(r"[^a-z0-9]+", "-", name.lower().removeprefix("test_"))[:16].strip("-")

    def start(mode: type[Release]) -> Release:
        release = mode(f"{prefix}-{os.getpid() % 0x10000:x}-{next(numbers)}")
        started.append(release)
        living.append(release)
        return release

    try:
        yield start
    finally:
        for release in started:
            living.remove(release)
            kubectl("delete", "namespace", release.namespace, "--wait=false")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure carries what an operator would look at, because the namespace is gone afterwards."""
    report = yield
    if report.failed:
        report.sections += [(f"namespace {release.namespace}", there(release)) for release in living]
    return report


def there(release: Release) -> str:
    """The objects of a release, its conditions and events, and the end of its pods' logs."""
    name = ("-n", release.namespace)
    looks = (
        ("get", "isvc,revision,deployment,job,pod,httproute", *name, "-o", "wide"),
        ("get", "isvc", *name, "-o", "jsonpath={range .items[*]}{.metadata.generation} {.status}{'\\n'}{end}"),
        ("get", "events", *name, "--sort-by=.metadata.creationTimestamp"),
        ("logs", *name, "-l", f"app.kubernetes.io/instance={release.name}", "--all-containers", "--prefix", "--tail=15"),
    )
    return "\n".join(map(look, looks))


def look(words: tuple[str, ...]) -> str:
    """What kubectl prints, its error included."""
    try:
        return f"$ kubectl {' '.join(words)}\n{kubectl(*words)}"
    except CommandFailed as error:
        return f"$ kubectl {' '.join(words)}\n{error}"
