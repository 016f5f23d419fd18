"""The Prometheus series that the predictor adds beside vLLM's and KServe's own, all on KServe's `/metrics`.

With several front ends each process writes its values into a file of a shared folder (Prometheus' multiprocess mode, which
PROMETHEUS_MULTIPROC_DIR switches on before prometheus_client is imported), and the page of any of them adds up all. A gauge's mode
says how: `livesum` adds those of living processes, `mostrecent` takes what was written last.
"""

import asyncio
import math
import os
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, exposition
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.requests import Request
from starlette.responses import Response

from predictor.telemetry import gen_ai

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's variable, read when it is imported
WINDOWS = {60: "minute", 86_400: "day"}  # of token budgets, by their seconds

# Thirteen steps a decade, each at most 1.25 times the one before: the canary's judge cannot see a change that stays in a bucket.
_DECADE = (1, 1.25, 1.5, 1.75, 2.1, 2.5, 3, 3.5, 4.2, 5, 6, 7, 8)


def _fine(*decades: int) -> tuple[float, ...]:
    return tuple(float(f"{step}e{decade}") for decade in decades for step in _DECADE)


LATENCY_BUCKETS = (*_fine(-2, -1, 0), 10, 12.5, 15, 20, 30, 60, 120, 300)
TOKEN_GAP_BUCKETS = (*_fine(-3, -2, -1), 1, 2.5)
LAG_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

REQUESTS = Counter(
    "llm_requests", "Inference requests by protocol and outcome (ok, fallback, or the code of the error).", ["protocol", "outcome"]
)
LAST_ERROR = Gauge(
    "llm_last_error_timestamp_seconds",
    "Unix time of the last inference request that ended so, by the code of the error.",
    ["code"],
    multiprocess_mode="max",
)
REFUSALS = Counter("llm_refusals", "Requests refused before inference, by reason.", ["reason"])
FALLBACKS = Counter("llm_fallbacks", "Answers replaced by LLM_FALLBACK_RESPONSE, by the code of the error.", ["reason"])
ABORTS = Counter("llm_aborts", "Generations stopped before their end: client, timeout, engine or drain.", ["reason"])
IN_FLIGHT = Gauge("llm_inferences_in_flight", "Inferences running now.", multiprocess_mode="livesum")
CONCURRENCY_LIMIT = Gauge(
    "llm_inferences_limit", "Most inferences at once (MAX_CONCURRENT_INFERENCE).", multiprocess_mode="livemax"
)
QUEUE_SECONDS = Histogram(
    "llm_queue_seconds", "From the request's arrival to its hand-over to the engine.", buckets=LATENCY_BUCKETS
)
FIRST_TOKEN_SECONDS = Histogram(
    "llm_time_to_first_token_seconds", "From the request's arrival to its first token.", ["protocol"], buckets=LATENCY_BUCKETS
)
TOKEN_GAP_SECONDS = Histogram("llm_inter_token_seconds", "Mean time between tokens of one inference.", buckets=TOKEN_GAP_BUCKETS)
REQUEST_SECONDS = Histogram("llm_request_seconds", "Whole inference requests.", ["protocol"], buckets=LATENCY_BUCKETS)
PROMPT_TOKENS = Counter("llm_prompt_tokens", "Tokens read.")
COMPLETION_TOKENS = Counter("llm_completion_tokens", "Tokens written.")
PII_MASKED = Counter("llm_pii_masked", "Values masked, by kind and side (input or output).", ["entity", "side"])
PII_MONITORED = Counter(
    "llm_pii_monitored", "Values that a policy of monitoring counted and left as they are, by kind.", ["entity"]
)
PII_ENABLED = Gauge("llm_pii_masking_enabled", "1 while personal data is masked.", multiprocess_mode="livemax")
PII_COMPILED = Gauge(
    "llm_pii_masker_compiled", "1 where the masker is compiled code, 0 where it is Python.", multiprocess_mode="livemin"
)
READY = Gauge("llm_ready", "1 while the predictor takes traffic.", multiprocess_mode="mostrecent")
LOAD_SECONDS = Gauge(
    "llm_load_stage_seconds", "Seconds that each stage of the start took.", ["stage"], multiprocess_mode="mostrecent"
)
STAGE = Gauge("llm_stage", "1 for the stage that the life cycle is in.", ["stage"], multiprocess_mode="mostrecent")
ENGINE_UP = Gauge("llm_engine_up", "1 while the engine is loaded and alive.", multiprocess_mode="mostrecent")
ENGINE_UNFINISHED = Gauge(
    "llm_engine_unfinished_requests", "Requests that the engine has not finished.", multiprocess_mode="livesum"
)
TASKS = Gauge("llm_event_loop_tasks", "Tasks on the server's event loop.", multiprocess_mode="livesum")
FRONT_ENDS = Gauge("llm_front_ends", "Processes that answer HTTP now.", multiprocess_mode="mostrecent")
FRONT_END_RESTARTS = Counter("llm_front_end_restarts", "Front ends started again after they ended by themselves.")
MODEL_FALLBACK = Gauge(
    "llm_model_generic_implementation",
    "1 where vLLM does not know the model's architecture and runs transformers' code for it.",
    multiprocess_mode="livemax",
)
LOOP_LAG = Histogram(
    "llm_event_loop_lag_seconds", "How late the event loop runs a timer, sampled twenty times a second.", buckets=LAG_BUCKETS
)
WORKERS_BUSY = Gauge(
    "llm_worker_jobs", "Costly requests that are parsed or masked in the worker pool, or wait for it.", multiprocess_mode="livesum"
)
WORKERS_REFUSED = Counter("llm_worker_refusals", "Costly requests refused because the worker pool was full.")
COMPILATIONS = Gauge(
    "llm_structured_compilations", "Constraints of structured output that the engine compiles now.", multiprocess_mode="livesum"
)
WORD_WAIT_SECONDS = Histogram(
    "llm_pii_word_wait_seconds",
    "The longest wait of a word in the masker, by streamed answer.",
    buckets=TOKEN_GAP_BUCKETS,
)
HELD_CHARACTERS = Histogram(
    "llm_pii_held_characters",
    "The most characters that the masker held back after a piece, by streamed answer.",
    buckets=(6, 12, 24, 36, 48, 66, 110, 128, 320, 4096, 8192),
)
HELD_LIMIT = Gauge(
    "llm_pii_held_limit_characters",
    "The most characters that a stream holds back for one value, by kind.",
    ["entity"],
    multiprocess_mode="mostrecent",
)
RATE_STORE_ERRORS = Counter("llm_rate_limit_store_errors", "Requests let through because the rate limit's store did not answer.")
TOKENS = Counter(
    "llm_tokens",
    "Tokens by API key (none: without one), model and kind: prompt, completion, and cached, which are those of the prompt that the "
    "engine did not have to read.",
    ["key", "model", "kind"],
)
KEY_REQUESTS = Counter(
    "llm_key_requests", "Inference requests by API key and outcome (ok, fallback, or the code of the error).", ["key", "outcome"]
)
KEY_TOKEN_LIMIT = Gauge(
    "llm_key_token_limit", "A key's token budget by window (minute or day).", ["key", "window"], multiprocess_mode="mostrecent"
)
KEY_TOKENS_USED = Gauge(
    "llm_key_tokens_used",
    "What a key has used of its token budget, or holds for requests that run, by window; a second old at most.",
    ["key", "window"],
    multiprocess_mode="mostrecent",
)
KEY_EXPIRES = Gauge(
    "llm_key_expires_timestamp_seconds", "When the last secret of a key expires.", ["key"], multiprocess_mode="mostrecent"
)
KEY_FILE_VALID = Gauge(
    "llm_key_file_valid", "1 while the key file is in force as it stands; 0 while it is broken.", multiprocess_mode="livemin"
)
KEY_FILE_LOADED = Gauge(
    "llm_key_file_loaded_timestamp_seconds", "When the key file in force was read.", multiprocess_mode="livemin"
)
BUDGET_STORE_ERRORS = Counter("llm_budget_store_errors", "Requests for which the store of the keys' budgets did not answer.")
GEN_AI_DURATION = Histogram(
    "gen_ai_server_request_duration_seconds",
    "OpenTelemetry's gen_ai.server.request.duration.",
    [*gen_ai.LABELS, "error_type"],
    buckets=gen_ai.DURATION_BUCKETS,
)
GEN_AI_FIRST_TOKEN = Histogram(
    "gen_ai_server_time_to_first_token_seconds",
    "OpenTelemetry's gen_ai.server.time_to_first_token, of answers that came token by token.",
    gen_ai.LABELS,
    buckets=gen_ai.FIRST_TOKEN_BUCKETS,
)
GEN_AI_PER_TOKEN = Histogram(
    "gen_ai_server_time_per_output_token_seconds",
    "OpenTelemetry's gen_ai.server.time_per_output_token, after the first one.",
    gen_ai.LABELS,
    buckets=gen_ai.PER_TOKEN_BUCKETS,
)
AUDIT_LINES = Counter("llm_audit_lines", "Requests that the audit record holds.")
AUDIT_LOST = Counter("llm_audit_lost_lines", "Requests that are missing in the audit record; a line of it says how many.")
AUDIT_FAILING = Gauge("llm_audit_failing", "1 while audit lines cannot be written or synced.", multiprocess_mode="livemax")
UPSTREAM_HEALTHY = Gauge(
    "llm_upstream_healthy", "1 while requests are sent to this upstream.", ["upstream"], multiprocess_mode="livemin"
)
UPSTREAM_REQUESTS = Counter(
    "llm_upstream_requests",
    "Requests to each upstream by outcome: ok, rejected (4xx), failed (5xx), cut (after its first byte), cancelled, "
    "and before its first byte connect, reset, refused.",
    ["upstream", "outcome"],
)


def show_key(name: str, expires: float | None, budgets: Mapping[str, int | None]) -> None:
    """Set what the key file says of a key: when it expires in seconds since the epoch, and its token budgets by window."""
    forget_key(name, [window for window, limit in budgets.items() if limit is None], expires is None)
    if expires is not None:
        KEY_EXPIRES.labels(name).set(expires)
    for window, limit in budgets.items():
        if limit is not None:
            KEY_TOKEN_LIMIT.labels(name, window).set(limit)


def show_tokens_used(name: str, seconds: int, used: int) -> None:
    """Set what a key has used of its budget of a minute or a day."""
    KEY_TOKENS_USED.labels(name, WINDOWS[seconds]).set(used)


def forget_key(name: str, windows: Iterable[str] = ("minute", "day"), expiry: bool = True) -> None:
    """Drop the gauges of a key; a file of several processes keeps a series, so it is set to what raises no alert first."""
    if expiry and (name,) in KEY_EXPIRES._metrics:
        KEY_EXPIRES.labels(name).set(math.inf)
        KEY_EXPIRES.remove(name)
    for gauge, harmless in ((KEY_TOKENS_USED, 0), (KEY_TOKEN_LIMIT, math.inf)):
        for window in windows:
            if (name, window) in gauge._metrics:
                gauge.labels(name, window).set(harmless)
                gauge.remove(name, window)


@lru_cache(None)
def key_adder(counter: Counter, *labels: str) -> Callable[[float], None]:
    """What adds to the series of a key; kept, because to look its labels up costs more than to count."""
    return counter.labels(*labels).inc


@lru_cache(None)
def gen_ai_series(histogram: Histogram, operation: str, provider: str, model: str, *more: str) -> Histogram:
    """The series of a request in OpenTelemetry's histograms; kept, because to look its labels up costs more than to observe."""
    return histogram.labels(operation, provider, model, model, *more)


def shared() -> bool:
    """True where several processes write the values of one page."""
    return FOLDER in os.environ


async def page(request: Request) -> Response:
    """`/metrics` of all processes; made in a thread, because it reads a file of each."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    encoder, content_type = exposition.choose_encoder(request.headers.get("accept", ""))
    return Response(await asyncio.to_thread(encoder, registry), headers={"content-type": content_type})


def forget_gauges(pid: int) -> None:
    """Drop the gauges of a process that is gone; its counters stay in the sums."""
    mark_process_dead(pid)  # type: ignore[no-untyped-call]
