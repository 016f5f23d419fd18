"""The judge's Job: off by default, its own account, exactly the rights that it uses, and the options of the values."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from kubernetes import client

from predictor.rollout.__main__ import CODES, parser, plan_of
from predictor.rollout.api import Api
from predictor.rollout.cluster import KubernetesCluster
from predictor.rollout.judge import Judge
from predictor.rollout.lease import Lease
from predictor.rollout.plan import Plan
from predictor.rollout.sides import HASH
from predictor.rollout.split import sticky_pattern
from tests.chart.conftest import Render
from tests.chart.release import NAME, Release
from tests.unit.rollout.apiserver import ApiServer, Call
from tests.unit.rollout.release import Release as Living

STANDARD: dict[str, Any] = {
    "judge": {"enabled": True},
    "canary": {"enabled": True, "image": {"tag": "0.2.0"}},
    "route": {"enabled": True, "host": "llm.example.com"},
}
KNATIVE: dict[str, Any] = {"mode": "Knative", "judge": {"enabled": True}, "canary": {"enabled": True, "image": {"tag": "0.2.0"}}}
BOTH = pytest.mark.parametrize("values", [STANDARD, KNATIVE], ids=["Standard", "Knative"])
KINDS = ("Job", "Role", "RoleBinding")


def job(release: Release) -> Any:
    return release.one("Job")


def judge(release: Release) -> Any:
    """The judge's container."""
    (found,) = job(release)["spec"]["template"]["spec"]["containers"]
    return found


def with_(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**values, "judge": {**values["judge"], **more}}


def test_there_is_no_judge_by_default_and_none_without_a_canary(render: Render) -> None:
    for release in (render({}), render({"judge": {"enabled": True}})):
        assert [release.all(kind) for kind in KINDS] == [[], [], []]


@BOTH
def test_the_judge_has_an_account_of_its_own_and_the_predictor_none_of_its_rights(render: Render, values: dict[str, Any]) -> None:
    release = render(values)
    account = job(release)["spec"]["template"]["spec"]["serviceAccountName"]
    (subject,) = release.one("RoleBinding")["subjects"]
    assert subject["name"] == account == release.one("Role")["metadata"]["name"] == f"{NAME}-rollout"
    assert release.one("ServiceAccount", account)
    assert release.predictor["serviceAccountName"] == NAME
    assert release.predictor["automountServiceAccountToken"] is False


@BOTH
def test_the_command_takes_the_options_as_the_values_have_them(render: Render, values: dict[str, Any]) -> None:
    release = render(
        with_(
            values,
            steps=[5, 100],
            alpha=0.02,
            beta=0.1,
            margin=1,
            tolerance=0.05,
            budgetSeconds=900,
            tooLittle="hold",
            extraArgs=["--burn-in=300"],
        )
    )
    options = parser().parse_args(judge(release)["args"])
    plan = plan_of(options)
    assert judge(release)["command"] == ["python", "-m", "predictor.rollout"]
    assert (options.command, options.name) == ("run", NAME)
    assert plan == Plan(
        steps=(5, 100),
        alpha=0.02,
        beta=0.1,
        margin=1,
        tolerance=0.05,
        budget=900,
        too_little="hold",
        burn_in=300,
        ready_timeout=1800,
    )


def test_the_chart_s_defaults_are_the_command_s(render: Render) -> None:
    options = parser().parse_args(judge(render(STANDARD))["args"])
    assert plan_of(options) == Plan()


def test_the_job_names_the_hash_that_the_canary_s_pods_carry(render: Render) -> None:
    for values, name in ((STANDARD, f"{NAME}-canary"), (KNATIVE, NAME)):
        release = render(values)
        predictor = release.one("InferenceService", name)["spec"]["predictor"]
        assert f"--candidate={predictor['annotations'][HASH]}" in judge(release)["args"]


def test_another_canary_and_another_plan_are_another_job(render: Render) -> None:
    other = {**STANDARD, "canary": {"enabled": True, "image": {"tag": "0.3.0"}}}
    names = {job(render(values))["metadata"]["name"] for values in (STANDARD, other, with_(STANDARD, alpha=0.05))}
    assert len(names) == 3
    assert all(len(name) <= 63 for name in names)


def test_a_verdict_is_not_tried_again_and_a_dead_judge_is(render: Render) -> None:
    spec = job(render(STANDARD))["spec"]
    verdicts, disrupted = spec["podFailurePolicy"]["rules"]
    assert set(verdicts["onExitCodes"]["values"]) >= set(CODES.values()) - {0}
    assert {1, 137, 143}.isdisjoint(verdicts["onExitCodes"]["values"])
    assert disrupted["onPodConditions"][0]["type"] == "DisruptionTarget"
    assert spec["backoffLimit"] > 0
    assert spec["template"]["spec"]["restartPolicy"] == "Never"


def test_the_judge_s_pod_is_as_confined_as_the_predictor_s(render: Render) -> None:
    release = render(STANDARD)
    assert judge(release)["securityContext"] == release.container["securityContext"]


@BOTH
def test_the_judge_reaches_the_metrics_even_where_the_namespace_is_shut(render: Render, values: dict[str, Any]) -> None:
    release = render({**values, "networkPolicy": {"fromSameNamespace": False}})
    policy = release.one("NetworkPolicy", f"{NAME}-rollout")["spec"]
    labels = job(release)["spec"]["template"]["metadata"]["labels"]
    (rule,) = policy["ingress"]
    assert rule["from"][0]["podSelector"]["matchLabels"].items() <= labels.items()
    assert policy["podSelector"]["matchLabels"].items() <= release.predictor["labels"].items()


def allowed(rules: list[dict[str, Any]], call: Call) -> bool:
    """Whether a Role allows a call (verb, group, resource, name)."""
    verb, group, resource, name = call
    return any(
        group in rule["apiGroups"]
        and resource in rule["resources"]
        and verb in rule["verbs"]
        and name in rule.get("resourceNames", [name])
        for rule in rules
    )


def rolled_out(mode: str, *, failing: bool) -> set[Call]:
    """All calls of a rollout from its start to its end, taken over by a second judge; scrapes go to the pods themselves."""
    server = ApiServer()
    living = Living(server, mode)
    if mode == "Standard":
        living.stick()
    living.versions["canary"].failed = 0.3 if failing else 0.003
    api = client.ApiClient(client.Configuration(host=server.url))
    now = [0.0]
    for holder in ("first", "second"):
        lease = Lease(Api(api, "llm"), NAME, holder, 1, sleep=lambda _: None)
        lease.acquire()
        judge = Judge(KubernetesCluster(Api(api, "llm"), NAME, lease, direct=False), Plan(burn_in=15), clock=lambda: now[0])
        for _ in range(3 if holder == "first" else 200):
            living.serve(400)
            now[0] += 15
            state = judge.look()
            if state and state.done:
                break
    assert state is not None
    assert state.done
    lease.release()
    server.close()
    return {call for call in server.calls if call[2] != "pods/proxy"}


@pytest.mark.parametrize("failing", [False, True])
@BOTH
def test_the_role_allows_every_call_of_a_rollout_and_nothing_beside(render: Render, values: dict[str, Any], failing: bool) -> None:
    rules = render(values).one("Role")["rules"]
    calls = rolled_out(values.get("mode", "Standard"), failing=failing)
    assert [call for call in calls if not allowed(rules, call)] == []
    used = {(verb, resource) for verb, _, resource, _ in calls}
    given = {(verb, resource) for rule in rules for verb in rule["verbs"] for resource in rule["resources"]}
    assert given - used == set()


def test_the_role_names_the_objects_of_this_release(render: Render) -> None:
    for rule in render(STANDARD).one("Role")["rules"]:
        unnamed = rule["verbs"] == ["create"] or rule["resources"] == ["pods"]
        assert unnamed or all(name.startswith(NAME) for name in rule["resourceNames"])


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (with_(STANDARD, steps=[50, 10, 100]), "judge.steps: each share must be above the one before it"),
        (with_(STANDARD, steps=[10, 50]), "judge.steps: give at least one share below 100"),
        (with_(KNATIVE, mirrorPercent=10), "judge.mirrorPercent: Knative cannot copy requests"),
    ],
)
def test_values_that_the_judge_cannot_work_with_are_refused(refusal: Callable[..., str], values: dict[str, Any], text: str) -> None:
    assert text in refusal(values)


@pytest.mark.parametrize("percent", [0, 1, 10, 25, 50, 100])
def test_sticky_callers_keep_their_side_by_the_same_expression_as_the_judge_s(render: Render, percent: int) -> None:
    values = {**STANDARD, "judge": {"enabled": False, "stickyHeader": "x-session-id"}}
    values["canary"] = {**STANDARD["canary"], "trafficPercent": percent}
    canary, stable = render(values).one("HTTPRoute", f"{NAME}-sticky")["spec"]["rules"]
    (header,) = canary["matches"][0]["headers"]
    assert (header["name"], header["value"]) == ("x-session-id", sticky_pattern(percent))
    assert canary["backendRefs"] == [{"name": f"{NAME}-canary-predictor", "port": 80}]
    assert stable["backendRefs"] == [{"name": f"{NAME}-predictor", "port": 80}]
    assert re.fullmatch(stable["matches"][0]["headers"][0]["value"], "any-caller")
    assert canary["timeouts"] == stable["timeouts"]


def test_no_sticky_route_without_a_header_or_in_knative_mode(render: Render) -> None:
    for values in (STANDARD, with_(KNATIVE, stickyHeader="x-session-id")):
        assert f"{NAME}-sticky" not in [route["metadata"]["name"] for route in render(values).all("HTTPRoute")]
