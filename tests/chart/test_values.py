"""Wrong values are refused before anything reaches the cluster, with a message that names the value and says what to do."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import Helm, Refused

Refusal = Callable[[dict[str, Any]], str]
CANARY = {"enabled": True, "image": {"tag": "2"}}
ROUTE = {"enabled": True, "host": "llm.example.com"}
CLAIM = {"existingClaim": "models"}
TWO = {"min": 2, "max": 2}
HF_TOKEN = {"name": "hub", "key": "HF_TOKEN"}

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
    ("environment variable of a number", {"extraEnv": [{"name": "A", "value": 1}]}, "at '/extraEnv/0/value': got number"),
    ("environment variable that YAML takes for a truth", {"extraEnv": [{"name": True}]}, "got boolean, want string"),
    ("sidecar without an image", {"extraContainers": [{"name": "a"}]}, "missing property 'image'"),
    ("no keep-alive", {"server": {"keepAliveSeconds": 0}}, "at '/server/keepAliveSeconds': minimum"),
    ("a network without a mask", {"networkPolicy": {"privateNetworks": ["10.0.0.1"]}}, "at '/networkPolicy/privateNetworks/0'"),
    ("unknown mesh", {"istio": {"mesh": "linkerd"}}, "'sidecar', 'ambient'"),
    ("misspelt canary model of a kind", {"canary": {"engine": {"type": "tgi"}}}, "at '/canary/engine/type'"),
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
    (
        "two words in one argument",
        {"engine": {"args": ["--tool-call-parser hermes"]}},
        "write `--tool-call-parser=hermes`",
    ),
    ("two words, one short", {"engine": {"args": ["-tp\t2"]}}, "write `-tp=2`"),
    ("an argument with a tail", {"engine": {"args": ["--enable-auto-tool-choice "]}}, "holds two words"),
    ("a value with a tail", {"engine": {"args": ["--seed=1\n"]}}, "ends in white space"),
    (
        "two words in a canary's argument",
        {"canary": {"enabled": True, "engine": {"args": ["--seed 1"]}}, "route": ROUTE},
        "canary.engine.args: `--seed 1` holds two words",
    ),
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
    ("a canary of what is stable already", {"image": {"tag": "2"}, "canary": CANARY, "route": ROUTE}, "nothing differs"),
    (
        "a Knative canary of what is stable already",
        {"mode": "Knative", "image": {"tag": "2"}, "canary": CANARY | {"trafficPercent": 10}},
        "After a promotion",
    ),
    (
        "a canary of empty values",
        {"mode": "Knative", "canary": {"enabled": True, "trafficPercent": 10, "image": {"tag": None}, "model": {"id": ""}}},
        "nothing differs",
    ),
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
    ("two pods on an existing claim", {"model": {"id": "a/b"}, "cache": CLAIM, "replicas": TWO}, "but the claim models is"),
    (
        "a canary on an existing claim",
        {"model": {"id": "a/b"}, "cache": CLAIM, "canary": CANARY, "route": ROUTE},
        "needs ReadWriteMany",
    ),
    (
        "autoscaling on an existing claim",
        {"mode": "Knative", "cache": CLAIM, "replicas": {"max": 3}, "autoscaling": {"enabled": True}},
        "needs ReadWriteMany",
    ),
    (
        "Knative, which starts a second pod, on a claim for one",
        {"mode": "Knative", "model": {"id": "a/b"}, "cache": {"accessMode": "ReadWriteOncePod"}},
        "use ReadWriteMany",
    ),
    (
        "a surge on a claim for one",
        {"model": {"id": "a/b"}, "cache": {"accessMode": "ReadWriteOncePod"}, "rollout": {"maxSurge": 1}},
        "use `rollout.maxSurge: 0`",
    ),
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
    (
        "a bucket without the internet",
        {"airGapped": True, "model": {"storageUri": "s3://a/b"}},
        "name the bucket's own address in model.storageEndpoint",
    ),
    (
        "a mirror in no network that is open",
        {
            "airGapped": True,
            "model": {"id": "a/b", "endpoint": "http://mirror.corp.example"},
            "networkPolicy": {"privateNetworks": []},
        },
        "mirror.corp.example cannot be reached",
    ),
    (
        "a policy that lets nobody in",
        {"networkPolicy": {"fromNamespaces": [], "fromSameNamespace": False}},
        "no caller reaches the predictor",
    ),
    (
        "a token that KServe does not read",
        {"model": {"storageUri": "hf://a/b", "tokenSecret": {"name": "hub"}}},
        "put the token in Secret hub under that key",
    ),
    (
        "a token for an account that is not made here",
        {"model": {"storageUri": "hf://a/b", "tokenSecret": HF_TOKEN}, "serviceAccount": {"create": False}},
        "add hub to the secrets of ServiceAccount default",
    ),
    (
        "a mirror that KServe does not read",
        {"model": {"storageUri": "hf://a/b", "endpoint": "http://mirror"}},
        "storage initializer, which fetches hf://, does not read it",
    ),
    ("an endpoint without a bucket", {"model": {"id": "a/b", "storageEndpoint": "http://a"}}, "only an s3:// or gs://"),
    ("a hub without the internet", {"airGapped": True, "model": {"id": "a/b"}}, "cannot be downloaded"),
    ("a claim that is not used", {"cache": {"type": "emptyDir", "existingClaim": "a"}}, "clear one of them"),
    ("a setting twice", {"extraEnv": [{"name": "LLM_PII", "value": "false"}]}, "LLM_PII is set by the chart from its own value"),
    ("a cache's folder by environment", {"extraEnv": [{"name": "HOME", "value": "/tmp"}]}, "HOME is set by the chart"),
    ("a variable twice", {"extraEnv": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]}, "extraEnv: A is there twice"),
    (
        "a container of the predictor's name",
        {"extraContainers": [{"name": "kserve-container", "image": "a"}]},
        "kserve-container is there twice",
    ),
    (
        "a container of the waiting one's name",
        {"model": {"id": "a/b"}, "download": {"enabled": True}, "initContainers": [{"name": "wait-for-model", "image": "a"}]},
        "wait-for-model is there twice",
    ),
    ("a volume of the chart's name", {"extraVolumes": [{"name": "cache", "emptyDir": {}}]}, "extraVolumes: cache is there twice"),
    (
        "a mount over the chart's",
        {"extraVolumes": [{"name": "a", "emptyDir": {}}], "extraVolumeMounts": [{"name": "a", "mountPath": "/cache/"}]},
        "extraVolumeMounts: /cache is there twice",
    ),
    ("a mount of nothing", {"extraVolumeMounts": [{"name": "a", "mountPath": "/a"}]}, "add it to extraVolumes"),
    (
        "a sidecar's mount of nothing",
        {"extraContainers": [{"name": "a", "image": "b", "volumeMounts": [{"name": "c", "mountPath": "/c"}]}]},
        "mounts the volume c, which is not there",
    ),
    (
        "KServe's logger by annotation",
        {"podAnnotations": {"internal.serving.kserve.io/logger-sink-url": "http://sink"}},
        "record requests before personal data in them is masked",
    ),
    (
        "annotations of an account that is not made",
        {"serviceAccount": {"create": False, "annotations": {"role": "a"}}},
        "do nothing without serviceAccount.create",
    ),
    (
        "Azure's identity without its label",
        {"serviceAccount": {"annotations": {"azure.workload.identity/client-id": "a"}}},
        "azure.workload.identity/use",
    ),
    (
        "a sidecar in ambient mode",
        {"istio": {"mesh": "ambient"}, "podLabels": {"sidecar.istio.io/inject": "true"}},
        "ambient has no sidecars",
    ),
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
    reported = refusal(values)
    assert "llm-predictor cannot be installed or upgraded with these values" in reported
    assert message in reported


@pytest.mark.parametrize("name", ["7b", "qwen2.5"])
def test_a_release_s_name_that_kserve_does_not_take_is_refused(helm: Helm, name: str) -> None:
    with pytest.raises(Refused, match="set fullnameOverride"):
        helm.render({}, name=name)
    assert helm.render({"fullnameOverride": "qwen"}, name=name).one("InferenceService")["metadata"]["name"] == "qwen"


def test_a_problem_of_both_sides_of_a_canary_is_told_once(refusal: Refusal) -> None:
    reported = refusal({"gpu": {"count": 2, "resourceName": "nvidia.com/mig-1g.10gb"}, "canary": CANARY, "route": ROUTE})
    assert reported.count("a process sees one MIG slice") == 1


def test_all_problems_are_told_at_once(refusal: Refusal) -> None:
    reported = refusal({"mode": "Knative", "route": {"enabled": True}, "replicas": {"max": 4}})
    assert reported.count("\n  * ") == 3


def test_a_null_takes_a_default_away(render: Render) -> None:
    security = render({"podSecurityContext": {"runAsUser": None, "runAsGroup": None, "fsGroup": None}}).predictor["securityContext"]
    assert security == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def test_values_for_subcharts_pass(render: Render) -> None:
    assert render({"global": {"region": "kr"}}).all("InferenceService")
