"""What the chart reads from the cluster before it changes anything: Helm 3 against an API in little."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.chart import api, tools
from tests.chart.conftest import Render
from tests.chart.release import CHART, NAME

Doc = dict[str, Any]
Install = Callable[..., subprocess.CompletedProcess[str]]
ROUTE = {"enabled": True, "host": "llm.example.com"}
CANARY = {"enabled": True, "image": {"tag": "2"}}
KNATIVE: dict[str, Any] = {"mode": "Knative"}


def service(predictor: Doc | None = None, name: str = NAME, mode: str = "Standard", **status: Any) -> Doc:
    """An InferenceService as the cluster has it."""
    return {
        "apiVersion": "serving.kserve.io/v1beta1",
        "kind": "InferenceService",
        "metadata": {"name": name, "annotations": {"serving.kserve.io/deploymentMode": mode}},
        "spec": {"predictor": predictor or {}},
        "status": status,
    }


def claim(name: str, *modes: str) -> Doc:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name},
        "spec": {"accessModes": list(modes)},
        "status": {"accessModes": list(modes)},
    }


def route(*backends: str) -> Doc:
    """The HTTPRoute that KServe makes for the predictor."""
    rules = [{"backendRefs": [{"name": name} for name in backends]}]
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": f"{NAME}-predictor"},
        "spec": {"rules": rules},
    }


@pytest.fixture
def install(helm: object, tmp_path: Path) -> Install:
    """`helm install --dry-run=server` of the release into a cluster that holds the objects."""

    def run(values: Doc, *objects: Doc, without: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        (tmp_path / "values.yaml").write_text(json.dumps(values))
        options = [
            "--dry-run=server",
            "--disable-openapi-validation",
            "--take-ownership",
            "--values",
            str(tmp_path / "values.yaml"),
        ]
        with api.running(*objects, without=without) as cluster:
            kubeconfig = str(cluster.kubeconfig(tmp_path))
            command = [str(tools.HELM), "install", "demo", str(CHART), "-n", "llm", "--kubeconfig", kubeconfig, *options]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def reported(done: subprocess.CompletedProcess[str]) -> str:
    """The refusal; fails when Helm took the values."""
    assert done.returncode == 1, done.stdout
    assert "cannot be installed or upgraded" in done.stderr
    return done.stderr


def pod_hash(render: Render, values: Doc) -> str:
    return str(render(values).predictor["annotations"]["llm-predictor/pod-hash"])


def test_an_empty_cluster_takes_the_defaults(install: Install) -> None:
    done = install({})
    assert done.returncode == 0, done.stderr


def test_a_cluster_without_kserve_is_told_by_helm_and_not_by_a_failed_lookup(install: Install) -> None:
    done = install({}, without=("serving.kserve.io/v1beta1",))
    assert 'no matches for kind "InferenceService"' in done.stderr


def test_kserve_allows_no_change_of_mode(install: Install) -> None:
    assert "from Knative to Standard" in reported(install({}, service(mode="Serverless")))


class TestKnative:
    """Without a canary Knative sends everything to the latest Ready revision."""

    def living(self, spec_hash: str, created: str, ready: str) -> Doc:
        predictor = {"canaryTrafficPercent": 0, "annotations": {"llm-predictor/pod-hash": spec_hash}}
        revisions = {"latestCreatedRevision": created, "latestReadyRevision": ready}
        return service(predictor, mode="Knative", components={"predictor": revisions})

    def test_clean_up_waits_until_the_newest_revision_is_ready(self, render: Render, install: Install) -> None:
        done = install(KNATIVE, self.living(pod_hash(render, KNATIVE), "demo-00003", "demo-00002"))
        assert "revision demo-00003 is not Ready yet" in reported(done)
        assert "all traffic to demo-00002" in done.stderr

    def test_and_then_passes(self, render: Render, install: Install) -> None:
        done = install(KNATIVE, self.living(pod_hash(render, KNATIVE), "demo-00003", "demo-00003"))
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize("same", [False, True])
    def test_a_status_that_is_older_than_the_change_is_not_taken_for_it(self, render: Render, install: Install, same: bool) -> None:
        """KServe's status names the canary's revision until its controller has seen the clean-up."""
        wanted = pod_hash(render, KNATIVE)
        living = self.living(wanted, "demo-00002", "demo-00002")
        done = install(KNATIVE, living, api.revision("demo-00002", wanted if same else "the canary's"))
        if same:
            assert done.returncode == 0, done.stderr
        else:
            assert "all traffic to demo-00002, which is another version" in reported(done)

    def test_another_version_may_not_follow_a_canary_at_once(self, install: Install) -> None:
        assert "all traffic to the canary until" in reported(install(KNATIVE, self.living("other", "demo-00002", "demo-00002")))


class TestWeighted:
    def values(self) -> Doc:
        return {"route": ROUTE, "canary": CANARY | {"trafficPercent": 10}}

    def test_a_share_waits_for_the_canary(self, install: Install) -> None:
        assert "the canary is not Ready" in reported(install(self.values(), service()))

    def test_a_ready_canary_gets_it(self, install: Install) -> None:
        canary = service(name=f"{NAME}-canary", conditions=[{"type": "Ready", "status": "True"}])
        assert install(self.values(), service(), canary).returncode == 0


class TestKServesOwnSplit:
    """The route that KServe makes shows whether the installed version splits."""

    VALUES: ClassVar[Doc] = {
        "workload": "runtime",
        "model": {"storageUri": "pvc://models/a"},
        "canary": CANARY | {"strategy": "kserve", "trafficPercent": 10},
    }
    READY: ClassVar[Doc] = {"canaryStatuses": [{"name": "canary", "ready": True}]}

    def test_a_version_that_splits_is_used(self, install: Install) -> None:
        done = install(self.VALUES, service(**self.READY), route(f"{NAME}-predictor", f"{NAME}-predictor-canary"))
        assert done.returncode == 0, done.stderr

    def test_a_version_that_does_not_is_refused(self, install: Install) -> None:
        done = install(self.VALUES, service(**self.READY), route(f"{NAME}-predictor"))
        assert "the KServe of this cluster does not split" in reported(done)

    def test_a_canary_that_is_not_ready_shows_neither(self, install: Install) -> None:
        done = install(self.VALUES, service(), route(f"{NAME}-predictor"))
        assert "the canary is not Ready" in reported(done)


class TestClaims:
    SHARED: ClassVar[Doc] = {"model": {"id": "a/b"}, "cache": {"existingClaim": "models", "accessMode": "ReadWriteMany"}}

    def test_the_claim_s_own_mode_counts_where_the_values_say_less(self, install: Install) -> None:
        values = {"model": {"id": "a/b"}, "cache": {"existingClaim": "models"}, "replicas": {"min": 2, "max": 2}}
        assert "needs ReadWriteMany" in reported(install(values))
        done = install(values, claim("models", "ReadWriteMany"))
        assert done.returncode == 0, done.stderr
        assert "type: RollingUpdate" in done.stdout

    def test_values_that_promise_more_than_the_claim_are_refused(self, install: Install) -> None:
        done = install(self.SHARED, claim("models", "ReadWriteOnce"))
        assert "the claim models in the cluster is ReadWriteOnce" in reported(done)

    @pytest.mark.parametrize(("mode", "strategy"), [("ReadWriteOnce", "Recreate"), ("ReadOnlyMany", "RollingUpdate")])
    def test_a_model_on_a_claim_of_its_own_decides_too(self, install: Install, mode: str, strategy: str) -> None:
        done = install({"model": {"storageUri": "pvc://models/a"}}, claim("models", mode))
        assert f"type: {strategy}" in done.stdout

    def test_so_does_a_volume_of_the_user_s(self, install: Install) -> None:
        volume = {"name": "data", "persistentVolumeClaim": {"claimName": "data"}}
        done = install({"extraVolumes": [volume]}, claim("data", "ReadWriteOnce"))
        assert "type: Recreate" in done.stdout


class TestLogger:
    LOGGER: ClassVar[Doc] = {"logger": {"mode": "all", "url": "http://sink"}}

    def test_a_logger_that_records_raw_bodies_is_refused(self, install: Install) -> None:
        message = reported(install({}, service(self.LOGGER)))
        assert "records requests before personal data in them is masked" in message
        assert '"path": "/spec/predictor/logger"' in message

    def test_without_masking_it_is_the_user_s_choice(self, install: Install) -> None:
        assert install({"pii": {"enabled": False}}, service(self.LOGGER)).returncode == 0


class TestBucket:
    """KServe reads a bucket's endpoint from annotations of the ServiceAccount's Secrets."""

    VALUES: ClassVar[Doc] = {"model": {"storageUri": "s3://models/a"}, "serviceAccount": {"secrets": ["bucket"]}}

    def secret(self, endpoint: str) -> Doc:
        annotations = {"serving.kserve.io/s3-endpoint": endpoint, "serving.kserve.io/s3-usehttps": "0"}
        return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "bucket", "annotations": annotations}}

    def test_a_private_endpoint_that_the_policy_closes_is_named(self, install: Install) -> None:
        message = reported(install(self.VALUES, self.secret("minio.storage:9000")))
        assert "set `model.storageEndpoint: http://minio.storage:9000`" in message

    def test_with_it_the_policy_is_open(self, install: Install) -> None:
        model = {"storageUri": "s3://models/a", "storageEndpoint": "http://minio.storage:9000"}
        assert install(self.VALUES | {"model": model}, self.secret("minio.storage:9000")).returncode == 0

    def test_amazon_s_own_needs_none(self, install: Install) -> None:
        assert install(self.VALUES, self.secret("s3.ap-northeast-2.amazonaws.com")).returncode == 0


@pytest.mark.parametrize(
    ("values", "absent", "message"),
    [
        (KNATIVE, "serving.knative.dev/v1", "Knative is not installed"),
        ({"route": ROUTE}, "gateway.networking.k8s.io/v1", "the Gateway API is not installed"),
        (
            {"replicas": {"max": 2}, "autoscaling": {"enabled": True, "prometheus": "http://p.monitoring.svc"}},
            "keda.sh/v1alpha1",
            "KEDA is not installed",
        ),
        ({"monitoring": {"kind": "PodMonitor"}}, "monitoring.coreos.com/v1", "the Prometheus operator is not installed"),
        ({"alerts": {"enabled": True}}, "monitoring.coreos.com/v1", "the Prometheus operator is not installed"),
    ],
)
def test_what_the_cluster_lacks_is_named(install: Install, values: Doc, absent: str, message: str) -> None:
    assert message in reported(install(values, without=(absent,)))
    assert install(values).returncode == 0


@pytest.mark.parametrize(
    ("data", "hooked"), [({"api-keys": "aW52ZW50ZWQ="}, False), ({"other": "aW52ZW50ZWQ="}, True), (None, True)]
)
def test_the_job_of_the_key_runs_only_where_the_cluster_lacks_the_key(data: Doc | None, hooked: bool, install: Install) -> None:
    """It takes the new image, which may not be there to be pulled, and an upgrade would wait for it."""
    there = [{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": f"{NAME}-api-keys"}, "data": data}] if data else []
    for values in ({}, {"apiKeys": {"enabled": True}, "hooks": {"guardRollback": False}}):
        done = install(values, *there)
        assert done.returncode == 0, done.stderr
        assert (f"name: {NAME}-key\n" in done.stdout) is hooked
    assert ("kind: Job" in done.stdout) is hooked
