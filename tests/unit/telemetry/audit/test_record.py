from typing import Any
from urllib.parse import quote

import pytest

from predictor.pii import Masker
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.audit.record import Identity, Snapshot, address, fields_of, purpose, values_of
from tests.personal import PHONE, RAW
from tests.unit.telemetry.audit.writing import IDENTITY, entry

REDACT = Masker().redact


def taken(one: AccessLogEntry) -> Snapshot:
    return Snapshot._make(values_of(one))


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("  ", None),
        ("billing", "billing"),
        ("상담".encode().decode("latin-1"), "상담"),
        (quote("민원 처리"), "민원 처리"),
        (f"call {PHONE}", "call [전화번호_1]"),
        (quote(quote(f"call {PHONE}", safe=""), safe="").replace("-", "%2D"), "call [전화번호_1]"),
        ("a%0Ab\tc", "a b c"),
        ("\xff\xfe", "(invalid)"),
        ("%ff", "(invalid)"),
        ("x" * 513, "(too long)"),
        ("9" * 495 + f" call {PHONE}", "(too long)"),
        ("%25" * 20 + "a", "%" * 20 + "a"),
    ],
)
def test_a_purpose_is_bounded_decoded_and_masked(header: str, kept: str | None) -> None:
    assert purpose(header, REDACT) == kept


def test_a_purpose_that_is_encoded_again_and_again_is_not_kept() -> None:
    text = PHONE
    for _ in range(6):
        text = quote(text.replace("-", "%2D"), safe="")
    assert purpose(text, REDACT) == "(invalid)"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::1", "::1"),
        (f"fe80::1%{PHONE}", "fe80::1"),
        (PHONE, "(invalid)"),
        ("", "(invalid)"),
        (None, None),
    ],
)
def test_an_address_is_an_ip_address_and_nothing_else(given: str | None, kept: str | None) -> None:
    assert address(given) == kept


def test_a_line_holds_no_raw_value_of_what_the_caller_can_write() -> None:
    caller: dict[str, Any] = {"purpose": " ".join(RAW), "address": RAW[0], "model": RAW[1], "prompts": list(RAW)}
    fields = fields_of(taken(entry(**caller)), 0.1, Identity("llm", "r", "p"), REDACT, lambda header: purpose(header, REDACT))
    assert not any(value in str(fields) for value in RAW)
    assert fields["text"].count("[") == len(RAW)


@pytest.mark.parametrize(
    ("caller", "masked"),
    [
        ({}, []),
        ({"model": "llm"}, []),
        ({"model": "an-adapter"}, ["an-adapter"]),
        ({"purpose": "billing"}, ["billing"]),
        ({"prompts": ["a", "b"]}, ["a\nb"]),
    ],
)
def test_what_a_caller_can_write_is_masked_and_nothing_else_costs_a_masking(caller: dict[str, Any], masked: list[str]) -> None:
    seen: list[str | None] = []

    def note(text: str | None) -> str:
        seen.append(text)
        return ""

    fields_of(taken(entry(**caller)), 0.1, IDENTITY, note, note)
    assert seen == masked


def test_a_line_says_how_long_the_request_took_and_what_answered() -> None:
    one = entry(arrived_at=10.0, policy="own", masked={"전화번호": 1}, cached_tokens=3)
    fields = fields_of(taken(one), 10.25, IDENTITY, str, lambda header: header)
    assert (fields["seconds"], fields["model"], fields["revision"], fields["policy"]) == (0.25, "llm", "r1", "own")
    assert (fields["masked"], fields["cached_tokens"], fields["outcome"], "text" in fields) == ({"전화번호": 1}, 3, "ok", False)
