from typing import Any
from urllib.parse import quote

import pytest

from predictor.pii import Masker
from predictor.telemetry.audit.record import Identity, address, finish, is_fit, purpose, snapshot
from tests.personal import PHONE, RAW
from tests.unit.telemetry.audit.writing import IDENTITY, entry

REDACT = Masker().redact


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        (None, None),
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
def test_a_purpose_is_bounded_decoded_and_masked(header: str | None, kept: str | None) -> None:
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
    fields = snapshot(entry(**caller), Identity("llm", "r", "p"), 0.1)
    finish(fields, IDENTITY, REDACT, lambda header: purpose(header, REDACT))
    assert not any(value in str(fields) for value in RAW)
    assert fields["text"].count("[") == len(RAW)


@pytest.mark.parametrize(
    ("caller", "fit"),
    [
        ({}, True),
        ({"model": "llm"}, True),
        ({"model": RAW[0]}, False),
        ({"purpose": RAW[0]}, False),
        ({"prompts": [RAW[0]]}, False),
    ],
)
def test_a_line_is_fit_without_masking_only_where_a_caller_wrote_none_of_it(caller: dict[str, Any], fit: bool) -> None:
    one = entry(**caller)
    fields = snapshot(one, IDENTITY, 0.1)
    before = dict(fields)
    finish(fields, IDENTITY, REDACT, lambda header: purpose(header, REDACT))
    assert is_fit(one, IDENTITY) is fit is (fields == before)
