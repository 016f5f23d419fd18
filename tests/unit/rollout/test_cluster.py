"""The judge's view of a cluster and its changes to it, by the kubernetes client over HTTP."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from predictor.rollout.api import ApiError
from predictor.rollout.cluster import KubernetesCluster
from predictor.rollout.judge import Judge
from predictor.rollout.meter import ScrapeError
from predictor.rollout.plan import Plan
from predictor.rollout.sides import HASH
from predictor.rollout.split import matches, sticky_pattern
from predictor.rollout.state import State, Verdict
from tests.unit.rollout.apiserver import ApiServer
from tests.unit.rollout.release import NAME, REVISIONS, Release
from tests.unit.rollout.world import Version

Make = Callable[..., KubernetesCluster]
New = Callable[[str], Release]
MODES = pytest.mark.parametrize("mode", ["Standard", "Knative"])


class Clock:
    """Time that a test moves on."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def rolled_out(release: Release, cluster: KubernetesCluster, looks: int = 400) -> State:
    """Judge with traffic between the looks, until the end."""
    clock = Clock()
    cluster.lease.acquire()
    judge = Judge(cluster, Plan(burn_in=15, min_step=30), clock=clock)
    for _ in range(looks):
        release.serve(400)
        clock.now += 15
        state = judge.look()
        if state and state.done:
            return state
    raise AssertionError("no verdict")


@MODES
def test_stable_and_canary_are_found_with_their_pods(release: New, cluster: Make, mode: str) -> None:
    release(mode)
    view = cluster().view()
    assert view.canary is not None
    assert (view.stable.identity, view.canary.identity, view.share, view.ready) == ("hash-1", "hash-2", 0, True)
    assert [pod.name for pod in view.stable.serving + view.canary.serving] == ["stable-0", "canary-0"]
    assert view.canary.pods[0].port == 8000


@MODES
def test_a_good_canary_gets_everything(release: New, cluster: Make, mode: str) -> None:
    made = release(mode)
    state = rolled_out(made, cluster())
    assert (state.verdict, made.share) == (Verdict.PROMOTED, 100)
    assert (made.condition["status"], made.condition["reason"]) == ("True", "Promoted")
    assert [event["reason"] for event in made.server.events] == ["Waiting", "Step10", "Step25", "Step50", "Promoted"]
    assert {event["involvedObject"]["name"] for event in made.server.events} == {NAME}


@MODES
def test_a_failing_canary_gets_nothing_and_the_reason_stands_where_operators_look(release: New, cluster: Make, mode: str) -> None:
    made = release(mode)
    made.versions["canary"] = Version(failed=0.1)
    state = rolled_out(made, cluster())
    assert (state.verdict, made.share) == (Verdict.ROLLED_BACK, 0)
    assert made.condition["status"] == "False"
    assert made.condition["message"].startswith("failed: canary")
    assert made.server.events[-1]["type"] == "Warning"
    ready = next(one for one in made.server.get("inferenceservices", NAME)["status"]["conditions"] if one["type"] == "Ready")
    assert ready["status"] == "True"


@MODES
def test_a_restarted_container_rolls_back(release: New, cluster: Make, mode: str) -> None:
    made = release(mode)
    clock, one = Clock(), cluster()
    one.lease.acquire()
    judge = Judge(one, Plan(), clock=clock)
    judge.look()
    ended = {"terminated": {"reason": "OOMKilled", "exitCode": 137, "startedAt": None, "finishedAt": None}}
    made.container("canary-0").update(restartCount=1, lastState=ended)
    clock.now += 15
    state = judge.look()
    assert state is not None
    assert (state.reason, made.share) == ("pod canary-0 restarted (OOMKilled, exit code 137)", 0)


def test_only_the_weights_of_the_rule_that_splits_are_changed(release: New, cluster: Make) -> None:
    made = release("Standard")
    cluster().set_share(25)
    always, split = made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"]
    assert "weight" not in always["backendRefs"][0]
    assert [one["weight"] for one in split["backendRefs"]] == [75, 25]


def test_the_mirror_is_a_filter_of_that_rule_and_goes_again(release: New, cluster: Make) -> None:
    made, one = release("Standard"), cluster()
    keep = {"type": "RequestHeaderModifier", "requestHeaderModifier": {"set": []}}
    made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]["filters"] = [keep]
    one.set_share(0, 20)
    one.set_share(0, 20)
    rule = made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]
    assert [filter_["type"] for filter_ in rule["filters"]] == ["RequestHeaderModifier", "RequestMirror"]
    assert rule["filters"][1]["requestMirror"] == {"backendRef": {"name": f"{NAME}-canary-predictor", "port": 80}, "percent": 20}
    one.set_share(10)
    assert made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]["filters"] == [keep]


def test_a_rule_without_other_filters_has_none_after_the_mirror(release: New, cluster: Make) -> None:
    made, one = release("Standard"), cluster()
    one.set_share(0, 20)
    one.set_share(10)
    assert "filters" not in made.server.get("httproutes", f"{NAME}-route")["spec"]["rules"][1]


def test_knative_has_no_mirror_and_says_so(release: New, cluster: Make) -> None:
    release("Knative")
    with pytest.raises(ApiError, match="Knative has no request mirror"):
        cluster().set_share(0, 20)


def test_sticky_callers_follow_the_share(release: New, cluster: Make) -> None:
    made = release("Standard")
    made.stick()
    cluster().set_share(25)
    rules = made.server.get("httproutes", f"{NAME}-sticky")["spec"]["rules"]
    assert rules[0]["matches"][0]["headers"][0]["value"] == sticky_pattern(25)
    assert rules[1]["matches"][0]["headers"][0]["value"] == ".+"


def test_a_sticky_caller_stays_with_the_canary_as_its_share_grows() -> None:
    callers = [f"3f2c-{number:04x}" for number in range(20 * 256)]
    sides = {share: {caller for caller in callers if matches(share, caller)} for share in (0, 10, 25, 50, 100)}
    assert sides[0] == set()
    assert sides[100] == set(callers)
    assert sides[10] < sides[25] < sides[50]
    assert all(abs(len(sides[share]) / len(callers) - share / 100) < 0.01 for share in sides)
    assert not matches(0, "")


def test_pods_of_the_version_before_are_not_the_canary_s_and_hold_it_up(release: New, cluster: Make) -> None:
    made = release("Standard")
    made.add_pod("canary-old", "canary", "hash-0")
    view = cluster().view()
    assert view.canary is not None
    assert [pod.name for pod in view.canary.pods] == ["canary-0"]
    assert not view.ready


def test_a_service_that_is_called_ready_without_a_pod_is_not(release: New, cluster: Make) -> None:
    made = release("Standard")
    del made.server.objects["pods", "canary-0"]
    assert not cluster().view().ready


def test_an_unready_service_or_revision_is_not_ready(release: New, cluster: Make) -> None:
    standard = release("Standard")
    standard.server.get("inferenceservices", f"{NAME}-canary")["status"]["conditions"][0]["status"] = "False"
    assert not cluster().view().ready
    knative = release("Knative")
    status = knative.server.get("inferenceservices", NAME)["status"]["components"]["predictor"]
    status["latestReadyRevision"] = REVISIONS["stable"]
    assert not cluster().view().ready


def test_a_revision_is_ready_whatever_generation_knative_counts(release: New, cluster: Make) -> None:
    """KServe copies the Knative Service's observedGeneration, which runs apart from the InferenceService's own generation."""
    knative = release("Knative")
    service = knative.server.get("inferenceservices", NAME)
    service["metadata"]["generation"], service["status"]["observedGeneration"] = 5, 7
    assert cluster().view().ready


def test_a_spec_that_kserve_has_not_seen_yet_is_not_ready(release: New, cluster: Make) -> None:
    knative = release("Knative")
    knative.server.get("inferenceservices", NAME)["spec"]["predictor"]["annotations"][HASH] = "hash-3"
    assert not cluster().view().ready


def test_without_a_canary_there_is_none(release: New, cluster: Make) -> None:
    standard = release("Standard")
    del standard.server.objects["inferenceservices", f"{NAME}-canary"]
    assert cluster().view().canary is None
    knative = release("Knative")
    status = knative.server.get("inferenceservices", NAME)["status"]["components"]["predictor"]
    status["latestRolledoutRevision"] = REVISIONS["canary"]
    assert cluster().view().canary is None


def test_what_is_missing_is_said_with_what_to_do(release: New, cluster: Make, server: ApiServer) -> None:
    with pytest.raises(ApiError, match="no InferenceService demo-llm-predictor in namespace llm"):
        cluster()
    release("Standard")
    del server.objects["httproutes", f"{NAME}-route"]
    with pytest.raises(ApiError, match=r"install the chart with route\.enabled"):
        cluster().view()


def test_a_refusal_names_the_call_and_the_role(release: New, cluster: Make, server: ApiServer) -> None:
    release("Standard")
    one = cluster()
    server.allow = lambda call: call[2] != "pods"
    with pytest.raises(ApiError, match=r"list pods .*403.*judge\.enabled makes the Role"):
        one.view()


def test_an_api_server_that_does_not_answer_is_an_error_and_not_a_verdict(release: New, cluster: Make, server: ApiServer) -> None:
    release("Standard")
    one = cluster()
    server.down = True
    with pytest.raises(ApiError, match="503"):
        one.view()


def test_pods_are_scraped_by_their_address_in_the_cluster(release: New, cluster: Make) -> None:
    made = release("Standard")

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (made.page("stable-0") if self.path == "/metrics" else "no").encode()
            self.send_response(200 if self.path == "/metrics" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    pods = HTTPServer(("127.0.0.1", 0), Metrics)
    thread = threading.Thread(target=pods.handle_request)
    thread.start()
    container = made.server.get("pods", "stable-0")["spec"]["containers"][1]
    container["ports"][0]["containerPort"] = pods.server_address[1]
    one = cluster(direct=True)
    assert one.scrape(one.view().stable.pods[0]) == made.page("stable-0")
    thread.join()
    pods.server_close()
    with pytest.raises(ScrapeError, match="refused"):
        one.scrape(one.view().stable.pods[0])


def test_the_condition_s_time_changes_only_with_its_status(release: New, cluster: Make) -> None:
    made, one = release("Standard"), cluster()
    one.condition("Unknown", "Step10", "a")
    made.condition["lastTransitionTime"] = "2026-01-01T00:00:00Z"
    one.condition("Unknown", "Step25", "b")
    assert (made.condition["lastTransitionTime"], made.condition["reason"]) == ("2026-01-01T00:00:00Z", "Step25")
    one.condition("True", "Promoted", "c")
    assert made.condition["lastTransitionTime"] > "2026-01-02"


@MODES
def test_the_service_s_annotations_are_left_alone_since_kserve_copies_them_to_pods(release: New, cluster: Make, mode: str) -> None:
    made = release(mode)
    before = dict(made.server.get("inferenceservices", NAME)["metadata"]["annotations"])
    rolled_out(made, cluster())
    assert made.server.get("inferenceservices", NAME)["metadata"]["annotations"] == before
