"""The contract's request and response bodies (chapter 2.2), which `/infer` and each V1 instance share."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, ValidationError, field_validator

from predictor.engines.types import Generation, Prompt, Sampling
from predictor.errors import InvalidRequest

QUERY_MAX_LENGTH = 4096


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
    def prompt(self) -> Prompt:
        """The query, and how to generate from it."""
        sampling = Sampling.model_construct(**{name: getattr(self, name) for name in Sampling.model_fields})
        return Prompt(self.query, sampling)


class InferAnswer(BaseModel):
    """Answer of POST /infer; `generated_texts` only where `num_return_sequences` is above 1."""

    generated_text: str
    generated_texts: list[str] | None = None


def infer_answer(generation: Generation) -> dict[str, Any]:
    """The InferAnswer of a generation, as JSON's object."""
    answer: dict[str, Any] = {"generated_text": generation.texts[0]}
    if len(generation.texts) > 1:
        answer["generated_texts"] = generation.texts
    return answer


def field_errors(error: ValidationError, where: tuple[str | int, ...]) -> list[dict[str, object]]:
    """FastAPI's list of wrong fields, without the sent values and without unknown names, which may be values themselves."""
    found: list[dict[str, object]] = []
    for item in error.errors(include_input=False, include_context=False, include_url=False):
        loc, message = (*where, *item["loc"]), item["msg"]
        if item["type"] == "extra_forbidden":
            loc = (*where, *item["loc"][:-1])
            message = f"Unknown field. Known fields: {', '.join(InferBody.model_fields)}"
        found.append({"type": item["type"], "loc": list(loc), "msg": message})
    return found
