"""The `helm test` pod, and the check that it runs, against a server that behaves or does not."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.chart.conftest import Render
from tests.chart.release import CHART


def test_it_runs_only_when_asked(render: Render) -> None:
    assert render({}).one("Pod")["metadata"]["annotations"]["helm.sh/hook"] == "test"


def test_it_shows_what_it_saw_though_its_pod_is_gone(render: Render) -> None:
    annotations = render({}).one("Pod")["metadata"]["annotations"]
    assert "hook-succeeded" in annotations["helm.sh/hook-delete-policy"]
    assert annotations["helm.sh/hook-output-log-policy"] == "hook-succeeded,hook-failed"


def test_it_calls_the_release_with_its_key(render: Render) -> None:
    release = render({})
    (container,) = release.one("Pod")["spec"]["containers"]
    env = {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in container["env"]}
    assert env["URL"] == "http://demo-llm-predictor-predictor.llm.svc"
    assert env["KEYS"] == release.env["LLM_API_KEYS"]
    assert container["securityContext"] == release.container["securityContext"]


class Server(BaseHTTPRequestHandler):
    """A predictor in little: ready or not, with a key or without."""

    ready, guarded = True, True

    def answer(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self) -> None:
        self.answer(200 if self.ready else 503, {})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        allowed = self.headers.get("Authorization") == "Bearer first" or not self.guarded
        self.answer(200 if allowed else 401, {"generated_text": "안녕하세요"})

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), type("Fresh", (Server,), {})) as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def check(server: HTTPServer) -> subprocess.CompletedProcess[str]:
    env = {"URL": f"http://127.0.0.1:{server.server_port}", "KEYS": "first,second", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, CHART / "files" / "check.py"], env=env, capture_output=True, text=True, check=False)


def test_a_sound_predictor_passes(server: HTTPServer) -> None:
    done = check(server)
    assert done.returncode == 0, done.stderr
    assert "refused a caller without a key" in done.stdout


@pytest.mark.parametrize(("fault", "message"), [("ready", "not ready"), ("guarded", "says 200 instead of 401")])
def test_an_unsound_one_fails_and_says_why(server: HTTPServer, fault: str, message: str) -> None:
    setattr(server.RequestHandlerClass, fault, False)
    done = check(server)
    assert done.returncode == 1
    assert message in done.stderr
