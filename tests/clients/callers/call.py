"""One call by one client: `python call.py CLIENT URL GRPC_PORT KEY SECONDS QUERY`. Prints the answer; an error is the traceback.

Every client streams where it can, and repeats nothing by itself, so that what the test sees is the client's first outcome.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class Ask:
    """A question to a predictor."""

    url: str
    grpc: str
    key: str
    seconds: float
    query: str

    @property
    def messages(self) -> Any:
        """The query as OpenAI's clients send it."""
        return [{"role": "user", "content": self.query}]

    @property
    def bearer(self) -> dict[str, str]:
        """The key as a header."""
        return {"Authorization": f"Bearer {self.key}"}


def openai_sync(ask: Ask) -> str:
    from openai import OpenAI

    client = OpenAI(base_url=f"{ask.url}/openai/v1", api_key=ask.key, timeout=ask.seconds, max_retries=0)
    stream = client.chat.completions.create(model="llm", messages=ask.messages, max_tokens=100, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def openai_bare(ask: Ask) -> str:
    """The mistake of a base URL without its path."""
    from openai import OpenAI

    client = OpenAI(base_url=ask.url, api_key=ask.key, timeout=ask.seconds, max_retries=0)
    return str(client.chat.completions.create(model="llm", messages=ask.messages, max_tokens=100))


def anthropic(ask: Ask) -> str:
    from anthropic import Anthropic

    client = Anthropic(base_url=ask.url, api_key=ask.key, timeout=ask.seconds, max_retries=0)
    return str(client.messages.create(model="llm", max_tokens=100, messages=ask.messages))


def openai_async(ask: Ask) -> str:
    from openai import AsyncOpenAI

    async def call() -> str:
        async with AsyncOpenAI(base_url=f"{ask.url}/v1", api_key=ask.key, timeout=ask.seconds, max_retries=0) as client:
            stream = await client.chat.completions.create(model="llm", messages=ask.messages, max_tokens=100, stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

    return asyncio.run(call())


def httpx_stream(ask: Ask) -> str:
    import httpx

    body = {"query": ask.query, "max_length": 100}
    with httpx.stream("POST", f"{ask.url}/infer/stream", json=body, headers=ask.bearer, timeout=ask.seconds) as answer:
        if answer.is_error:
            raise RuntimeError(answer.read().decode())
        events = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: {")]
    return "".join(event["text"] for event in events)


def litellm(ask: Ask) -> str:
    import litellm

    answer = litellm.completion(
        model="openai/llm",
        api_base=f"{ask.url}/openai/v1",
        api_key=ask.key,
        messages=ask.messages,
        max_tokens=100,
        timeout=ask.seconds,
        num_retries=0,
        max_retries=0,
        stream=True,
    )
    return "".join(chunk.choices[0].delta.content or "" for chunk in answer)


def langchain(ask: Ask) -> str:
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(
        base_url=f"{ask.url}/openai/v1", api_key=ask.key, model="llm", timeout=ask.seconds, max_retries=0, max_tokens=100
    )
    return "".join(str(chunk.content) for chunk in model.stream(ask.query))


def pydantic_ai(ask: Ask) -> str:
    from openai import AsyncOpenAI
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = AsyncOpenAI(base_url=f"{ask.url}/openai/v1", api_key=ask.key, timeout=ask.seconds, max_retries=0)
    return str(Agent(OpenAIChatModel("llm", provider=OpenAIProvider(openai_client=client))).run_sync(ask.query).output)


def kserve_rest(ask: Ask) -> str:
    from kserve import InferenceRESTClient, RESTConfig

    client = InferenceRESTClient(RESTConfig(protocol="v1", retries=0, timeout=ask.seconds))
    body = {"instances": [{"query": ask.query}]}
    answer = asyncio.run(client.infer(ask.url, body, model_name="llm", headers=ask.bearer))
    return str(answer["predictions"][0]["generated_text"])


def kserve_grpc(ask: Ask) -> str:
    from kserve import InferenceGRPCClient, InferInput, InferRequest

    async def call() -> str:
        tensor = InferInput("query", [1], "BYTES")
        tensor.set_data_from_numpy(numpy_text(ask.query), binary_data=False)
        client = InferenceGRPCClient(ask.grpc, timeout=ask.seconds, retries=0)
        answer = await client.infer(InferRequest("llm", [tensor]), headers=[("authorization", f"Bearer {ask.key}")])
        return text(answer.outputs[0].as_numpy()[0])

    return asyncio.run(call())


def triton_http(ask: Ask) -> str:
    import tritonclient.http as triton

    client = triton.InferenceServerClient(ask.url.removeprefix("http://"), network_timeout=ask.seconds)
    tensor = triton.InferInput("query", [1], "BYTES")
    tensor.set_data_from_numpy(numpy_text(ask.query))
    return text(client.infer("llm", [tensor], headers=ask.bearer).as_numpy("generated_text")[0])


def triton_grpc(ask: Ask) -> str:
    import tritonclient.grpc as triton

    client = triton.InferenceServerClient(ask.grpc)
    tensor = triton.InferInput("query", [1], "BYTES")
    tensor.set_data_from_numpy(numpy_text(ask.query))
    answer = client.infer("llm", [tensor], headers={"authorization": f"Bearer {ask.key}"}, client_timeout=ask.seconds)
    return text(answer.as_numpy("generated_text")[0])


def numpy_text(query: str) -> object:
    """A BYTES tensor of one text."""
    import numpy

    return numpy.array([query.encode()], dtype=object)


def text(value: object) -> str:
    """An element of a BYTES tensor as text."""
    return value.decode() if isinstance(value, bytes) else str(value)


CLIENTS: dict[str, Callable[[Ask], str]] = {
    "openai": openai_sync,
    "openai-bare": openai_bare,
    "openai-async": openai_async,
    "anthropic": anthropic,
    "httpx": httpx_stream,
    "litellm": litellm,
    "langchain": langchain,
    "pydantic-ai": pydantic_ai,
    "kserve-rest": kserve_rest,
    "kserve-grpc": kserve_grpc,
    "triton-http": triton_http,
    "triton-grpc": triton_grpc,
}

if __name__ == "__main__":
    name, url, grpc, key, seconds, query = sys.argv[1:]
    sys.argv = sys.argv[:1]  # because KServe parses the command line when it is imported
    print(CLIENTS[name](Ask(url, f"127.0.0.1:{grpc}", key, float(seconds), query)))
