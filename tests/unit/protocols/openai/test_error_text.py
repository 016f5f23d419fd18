"""An engine's words without the values that were sent."""

import pytest

from predictor.protocols.openai.error_text import without_values

PHONE, RRN = "010-1234-5678", 9001011234568
CHAT = "/v1/chat/completions"
ASK = {"model": "llm", "messages": [{"role": "user", "content": "안녕"}]}


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("{'type': 'float_parsing', 'loc': 'body.temperature', 'input': 'hot-1'}", "body.temperature"),
        ("Field required [type=missing, input_value={'type': 'hot-1'}, input_type=dict]", "type=missing"),
        ("top_k must be positive, got -77. (parameter=top_k, value=-77)", "top_k must be positive"),
        ("The model `hot-1` does not exist.", "The model `…` does not exist."),
        ("max_tokens=999999 is more than 2048", "max_tokens=… is more than 2048"),
    ],
)
def test_the_words_of_an_engines_refusal_stay_and_the_values_go(message: str, left: str) -> None:
    cleaned = without_values(
        message, {"model": "hot-1", "temperature": "hot-1", "top_k": -77, "max_tokens": 999999, "a": ["hot-1"]}
    )
    assert left in cleaned
    assert not any(value in cleaned for value in ("hot-1", "77", "999999"))
