"""The access log: one line and the metrics of one request. No decision reads it."""

import logging
import time
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from predictor.telemetry import metrics
from predictor.telemetry.gen_ai import GENERATING, Served, model_label, operation

LOGGED_CHARACTERS = 50
SERVED = Served()  # of an entry that no server made
log = logging.getLogger("predictor.request")


@dataclass(slots=True)
class AccessLogEntry:
    """One request. Times are of `time.perf_counter`, in seconds; `query` is masked text; `masked…` count values by label."""

    request_id: str
    protocol: str
    path: str
    is_inference: bool = False
    arrived_at: float = field(default_factory=time.perf_counter)
    status: int = 0
    query: str | None = None
    policy: str | None = None  # the version of the masking policy, where it is the key's own
    query_length: int = 0
    answer_length: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    submitted_at: float | None = None
    first_token_at: float | None = None
    last_token_at: float | None = None
    longest_wait: float = 0.0
    most_held: int = 0  # characters of a streamed answer that the masker held back, at most
    masked: dict[str, int] = field(default_factory=dict)
    masked_output: dict[str, int] = field(default_factory=dict)
    monitored: dict[str, int] = field(default_factory=dict)  # values counted and left as they are, by label
    error_code: str | None = None
    fallback: str | None = None
    cancelled: bool = False
    trace_id: str | None = None
    caller: str | None = None
    address: str | None = None  # the caller's
    purpose: str | None = None  # as the caller's header has it
    model: str | None = None  # the answering model's or adapter's name
    cached_tokens: int = 0
    budget_headers: list[tuple[bytes, bytes]] = field(default_factory=list)  # as ASGI has them
    restored: bool = False
    served: Served = SERVED
    ai_notice: Literal["off", "header", "field"] = "off"
    prompts: list[str] | None = None  # the whole masked queries, where the audit record keeps them

    @property
    def outcome(self) -> str:
        """The outcome of the request as it is now."""
        return outcome(self.cancelled, self.fallback, self.error_code, self.status)

    def note_query(self, masked: str) -> None:
        """Keep the head of the first masked query, and count the characters of all; the whole of each where `prompts` is a list."""
        if self.prompts is not None:
            self.prompts.append(masked)
        if self.query is None:
            self.query = masked[:LOGGED_CHARACTERS]
        self.query_length += len(masked)

    def note_submitted(self) -> None:
        """The first prompt of the request goes to the engine."""
        self.submitted_at = self.submitted_at or time.perf_counter()

    def note_token(self) -> None:
        """A piece of the answer came out of the engine."""
        self.last_token_at = time.perf_counter()
        if self.first_token_at is None:
            self.first_token_at = self.last_token_at

    def note_wait(self, held_since: float | None, emitted: object) -> float | None:
        """Keep the longest wait of a text piece in the masker; returns since when the next one that is held waits.

        `held_since` is the value of the call before, `emitted` true where this piece let text pass. Follows `note_token`.
        """
        if emitted and held_since is not None and self.last_token_at is not None:
            self.longest_wait = max(self.longest_wait, self.last_token_at - held_since)
        return self.last_token_at if emitted or held_since is None else held_since

    def response_headers(self) -> dict[str, str]:
        """Headers, or gRPC's trailing metadata: the id, the masked values by label, the code of the error that fell back."""
        headers = {"X-Request-ID": self.request_id}
        if self.masked:
            headers["X-PII-Masked"] = ", ".join(f"{quote(label)}={count}" for label, count in self.masked.items())
        if self.fallback:
            headers["X-LLM-Fallback"] = self.fallback
        if self.ai_notice != "off" and self.is_generated:
            headers["X-AI-Generated"] = "true"
        return headers

    @property
    def operation(self) -> str:
        """The operation's name in OpenTelemetry's conventions."""
        return operation(self.path)

    @property
    def is_generated(self) -> bool:
        """True where the model wrote the answer."""
        answered = 200 <= self.status < 400 and not self.fallback
        return self.is_inference and answered and self.operation in GENERATING

    def finish(self) -> None:
        """Write the line and the metrics, when the answer is out or the client is gone. Must be called once; it ends changes."""
        outcome = self.outcome
        if self.is_inference:
            self._count(outcome)
        log.log(logging.INFO if self.is_inference else logging.DEBUG, "request", extra={"fields": self._fields(outcome)})

    def _count(self, outcome: str) -> None:
        metrics.REQUESTS.labels(self.protocol, outcome).inc()
        if outcome not in ("ok", "cancelled"):
            metrics.LAST_ERROR.labels(self.fallback or outcome).set_to_current_time()
        metrics.REQUEST_SECONDS.labels(self.protocol).observe(time.perf_counter() - self.arrived_at)
        if self.submitted_at is not None:
            metrics.QUEUE_SECONDS.observe(self.submitted_at - self.arrived_at)
        if self.first_token_sec is not None:
            metrics.FIRST_TOKEN_SECONDS.labels(self.protocol).observe(self.first_token_sec)
        if self.token_gap_sec is not None:
            metrics.TOKEN_GAP_SECONDS.observe(self.token_gap_sec)
        if self.longest_wait:
            metrics.WORD_WAIT_SECONDS.observe(self.longest_wait)
        if self.most_held:
            metrics.HELD_CHARACTERS.observe(self.most_held)
        self._count_by_convention(outcome)
        metrics.PROMPT_TOKENS.inc(self.prompt_tokens)
        metrics.COMPLETION_TOKENS.inc(self.completion_tokens)
        self._count_for_key(outcome)
        self._count_masked()

    @property
    def first_token_sec(self) -> float | None:
        """Seconds from the arrival to the first token; None where no token came."""
        return None if self.first_token_at is None else self.first_token_at - self.arrived_at

    @property
    def token_gap_sec(self) -> float | None:
        """Seconds between two tokens in the mean; None for fewer than two tokens."""
        if self.first_token_at is None or self.last_token_at is None or self.completion_tokens < 2:
            return None
        return (self.last_token_at - self.first_token_at) / (self.completion_tokens - 1)

    def _count_masked(self) -> None:
        for side, counts in (("input", self.masked), ("output", self.masked_output)):
            for entity, count in counts.items():
                metrics.PII_MASKED.labels(entity, side).inc(count)
        for entity, count in self.monitored.items():
            metrics.PII_MONITORED.labels(entity).inc(count)

    def _count_by_convention(self, outcome: str) -> None:
        error = "" if outcome in ("ok", "fallback") else outcome
        named = (self.operation, self.served.provider, model_label(self.model, self.served))
        metrics.gen_ai_series(metrics.GEN_AI_DURATION, *named, error).observe(time.perf_counter() - self.arrived_at)
        if error or self.first_token_sec is None:
            return
        metrics.gen_ai_series(metrics.GEN_AI_FIRST_TOKEN, *named).observe(self.first_token_sec)
        if self.token_gap_sec is not None:
            metrics.gen_ai_series(metrics.GEN_AI_PER_TOKEN, *named).observe(self.token_gap_sec)

    def conventional(self) -> dict[str, str]:
        """The attributes that OpenTelemetry's conventions name, in the order of the metrics' labels."""
        model = model_label(self.model, self.served)
        return {
            "gen_ai.operation.name": self.operation,
            "gen_ai.provider.name": self.served.provider,
            "gen_ai.request.model": model,
            "gen_ai.response.model": model,
        }

    def _count_for_key(self, outcome: str) -> None:
        if self.caller is not None:
            metrics.key_adder(metrics.KEY_REQUESTS, self.caller, outcome)(1)
        key, model = self.caller or "none", model_label(self.model, self.served)
        kinds = (("prompt", self.prompt_tokens), ("completion", self.completion_tokens), ("cached", self.cached_tokens))
        for kind, count in kinds:
            if count:
                metrics.key_adder(metrics.TOKENS, key, model, kind)(count)

    def _fields(self, outcome: str) -> dict[str, object]:
        fields: dict[str, object] = {
            "request_id": self.request_id,
            "protocol": self.protocol,
            "path": self.path,
            "status": self.status,
            "outcome": outcome,
            "seconds": round(time.perf_counter() - self.arrived_at, 4),
        }
        optional = {"key": self.caller, "trace_id": self.trace_id, **self._text_fields(), **self._time_fields()}
        optional |= {"pii_masked": self.masked, "pii_masked_output": self.masked_output, "pii_monitored": self.monitored}
        optional |= {"fallback": self.fallback}
        return fields | {name: value for name, value in optional.items() if value not in (None, {})}

    def _text_fields(self) -> dict[str, object]:
        if self.query is None:
            return {}
        usage = {"prompt_tokens": self.prompt_tokens, "completion_tokens": self.completion_tokens}
        return {
            "query": self.query,
            "query_length": self.query_length,
            "answer_length": self.answer_length,
            "usage": usage | {"total_tokens": self.prompt_tokens + self.completion_tokens},
        }

    def _time_fields(self) -> dict[str, object]:
        fields: dict[str, object] = {}
        if self.submitted_at is not None:
            fields["queue_seconds"] = round(self.submitted_at - self.arrived_at, 4)
            fields["generation_seconds"] = round((self.last_token_at or time.perf_counter()) - self.submitted_at, 4)
        if self.first_token_at is not None:
            fields["first_token_seconds"] = round(self.first_token_at - self.arrived_at, 4)
        return fields


def outcome(cancelled: bool, fallback: str | None, error_code: str | None, status: int) -> str:
    """`cancelled`, `fallback`, the error's code, `ok`, or `http_STATUS` of an error that the engine's app wrote itself."""
    if cancelled:
        return "cancelled"
    if fallback:
        return "fallback"
    return error_code or ("ok" if status < 400 else f"http_{status}")
