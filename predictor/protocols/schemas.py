"""The contract's request and response bodies (chapter 2.2), which `/infer` and each V1 instance share."""

from itertools import islice
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from predictor.engines.types import Generation, Prompt, Sampling
from predictor.protocols.field_errors import invalid_fields

QUERY_MAX_LENGTH = 4096
MOST_FIELDS = 32


class InferBody(Sampling):
    """Body of POST /infer and /infer/stream, and of each V1 instance."""

    query: Annotated[str, Field(min_length=1, max_length=QUERY_MAX_LENGTH, description="1 to 4,096 characters.")]

    @field_validator("query")
    @classmethod
    def _not_blank(cls, query: str) -> str:
        if not query.strip():
            raise PydanticCustomError("query_blank", "query is empty once whitespace is normalised")
        return query

    @classmethod
    def parse(cls, fields: dict[str, Any], where: tuple[str | int, ...] = ("body",)) -> Self:
        """Read an object; raises InvalidRequest that names each wrong field and never its value."""
        try:
            known = {name: fields[name] for name in cls.model_fields if name in fields}
            # A body with unknown fields is refused however many they are, so no more of them are named in the error.
            unknown = islice(((name, value) for name, value in fields.items() if name not in known), MOST_FIELDS)
            return cls.model_validate(known | dict(unknown))
        except ValidationError as error:
            raise invalid_fields(error, where, tuple(cls.model_fields)) from None

    @property
    def prompt(self) -> Prompt:
        """The query, and how to generate from it."""
        given = self.model_fields_set - {"query"}
        sampling = Sampling.model_construct(given, **{name: getattr(self, name) for name in Sampling.model_fields})
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
