"""What is known of one request while it runs, and what is told of it when it ends: one log line and its metrics."""

import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import quote

from predictor.errors import PredictorError
from predictor.inference.types import Usage
from predictor.telemetry import metrics

LOGGED_CHARACTERS = 50
log = logging.getLogger("predictor.request")


@dataclass(slots=True)
class Record:
    """One request. Times are of the monotonic clock, in seconds; `query` is masked text."""

    id: str
    surface: str
    path: str
    arrived: float = field(default_factory=time.perf_counter)
    silent: bool = False  # warm-up: neither logged nor counted
    inference: bool = False
    restore: bool = False
    status: int = 0
    query: str | None = None
    query_length: int = 0
    answer_length: int = 0
    sequences: int = 0
    usage: Usage = field(default_factory=Usage)
    handed_over: float | None = None
    first_token: float | None = None
    last_token: float | None = None
    masked: dict[str, int] = field(default_factory=dict)
    masked_output: dict[str, int] = field(default_factory=dict)
    error: PredictorError | None = None
    fallback: str | None = None
    outcome: str | None = None
    trace_id: str | None = None
    key: str | None = None
    rate: tuple[int, int, float] | None = None  # of the rate nearest its end: requests, those left, seconds to the next

    def note_query(self, masked: str) -> None:
        """Keep the head of the first masked query, and count all characters."""
        if self.query is None:
            self.query = masked[:LOGGED_CHARACTERS]
        self.query_length += len(masked)

    def note_rate(self, limit: int, remaining: int, seconds: float) -> None:
        """Keep what is left of a rate, unless another rate has less left."""
        if self.rate is None or remaining <= self.rate[1]:
            self.rate = (limit, remaining, seconds)

    def note_token(self) -> None:
        """A piece of the answer came out of the engine."""
        self.last_token = time.perf_counter()
        if self.first_token is None:
            self.first_token = self.last_token

    def headers(self) -> dict[str, str]:
        """What headers, or gRPC's trailing metadata, tell the caller: id, values masked by kind, why the fallback answered."""
        told = {"X-Request-ID": self.id}
        if self.masked:
            told["X-PII-Masked"] = ", ".join(f"{quote(label)}={count}" for label, count in self.masked.items())
        if self.fallback:
            told["X-LLM-Fallback"] = self.fallback
        return told

    def finish(self) -> None:
        """Write the log line and the metrics. Must be called once, when the answer is out or the client is gone."""
        if self.silent:
            return
        if self.inference:
            self._count()
        self._log()

    def result(self) -> str:
        """`ok`, `fallback`, `cancelled`, or the error's code."""
        if self.outcome:
            return self.outcome
        if self.fallback:
            return "fallback"
        return self.error.code if self.error else ("ok" if self.status < 400 else f"http_{self.status}")

    def _count(self) -> None:
        metrics.REQUESTS.labels(self.surface, self.result()).inc()
        metrics.REQUEST_SECONDS.labels(self.surface).observe(time.perf_counter() - self.arrived)
        if self.handed_over is not None:
            metrics.QUEUE_SECONDS.observe(self.handed_over - self.arrived)
        if self.first_token is not None and self.last_token is not None:
            metrics.FIRST_TOKEN_SECONDS.labels(self.surface).observe(self.first_token - self.arrived)
            if self.usage.completion_tokens > 1:
                metrics.TOKEN_GAP_SECONDS.observe((self.last_token - self.first_token) / (self.usage.completion_tokens - 1))
        metrics.PROMPT_TOKENS.inc(self.usage.prompt_tokens)
        metrics.COMPLETION_TOKENS.inc(self.usage.completion_tokens)
        for side, counts in (("input", self.masked), ("output", self.masked_output)):
            for entity, count in counts.items():
                metrics.PII_MASKED.labels(entity, side).inc(count)

    def _log(self) -> None:
        now = time.perf_counter()
        fields: dict[str, object] = {
            "request_id": self.id,
            "surface": self.surface,
            "path": self.path,
            "status": self.status,
            "outcome": self.result(),
            "seconds": round(now - self.arrived, 4),
        }
        if self.key:
            fields["key"] = self.key
        if self.trace_id:
            fields["trace_id"] = self.trace_id
        if self.query is not None:
            fields |= {"query": self.query, "query_length": self.query_length, "answer_length": self.answer_length}
            fields["usage"] = self.usage.as_dict()
        if self.handed_over is not None:
            fields["queue_seconds"] = round(self.handed_over - self.arrived, 4)
            fields["generation_seconds"] = round((self.last_token or now) - self.handed_over, 4)
        if self.first_token is not None:
            fields["first_token_seconds"] = round(self.first_token - self.arrived, 4)
        if self.masked:
            fields["pii_masked"] = self.masked
        if self.masked_output:
            fields["pii_masked_output"] = self.masked_output
        if self.fallback:
            fields["fallback"] = self.fallback
        level = logging.INFO if self.inference else logging.DEBUG
        log.log(level, "request", extra={"fields": fields})


current: ContextVar[Record | None] = ContextVar("predictor_record", default=None)


def active() -> Record:
    """The record of the request that is running; a detached one outside of any (tests, direct calls)."""
    return current.get() or Record(id="-", surface="direct", path="-", silent=True)
