"""Lengths of the lists in an OpenAI request, checked before the engine walks them."""

from typing import Any, Final

from predictor.errors import InvalidRequest

INPUTS_PER_PLACE: Final = 32  # vectors and scores cost far less than answers, so several inputs take one place
INPUTS_MOST: Final = 2048  # OpenAI's own limit of inputs to one request for vectors
MESSAGES_MOST: Final = 2048
PARTS_MOST: Final = 2048  # of all messages together

# The most entries of each list. vLLM's GPU runner raises in the engine core over the first three, and keeps 128 words and token ids
# of the next two. The rest are walked on the event loop for each request, and stop words for each token.
MOST_ENTRIES: Final = {
    "allowed_token_ids": 1024,
    "logit_bias": 1024,
    "stop_token_ids": 128,
    "bad_words": 128,
    "logprob_token_ids": 128,
    "stop": 64,
    "messages": MESSAGES_MOST,
    "tools": 512,
    "functions": 512,
    "documents": INPUTS_MOST,
    "queries": INPUTS_MOST,
    "text_1": INPUTS_MOST,
    "text_2": INPUTS_MOST,
    "data_1": INPUTS_MOST,
    "data_2": INPUTS_MOST,
}
# Routes of a pooling model, and the fields of each that hold its inputs.
INPUTS: Final = {
    "embeddings": ("input",),
    "embed": ("texts", "images", "inputs"),
    "classify": ("input",),
    "pooling": ("input",),
    "rerank": ("documents",),
    "score": ("queries", "documents", "text_1", "text_2", "data_1", "data_2"),
}


def check_lists(route: str, fields: dict[str, Any]) -> None:
    """Raise InvalidRequest that names the list with too many entries, and the most that it may have."""
    for name, value in fields.items():
        most = MOST_ENTRIES.get(name)
        if most is not None and isinstance(value, list | dict) and len(value) > most:
            raise _too_many(name, len(value), most)
    inputs = input_count(route, fields)
    if inputs > INPUTS_MOST:
        raise _too_many(" · ".join(INPUTS[route]), inputs, INPUTS_MOST)
    parts = sum(length(message.get("content")) for message in _objects(fields.get("messages")))
    if parts > PARTS_MOST:
        raise _too_many("messages[].content", parts, PARTS_MOST)


def pooling_places(route: str, fields: dict[str, Any]) -> int:
    """The places that a request to a pooling model takes; 1 for any other."""
    return -(-max(1, input_count(route, fields)) // INPUTS_PER_PLACE) if route in INPUTS else 1


def input_count(route: str, fields: dict[str, Any]) -> int:
    """The inputs of a request to a pooling model; 0 for any other. A list of numbers is one input."""
    return max(length(fields.get(name)) for name in INPUTS[route]) if route in INPUTS else 0


def length(value: Any) -> int:
    """The entries of a list, of which one of token ids is a single entry; 1 for any other value, 0 for None."""
    if not isinstance(value, list):
        return int(value is not None)
    return 1 if value and isinstance(value[0], int | float) else len(value)


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, and of the lists in it, as a batch of conversations has them."""
    if not isinstance(value, list):
        return []
    flat = [inner for item in value for inner in (item if isinstance(item, list) else (item,))]
    return [item for item in flat if isinstance(item, dict)]


def _too_many(name: str, count: int, most: int) -> InvalidRequest:
    return InvalidRequest(
        f"{name}의 항목은 {most}개까지입니다 (받은 수 {count}개)", message=f"{name} may have at most {most} entries, not {count}"
    )
