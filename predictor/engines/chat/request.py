"""Requests of the chat and completion routes: the fields that a text engine honours, and the refusal of all others."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from predictor.engines.chat.prompts import ChatPrompt, CompletionPrompt
from predictor.engines.types import Prompt, Sampling
from predictor.errors import InvalidRequest

# Values that change nothing; clients send them by default.
NEUTRAL: dict[str, tuple[Any, ...]] = {
    "frequency_penalty": (0,),
    "presence_penalty": (0,),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "echo": (False,),
    "best_of": (1,),
    "tools": ([],),
    "tool_choice": ("none", "auto"),
    "parallel_tool_calls": (True, False),
    "logit_bias": ({},),
    "response_format": ({"type": "text"},),
    "store": (False,),
    "suffix": ("",),
    "service_tier": ("auto", "default"),
}


class Part(BaseModel):
    """A piece of a message's content."""

    model_config = ConfigDict(extra="forbid")
    type: Literal["text"]
    text: str


class Message(BaseModel):
    """One message; `name` is accepted and not shown to the model."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["system", "developer", "user", "assistant"]
    content: str | Annotated[list[Part], Field(min_length=1)]
    name: str | None = None

    @property
    def text(self) -> str:
        """The content as one text."""
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """OpenAI's `stream_options`."""

    model_config = ConfigDict(extra="forbid")
    include_usage: bool = False
    continuous_usage_stats: Literal[False] = False


class GenerationRequest(BaseModel):
    """The fields that both routes take."""

    model_config = ConfigDict(extra="forbid")
    model: str | None = None
    max_tokens: Annotated[int, Field(ge=1, le=131_072)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    n: Annotated[int, Field(ge=1, le=64)] | None = None
    stop: str | Annotated[list[str], Field(max_length=16)] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    user: str | None = None
    metadata: dict[str, str] | None = None

    @model_validator(mode="after")
    def _check_stream_options(self) -> Self:
        if self.stream_options is not None and not self.stream:
            raise ValueError("stream_options needs stream")
        return self

    @property
    def stop_words(self) -> tuple[str, ...]:
        """The texts at which an answer ends."""
        words = [self.stop] if isinstance(self.stop, str) else self.stop or []
        return tuple(word for word in words if word)


class ChatRequest(GenerationRequest):
    """Body of /v1/chat/completions."""

    messages: Annotated[list[Message], Field(min_length=1)]
    max_completion_tokens: Annotated[int, Field(ge=1, le=131_072)] | None = None


class CompletionRequest(GenerationRequest):
    """Body of /v1/completions."""

    prompt: str | Annotated[list[str], Field(min_length=1, max_length=1)]


@dataclass(frozen=True, slots=True)
class Route:
    """A route's request class, and how its responses are written: prefix of ids, `object` of a whole response and of a chunk."""

    request: type[ChatRequest] | type[CompletionRequest]
    id_prefix: str
    object: str
    chunk_object: str


ROUTES = {
    "/v1/chat/completions": Route(ChatRequest, "chatcmpl", "chat.completion", "chat.completion.chunk"),
    "/v1/completions": Route(CompletionRequest, "cmpl", "text_completion", "text_completion"),
}


def read(route: Route, body: dict[str, Any]) -> ChatRequest | CompletionRequest:
    """The request; raises InvalidRequest that names each field which is wrong or not supported."""
    fields = {name: value for name, value in body.items() if value is not None and not _is_neutral(name, value)}
    unknown = sorted(fields.keys() - route.request.model_fields.keys())
    if unknown:
        known = ", ".join(route.request.model_fields)
        named = ", ".join(map(_shown, unknown))
        raise InvalidRequest(
            f"이 엔진이 지원하지 않는 필드입니다: {named}. LLM_ENGINE=vllm이 지원합니다. 이 엔진이 지원하는 필드: {known}",
            message=f"This engine does not take the fields: {named}. LLM_ENGINE=vllm takes them; this engine takes: {known}",
        )
    try:
        return route.request.model_validate(fields)
    except ValidationError as error:
        wrong = "; ".join(
            _describe(item) for item in error.errors(include_input=False, include_context=False, include_url=False)[:5]
        )
        raise InvalidRequest(f"입력값이 올바르지 않습니다: {wrong}", message=f"Wrong fields: {wrong}") from None


def prompt(request: ChatRequest | CompletionRequest, context_length: int) -> Prompt:
    """The engine's prompt, with OpenAI's defaults: 16 tokens for a completion, up to the context length for a chat."""
    sampling = Sampling(
        max_length=_max_tokens(request, context_length),
        temperature=1.0 if request.temperature is None else request.temperature,
        top_p=request.top_p or 1.0,
        num_return_sequences=request.n or 1,
    )
    if isinstance(request, CompletionRequest):
        return CompletionPrompt(request.prompt if isinstance(request.prompt, str) else request.prompt[0], sampling)
    messages = tuple({"role": _role(message.role), "content": message.text} for message in request.messages)
    return ChatPrompt("\n".join(message["content"] for message in messages), sampling, messages=messages)


def _max_tokens(request: ChatRequest | CompletionRequest, context_length: int) -> int:
    if isinstance(request, CompletionRequest):
        return request.max_tokens or 16
    return request.max_completion_tokens or request.max_tokens or max(1, min(context_length, 131_072))


def _is_neutral(name: str, value: Any) -> bool:
    """True for a value that changes nothing. `logprobs: 0` is not neutral, because it requests each token's own."""
    return any(value == neutral and isinstance(value, bool) == isinstance(neutral, bool) for neutral in NEUTRAL.get(name, ()))


def _role(role: str) -> str:
    return "system" if role == "developer" else role


def _shown(name: str) -> str:
    """A field's name; a name that could be a value is not shown."""
    return name if name.isascii() and name.isidentifier() and len(name) <= 40 else "(…)"


def _describe(item: Any) -> str:
    path = ".".join(str(step) for step in item["loc"] if not str(step).startswith(("function", "list[", "constrained")))
    return f"{path}: {item['msg']}" if path else str(item["msg"])
