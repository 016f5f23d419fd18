"""The download Job and the pod that waits for it; the script itself against a hub in little."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chart import hub
from tests.chart.conftest import Render
from tests.chart.release import CHART, NAME

SCRIPT = CHART / "files" / "download.py"
ON: dict[str, Any] = {"model": {"id": "Qwen/Qwen2.5-7B-Instruct", "revision": "abc"}, "download": {"enabled": True}}
HUB = """
import os, pathlib, types
class HfApi:
    def model_info(self, model, revision, files_metadata):
        if model == "no/such":
            raise ValueError("404: no/such does not exist")
        return types.SimpleNamespace(sha="f00", siblings=[types.SimpleNamespace(size=2**20)])
def snapshot_download(model, revision):
    folder = pathlib.Path(os.environ["HF_HOME"], "hub", "models--" + model.replace("/", "--"), "blobs")
    folder.mkdir(parents=True)
    (folder / "weights").write_bytes(bytes(2**20))
"""


def test_nothing_waits_unless_asked(render: Render) -> None:
    release = render({"model": {"id": "a/b"}})
    assert release.all("Job") == []
    assert "initContainers" not in release.predictor


def test_the_pod_waits_and_then_stays_offline(render: Render) -> None:
    release = render(ON)
    (waiter,) = release.predictor["initContainers"]
    assert waiter["command"][-1] == "wait"
    assert release.env["HF_HUB_OFFLINE"] == "1"


def test_job_and_waiter_agree_on_model_and_place(render: Render) -> None:
    release = render(ON)
    (fetcher,) = release.one("Job")["spec"]["template"]["spec"]["containers"]
    (waiter,) = release.predictor["initContainers"]
    assert fetcher["env"] == waiter["env"]
    assert fetcher["volumeMounts"] == waiter["volumeMounts"]


@pytest.mark.parametrize("change", [{"model": {"id": "a/b", "revision": "2"}}, {"image": {"tag": "2"}}, {"gpu": {"count": 1}}])
def test_another_pod_is_another_job_since_kubernetes_lets_none_change(render: Render, change: dict[str, Any]) -> None:
    before, after = (render(ON, **values).one("Job") for values in ({}, change))
    assert before["spec"]["template"] != after["spec"]["template"]
    assert before["metadata"]["name"] != after["metadata"]["name"]


def test_what_does_not_change_the_pod_leaves_the_job(render: Render) -> None:
    assert render(ON, maxStartSeconds=60).one("Job") == render(ON).one("Job")


class TestPlace:
    """Job and waiting pod mount one claim."""

    def pod(self, render: Render, **values: Any) -> dict[str, Any]:
        return dict(render(ON, **values).one("Job")["spec"]["template"]["spec"])

    def test_a_read_write_once_claim_keeps_the_job_on_the_predictor_s_node(self, render: Render) -> None:
        (term,) = self.pod(render)["affinity"]["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
        assert term["topologyKey"] == "kubernetes.io/hostname"
        assert term["labelSelector"]["matchLabels"].items() <= render(ON).predictor["labels"].items()

    def test_there_it_tolerates_what_the_predictor_tolerates(self, render: Render) -> None:
        gpu = {"count": 1}
        assert self.pod(render, gpu=gpu)["tolerations"] == render(ON, gpu=gpu).predictor["tolerations"]

    def test_a_shared_claim_lets_it_run_anywhere(self, render: Render) -> None:
        assert "affinity" not in self.pod(render, cache={"accessMode": "ReadWriteMany"})

    def test_an_existing_claim_is_treated_by_its_mode_too(self, render: Render) -> None:
        once, shared = ({"existingClaim": "models", "accessMode": mode} for mode in ("ReadWriteOnce", "ReadWriteMany"))
        assert "requiredDuringSchedulingIgnoredDuringExecution" in self.pod(render, cache=once)["affinity"]["podAffinity"]
        assert "affinity" not in self.pod(render, cache=shared)


def test_a_canary_s_model_is_fetched_too(render: Render) -> None:
    shared = {"cache": {"accessMode": "ReadWriteMany"}, "route": {"enabled": True, "host": "a.example.com"}}
    assert len(render(ON | shared, canary={"enabled": True, "model": {"id": "c/d"}}).all("Job")) == 2
    assert len(render(ON | shared, canary={"enabled": True, "image": {"tag": "2"}}).all("Job")) == 1


def test_the_job_runs_the_file_that_is_tested_here(render: Render) -> None:
    assert render(ON).one("ConfigMap", f"{NAME}-download")["data"]["download.py"].strip() == SCRIPT.read_text().strip()


def run(folder: Path, action: str, model: str = "a/b", timeout: float = 0) -> subprocess.CompletedProcess[str]:
    (folder / "huggingface_hub.py").write_text(HUB)
    env = {
        "HF_HOME": str(folder / "home"),
        "MODEL_ID": model,
        "MODEL_REVISION": "abc",
        "TIMEOUT_SECONDS": str(timeout),
        "PYTHONPATH": str(folder),
    }
    return subprocess.run([sys.executable, SCRIPT, action], env=env, capture_output=True, text=True, check=False)


def test_who_waits_goes_on_once_the_model_is_there(tmp_path: Path) -> None:
    fetched = run(tmp_path, "fetch")
    assert fetched.returncode == 0, fetched.stderr
    assert "fetching a/b at f00: 0.00 GiB" in fetched.stdout
    assert "(100%), complete" in fetched.stdout
    assert run(tmp_path, "wait").returncode == 0


def test_another_model_does_not_count(tmp_path: Path) -> None:
    run(tmp_path, "fetch")
    waited = run(tmp_path, "wait", model="c/d", timeout=-1)
    assert waited.returncode == 1
    assert "c/d did not arrive" in waited.stderr


def test_an_image_without_the_hub_s_library_says_what_to_do(tmp_path: Path) -> None:
    """The mock image is such a one; `-S` leaves this virtualenv's packages out."""
    env = {"HF_HOME": str(tmp_path), "MODEL_ID": "a/b"}
    done = subprocess.run([sys.executable, "-S", SCRIPT, "fetch"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("this image has no huggingface_hub: use one with an engine")
    assert "Traceback" not in done.stderr


def test_a_failed_download_leaves_no_mark(tmp_path: Path) -> None:
    assert "does not exist" in run(tmp_path, "fetch", model="no/such").stderr
    assert run(tmp_path, "wait", model="no/such", timeout=-1).returncode == 1


def test_what_the_hub_s_own_client_fetched_is_found_by_a_pod_that_is_offline(tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    files = {"config.json": b"{}", "model.safetensors": bytes(range(256)) * 8192}
    with hub.serve(files) as address:
        env = os.environ | {"HF_HOME": str(tmp_path), "MODEL_ID": hub.MODEL, "HF_ENDPOINT": address}
        fetched = subprocess.run([sys.executable, SCRIPT, "fetch"], env=env, capture_output=True, text=True, check=False)
        assert fetched.returncode == 0, fetched.stderr
        unknown = subprocess.run(
            [sys.executable, SCRIPT, "fetch"], env=env | {"MODEL_ID": "no/such"}, capture_output=True, text=True, check=False
        )
        assert "404" in unknown.stderr
    find = "import sys, huggingface_hub; print(huggingface_hub.snapshot_download(sys.argv[1]))"
    found = subprocess.run(
        [sys.executable, "-c", find, hub.MODEL], env=env | {"HF_HUB_OFFLINE": "1"}, capture_output=True, text=True, check=True
    )
    assert {path.name: path.read_bytes() for path in Path(found.stdout.strip()).iterdir()} == files


@pytest.mark.parametrize("mode", ["Standard", "Knative"])
def test_the_job_s_pod_is_secured_in_either_mode(render: Render, mode: str) -> None:
    pod = render(ON, mode=mode).one("Job")["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
