"""Clients in Python and JavaScript, and curl: Korean both ways, errors with their reason, time-outs, a server that is killed."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.clients.harness import ENGINE, KEY, Harness
from tests.service import ROOT, Service
from tests.waiting import allowed, wait_until

CALLERS = Path(__file__).parent / "callers"
OWN_PYTHON = ROOT / ".venv-clients/bin/python"  # with the packages of requirements.txt
QUERY = "안녕하세요, 환불은 언제 되나요? 😀"
LONG = "a " * 90


@dataclass(frozen=True)
class Client:
    """A client of the table: its row's name and protocol, the program that runs it, and what that needs to be there."""

    name: str
    title: str
    protocol: str
    program: tuple[str, ...] = ()
    needs: Path | None = None

    @property
    def missing(self) -> str:
        """What this machine lacks, in words; empty where the client can run."""
        return (
            f"{self.needs.relative_to(ROOT)} is not there; make test-clients makes it"
            if self.needs and not self.needs.exists()
            else ""
        )

    def command(self, service: Service, key: str, seconds: float, query: str) -> list[str]:
        """The program with its arguments."""
        grpc = service.environment["LLM_GRPC_PORT"]
        if self.program[0] != "curl":
            return [*self.program, self.name, service.url, grpc, key, str(seconds), query]
        body = f'{{"query": "{query}", "max_length": 100}}'
        headers = ["-H", "content-type: application/json", "-H", f"authorization: Bearer {key}"]
        return [*self.program, "-m", str(seconds), *headers, "-d", body, f"{service.url}/infer/stream"]


IN_OWN = (str(OWN_PYTHON), str(CALLERS / "call.py"))
IN_MAIN = (sys.executable, str(CALLERS / "call.py"))
IN_NODE = ("node", str(CALLERS / "call.mjs"))
CURL = ("curl", "-sSN", "--fail-with-body")
NODE_MODULES = CALLERS / "node_modules"
CLIENTS = [
    Client("openai", "openai (Python)", "OPENAI", IN_OWN, OWN_PYTHON),
    Client("openai-async", "openai (Python, async)", "OPENAI", IN_OWN, OWN_PYTHON),
    Client("httpx", "httpx", "STREAM", IN_OWN, OWN_PYTHON),
    Client("litellm", "litellm", "OPENAI", IN_OWN, OWN_PYTHON),
    Client("langchain", "LangChain", "OPENAI", IN_OWN, OWN_PYTHON),
    Client("pydantic-ai", "pydantic-ai", "OPENAI", IN_OWN, OWN_PYTHON),
    Client("triton-http", "tritonclient.http", "V2", IN_OWN, OWN_PYTHON),
    Client("triton-grpc", "tritonclient.grpc", "GRPC", IN_OWN, OWN_PYTHON),
    Client("kserve-rest", "KServe InferenceRESTClient", "V1", IN_MAIN),
    Client("kserve-grpc", "KServe InferenceGRPCClient", "GRPC", IN_MAIN),
    Client("npm-openai", "openai (npm)", "OPENAI", IN_NODE, NODE_MODULES),
    Client("ai-sdk", "AI SDK (npm)", "OPENAI", IN_NODE, NODE_MODULES),
    Client("curl", "curl", "STREAM", CURL),
    Client("curl-http2", "curl --http2 (upgrade offered)", "STREAM", (*CURL, "--http2")),
]
EVERY = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
pytestmark = [
    pytest.mark.skipif("CLIENTS_RUN" not in os.environ, reason="real clients take minutes; make test-clients runs them"),
    pytest.mark.timeout(1200),
]


def begin(client: Client, service: Service, key: str = KEY, seconds: float = 60, query: str = QUERY) -> "subprocess.Popen[str]":
    """The client's process; skips where its packages are missing."""
    if client.missing or shutil.which(client.program[0]) is None:
        pytest.skip(client.missing or f"{client.program[0]} is not installed")
    command = client.command(service, key, seconds, query)
    # litellm asks the network for a list of prices when it is imported, unless this variable is set.
    environment = os.environ | {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def outcome(process: "subprocess.Popen[str]", seconds: float = 120) -> tuple[int, str]:
    """(exit code, all that it wrote)."""
    out, err = process.communicate(timeout=allowed(seconds))
    return process.returncode, out + err


def failure(client: Client, code: int) -> str:
    """How the client's call failed, in words."""
    return f"exit code {code}" if client.program[0] == "curl" else "exception"


@EVERY
def test_korean_goes_both_ways(client: Client, harness: Harness) -> None:
    code, output = outcome(begin(client, harness.service("open")))
    assert code == 0, output
    if ENGINE == "vllm":
        assert re.search("[가-힣]{2}", output), output
    else:
        assert all(word in output for word in ["[mock]", *QUERY.split()]), output
    harness.note(client.title, client.protocol, "ok", "Korean both ways")


@EVERY
def test_a_wrong_key_is_an_error_with_its_reason(client: Client, harness: Harness) -> None:
    code, output = outcome(begin(client, harness.service("open"), key="guessed"))
    assert code != 0, output
    has_reason = "API" in output and ("Bearer" in output or "키가 맞지 않" in output)
    assert has_reason or "401" in output, output
    harness.note(client.title, client.protocol, "error's shape", "401 with reason" if has_reason else "401 without its reason")


def test_a_client_of_openai_with_a_bare_url_reads_the_right_one(harness: Harness) -> None:
    client = Client("openai-bare", "", "", IN_OWN, OWN_PYTHON)
    code, output = outcome(begin(client, harness.service("open")))
    assert code != 0
    assert "the base URL for OpenAI's clients is http://…/openai/v1" in output


def test_the_anthropic_sdk_reads_what_to_use_instead(harness: Harness) -> None:
    client = Client("anthropic", "Anthropic SDK", "ANTHROPIC", IN_OWN, OWN_PYTHON)
    code, output = outcome(begin(client, harness.service("open")))
    assert code != 0
    assert "Anthropic's API is not served; use POST /openai/v1/chat/completions" in output
    harness.note(client.title, client.protocol, "ok", "not served; 404 names what to use")
    code, output = outcome(begin(client, harness.service("open"), key="guessed"))
    assert "The API key is not known" in output
    harness.note(client.title, client.protocol, "error's shape", "401 with reason")


@EVERY
def test_a_time_out_is_an_error_and_ends_the_inference(client: Client, harness: Harness) -> None:
    service = harness.service("slow")
    code, output = outcome(begin(client, service, seconds=2), 40)
    assert code != 0, output
    wait_until(lambda: service.metric("llm_inferences_in_flight") == 0, 10)
    harness.note(client.title, client.protocol, "time-out", f"{failure(client, code)}; inference ends")


def test_a_server_that_is_killed_amid_its_answers_is_an_error_in_every_client(harness: Harness) -> None:
    service = harness.service("mortal")
    able = [client for client in CLIENTS if not client.missing and shutil.which(client.program[0])]
    running = {client: begin(client, service, seconds=600, query=LONG) for client in able}
    wait_until(lambda: service.metric("llm_inferences_in_flight") == len(able), 200)
    harness.begin_answers("mortal")
    harness.kill("mortal")
    outcomes = {client: outcome(process) for client, process in running.items()}
    for client in able:
        code, _ = outcomes[client]
        seen = failure(client, code) if code else "takes the part for the whole"
        harness.note(client.title, client.protocol, "killed server", seen)
    assert [client.name for client, (code, _) in outcomes.items() if code == 0] == []
