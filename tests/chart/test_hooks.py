"""Helm's hooks: the API key is made once in the cluster, and a rollback to a version without warm pods is refused."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests.chart import api
from tests.chart.conftest import Render
from tests.chart.release import NAME, Doc, Helm, Release

ROUTE = {"enabled": True, "host": "llm.example.com"}
WEIGHTED: dict[str, Any] = {"route": ROUTE, "canary": {"enabled": True, "trafficPercent": 10, "image": {"tag": "2"}}}
KNATIVE: dict[str, Any] = {"mode": "Knative"}


def job(release: Release, name: str) -> Doc:
    """The Job of one hook."""
    (found,) = [doc for doc in release.hooks if doc["kind"] == "Job" and doc["metadata"]["name"] == f"{NAME}-{name}"]
    return found


def kinds(release: Release) -> set[str]:
    return {doc["kind"] for doc in release.hooks}


def events(doc: Doc) -> str:
    return str(doc["metadata"]["annotations"]["helm.sh/hook"])


def run(release: Release, name: str, cluster: api.Cluster, account: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The hook's script with the files and the environment of its Job, against a cluster."""
    (account / "token").write_text("secret-token")
    (files,) = [doc["data"] for doc in release.hooks if doc["kind"] == "ConfigMap"]
    for file, text in files.items():
        (account / file).write_text(text)
    (container,) = job(release, name)["spec"]["template"]["spec"]["containers"]
    env = {entry["name"]: entry["value"] for entry in container["env"]}
    host, port = cluster.url.removeprefix("http://").split(":")
    env |= {"KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": port, "SCHEME": "http", "ACCOUNT": str(account)}
    env |= {"PATH": os.environ["PATH"]} | more
    command = [sys.executable, account / "hook.py", *container["command"][2:]]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def secret(cluster: api.Cluster, name: str = f"{NAME}-api-keys") -> Doc:
    return cluster.objects[f"/api/v1/namespaces/llm/secrets/{name}"]


class TestKey:
    def test_every_render_is_the_same(self, helm: Helm) -> None:
        first, second = helm.render({}), helm.render({})
        assert first.texts == second.texts
        assert first.all("Secret") == []

    def test_a_job_makes_a_random_key_before_the_pods_need_it(self, render: Render, tmp_path: Path) -> None:
        release = render({})
        assert events(job(release, "key")) == "pre-install,pre-upgrade"
        with api.running() as cluster:
            done = run(release, "key", cluster, tmp_path)
        assert done.returncode == 0, done.stderr
        made = secret(cluster)
        assert re.fullmatch(rb"[A-Za-z0-9]{40}", base64.b64decode(made["data"]["api-keys"]))
        assert made["metadata"]["labels"]["app.kubernetes.io/instance"] == "demo"
        assert cluster.tokens == {"Bearer secret-token"}
        wanted = release.env["LLM_API_KEYS"]["secretKeyRef"]
        assert (wanted["name"], wanted["key"]) == (made["metadata"]["name"], "api-keys")

    def test_two_clusters_have_different_keys(self, render: Render, tmp_path: Path) -> None:
        with api.running() as one, api.running() as other:
            for cluster in (one, other):
                run(render({}), "key", cluster, tmp_path)
        assert secret(one)["data"] != secret(other)["data"]

    def test_an_upgrade_keeps_the_key_that_callers_hold(self, render: Render, tmp_path: Path) -> None:
        with api.running() as cluster:
            run(render({}), "key", cluster, tmp_path)
            before = dict(secret(cluster)["data"])
            done = run(render({}), "key", cluster, tmp_path)
        assert "has its key already" in done.stdout
        assert secret(cluster)["data"] == before

    def test_a_secret_that_lacks_the_key_gets_it_beside_what_it_has(self, render: Render, tmp_path: Path) -> None:
        old = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": f"{NAME}-api-keys"}, "data": {"old": "b2xk"}}
        with api.running(old) as cluster:
            done = run(render({}), "key", cluster, tmp_path)
        assert done.returncode == 0, done.stderr
        assert set(secret(cluster)["data"]) == {"old", "api-keys"}

    def test_no_key_reaches_the_log(self, render: Render, tmp_path: Path) -> None:
        with api.running() as cluster:
            done = run(render({}), "key", cluster, tmp_path)
        assert base64.b64decode(secret(cluster)["data"]["api-keys"]).decode() not in done.stdout + done.stderr

    def test_a_cluster_that_cannot_be_reached_is_told(self, render: Render, tmp_path: Path) -> None:
        with api.running() as cluster:
            pass
        done = run(render({}), "key", cluster, tmp_path)
        assert done.returncode == 1
        assert "the cluster's API cannot be reached" in done.stderr

    @pytest.mark.parametrize("keys", [{"existingSecret": "own"}, {"enabled": False}])
    def test_a_secret_of_one_s_own_or_an_open_door_needs_no_job(self, render: Render, keys: dict[str, Any]) -> None:
        assert render({"apiKeys": keys}).hooks == []

    def test_pods_read_the_secret_of_one_s_own(self, render: Render) -> None:
        env = render({"apiKeys": {"existingSecret": "own", "key": "keys"}}).env
        assert env["LLM_API_KEYS"] == {"secretKeyRef": {"name": "own", "key": "keys"}}
        assert "LLM_API_KEYS" not in render({"apiKeys": {"enabled": False}}).env


class TestRights:
    def test_the_job_may_make_secrets_and_change_its_own_only(self, render: Render) -> None:
        (role,) = [doc for doc in render({}).hooks if doc["kind"] == "Role"]
        create, own = role["rules"]
        assert create["verbs"] == ["create"]
        assert (own["resourceNames"], own["verbs"]) == ([f"{NAME}-api-keys"], ["get", "patch"])

    def test_nothing_of_it_stays(self, render: Render) -> None:
        release = render(KNATIVE)
        for doc in release.hooks:
            assert doc["metadata"]["annotations"]["helm.sh/hook-delete-policy"] == "before-hook-creation,hook-succeeded"
        assert kinds(release) == {"ConfigMap", "ServiceAccount", "Role", "RoleBinding", "Job"}

    def test_what_the_job_needs_is_there_before_it(self, render: Render) -> None:
        weights = {doc["kind"]: int(doc["metadata"]["annotations"]["helm.sh/hook-weight"]) for doc in render({}).hooks}
        assert weights.pop("Job") > max(weights.values())

    def test_the_pod_is_secured_like_the_predictor_s(self, render: Render) -> None:
        release = render({})
        pod = job(release, "key")["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["containers"][0]["securityContext"] == release.container["securityContext"]

    def test_a_small_image_may_run_it(self, render: Render) -> None:
        release = render({"hooks": {"image": "python:3.11-slim"}})
        assert job(release, "key")["spec"]["template"]["spec"]["containers"][0]["image"] == "python:3.11-slim"

    def test_the_predictor_s_image_is_pulled_where_the_predictor_may_run(self, render: Render) -> None:
        values = {"model": {"id": "a/b"}, "gpu": {"count": 1}, "nodeSelector": {"pool": "gpu"}}
        pod = job(render(values), "key")["spec"]["template"]["spec"]
        assert pod["nodeSelector"] == {"pool": "gpu"}
        assert pod["tolerations"] == render(values).predictor["tolerations"]


class TestRollback:
    def living(self, predictor: Doc, **status: Any) -> Doc:
        return {
            "apiVersion": "serving.kserve.io/v1beta1",
            "kind": "InferenceService",
            "metadata": {"name": NAME},
            "spec": {"predictor": predictor},
            "status": status,
        }

    def revisions(self, created: str, ready: str) -> Doc:
        return {"predictor": {"latestCreatedRevision": created, "latestReadyRevision": ready}}

    def pod_hash(self, release: Release) -> str:
        return str(release.predictor["annotations"]["llm-predictor/pod-hash"])

    def knative(self, spec_hash: str, percent: int, created: str, ready: str) -> Doc:
        """A service with a canary."""
        predictor = {
            "canaryTrafficPercent": percent,
            "annotations": {"llm-predictor/pod-hash": spec_hash},
            "containers": [{"image": "llm-predictor:2"}],
        }
        return self.living(predictor, components=self.revisions(created, ready))

    def test_under_a_canary_the_older_version_gets_warm_first_without_traffic(self, render: Render, tmp_path: Path) -> None:
        """Without a canary Knative would send everything to the latest Ready revision, which is the canary's."""
        release = render(KNATIVE)
        with api.running(self.knative("the canary's", 10, "2", "2")) as cluster:

            def controller(found: Doc) -> None:
                found["status"]["components"] = self.revisions("3", "2")
                Timer(1, lambda: found["status"].update(components=self.revisions("3", "3"))).start()

            cluster.patched = controller
            done = run(release, "rollback", cluster, tmp_path)
        assert done.returncode == 0, done.stderr
        assert "waiting until a revision after 2 is Ready: 3" in done.stdout
        (made,) = cluster.objects.values()
        assert made["spec"]["predictor"] == release.predictor | {"canaryTrafficPercent": 0}
        # Helm's own change that follows changes no pod, and so makes no further revision.
        assert made["spec"]["predictor"]["annotations"]["llm-predictor/pod-hash"] == self.pod_hash(release)

    def test_one_that_does_not_get_warm_is_refused_and_stable_keeps_the_traffic(self, render: Render, tmp_path: Path) -> None:
        with api.running(self.knative("the canary's", 10, "2", "2")) as cluster:
            done = run(render(KNATIVE), "rollback", cluster, tmp_path, WAIT="1")
        assert done.returncode == 1
        assert "is not Ready after 1 s. The stable version keeps all the traffic." in done.stderr
        assert "until `helm rollback` to another revision succeeds" in done.stderr

    def test_a_stable_version_that_is_the_latest_already_is_waited_for(self, render: Render, tmp_path: Path) -> None:
        release = render(KNATIVE)
        with api.running(self.knative(self.pod_hash(release), 0, "3", "2")) as cluster:
            done = run(release, "rollback", cluster, tmp_path, WAIT="1")
        assert done.returncode == 1
        assert "Revision 3 is not Ready" in done.stderr
        with api.running(self.knative(self.pod_hash(release), 0, "3", "3")) as cluster:
            assert run(release, "rollback", cluster, tmp_path).returncode == 0

    def test_a_status_that_is_older_than_the_change_is_not_taken_for_it(self, render: Render, tmp_path: Path) -> None:
        """KServe's status names the canary's revision until its controller has seen the clean-up."""
        release = render(KNATIVE)
        wanted = self.pod_hash(release)
        revisions = (api.revision("2", "the canary's"), api.revision("3", wanted))
        with api.running(self.knative(wanted, 0, "2", "2"), *revisions) as cluster:
            done = run(release, "rollback", cluster, tmp_path, WAIT="1")
        assert done.returncode == 1
        with api.running(self.knative(wanted, 0, "3", "3"), *revisions) as cluster:
            assert run(release, "rollback", cluster, tmp_path).returncode == 0

    def test_the_hook_may_read_the_revisions_of_knative_alone(self, render: Render) -> None:
        def groups(release: Release) -> set[str]:
            roles = [doc for doc in release.hooks if doc["kind"] == "Role"]
            return {group for role in roles for rule in role["rules"] for group in rule["apiGroups"]}

        assert "serving.knative.dev" in groups(render(KNATIVE))
        assert "serving.knative.dev" not in groups(render(WEIGHTED))

    def test_a_runtime_changes_in_place_and_so_is_refused(self, render: Render, tmp_path: Path) -> None:
        release = render(KNATIVE, workload="runtime")
        with api.running(self.knative("the canary's", 10, "2", "2")) as cluster:
            done = run(release, "rollback", cluster, tmp_path)
        assert done.returncode == 1
        assert "`workload: runtime` changes its ServingRuntime in place" in done.stderr
        (untouched,) = cluster.objects.values()
        assert untouched["spec"]["predictor"]["canaryTrafficPercent"] == 10

    @pytest.mark.parametrize("ready", ["1", "2"])
    def test_without_a_canary_knative_waits_by_itself(self, render: Render, tmp_path: Path, ready: str) -> None:
        """A version that never got Ready is what one rolls back from."""
        predictor = {"annotations": {"llm-predictor/pod-hash": "newer"}}
        with api.running(self.living(predictor, components=self.revisions("2", ready))) as cluster:
            done = run(render(KNATIVE), "rollback", cluster, tmp_path)
        assert done.returncode == 0, done.stderr

    def test_a_service_that_is_gone_is_no_obstacle(self, render: Render, tmp_path: Path) -> None:
        with api.running() as cluster:
            assert run(render(KNATIVE), "rollback", cluster, tmp_path).returncode == 0

    @pytest.mark.parametrize(("ready", "same", "code"), [("True", True, 0), ("False", True, 1), ("True", False, 1)])
    def test_a_weighted_canary_gets_its_share_back_only_while_it_runs(
        self, render: Render, tmp_path: Path, ready: str, same: bool, code: int
    ) -> None:
        release = render(WEIGHTED)
        running = release.one("InferenceService", f"{NAME}-canary")["spec"]["predictor"]["annotations"]["llm-predictor/pod-hash"]
        canary = self.living(
            {"annotations": {"llm-predictor/pod-hash": running if same else "other"}},
            conditions=[{"type": "Ready", "status": ready}],
        )
        canary["metadata"]["name"] = f"{NAME}-canary"
        with api.running(canary) as cluster:
            done = run(release, "rollback", cluster, tmp_path)
        assert done.returncode == code, done.stderr

    def test_a_canary_that_was_taken_away_gets_none(self, render: Render, tmp_path: Path) -> None:
        with api.running() as cluster:
            done = run(render(WEIGHTED), "rollback", cluster, tmp_path)
        assert "That revision gives 10 % of the traffic to a canary whose pods are not running" in done.stderr

    def test_the_message_reaches_whoever_rolls_back(self, render: Render) -> None:
        made = job(render(KNATIVE), "rollback")
        assert events(made) == "pre-rollback"
        assert made["metadata"]["annotations"]["helm.sh/hook-output-log-policy"] == "hook-failed"
        assert made["spec"]["backoffLimit"] == 0

    @pytest.mark.parametrize("values", [{}, {"route": ROUTE}, KNATIVE | {"hooks": {"guardRollback": False}}])
    def test_there_is_none_where_a_rollback_is_safe_or_the_user_wants_none(self, render: Render, values: dict[str, Any]) -> None:
        assert not [doc for doc in render(values).hooks if events(doc) == "pre-rollback"]


def test_a_sidecar_of_the_mesh_would_keep_a_job_from_ending(render: Render) -> None:
    release = render({"istio": {"mesh": "sidecar"}, "model": {"id": "a/b"}, "download": {"enabled": True}})
    for made in (job(release, "key"), release.one("Job")):
        assert made["spec"]["template"]["metadata"]["labels"]["sidecar.istio.io/inject"] == "false"
    assert "sidecar.istio.io/inject" not in json.dumps(render({}).hooks)
