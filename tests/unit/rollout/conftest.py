"""An API server, and releases of the chart on it in both modes, with pods that serve metrics."""

from collections.abc import Callable, Iterator

import pytest
from kubernetes import client

from predictor.rollout.api import Api
from predictor.rollout.cluster import KubernetesCluster
from predictor.rollout.lease import Lease
from tests.unit.rollout.apiserver import ApiServer
from tests.unit.rollout.release import NAME, Release


@pytest.fixture
def server() -> Iterator[ApiServer]:
    made = ApiServer()
    yield made
    made.close()


@pytest.fixture
def connected(server: ApiServer) -> Iterator[client.ApiClient]:
    made = client.ApiClient(client.Configuration(host=server.url))
    yield made
    made.rest_client.pool_manager.clear()


@pytest.fixture
def release(server: ApiServer) -> Callable[[str], Release]:
    return lambda mode: Release(server, mode)


@pytest.fixture
def cluster(connected: client.ApiClient) -> Callable[..., KubernetesCluster]:
    def make(holder: str = "judge-1", *, direct: bool = False, seconds: int = 1) -> KubernetesCluster:
        api = Api(connected, "llm")
        return KubernetesCluster(api, NAME, Lease(api, NAME, holder, seconds), direct=direct)

    return make
