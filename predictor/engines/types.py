"""Prompts, deltas, generations and token counts: the words that protocols and engines share."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

FinishReason = Literal["stop", "length"]


class Sampling(BaseModel):
    """How to generate; names and defaults are the contract's (chapter 2.2)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_length: Annotated[int, Field(ge=1, le=131_072, description="Most new tokens.")] = 100
    temperature: Annotated[float, Field(ge=0, le=2, description="0 is greedy.")] = 0.7
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    num_return_sequences: Annotated[int, Field(ge=1, le=64)] = 1

    @field_validator("max_length", "temperature", "top_p", "num_return_sequences", mode="before")
    @classmethod
    def _refuse_truth(cls, value: Any) -> Any:
        """Refuse true and false, which pydantic would read as 1 and 0."""
        if isinstance(value, bool):
            raise PydanticCustomError("number_type", "Input should be a number")
        return value


@dataclass(frozen=True, slots=True)
class Prompt:
    """One text to generate from. After `Pipeline.prepare` the text is normalised, masked and truncated.

    `priority` is vLLM's: a smaller number is scheduled earlier, where the engine schedules by priority.
    """

    text: str
    sampling: Sampling = field(default_factory=Sampling)
    priority: int = 0


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
        """Add the counts of another generation."""
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens

    def at_least(self, other: "Usage") -> "Usage":
        """The larger of two counts of the same generation."""
        return Usage(max(self.prompt_tokens, other.prompt_tokens), max(self.completion_tokens, other.completion_tokens))

    def as_dict(self) -> dict[str, int]:
        """The object that OpenAI's API calls `usage`."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": self.prompt_tokens + self.completion_tokens,
        }


@dataclass(slots=True)
class Generation:
    """The answer to one prompt: one text for each returned sequence."""

    texts: list[str]
    usage: Usage = field(default_factory=Usage)
