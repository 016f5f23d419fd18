"""The fields of a request's line. None holds text of the request, but the masked prompt where LLM_AUDIT_TEXT is on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import unquote

from predictor.telemetry.access_log import AccessLogEntry

PURPOSE_BYTES: Final = 512
MOST_DECODINGS: Final = 4  # of a percent-encoded purpose
TEXT_LENGTH: Final = 4096  # characters of the masked prompt
INVALID: Final = "(invalid)"
TOO_LONG: Final = "(too long)"


@dataclass(frozen=True, slots=True)
class Identity:
    """What all lines of one predictor have in common. `policy` is the masking policy's version, "off" where nothing is masked."""

    model: str
    revision: str
    policy: str


def snapshot(entry: AccessLogEntry, identity: Identity, seconds: float) -> dict[str, Any]:
    """The fields of a request that ended after `seconds`. Those that `is_fit` reads are as they came; `finish` makes them fit."""
    fields: dict[str, Any] = {
        "request_id": entry.request_id,
        "trace_id": entry.trace_id,
        "key": entry.caller,
        "address": address(entry.address),
        "purpose": entry.purpose,
        "protocol": entry.protocol,
        "path": entry.path,
        "model": entry.model or identity.model,
        "revision": identity.revision,
        "policy": entry.policy or identity.policy,
        "masked": entry.masked,
        "masked_output": entry.masked_output,
        "restored": entry.restored,
        "prompt_tokens": entry.prompt_tokens,
        "completion_tokens": entry.completion_tokens,
        "cached_tokens": entry.cached_tokens,
        "status": entry.status,
        "outcome": entry.outcome,
        "fallback": entry.fallback,
        "seconds": round(seconds, 4),
    }
    if entry.prompts:
        fields["text"] = entry.prompts
    return fields


def is_fit(entry: AccessLogEntry, identity: Identity) -> bool:
    """True where nothing that a caller can write is in the fields, so that `finish` would change none."""
    return entry.purpose is None and not entry.prompts and (entry.model is None or entry.model == identity.model)


def finish(
    fields: dict[str, Any],
    identity: Identity,
    redact: Callable[[str], str],
    mask_purpose: Callable[[str | None], str | None],
    text_length: int = TEXT_LENGTH,
) -> None:
    """Make a snapshot's fields fit for the record, in place; may take long, so it runs beside the event loop."""
    fields["purpose"] = mask_purpose(fields["purpose"])
    if fields["model"] != identity.model:
        fields["model"] = redact(fields["model"])
    if "text" in fields:
        fields["text"] = redact("\n".join(fields["text"]))[:text_length]


def purpose(header: str | None, redact: Callable[[str], str]) -> str | None:
    """The purpose that a caller gives in a header (Latin-1, as ASGI has it), masked.

    It may be UTF-8, percent-encoded or not. A longer one than 512 bytes is replaced whole, because its cut could halve a value.
    """
    if header is None or not header.strip():
        return None
    if len(header) > PURPOSE_BYTES:
        return TOO_LONG
    try:
        text = header.encode("latin-1").decode("utf-8")
        for _ in range(MOST_DECODINGS):
            text, before = unquote(text, errors="strict"), text
            if text == before:
                return redact(" ".join("".join(char if char.isprintable() else " " for char in text).split()))
    except UnicodeError:
        pass
    return INVALID


@lru_cache(1024)
def address(given: str | None) -> str | None:
    """An IP address without its zone; "(invalid)" for any other text, because X-Forwarded-For is the caller's.

    >>> address("fe80::1%eth0"), address("10.0.0.1"), address("gil-dong")
    ('fe80::1', '10.0.0.1', '(invalid)')
    """
    if given is None:
        return None
    try:
        return str(ip_address(given.partition("%")[0]))
    except ValueError:
        return INVALID
