"""Wrong values are refused before anything reaches the cluster, with a message that names the value and says what to do."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import Helm, Refused

Refusal = Callable[[dict[str, Any]], str]
CANARY = {"enabled": True, "image": {"tag": "2"}}
ROUTE = {"enabled": True, "host": "llm.example.com"}

# One value alone: refused by values.schema.json.
SCHEMA: list[tuple[str, dict[str, Any], str]] = [
    ("unknown value", {"gpus": 1}, "additional properties 'gpus' not allowed"),
    ("misspelt nested value", {"image": {"tagg": "1"}}, "at '/image': additional properties 'tagg'"),
    ("misspelt canary value", {"canary": {"percent": 10}}, "at '/canary': additional properties 'percent'"),
    ("misspelt canary model", {"canary": {"model": {"uri": "x"}}}, "at '/canary/model': additional properties 'uri'"),
    ("old name of a mode", {"mode": "RawDeployment"}, "value must be one of 'Standard', 'Knative'"),
    ("unknown workload", {"workload": "deployment"}, "value must be one of 'custom', 'runtime', 'transformer'"),
    ("negative GPUs", {"gpu": {"count": -1}}, "at '/gpu/count': minimum"),
    ("GPUs as text", {"gpu": {"count": "1"}}, "at '/gpu/count': got string, want integer"),
    ("half a GPU", {"gpu": {"count": 0.5}}, "at '/gpu/count': got number, want integer"),
    ("resource name without a domain", {"gpu": {"resourceName": "gpu"}}, "at '/gpu/resourceName'"),
    ("unknown engine", {"engine": {"type": "tgi"}}, "'vllm', 'transformers', 'upstream', 'mock'"),
    ("engine arguments as one text", {"engine": {"args": "--quantization=fp8"}}, "got string, want array"),
    ("an engine argument without a dash", {"engine": {"args": ["quantization"]}}, "at '/engine/args/0'"),
    ("negative context length", {"engine": {"maxModelLen": -1}}, "at '/engine/maxModelLen': minimum"),
    ("upstream without a scheme", {"engine": {"upstream": {"urls": ["vllm:8000"]}}}, "at '/engine/upstream/urls/0'"),
    ("model id with a scheme", {"model": {"id": "hf://a/b"}}, "at '/model/id'"),
    ("absolute path on the claim", {"model": {"pvcPath": "/models/a"}}, "at '/model/pvcPath'"),
    ("unknown storage", {"model": {"storageUri": "ftp://a/b"}}, "at '/model/storageUri'"),
    ("model name with a slash", {"model": {"name": "a/b"}}, "at '/model/name'"),
    ("LoRA adapter without a path", {"model": {"loraAdapters": [{"name": "a"}]}}, "missing property 'path'"),
    ("digest without its algorithm", {"image": {"digest": "0" * 64}}, "at '/image/digest'"),
    ("tag with a colon", {"image": {"tag": "a:b"}}, "at '/image/tag'"),
    ("unknown pull policy", {"image": {"pullPolicy": "Sometimes"}}, "'IfNotPresent', 'Always', 'Never'"),
    ("pull secret as an object", {"imagePullSecrets": [{"name": "a"}]}, "got object, want string"),
    ("name that is too long", {"fullnameOverride": "a" * 40}, "at '/fullnameOverride': maxLength"),
    ("name with capitals", {"fullnameOverride": "LLM"}, "at '/fullnameOverride'"),
    ("size without a unit", {"cache": {"size": "100"}}, "at '/cache/size'"),
    ("size in powers of ten", {"cache": {"size": "100GB"}}, "at '/cache/size'"),
    ("unknown access mode", {"cache": {"accessMode": "RWX"}}, "'ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'"),
    ("unknown cache", {"cache": {"type": "hostPath"}}, "'auto', 'pvc', 'emptyDir'"),
    ("shared memory without a unit", {"sharedMemory": "2"}, "at '/sharedMemory'"),
    ("privileged port", {"server": {"port": 80}}, "at '/server/port': minimum"),
    ("proxy by name", {"server": {"trustedProxies": ["gateway.local"]}}, "at '/server/trustedProxies/0'"),
    ("unknown log level", {"server": {"logLevel": "TRACE"}}, "'DEBUG', 'INFO', 'WARNING', 'ERROR'"),
    ("no time to start", {"maxStartSeconds": 5}, "at '/maxStartSeconds': minimum"),
    ("no time for a request", {"requestTimeoutSeconds": 0}, "at '/requestTimeoutSeconds': minimum"),
    ("queries over the spec's limit", {"limits": {"inputMaxLength": 5000}}, "at '/limits/inputMaxLength': maximum"),
    ("unknown rate storage", {"limits": {"rateStorage": "memcached://a"}}, "at '/limits/rateStorage'"),
    ("unknown masking action", {"pii": {"actions": {"rrn": "drop"}}}, "at '/pii/actions/rrn'"),
    ("masking action as YAML's off", {"pii": {"actions": {"rrn": False}}}, "at '/pii/actions/rrn'"),
    ("root", {"podSecurityContext": {"runAsUser": 0}}, "at '/podSecurityContext/runAsUser': minimum"),
    ("route to an address with a scheme", {"route": {"host": "https://llm.example.com"}}, "at '/route/host'"),
    ("over a hundred percent", {"canary": {"trafficPercent": 101}}, "at '/canary/trafficPercent': maximum"),
    ("unknown strategy", {"canary": {"strategy": "bluegreen"}}, "value must be one of 'weighted', 'kserve'"),
    ("canary without pods", {"canary": {"replicas": 0}}, "at '/canary/replicas': minimum"),
    ("cache use as percent", {"autoscaling": {"cacheUsage": 80}}, "at '/autoscaling/cacheUsage': maximum"),
    ("no pods", {"replicas": {"max": 0}}, "at '/replicas/max': minimum"),
    ("unknown monitor", {"monitoring": {"kind": "Probe"}}, "'PodMonitor', 'ServiceMonitor'"),
    ("availability as percent", {"alerts": {"availability": 99.5}}, "at '/alerts/availability'"),
    ("latency between two buckets", {"alerts": {"firstTokenSeconds": 3}}, "at '/alerts/firstTokenSeconds'"),
    ("environment variable without a name", {"extraEnv": [{"value": "a"}]}, "missing property 'name'"),
]

# Values that cannot work together: refused by the chart, which says why.
TOGETHER: list[tuple[str, dict[str, Any], str]] = [
    ("two models", {"model": {"id": "a/b", "pvcPath": "c"}}, "set only one of id, pvcPath and storageUri"),
    ("two chat templates", {"model": {"chatTemplate": {"inline": "a", "configMap": "b"}}}, "set inline or configMap"),
    ("upstream without addresses", {"engine": {"type": "upstream"}}, "needs at least one address"),
    ("addresses without upstream", {"engine": {"upstream": {"urls": ["http://a"]}}}, "clear it or change the type"),
    ("vLLM's arguments elsewhere", {"engine": {"type": "transformers", "args": ["--seed=1"]}}, "are vLLM's"),
    ("a GPU for the mock", {"engine": {"type": "mock"}, "gpu": {"count": 1}}, "uses no GPU"),
    ("more shares than GPUs", {"engine": {"tensorParallelSize": 4}, "gpu": {"count": 2}}, "raise gpu.count"),
    ("an argument that has a value", {"engine": {"args": ["--tensor_parallel_size=2"]}}, "use that"),
    (
        "a model over two MIG slices",
        {"model": {"id": "a/b"}, "gpu": {"count": 2, "resourceName": "nvidia.com/mig-3g.40gb"}},
        "a process sees one MIG slice",
    ),
    ("two GPUs for transformers", {"engine": {"type": "transformers"}, "gpu": {"count": 2}}, "transformers` uses one GPU"),
    ("GPUs among the resources", {"resources": {"limits": {"nvidia.com/gpu": 1}}}, "set GPUs by gpu.count"),
    (
        "Knative cuts a long request",
        {"mode": "Knative", "requestTimeoutSeconds": 900},
        "makes 920 s, but Knative allows a revision 600 s",
    ),
    ("Knative with two ports", {"mode": "Knative", "server": {"grpcPort": 9000}}, "Knative allows one port"),
    ("Knative with a route", {"mode": "Knative", "route": ROUTE}, "Knative routes by itself"),
    ("Knative with a ServiceMonitor", {"mode": "Knative", "monitoring": {"kind": "ServiceMonitor"}}, "use PodMonitor"),
    ("Knative with spec.canary", {"mode": "Knative", "canary": CANARY | {"strategy": "kserve"}}, "is for `mode: Standard`"),
    ("Standard to zero", {"replicas": {"min": 0}}, "works in Knative mode only"),
    ("one port twice", {"server": {"grpcPort": 8000}}, "must differ from server.port"),
    ("a canary like the stable version", {"canary": {"enabled": True}, "route": ROUTE}, "nothing differs from the stable version"),
    ("a weighted canary without a route", {"canary": CANARY}, "set route.enabled and route.host"),
    ("spec.canary without a model", {"canary": CANARY | {"strategy": "kserve"}}, "set `workload: runtime` or model.storageUri"),
    (
        "spec.canary with too many pods",
        {"workload": "runtime", "canary": CANARY | {"strategy": "kserve", "replicas": 3}},
        "at most replicas.min (1) pods",
    ),
    (
        "a transformer before nothing",
        {"workload": "transformer", "engine": {"type": "upstream"}},
        "set that and `engine.type: upstream`",
    ),
    ("a model server that is not run", {"transformer": {"predictor": {"model": {}}}}, "only `workload: transformer` uses it"),
    (
        "a canary of a transformer",
        {"workload": "transformer", "canary": CANARY, "route": ROUTE},
        "has no canary and no model of its own",
    ),
    ("traffic for nobody", {"canary": {"trafficPercent": 10}}, "has nowhere to go"),
    ("a route without a host", {"route": {"enabled": True}}, "needs a host name"),
    ("more pods than ever start", {"replicas": {"max": 4}}, "switch autoscaling on"),
    (
        "min over max",
        {"replicas": {"min": 3, "max": 2}, "autoscaling": {"enabled": True, "prometheus": "http://p"}},
        "above replicas.max",
    ),
    ("KEDA without Prometheus", {"autoscaling": {"enabled": True}}, "KEDA needs the address of Prometheus"),
    (
        "KEDA without a metric",
        {"autoscaling": {"enabled": True, "prometheus": "http://p", "waitingRequests": 0, "cacheUsage": 0}},
        "set at least one of",
    ),
    (
        "KEDA by figures that only vLLM has",
        {
            "engine": {"type": "upstream", "upstream": {"urls": ["http://a"]}},
            "replicas": {"max": 2},
            "autoscaling": {"enabled": True, "prometheus": "http://p"},
        },
        "scale by firstTokenSeconds",
    ),
    ("a rollout that cannot move", {"rollout": {"maxSurge": 0, "maxUnavailable": 0}}, "cannot both be 0"),
    ("a rollout in which all pods may be missing", {"rollout": {"maxUnavailable": 1, "maxSurge": 1}}, "set it below replicas.min"),
    (
        "a canary whose pods may all be missing",
        {"rollout": {"maxUnavailable": 1, "maxSurge": 1}, "replicas": {"min": 2, "max": 2}, "canary": CANARY, "route": ROUTE},
        "set it below canary.replicas",
    ),
    ("too many for transformers", {"engine": {"type": "transformers"}, "limits": {"maxConcurrent": 50}}, "at most 5"),
    ("two pods on one claim", {"model": {"id": "a/b"}, "replicas": {"min": 2, "max": 2}}, "needs ReadWriteMany"),
    ("a canary on the same claim", {"model": {"id": "a/b"}, "canary": CANARY, "route": ROUTE}, "needs ReadWriteMany"),
    ("a Knative canary on the same claim", {"mode": "Knative", "model": {"id": "a/b"}, "canary": CANARY}, "needs ReadWriteMany"),
    ("a model on no claim", {"model": {"pvcPath": "a"}, "cache": {"type": "emptyDir"}}, "name the claim in cache.existingClaim"),
    ("a download without a model", {"download": {"enabled": True}}, "needs a hub model"),
    (
        "a download without the internet",
        {"airGapped": True, "model": {"id": "a/b"}, "download": {"enabled": True}},
        "cannot reach the hub",
    ),
    (
        "a download onto a claim for one pod",
        {"model": {"id": "a/b"}, "download": {"enabled": True}, "cache": {"accessMode": "ReadWriteOncePod"}},
        "takes one pod at a time",
    ),
    (
        "an adapter that the offline pod cannot fetch",
        {"model": {"id": "a/b", "loraAdapters": [{"name": "support", "path": "c/d"}]}, "download": {"enabled": True}},
        "give its path, such as /cache/lora/support",
    ),
    ("KServe's download without the internet", {"airGapped": True, "model": {"storageUri": "hf://a/b"}}, "use pvc://, oci://"),
    ("a hub without the internet", {"airGapped": True, "model": {"id": "a/b"}}, "cannot be downloaded"),
    ("a claim that is not used", {"cache": {"type": "emptyDir", "existingClaim": "a"}}, "clear one of them"),
    ("a setting twice", {"extraEnv": [{"name": "LLM_PII", "value": "false"}]}, "LLM_PII is set by the chart from its own value"),
    ("the port by environment", {"extraEnv": [{"name": "PORT", "value": "1"}]}, "PORT is set by the chart"),
    (
        "a wrong canary model",
        {"canary": {"enabled": True, "model": {"id": "a/b", "pvcPath": "c"}}, "route": ROUTE},
        "canary.model: set only one",
    ),
]


@pytest.mark.parametrize(("values", "message"), [case[1:] for case in SCHEMA], ids=[case[0] for case in SCHEMA])
def test_the_schema_refuses(refusal: Refusal, values: dict[str, Any], message: str) -> None:
    assert message in refusal(values)


@pytest.mark.parametrize(("values", "message"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER])
def test_the_chart_refuses(refusal: Refusal, values: dict[str, Any], message: str) -> None:
    told = refusal(values)
    assert "llm-predictor cannot be installed with these values" in told
    assert message in told


@pytest.mark.parametrize("name", ["7b", "qwen2.5"])
def test_a_release_s_name_that_kserve_does_not_take_is_refused(helm: Helm, name: str) -> None:
    with pytest.raises(Refused, match="set fullnameOverride"):
        helm.render({}, name=name)
    assert helm.render({"fullnameOverride": "qwen"}, name=name).one("InferenceService")["metadata"]["name"] == "qwen"


def test_a_problem_of_both_sides_of_a_canary_is_told_once(refusal: Refusal) -> None:
    told = refusal({"gpu": {"count": 2, "resourceName": "nvidia.com/mig-1g.10gb"}, "canary": CANARY, "route": ROUTE})
    assert told.count("a process sees one MIG slice") == 1


def test_all_problems_are_told_at_once(refusal: Refusal) -> None:
    told = refusal({"mode": "Knative", "route": {"enabled": True}, "replicas": {"max": 4}})
    assert told.count("\n  * ") == 3


def test_a_null_takes_a_default_away(render: Render) -> None:
    security = render({"podSecurityContext": {"runAsUser": None, "runAsGroup": None, "fsGroup": None}}).predictor["securityContext"]
    assert security == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def test_values_for_subcharts_pass(render: Render) -> None:
    assert render({"global": {"region": "kr"}}).all("InferenceService")
