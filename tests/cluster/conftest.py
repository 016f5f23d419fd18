"""Fixtures of the cluster's tests: releases in namespaces of their own, taken away after the test or the module."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.paths import KUBECONFIG, NETNS
from tests.cluster.release import Knative, Release, Standard, kubectl

# Tests of the harness itself, which need no cluster.
WITHOUT = ("test_containerimage.py", "test_load.py", "test_machine.py", "test_build.py", "test_teardown.py")
MODES: dict[str, type[Release]] = {"Standard": Standard, "Knative": Knative}
Start = Callable[[type[Release]], Release]
# No two namespaces of a run have the same name, because the end of one takes half a minute.
numbers = itertools.count()


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
    prefix = re.sub(r"[^a-z0-9]+", "-", name.lower().removeprefix("test_"))[:24].strip("-")

    def start(mode: type[Release]) -> Release:
        release = mode(f"{prefix}-{next(numbers)}")
        started.append(release)
        return release

    try:
        yield start
    finally:
        for release in started:
            kubectl("delete", "namespace", release.namespace, "--wait=false")
