"""The InferenceService: the pod, its probes and times, its GPU, and what each mode asks for."""

import math
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from tests.chart.conftest import Render
from tests.chart.release import CHART, NAME, Release, env

SEVEN_B: dict[str, Any] = {"model": {"id": "Qwen/Qwen2.5-7B-Instruct"}, "gpu": {"count": 1}}
THREE: dict[str, Any] = {"replicas": {"min": 3, "max": 3}}
KNATIVE = {"mode": "Knative"}
# Folders of the caches that libraries write: one that is not on the claim is compiled again at each start.
CACHES = {
    "HOME",
    "VLLM_CACHE_ROOT",
    "TRITON_CACHE_DIR",
    "TORCHINDUCTOR_CACHE_DIR",
    "FLASHINFER_WORKSPACE_BASE",
    "CUDA_CACHE_PATH",
}
KEDA: dict[str, Any] = {
    "replicas": {"max": 4},
    "autoscaling": {"enabled": True, "prometheus": "http://prometheus:9090", "firstTokenSeconds": 2},
}


def seconds(probe: dict[str, Any]) -> int:
    """How long a probe may fail."""
    return int(probe["periodSeconds"] * probe["failureThreshold"])


class TestWarmUp:
    def test_a_pod_is_ready_when_the_predictor_says_so(self, render: Render) -> None:
        assert render({}).container["readinessProbe"]["httpGet"] == {"path": "/v2/health/ready", "port": 8000}

    @pytest.mark.parametrize("allowed", [30, 1800, 7200])
    def test_nothing_kills_a_pod_that_loads_within_its_time(self, render: Render, allowed: int) -> None:
        container = render({"maxStartSeconds": allowed}).container
        assert container["startupProbe"]["httpGet"]["path"] == "/v2/health/ready"
        assert seconds(container["startupProbe"]) >= allowed + 30

    def test_the_predictor_gives_up_before_the_kubelet_so_that_its_reason_is_told(self, render: Render) -> None:
        release = render({"maxStartSeconds": 900})
        assert int(release.env["LLM_LOAD_TIMEOUT_SEC"]) < seconds(release.container["startupProbe"])
        assert release.container["terminationMessagePolicy"] == "File"

    def test_liveness_asks_another_question_than_readiness(self, render: Render) -> None:
        assert render({}).container["livenessProbe"]["httpGet"]["path"] == "/v2/health/live"

    def test_knative_waits_as_long(self, render: Render) -> None:
        annotations = render(KNATIVE, maxStartSeconds=3000).one("InferenceService")["metadata"]["annotations"]
        assert annotations["serving.knative.dev/progress-deadline"] == "3060s"

    def test_and_as_long_again_for_a_download_before_the_start(self, render: Render) -> None:
        values = {"model": {"id": "a/b"}, "maxStartSeconds": 600, "download": {"enabled": True, "timeoutSeconds": 7200}}
        release = render(KNATIVE, **values)
        annotations = release.one("InferenceService")["metadata"]["annotations"]
        assert annotations["serving.knative.dev/progress-deadline"] == "7860s"
        assert "--timeout=7800s" in release.notes


class TestOneNumberForAllTimeouts:
    @pytest.mark.parametrize("mode", ["Standard", "Knative"])
    @pytest.mark.parametrize(("request_seconds", "drain"), [(120, 5), (540, 30), (1, 0)])
    def test_each_wait_outlasts_the_one_inside(self, render: Render, mode: str, request_seconds: int, drain: int) -> None:
        release = render({"mode": mode, "requestTimeoutSeconds": request_seconds, "drainDelaySeconds": drain})
        predictor = release.predictor
        grace = predictor["terminationGracePeriodSeconds"] if mode == "Standard" else predictor["timeout"]
        assert int(release.env["INFERENCE_TIMEOUT_SEC"]) == request_seconds < predictor["timeout"]
        assert int(release.env["LLM_GRACE_SEC"]) == drain + request_seconds < grace

    @pytest.mark.parametrize("values", [{}, KNATIVE])
    def test_the_gateway_closes_an_idle_connection_first(self, render: Render, values: dict[str, Any]) -> None:
        """Envoy's connections to a server idle for an hour: a server that closes in that moment makes a 503."""
        assert int(render(values).env["LLM_KEEP_ALIVE_SEC"]) > 3600
        assert render(values, server={"keepAliveSeconds": 90}).env["LLM_KEEP_ALIVE_SEC"] == "90"

    def test_knative_gets_no_field_that_it_refuses(self, render: Render) -> None:
        release = render(KNATIVE)
        assert not {"terminationGracePeriodSeconds", "deploymentStrategy", "securityContext"} & release.predictor.keys()
        assert "lifecycle" not in release.container
        assert "PORT" not in release.env


class TestSecurity:
    def test_the_container_may_do_nothing_that_it_need_not(self, render: Render) -> None:
        assert render({}).container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
            "runAsGroup": 65532,
            "runAsNonRoot": True,
            "runAsUser": 65532,
            "seccompProfile": {"type": "RuntimeDefault"},
        }

    def test_the_service_account_s_token_stays_outside(self, render: Render) -> None:
        assert render({}).predictor["automountServiceAccountToken"] is False

    def test_keys_come_from_a_secret_and_never_stand_in_the_manifest(self, render: Render) -> None:
        release = render({})
        assert release.env["LLM_API_KEYS"] == {"secretKeyRef": {"name": f"{NAME}-api-keys", "key": "api-keys"}}

    def test_the_key_file_is_a_folder_that_the_kubelet_renews(self, render: Render) -> None:
        """A file that is mounted by `subPath` would never change."""
        release = render({"apiKeys": {"enabled": False, "file": {"existingSecret": "named", "key": "k.yaml"}}})
        (mount,) = [mount for mount in release.container["volumeMounts"] if mount["name"] == "keys"]
        (volume,) = [volume for volume in release.predictor["volumes"] if volume["name"] == "keys"]
        assert "subPath" not in mount
        assert volume["secret"] == {"secretName": "named", "items": [{"key": "k.yaml", "path": "k.yaml"}]}
        assert release.env["LLM_KEY_FILE"] == f"{mount['mountPath']}/k.yaml"
        assert "LLM_API_KEYS" not in release.env
        assert "whoever reaches the predictor" not in release.notes

    def test_the_hub_s_token_too(self, render: Render) -> None:
        env = render(SEVEN_B, model={"id": "a/b", "tokenSecret": {"name": "hub"}}).env
        assert env["HF_TOKEN"] == {"secretKeyRef": {"name": "hub", "key": "token"}}

    def test_every_folder_that_is_written_is_a_volume(self, render: Render) -> None:
        release = render(SEVEN_B)
        assert {mount["mountPath"] for mount in release.container["volumeMounts"]} == {"/cache", "/tmp", "/dev/shm"}
        assert release.env["HF_HOME"].startswith("/cache/")
        assert release.env["VLLM_CACHE_ROOT"].startswith("/cache/")

    @pytest.mark.parametrize("name", sorted(CACHES))
    def test_what_is_compiled_once_is_kept_on_the_claim(self, render: Render, name: str) -> None:
        value = render(SEVEN_B).env[name]
        assert value == "/cache" or value.startswith("/cache/")

    @pytest.mark.parametrize("values", [{}, {"engine": {"type": "mock"}}, {"engine": {"type": "transformers"}}])
    def test_home_is_a_folder_that_lasts_as_long_as_the_pod(self, render: Render, values: dict[str, Any]) -> None:
        assert render(values).env["HOME"] == "/cache/home"

    def test_on_cpu_without_a_claim_the_model_infos_baked_into_the_image_are_used(self, render: Render) -> None:
        assert "VLLM_CACHE_ROOT" not in render({}).env


class TestGPU:
    def test_limits_equal_requests(self, render: Render) -> None:
        resources = render(SEVEN_B, gpu={"count": 2}).container["resources"]
        assert resources["limits"]["nvidia.com/gpu"] == resources["requests"]["nvidia.com/gpu"] == "2"
        assert resources["limits"]["memory"] == resources["requests"]["memory"] == "32Gi"

    @pytest.mark.parametrize(
        ("resources", "cpu"),
        [
            ({}, ("16", "64")),
            ({"requests": {"cpu": "500m"}}, ("500m", "2000m")),
            ({"requests": {"cpu": 1.5}}, (1.5, "6")),
            ({"requests": {"cpu": "16"}, "limits": {"cpu": "24"}}, ("16", "24")),
            ({"limits": {"cpu": "3"}}, ("3", "3")),
        ],
    )
    def test_a_cpu_limit_is_always_there_since_kserve_would_make_it_one_cpu(
        self, render: Render, resources: dict[str, Any], cpu: tuple[Any, Any]
    ) -> None:
        made = render(SEVEN_B, gpu={"count": 2}, resources=resources).container["resources"]
        assert (made["requests"]["cpu"], made["limits"]["cpu"]) == cpu

    def test_tensor_parallelism_follows_the_gpus(self, render: Render) -> None:
        assert "--tensor-parallel-size=4" in render(SEVEN_B, gpu={"count": 4}).env["LLM_VLLM_ARGS"]
        assert "LLM_VLLM_ARGS" not in render(SEVEN_B).env

    def test_unless_it_is_set(self, render: Render) -> None:
        args = render(SEVEN_B, gpu={"count": 4}, engine={"tensorParallelSize": 2, "args": ["--pipeline-parallel-size=2"]}).env
        assert args["LLM_VLLM_ARGS"] == "--tensor-parallel-size=2 --pipeline-parallel-size=2"

    @pytest.mark.parametrize(("count", "size"), [(0, "256Mi"), (1, "1Gi"), (2, "2Gi"), (8, "14Gi")])
    def test_shared_memory_grows_with_the_gpus(self, render: Render, count: int, size: str) -> None:
        (shm,) = [volume for volume in render({"gpu": {"count": count}}).predictor["volumes"] if volume["name"] == "shm"]
        assert shm["emptyDir"] == {"medium": "Memory", "sizeLimit": size}

    def test_a_mig_slice_tolerates_the_node_s_taint(self, render: Render) -> None:
        release = render(SEVEN_B, gpu={"count": 1, "resourceName": "nvidia.com/mig-3g.40gb"})
        assert release.container["resources"]["limits"]["nvidia.com/mig-3g.40gb"] == "1"
        assert release.predictor["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]

    def test_a_cpu_pod_tolerates_nothing_and_gets_a_cache_in_memory(self, render: Render) -> None:
        release = render({})
        assert "tolerations" not in release.predictor
        assert release.env["VLLM_CPU_KVCACHE_SPACE"] == "1"

    def test_a_spread_without_a_selector_gets_the_predictor_s(self, render: Render) -> None:
        spread = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
        release = render({"topologySpreadConstraints": [spread]})
        labels = release.predictor["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"]
        assert labels.items() <= release.predictor["labels"].items()


class TestModel:
    def test_the_demo_model_needs_no_value(self, render: Render) -> None:
        assert "LLM_MODEL" not in render({}).env

    @pytest.mark.parametrize(
        ("model", "path"),
        [({"id": "a/b"}, "a/b"), ({"pvcPath": "models/a"}, "/cache/models/a"), ({"storageUri": "s3://a/b"}, "/mnt/models")],
    )
    def test_each_source_has_its_path(self, render: Render, model: dict[str, str], path: str) -> None:
        assert render({"model": model}).env["LLM_MODEL"] == path

    def test_kserve_fetches_a_storage_uri(self, render: Render) -> None:
        assert render({"model": {"storageUri": "s3://a/b"}}).env["STORAGE_URI"] == "s3://a/b"

    def test_lora_adapters_are_served_by_name(self, render: Render) -> None:
        adapters = [{"name": "support", "path": "/cache/lora/support"}, {"name": "sales", "path": "a/sales"}]
        args = render({"model": {"id": "a/b", "loraAdapters": adapters}}).env["LLM_VLLM_ARGS"]
        assert args == "--enable-lora --lora-modules support=/cache/lora/support sales=a/sales"

    def test_an_argument_keeps_its_quotes(self, render: Render) -> None:
        import shlex

        wanted = ['--override-generation-config={"temperature": 0.2}', "--served='x'"]
        assert shlex.split(render({"engine": {"args": wanted}}).env["LLM_VLLM_ARGS"]) == wanted

    def test_air_gapped_libraries_stay_offline(self, render: Render) -> None:
        assert render({"airGapped": True, "model": {"pvcPath": "a"}, "cache": {"existingClaim": "b"}}).env["HF_HUB_OFFLINE"] == "1"
        assert "HF_HUB_OFFLINE" not in render(SEVEN_B).env

    def test_a_mirror_is_used_even_so(self, render: Render) -> None:
        env = render({"airGapped": True, "model": {"id": "a/b", "endpoint": "http://mirror.hub.svc"}}).env
        assert env["HF_ENDPOINT"] == "http://mirror.hub.svc"
        assert "HF_HUB_OFFLINE" not in env


class TestSettings:
    def test_every_setting_is_one_that_the_predictor_knows(self, render: Render) -> None:
        from predictor.config import Settings
        from predictor.options import env_name

        known = {env_name(field) for field in Settings.model_fields}
        libraries = {"HF_HOME", "VLLM_CPU_KVCACHE_SPACE", "HF_HUB_OFFLINE", "HF_ENDPOINT", "OTEL_SERVICE_NAME"} | CACHES
        for release in (render({}), render(SEVEN_B, limits={"maxConcurrent": 9, "rate": "1/second"}, fallbackResponse="잠시 후")):
            assert release.env.keys() - known - libraries == set()

    def test_the_predictor_takes_what_the_chart_sets(self, render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
        from predictor.config import Settings

        values = {
            "pii": {"actions": {"rrn": "reject"}, "allow": ["1588-0000", "02-120"], "restore": "request"},
            "limits": {"maxConcurrent": 9, "rate": "10/second;300/minute"},
            "server": {"corsOrigins": ["https://a.example.com"], "trustedProxies": ["10.0.0.0/8"], "logLevel": "DEBUG"},
        }
        for name, value in render(values).env.items():
            if isinstance(value, str):
                monkeypatch.setenv(name, value)
        settings = Settings(_env_file=None)
        assert settings.pii_actions == {"rrn": "reject"}
        assert settings.pii_allow == ("1588-0000", "02-120")
        assert settings.max_concurrent == 9
        assert settings.trusted_proxies == ("10.0.0.0/8",)
        assert settings.grace_sec == 125

    def test_patterns_of_one_s_own_are_of_the_form_that_the_predictor_reads(self, render: Render, tmp_path: Path) -> None:
        from predictor.pii import patterns

        values = yaml.safe_load((CHART / "ci" / "storage-uri-values.yaml").read_text())
        file = tmp_path / "patterns.toml"
        name = Path(render(values).env["LLM_PII_PATTERNS"]).name
        (data,) = [doc["data"] for doc in render(values).all("ConfigMap") if name in doc["data"]]
        file.write_text(data[name])
        assert [pattern.name for pattern in patterns.load(file, frozenset())] == ["order"]

    def test_an_upstream_s_key_comes_from_a_secret(self, render: Render) -> None:
        upstream = {"urls": ["http://a", "http://b"], "model": "llama", "keySecret": {"name": "behind"}}
        env = render({"engine": {"type": "upstream", "upstream": upstream}}).env
        assert (env["LLM_UPSTREAM_URLS"], env["LLM_UPSTREAM_MODEL"]) == ("http://a,http://b", "llama")
        assert env["LLM_UPSTREAM_API_KEY"] == {"secretKeyRef": {"name": "behind", "key": "api-key"}}


class TestScaling:
    def metrics(self, release: Release) -> list[dict[str, Any]]:
        return [metric["external"] for metric in release.predictor["autoScaling"]["metrics"]]

    def test_keda_is_asked_through_kserve_s_own_fields(self, render: Render) -> None:
        release = render(KEDA)
        assert release.one("InferenceService")["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "keda"
        assert [metric["target"]["value"] for metric in self.metrics(release)] == ["5", "0.8", "2"]

    def test_queries_count_this_release_s_stable_pods_only(self, render: Render) -> None:
        for metric in self.metrics(render(KEDA)):
            assert 'namespace="llm",pod=~"demo-llm-predictor-predictor-.*"' in metric["metric"]["query"]

    def test_prometheus_may_ask_for_a_login(self, render: Render) -> None:
        release = render(KEDA | {"autoscaling": KEDA["autoscaling"] | {"authenticationRef": "login", "authModes": "bearer"}})
        assert self.metrics(release)[0]["authenticationRef"] == {"authModes": "bearer", "authenticationRef": {"name": "login"}}

    def test_without_autoscaling_the_number_of_pods_stays(self, render: Render) -> None:
        release = render({"replicas": {"min": 3, "max": 3}, "cache": {"type": "emptyDir"}})
        assert release.one("InferenceService")["metadata"]["annotations"]["serving.kserve.io/autoscalerClass"] == "none"
        assert (release.predictor["minReplicas"], release.predictor["maxReplicas"]) == (3, 3)

    def test_knative_scales_by_concurrency_even_to_zero(self, render: Render) -> None:
        predictor = render(KNATIVE, replicas={"min": 0, "max": 4}, autoscaling={"enabled": True}).predictor
        assert (predictor["minReplicas"], predictor["scaleMetric"], predictor["scaleTarget"]) == (0, "concurrency", 32)


def test_the_name_leaves_room_for_what_kserve_and_knative_append(render: Render) -> None:
    name = render({"nameOverride": "a-name-of-exactly-thirty-nine-letters-x"}).one("InferenceService")["metadata"]["name"]
    assert len(f"{name}-predictor-00001-private") <= 63
    assert len(f"{name}-canary-predictor") <= 63


def test_the_image_s_digest_wins_over_its_tag(render: Render) -> None:
    digest = "sha256:" + "a" * 64
    assert render({"image": {"tag": "1.0", "digest": digest}}).container["image"] == f"llm-predictor@{digest}"


def test_a_change_of_the_pod_changes_its_hash(render: Render) -> None:
    def pod_hash(**values: Any) -> str:
        return str(render(values).predictor["annotations"]["llm-predictor/pod-hash"])

    assert pod_hash() == pod_hash(alerts={"enabled": True})
    assert pod_hash() != pod_hash(limits={"maxConcurrent": 9})


def test_a_new_version_of_the_chart_alone_restarts_no_pod(render: Render) -> None:
    """KServe copies the InferenceService's labels to the pods."""
    release = render({})
    version = release.one("ServiceAccount")["metadata"]["labels"]["helm.sh/chart"].removeprefix("llm-predictor-")
    service = release.one("InferenceService")
    reported = [
        service["metadata"]["labels"],
        service["metadata"]["annotations"],
        release.predictor["labels"],
        release.predictor["annotations"],
    ]
    assert not any(version in value for labels in reported for value in labels.values())


def test_mock_needs_little(render: Render) -> None:
    assert render({"engine": {"type": "mock"}}).container["resources"]["limits"] == {"cpu": "1000m", "memory": "1Gi"}


def test_probe_budgets_round_up(render: Render) -> None:
    assert render({"maxStartSeconds": 33}).container["startupProbe"]["failureThreshold"] == math.ceil((33 + 30) / 5)


def test_extra_environment_comes_last_and_once(render: Render) -> None:
    container = render({"extraEnv": [{"name": "LLM_BODY_TIMEOUT_SEC", "value": "20"}]}).container
    assert env(container)["LLM_BODY_TIMEOUT_SEC"] == "20"
    assert container["env"][-1]["name"] == "LLM_BODY_TIMEOUT_SEC"


@pytest.mark.parametrize(
    ("values", "rolling"),
    [
        ({}, (1, 0)),
        (SEVEN_B | {"cache": {"accessMode": "ReadWriteMany"}}, (1, 0)),
        (SEVEN_B | {"cache": {"existingClaim": "shared", "accessMode": "ReadWriteMany"}}, (1, 0)),
        (SEVEN_B | {"rollout": {"maxSurge": 1}}, (1, 0)),
        (THREE | {"rollout": {"maxSurge": 0}}, (0, 1)),
        (THREE | {"rollout": {"maxUnavailable": 2}}, (1, 2)),
    ],
)
def test_a_new_pod_comes_first_where_it_can(render: Render, values: dict[str, Any], rolling: tuple[int, int]) -> None:
    strategy = render(values).predictor["deploymentStrategy"]
    assert strategy["type"] == "RollingUpdate"
    assert (strategy["rollingUpdate"]["maxSurge"], strategy["rollingUpdate"]["maxUnavailable"]) == rolling


@pytest.mark.parametrize(
    "values",
    [
        SEVEN_B,
        SEVEN_B | {"cache": {"existingClaim": "models"}},
        SEVEN_B | {"cache": {"existingClaim": "models", "accessMode": "ReadWriteOncePod"}},
        {"rollout": {"maxSurge": 0}},
        THREE | {"rollout": {"maxSurge": 0, "maxUnavailable": 3}},
    ],
)
def test_where_all_pods_go_first_kserve_does_not_call_none_ready(render: Render, values: dict[str, Any]) -> None:
    """A rolling Deployment that may miss every pod is Available with none, and so is the InferenceService."""
    assert render(values).predictor["deploymentStrategy"] == {"type": "Recreate"}


def test_a_canary_of_one_pod_is_not_ready_with_none_either(render: Render) -> None:
    values = THREE | {"rollout": {"maxSurge": 0}, "route": {"enabled": True, "host": "a.example.com"}}
    release = render(values, canary={"enabled": True, "image": {"tag": "2"}})
    assert release.predictor["deploymentStrategy"]["type"] == "RollingUpdate"
    canary = release.one("InferenceService", f"{NAME}-canary")["spec"]["predictor"]
    assert canary["deploymentStrategy"] == {"type": "Recreate"}


class TestKnativeStreams:
    """Without full duplex Knative's queue-proxy cuts about one stream in a hundred."""

    FULL_DUPLEX: ClassVar[dict[str, str]] = {"features.knative.dev/http-full-duplex": "Enabled"}

    def test_the_revision_is_full_duplex(self, render: Render) -> None:
        assert render(KNATIVE).predictor["annotations"].items() >= self.FULL_DUPLEX.items()
        assert "features.knative.dev/http-full-duplex" not in render({}).predictor["annotations"]

    def test_so_is_the_model_server_behind_a_transformer(self, render: Render) -> None:
        behind = {"model": {}, "annotations": {"own": "1"}}
        values = {"workload": "transformer", "engine": {"type": "upstream"}, "transformer": {"predictor": behind}}
        spec = render(KNATIVE, **values).one("InferenceService")["spec"]
        assert spec["predictor"]["annotations"] == self.FULL_DUPLEX | {"own": "1"}
        assert spec["transformer"]["annotations"].items() >= self.FULL_DUPLEX.items()

    def test_the_user_may_switch_it_off(self, render: Render) -> None:
        values = {"podAnnotations": {"features.knative.dev/http-full-duplex": "Disabled"}}
        assert render(KNATIVE, **values).predictor["annotations"].items() >= values["podAnnotations"].items()


class TestMoreContainers:
    SIDECAR: ClassVar[dict[str, Any]] = {"name": "shipper", "image": "shipper:1"}
    FIRST: ClassVar[dict[str, Any]] = {"name": "prepare", "image": "prepare:1"}

    @pytest.mark.parametrize("values", [{}, KNATIVE])
    def test_a_container_stands_beside_the_predictor_s_which_stays_first(self, render: Render, values: dict[str, Any]) -> None:
        containers = render(values, extraContainers=[self.SIDECAR]).predictor["containers"]
        assert [container["name"] for container in containers] == ["kserve-container", "shipper"]

    def test_in_a_runtime_too(self, render: Render) -> None:
        release = render({"workload": "runtime", "extraContainers": [self.SIDECAR]})
        assert [container["name"] for container in release.one("ServingRuntime")["spec"]["containers"]] == [
            "kserve-container",
            "shipper",
        ]

    def test_one_that_runs_first_comes_after_the_wait_for_the_model(self, render: Render) -> None:
        release = render(SEVEN_B, download={"enabled": True}, initContainers=[self.FIRST])
        assert [container["name"] for container in release.predictor["initContainers"]] == ["wait-for-model", "prepare"]
        assert [container["name"] for container in render({"initContainers": [self.FIRST]}).predictor["initContainers"]] == [
            "prepare"
        ]

    def test_another_sidecar_is_another_pod(self, render: Render) -> None:
        def pod_hash(**values: Any) -> str:
            return str(render(values).predictor["annotations"]["llm-predictor/pod-hash"])

        assert len({pod_hash(), pod_hash(extraContainers=[self.SIDECAR]), pod_hash(initContainers=[self.FIRST])}) == 3


def test_objects_of_one_s_own_are_installed_and_their_templates_rendered(render: Render) -> None:
    labels = {"release": "{{ .Release.Name }}", "for": '{{ include "llm-predictor.name" . }}'}
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two-{{ .Values.mode | lower }}}\n"
    extra = [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one", "labels": labels}}, text]
    one, two = render({"extraManifests": extra}).all("ConfigMap")
    assert one["metadata"]["labels"] == {"release": "demo", "for": NAME}
    assert two["metadata"]["name"] == "two-standard"


@pytest.mark.parametrize(
    ("values", "front_ends"),
    [
        ({"gpu": {"count": 1}}, "2"),
        ({"gpu": {"count": 1}, "resources": {"requests": {"cpu": "16"}}}, "4"),
        ({"gpu": {"count": 8}}, "8"),
        ({"gpu": {"count": 1}, "resources": {"requests": {"cpu": "2500m"}}}, "1"),
        ({"gpu": {"count": 1}, "resources": {"requests": {"cpu": "12500m"}}}, "3"),
        ({"gpu": {"count": 1}, "resources": {"limits": {"cpu": 20}}}, "5"),
        ({"gpu": {"count": 1}, "engine": {"args": ["--enable-elastic-ep"]}}, "1"),
        ({"gpu": {"count": 1}, "server": {"frontEnds": 3}}, "3"),
        ({"gpu": {"count": 2}, "engine": {"args": ["--data-parallel-size=2"]}}, "1"),
        ({"gpu": {"count": 0}}, None),
    ],
)
def test_front_ends_follow_the_cpu_request_beside_a_gpu(render: Render, values: dict[str, Any], front_ends: str | None) -> None:
    assert render(values).env.get("LLM_FRONTENDS") == front_ends


def test_a_gpu_gets_eight_cpus(render: Render) -> None:
    assert render({"gpu": {"count": 2}}).container["resources"]["requests"]["cpu"] == "16"
