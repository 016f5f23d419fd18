"""A prompt as a request to OpenAI's API, and the response as deltas: chat completions, or completions by LLM_UPSTREAM_API."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from typing import Any

from predictor.config import Settings
from predictor.engines.http.headers import whole
from predictor.engines.http.sse import EventReader, split_event
from predictor.engines.types import Delta, FinishReason, Prompt, Usage
from predictor.engines.upstream.client import UpstreamResponse
from predictor.errors import EngineFailure, InvalidRequest, PredictorError, TooManyRequests, Unavailable

MESSAGE_CHARACTERS = 300


def path(settings: Settings) -> str:
    """The route that prompts go to."""
    return "/v1/chat/completions" if settings.upstream_api == "chat" else "/v1/completions"


def request_body(prompt: Prompt, settings: Settings, stream: bool) -> dict[str, Any]:
    """The body without its model."""
    sampling = prompt.sampling
    body: dict[str, Any] = {
        "max_tokens": sampling.max_length,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "n": sampling.num_return_sequences,
        "stream": stream,
    }
    if stream:
        body["stream_options"] = {"include_usage": True}
    if settings.upstream_api == "completions":
        return {**body, "prompt": prompt.text}
    system = [{"role": "system", "content": settings.system_prompt}] if settings.system_prompt else []
    return {**body, "messages": [*system, {"role": "user", "content": prompt.text}]}


async def deltas(response: UpstreamResponse, sequences: int) -> AsyncGenerator[Delta, None]:
    """The generated text of so many sequences as it comes; raises PredictorError.

    The usage comes after all text, so the finish reasons wait for it: the last delta has to have the counts.
    """
    if response.status != 200:
        raise refusal(response)
    if not response.streamed:
        for delta in _whole(_object(response.body), sequences):
            yield delta
        return
    async with aclosing(_streamed(response, sequences)) as streamed:
        async for delta in streamed:
            yield delta


async def _streamed(response: UpstreamResponse, sequences: int) -> AsyncGenerator[Delta, None]:
    usage = Usage()
    finished: dict[int, FinishReason] = {}
    async for data in _events(response.chunks()):
        if data == b"[DONE]":
            continue  # read on to the end, because only then the connection can be used again
        chunk = _object(data)
        usage = _usage(chunk) or usage
        for choice in chunk.get("choices") or ():
            text = _text(choice, "delta")
            if text:
                yield Delta(choice.get("index", 0), text)
            if choice.get("finish_reason"):
                finished[choice.get("index", 0)] = _reason(choice["finish_reason"])
    if len(finished) < sequences:
        raise Unavailable("업스트림의 응답이 도중에 끝났습니다", message="The upstream's response ended early")
    for index, reason in finished.items():
        yield Delta(index, "", usage.prompt_tokens, usage.completion_tokens, reason)


def _whole(body: dict[str, Any], sequences: int) -> Iterator[Delta]:
    usage = _usage(body) or Usage()
    choices = body.get("choices") or []
    if len(choices) < sequences:
        raise Unavailable(
            f"업스트림이 응답 {sequences}개 중 {len(choices)}개만 보냈습니다",
            message=f"The upstream sent {len(choices)} of {sequences} answers",
        )
    for choice in choices:
        text, reason = _text(choice, "message"), _reason(choice.get("finish_reason"))
        yield Delta(choice.get("index", 0), text, usage.prompt_tokens, usage.completion_tokens, reason)


def _text(choice: dict[str, Any], holder: str) -> str:
    found = choice["text"] if "text" in choice else (choice.get(holder) or {}).get("content")
    return found or ""


def _usage(body: dict[str, Any]) -> Usage | None:
    counts = body.get("usage")
    return Usage(counts.get("prompt_tokens") or 0, counts.get("completion_tokens") or 0) if counts else None


def _reason(reason: str | None) -> FinishReason:
    if reason in ("abort", "error"):
        raise Unavailable("업스트림이 생성을 중단했습니다", message="The upstream gave the generation up")
    return "length" if reason == "length" else "stop"


def _object(data: bytes) -> dict[str, Any]:
    """One JSON object of the answer; raises Unavailable where it reports an error or is no JSON object."""
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unavailable("업스트림의 응답을 읽을 수 없습니다", message="The upstream's response cannot be read")
    if found.get("error") and not found.get("choices"):
        raise Unavailable(_message(found))
    return found


async def _events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The data of each event; comments are left out."""
    reader = EventReader()
    async for chunk in chunks:
        for block in reader.feed(chunk):
            _, data = split_event(block)
            if data:
                yield data


def refusal(response: UpstreamResponse) -> PredictorError:
    """The PredictorError of a response that is not 200. Errors of the predictor's own settings, such as its key, are 503."""
    try:
        body = json.loads(response.body)
    except ValueError:
        body = None
    message = _message(body)
    seconds = whole(response.headers.get("retry-after", "")) or 1
    match response.status:
        case 400 | 413 | 422:
            return InvalidRequest(f"모델이 받을 수 없는 요청입니다: {message}", message=f"The model refuses the request: {message}")
        case 429:
            return TooManyRequests(retry_after=seconds)
        case 500:
            return EngineFailure(f"업스트림 오류: {message}", message=f"The upstream failed: {message}")
        case status:
            return Unavailable(
                f"업스트림이 응답하지 못했습니다 ({status}): {message}",
                retry_after=seconds,
                message=f"The upstream cannot answer ({status}): {message}",
            )


def _message(body: Any) -> str:
    """The error text of any server's error body: OpenAI's `error.message`, the contract's `detail`, KServe's `error`."""
    if not isinstance(body, dict):
        return ""
    error = body.get("error") or body.get("detail") or body.get("message")
    message = error.get("message") if isinstance(error, dict) else error
    return message[:MESSAGE_CHARACTERS] if isinstance(message, str) else ""
