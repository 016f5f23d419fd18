import json
from typing import Any

import pytest

from predictor.errors import EngineFailure, InvalidRequest, NotFound, PredictorError, TooManyRequests, Unavailable
from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.complete_response import CompleteResponse
from predictor.protocols.openai.engine_errors import error_object, to_api_error, to_stream_error
from predictor.protocols.openai.response_masker import ResponseMasker
from tests.personal import PHONE


def masker() -> ResponseMasker:
    return ResponseMasker(CallMasking(Masker()), structured=False)


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
    assert type(to_api_error(status, {"message": "reason"})) is kind


@pytest.mark.parametrize("status", [400, 404, 409, 422])
def test_the_callers_fault_keeps_its_status_and_its_words(status: int) -> None:
    answered = to_api_error(status, {"message": "too long", "param": "messages"})
    assert isinstance(answered, CompleteResponse)
    assert answered.status == status
    assert json.loads(answered.body)["error"] == {
        "message": "too long",
        "type": "invalid_request_error",
        "param": "messages",
        "code": None,
    }


def test_a_route_that_the_engine_does_not_have_is_not_found() -> None:
    assert isinstance(to_api_error(404, {"message": "Not Found"}), NotFound)


def test_the_engines_seconds_to_wait_are_passed_on_and_one_where_it_names_none() -> None:
    for status in (429, 503):
        for given, shown in ((7, "7"), (None, "1")):
            error = to_api_error(status, {}, given)
            assert isinstance(error, PredictorError)
            assert error.headers["Retry-After"] == shown


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": f"bad {PHONE}"}},
        {"error": f"bad {PHONE}"},
        {"detail": f"bad {PHONE}"},
        {"error": {"message": "bad", "param": PHONE}},
    ],
)
def test_an_error_is_masked_in_each_envelope(body: dict[str, Any]) -> None:
    found = error_object(json.dumps(body).encode(), masker())
    assert found["message"].startswith("bad")
    assert PHONE not in str(found)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"5"])
def test_a_body_that_is_no_error_has_no_words(body: bytes) -> None:
    assert error_object(body, masker())["message"] == ""


def test_within_a_stream_every_error_is_one_that_an_event_can_carry() -> None:
    assert isinstance(to_stream_error({"code": 400, "message": "too long"}), InvalidRequest)
    assert isinstance(to_stream_error({"code": 503}), Unavailable)
    assert isinstance(to_stream_error({"message": "broken"}), EngineFailure)
