"""The Prometheus series that the predictor adds beside vLLM's and KServe's own, all on KServe's `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

# Thirteen steps a decade, each at most 1.25 times the one before: the canary's judge cannot see a change that stays in a bucket.
_DECADE = (1, 1.25, 1.5, 1.75, 2.1, 2.5, 3, 3.5, 4.2, 5, 6, 7, 8)


def _fine(*decades: int) -> tuple[float, ...]:
    return tuple(float(f"{step}e{decade}") for decade in decades for step in _DECADE)


LATENCY_BUCKETS = (*_fine(-2, -1, 0), 10, 12.5, 15, 20, 30, 60, 120, 300)
TOKEN_GAP_BUCKETS = (*_fine(-3, -2, -1), 1, 2.5)

REQUESTS = Counter(
    "llm_requests", "Inference requests by protocol and outcome (ok, fallback, or the code of the error).", ["protocol", "outcome"]
)
REFUSALS = Counter("llm_refusals", "Requests refused before inference, by reason.", ["reason"])
FALLBACKS = Counter("llm_fallbacks", "Answers replaced by LLM_FALLBACK_RESPONSE, by the code of the error.", ["reason"])
ABORTS = Counter("llm_aborts", "Generations stopped before their end: client, timeout, engine or drain.", ["reason"])
IN_FLIGHT = Gauge("llm_inferences_in_flight", "Inferences running now.")
CONCURRENCY_LIMIT = Gauge("llm_inferences_limit", "Most inferences at once (MAX_CONCURRENT_INFERENCE).")
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
PII_ENABLED = Gauge("llm_pii_masking_enabled", "1 while personal data is masked.")
READY = Gauge("llm_ready", "1 while the predictor takes traffic.")
LOAD_SECONDS = Gauge("llm_load_stage_seconds", "Seconds that each stage of the start took.", ["stage"])
STAGE = Gauge("llm_stage", "1 for the stage that the life cycle is in.", ["stage"])
ENGINE_UP = Gauge("llm_engine_up", "1 while the engine is loaded and alive.")
ENGINE_UNFINISHED = Gauge("llm_engine_unfinished_requests", "Requests that the engine has not finished.")
TASKS = Gauge("llm_event_loop_tasks", "Tasks on the server's event loop.")
RATE_STORE_ERRORS = Counter("llm_rate_limit_store_errors", "Requests let through because the rate limit's store did not answer.")
UPSTREAM_HEALTHY = Gauge("llm_upstream_healthy", "1 while requests are sent to this upstream.", ["upstream"])
UPSTREAM_REQUESTS = Counter(
    "llm_upstream_requests",
    "Requests to each upstream by outcome: ok, rejected (4xx), failed (5xx), cut (after its first byte), cancelled, "
    "and before its first byte connect, reset, refused.",
    ["upstream", "outcome"],
)
