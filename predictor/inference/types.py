"""What is asked and what is answered, whatever the surface."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from predictor.errors import InvalidRequest

QUERY_MAX_LENGTH = 4096
FinishReason = Literal["stop", "length"]


class Sampling(BaseModel):
    """How to generate; names and defaults are the spec's (chapter 2.2)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_length: Annotated[int, Field(ge=1, le=131_072, description="Most new tokens.")] = 100
    temperature: Annotated[float, Field(ge=0, le=2, description="0 is greedy.")] = 0.7
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    num_return_sequences: Annotated[int, Field(ge=1, le=64)] = 1


class InferBody(Sampling):
    """Body of POST /infer and /infer/stream, and of each V1 instance."""

    query: Annotated[str, Field(min_length=1, max_length=QUERY_MAX_LENGTH, description="1 to 4,096 characters.")]

    @field_validator("query")
    @classmethod
    def _not_blank(cls, query: str) -> str:
        if not query.strip():
            raise ValueError("query is empty once whitespace is normalised")
        return query

    @classmethod
    def parse(cls, raw: bytes | dict[str, Any], where: tuple[str | int, ...] = ("body",)) -> Self:
        """Read JSON text or an object; raises InvalidRequest that names each wrong field and never its value."""
        try:
            return cls.model_validate_json(raw) if isinstance(raw, bytes) else cls.model_validate(raw)
        except ValidationError as error:
            raise InvalidRequest("입력값이 올바르지 않습니다", field_errors(error, where)) from None

    @property
    def sampling(self) -> Sampling:
        """The body without its query."""
        return Sampling.model_construct(**{name: getattr(self, name) for name in Sampling.model_fields})


class InferAnswer(BaseModel):
    """Answer of POST /infer; `generated_texts` only where more than one sequence was asked for."""

    generated_text: str
    generated_texts: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """One text to go on from, and how. After `preprocess` the text is normalised, masked and cut."""

    text: str
    sampling: Sampling = field(default_factory=Sampling)
    messages: tuple[dict[str, str], ...] = ()  # a whole conversation (role, content) for the chat template, in place of the text
    verbatim: bool = False  # no chat template around the text


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of one generated sequence. Token counts are of the whole request so far; 0 where not yet known."""

    index: int
    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    finish_reason: FinishReason | None = None


@dataclass(slots=True)
class Usage:
    """Token counts under OpenAI's names."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def add(self, other: "Usage") -> None:
        """Count another generation in."""
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens

    def as_dict(self) -> dict[str, int]:
        """The object that OpenAI's API calls `usage`."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": self.prompt_tokens + self.completion_tokens,
        }


@dataclass(slots=True)
class Generation:
    """What one prompt became: one text for each returned sequence."""

    texts: list[str]
    finish_reasons: list[FinishReason | None] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


def field_errors(error: ValidationError, where: tuple[str | int, ...]) -> list[dict[str, object]]:
    """FastAPI's list of wrong fields, without the values that were sent (nor names of unknown fields, which may be values)."""
    found: list[dict[str, object]] = []
    for item in error.errors(include_input=False, include_context=False, include_url=False):
        loc, message = (*where, *item["loc"]), item["msg"]
        if item["type"] == "extra_forbidden":
            loc = (*where, *item["loc"][:-1])
            message = f"Unknown field. Known fields: {', '.join(InferBody.model_fields)}"
        found.append({"type": item["type"], "loc": list(loc), "msg": message})
    return found
