"""The fields of a request's line. None holds text of the request, but the masked prompt where LLM_AUDIT_TEXT is on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from operator import attrgetter
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from predictor.telemetry.access_log import AccessLogEntry, outcome

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


class Snapshot(NamedTuple):
    """What the line of a request is made of: attributes of its entry."""

    request_id: str
    trace_id: str | None
    caller: str | None
    address: str | None
    purpose: str | None
    protocol: str
    path: str
    model: str | None
    policy: str | None
    masked: dict[str, int]
    masked_output: dict[str, int]
    restored: bool
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    status: int
    fallback: str | None
    arrived_at: float
    cancelled: bool
    error_code: str | None
    prompts: list[str] | None


# Reads an entry in one call, because it stands on the event loop: to name each attribute there takes four times as long.
values_of: Final[Callable[[AccessLogEntry], tuple[Any, ...]]] = attrgetter(*Snapshot._fields)


def fields_of(
    taken: Snapshot,
    ended_at: float,
    identity: Identity,
    redact: Callable[[str], str],
    mask_purpose: Callable[[str], str | None],
    text_length: int = TEXT_LENGTH,
) -> dict[str, Any]:
    """The fields of a request that ended at `ended_at` of `time.perf_counter`. Masking may take long, so the thread makes them."""
    model = taken.model or identity.model
    fields: dict[str, Any] = {
        "request_id": taken.request_id,
        "trace_id": taken.trace_id,
        "key": taken.caller,
        "address": address(taken.address),
        "purpose": None if taken.purpose is None else mask_purpose(taken.purpose),
        "protocol": taken.protocol,
        "path": taken.path,
        "model": model if model == identity.model else redact(model),
        "revision": identity.revision,
        "policy": taken.policy or identity.policy,
        "masked": taken.masked,
        "masked_output": taken.masked_output,
        "restored": taken.restored,
        "prompt_tokens": taken.prompt_tokens,
        "completion_tokens": taken.completion_tokens,
        "cached_tokens": taken.cached_tokens,
        "status": taken.status,
        "outcome": outcome(taken.cancelled, taken.fallback, taken.error_code, taken.status),
        "fallback": taken.fallback,
        "seconds": round(ended_at - taken.arrived_at, 4),
    }
    if taken.prompts:
        fields["text"] = redact("\n".join(taken.prompts))[:text_length]
    return fields


def purpose(header: str, redact: Callable[[str], str]) -> str | None:
    """The purpose that a caller gives in a header (Latin-1, as ASGI has it), masked.

    It may be UTF-8, percent-encoded or not. A longer one than 512 bytes is replaced whole, because its cut could halve a value.
    """
    if not header.strip():
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
