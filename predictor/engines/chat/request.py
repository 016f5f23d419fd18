"""What the chat and completion routes of a plain engine take, and the clear refusal of what they do not."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from predictor.errors import InvalidRequest
from predictor.inference.types import Prompt, Sampling

# Values that ask for nothing; clients send them by default.
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
    def said(self) -> str:
        """The content as one text."""
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """OpenAI's `stream_options`."""

    model_config = ConfigDict(extra="forbid")
    include_usage: bool = False
    continuous_usage_stats: Literal[False] = False


class Asked(BaseModel):
    """What both routes take."""

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


class ChatRequest(Asked):
    """Body of /v1/chat/completions."""

    messages: Annotated[list[Message], Field(min_length=1)]
    max_completion_tokens: Annotated[int, Field(ge=1, le=131_072)] | None = None


class CompletionRequest(Asked):
    """Body of /v1/completions."""

    prompt: str | Annotated[list[str], Field(min_length=1, max_length=1)]


@dataclass(frozen=True, slots=True)
class Form:
    """How a route writes its answers."""

    request: type[ChatRequest] | type[CompletionRequest]
    prefix: str
    whole: str
    chunk: str


FORMS = {
    "/v1/chat/completions": Form(ChatRequest, "chatcmpl", "chat.completion", "chat.completion.chunk"),
    "/v1/completions": Form(CompletionRequest, "cmpl", "text_completion", "text_completion"),
}


def read(form: Form, body: dict[str, Any]) -> ChatRequest | CompletionRequest:
    """The request; raises InvalidRequest that names each field which is wrong, or which this engine cannot honour."""
    fields = {name: value for name, value in body.items() if value is not None and not _is_neutral(name, value)}
    unknown = sorted(fields.keys() - form.request.model_fields.keys())
    if unknown:
        known = ", ".join(form.request.model_fields)
        raise InvalidRequest(f"이 엔진이 지원하지 않는 필드입니다: {', '.join(map(_shown, unknown))}. 지원하는 필드: {known}")
    try:
        return form.request.model_validate(fields)
    except ValidationError as error:
        told = "; ".join(_told(item) for item in error.errors(include_input=False, include_context=False, include_url=False)[:5])
        raise InvalidRequest(f"입력값이 올바르지 않습니다: {told}") from None


def prompt(asked: ChatRequest | CompletionRequest, room: int) -> Prompt:
    """What the engine generates from; OpenAI's defaults, and for a chat as many tokens as the model has room for."""
    chat = isinstance(asked, ChatRequest)
    limit = (asked.max_completion_tokens if isinstance(asked, ChatRequest) else None) or asked.max_tokens
    sampling = Sampling(
        max_length=limit or (max(1, min(room, 131_072)) if chat else 16),
        temperature=1.0 if asked.temperature is None else asked.temperature,
        top_p=asked.top_p or 1.0,
        num_return_sequences=asked.n or 1,
    )
    if isinstance(asked, ChatRequest):
        messages = tuple({"role": _role(message.role), "content": message.said} for message in asked.messages)
        return Prompt("\n".join(message["content"] for message in messages), sampling, messages)
    return Prompt(asked.prompt if isinstance(asked.prompt, str) else asked.prompt[0], sampling, verbatim=True)


def _is_neutral(name: str, value: Any) -> bool:
    """True for a value that asks for nothing; `logprobs: 0` is not `false`, it asks for the tokens' own."""
    return any(value == neutral and isinstance(value, bool) == isinstance(neutral, bool) for neutral in NEUTRAL.get(name, ()))


def _role(role: str) -> str:
    return "system" if role == "developer" else role


def _shown(name: str) -> str:
    """A field's name, where it is one and not a value."""
    return name if name.isascii() and name.isidentifier() and len(name) <= 40 else "(이름 없음)"


def _told(item: Any) -> str:
    path = ".".join(str(step) for step in item["loc"] if not str(step).startswith(("function", "list[", "constrained")))
    return f"{path}: {item['msg']}" if path else str(item["msg"])
