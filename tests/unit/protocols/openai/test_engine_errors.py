import json
from typing import Any

import pytest

from predictor.errors import (
    BodyTooLarge,
    EngineFailure,
    InvalidRequest,
    NotFound,
    PredictorError,
    TooManyRequests,
    Unavailable,
    UnsupportedMediaType,
)
from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.engine_errors import GAVE_UP, WRONG_FIELD, SentRequest, error_object, to_api_error
from predictor.protocols.openai.response_masker import ResponseMasker
from tests.personal import PHONE

SENT = SentRequest({"model": "llm", "user": "order-0042-invented"})


def masker() -> ResponseMasker:
    return ResponseMasker(CallMasking(Masker()), structured=False)


def mapped(status: object, error: dict[str, Any], sent: SentRequest = SENT, after: int | None = None) -> PredictorError:
    return to_api_error(status, error, sent, masker(), after)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, TooManyRequests),
        (405, InvalidRequest),
        (501, InvalidRequest),
        (401, Unavailable),
        (403, Unavailable),
        (502, Unavailable),
        (503, Unavailable),
        (504, Unavailable),
        (500, EngineFailure),
        (None, EngineFailure),
        ("text", EngineFailure),
    ],
)
def test_what_is_not_the_callers_fault_becomes_an_error_of_the_table(status: object, kind: type[PredictorError]) -> None:
    assert type(mapped(status, {"message": "reason"})) is kind


@pytest.mark.parametrize(
    "words",
    [
        "'list' object has no attribute 'get'",
        "'int' object is not iterable",
        "string indices must be integers, not 'str'",
        "unhashable type: 'dict'",
        "'<' not supported between instances of 'str' and 'int'",
    ],
)
def test_pythons_words_for_a_json_value_of_another_type_are_the_callers_400(words: str) -> None:
    error = mapped(500, {"message": words})
    assert (type(error), error.message) == (InvalidRequest, WRONG_FIELD[1])
    assert type(mapped(500, {"message": "'NoneType' object has no attribute 'get'"})) is EngineFailure


@pytest.mark.parametrize(
    ("status", "kind"), [(400, InvalidRequest), (404, NotFound), (413, BodyTooLarge), (415, UnsupportedMediaType)]
)
def test_the_callers_fault_keeps_its_status_its_words_and_its_field(status: int, kind: type[PredictorError]) -> None:
    error = mapped(status, {"message": "too long", "param": "body.messages"})
    assert type(error) is kind
    assert (error.status, error.message, error.param) == (status, "too long", "messages")
    assert "too long" in error.detail


def test_the_callers_fault_does_not_repeat_a_value_that_was_sent() -> None:
    error = mapped(400, {"message": "user order-0042-invented is unknown, call " + PHONE})
    assert "order-0042-invented" not in error.message + error.detail
    assert PHONE not in error.message + error.detail


def test_a_route_that_the_engine_does_not_have_is_not_found() -> None:
    error = mapped(404, {"message": "Not Found"})
    assert isinstance(error, NotFound)
    assert "embeddings need an embedding model" in error.message
    assert "임베딩 모델" in error.detail


def test_the_engines_seconds_to_wait_are_passed_on_and_one_where_it_names_none() -> None:
    for status in (429, 503):
        for given, shown in ((7, "7"), (None, "1")):
            assert mapped(status, {}, after=given).headers["Retry-After"] == shown


def test_a_constraint_that_allows_no_text_is_the_callers_fault() -> None:
    assert isinstance(mapped(500, {"message": GAVE_UP}, SentRequest({}, constrained=True)), InvalidRequest)
    assert isinstance(mapped(500, {"message": GAVE_UP}), EngineFailure)


@pytest.mark.parametrize("body", [{"error": {"message": "bad"}}, {"error": "bad"}, {"detail": "bad"}])
def test_an_error_is_read_from_each_envelope(body: dict[str, Any]) -> None:
    assert error_object(json.dumps(body).encode())["message"] == "bad"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"5"])
def test_a_body_that_is_no_error_has_no_words(body: bytes) -> None:
    assert error_object(body)["message"] == ""


@pytest.mark.parametrize(
    ("status", "words", "advice"),
    [
        (400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', "LLM_VLLM_ARGS"),
        (404, "Response with id 'resp_1' not found.", "send the whole conversation as input"),
    ],
)
def test_words_that_name_what_a_caller_cannot_set_say_where_it_is_set(status: int, words: str, advice: str) -> None:
    error = mapped(status, {"message": words})
    assert error.message.startswith(words.split("'")[0])
    assert error.message.count("(") == 1
    assert advice in error.message
    assert error.detail != error.message


def test_other_words_get_no_advice() -> None:
    assert mapped(400, {"message": "max_tokens must be positive -- see the manual"}).message.endswith("manual")
