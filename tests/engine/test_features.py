"""Every parameter of vLLM's sampler and of structured output is served where no compiler is installed, and compiles nothing.

`make test-engine-no-compiler` runs these and all other engine tests on a PATH without one.
"""

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from predictor.server.warm_up import FEATURES
from tests.conftest import Start
from tests.service import Service

pytestmark = pytest.mark.quiet

CHAT = "/v1/chat/completions"
ASK: dict[str, Any] = {"model": "llm", "messages": [{"role": "user", "content": "안녕하세요"}], "max_tokens": 4}
COMPILERS = ("gcc", "g++", "cc", "c++", "clang", "clang++", "ninja")


@pytest.fixture(scope="module")
def bare(start_for_module: Start, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """vLLM on a PATH without compilers and with an empty cache of compiled code, as each new pod of the image has them."""
    folder = tmp_path_factory.mktemp("bare")
    tools = folder / "bin"
    tools.mkdir()
    for name in ("sh", "bash", "env", "cat", "ls", "uname", "nproc", "lscpu", "id", "readlink", "grep", "sed"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    environment = {
        "PATH": str(tools),
        "TORCHINDUCTOR_CACHE_DIR": str(folder / "inductor"),
        "TRITON_CACHE_DIR": str(folder / "triton"),
    }
    assert not any(shutil.which(name, path=str(tools)) for name in COMPILERS)
    service = start_for_module(LLM_ENGINE="vllm", **environment).wait_ready()
    service.compiled = folder / "inductor"  # type: ignore[attr-defined]
    return service


def test_the_run_without_compilers_has_none() -> None:
    if "LLM_TEST_WITHOUT_COMPILER" not in os.environ:
        pytest.skip("make test-engine-no-compiler")
    assert [name for name in COMPILERS if shutil.which(name)] == []


@pytest.mark.vllm
@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: ", ".join(feature))
def test_a_first_request_of_each_kind_is_answered_at_once(feature: dict[str, Any], bare: Service) -> None:
    before = set(Path(bare.compiled).rglob("*"))  # type: ignore[attr-defined]
    began = time.monotonic()
    answer = bare.post(CHAT, ASK | feature)
    assert answer.status_code in (200, 400), answer.text
    assert time.monotonic() - began < 5  # the time in which an empty cache of compiled code would be filled
    assert set(Path(bare.compiled).rglob("*")) == before  # type: ignore[attr-defined]
    assert bare.client.get("/health").status_code == 200


@pytest.mark.vllm
def test_compilations_of_callers_who_left_do_not_hold_up_others(bare: Service) -> None:
    for number in range(3):
        slow = ASK | {"structured_outputs": {"regex": f"([a-z]{{1,20}} ){{1,{30 + number}}}"}}
        with contextlib.suppress(httpx.TimeoutException):
            bare.client.post(CHAT, json=slow, timeout=0.05)
    began = time.monotonic()
    assert bare.post(CHAT, ASK).status_code == 200
    assert time.monotonic() - began < 2
    end = time.monotonic() + 30
    while bare.metric("llm_structured_compilations") and time.monotonic() < end:
        time.sleep(0.05)
    assert bare.metric("llm_structured_compilations") == 0
    assert bare.post(CHAT, ASK | {"structured_outputs": {"choice": ["네"]}}).status_code == 200
