"""Objects of OpenAI's answers with every field filled, made from the SDK's own types, so that a new field is there by itself."""

import json
import types
from collections.abc import Iterator
from copy import deepcopy
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from openai.types import CompletionChoice
from openai.types.chat.chat_completion import Choice
from openai.types.chat.chat_completion_chunk import ChoiceDelta
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import BaseModel

Path = tuple[str | int, ...]
TEXT = "안녕 하세요"
DEEPEST = 8
MOST_VARIANTS = 40  # more than the members of any of OpenAI's unions


def of(annotation: Any, pick: int = 0, depth: int = 0) -> Any:
    """A value of a type; `pick` chooses among the members of its unions."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return of(arguments[0], pick, depth)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, types.UnionType):
        members = [member for member in arguments if member is not type(None)]
        return of(members[pick % len(members)], pick, depth)
    if origin in (list, dict):
        return _container(origin, arguments, pick, depth)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _object(annotation, pick, depth)
    return {str: TEXT, int: 1, float: 0.5, bool: True}.get(annotation)


def _container(origin: Any, arguments: tuple[Any, ...], pick: int, depth: int) -> Any:
    if depth > DEEPEST:
        return origin()
    return [of(arguments[0], pick, depth + 1)] if origin is list else {"name": of(arguments[1], pick, depth + 1)}


def _object(model: type[BaseModel], pick: int, depth: int) -> Any:
    if depth > DEEPEST:
        return None
    fields = {name: of(field.annotation, pick, depth + 1) for name, field in model.model_fields.items()}
    return {name: value for name, value in fields.items() if value is not None}


def _variants(annotation: Any) -> list[dict[str, Any]]:
    found = {json.dumps(of(annotation, pick), sort_keys=True): None for pick in range(MOST_VARIANTS)}
    return [json.loads(text) for text in found]


def events() -> list[dict[str, Any]]:
    """Every event of a streamed Responses answer but the error, with each kind of item and of part that it can hold."""
    found = {json.dumps(variant, sort_keys=True) for kind in _kinds() for variant in _variants(kind)}
    return sorted((json.loads(text) for text in found if json.loads(text)["type"] != "error"), key=lambda event: event["type"])


def _kinds() -> tuple[Any, ...]:
    (union, *_) = get_args(ResponseStreamEvent)
    return get_args(union) or get_args(ResponseStreamEvent)


def responses() -> list[dict[str, Any]]:
    """Whole Responses answers."""
    return _variants(Response)


def choices() -> list[dict[str, Any]]:
    """Choices of whole chats and completions."""
    return _variants(Choice) + _variants(CompletionChoice)


def deltas() -> list[dict[str, Any]]:
    """Deltas of streamed chats."""
    return _variants(ChoiceDelta)


def texts(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all free texts in `value`."""
    if value == TEXT:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from texts(item, (*path, key))


def put(value: Any, path: Path, text: str) -> Any:
    """A copy of `value` with `text` in one place."""
    changed = deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = text
    return changed
