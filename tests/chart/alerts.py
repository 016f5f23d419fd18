"""Cases for promtool: for each alert one load under which it fires, and one close to it under which it stays silent.

Series are `name{labels}`: values, as promtool writes them; the pods' labels are added. Times are minutes after the start.
"""

from dataclasses import dataclass, field

POD = 'namespace="llm",pod="demo-llm-predictor-predictor-5d4f8c7b9-x2x7z"'
KUBE = 'container="kserve-container"'


@dataclass(frozen=True)
class Case:
    """One load, and the alert that fires under it at a minute, or none."""

    title: str
    alert: str
    fires: bool
    minute: int
    series: dict[str, str] = field(default_factory=dict)


def requests(ok: str, **failed: str) -> dict[str, str]:
    """Counters of outcomes, as increments per minute such as `0+60x400`."""
    outcomes = {"ok": ok, **failed}
    return {f'llm_requests_total{{protocol="native",outcome="{outcome}"}}': values for outcome, values in outcomes.items()}


def first_tokens(fast: str, every: str) -> dict[str, str]:
    """The histogram's counters: those within the objective, and all."""
    return {
        'llm_time_to_first_token_seconds_bucket{protocol="native",le="2.5"}': fast,
        'llm_time_to_first_token_seconds_bucket{protocol="native",le="+Inf"}': every,
        'llm_time_to_first_token_seconds_count{protocol="native"}': every,
    }


def budget(percent: int) -> dict[str, str]:
    """The gauges of a key that has used so much of its tokens of a day."""
    labels = '{key="team",window="day"}'
    return {f"llm_key_tokens_used{labels}": f"{percent}x20", f"llm_key_token_limit{labels}": "100x20"}


def loop_lag(late: str, every: str) -> dict[str, str]:
    """The histogram's counters: samples of the loop's lag above 100 ms and below a second, and all."""
    step, _, times = every.partition("+")[2].partition("x")
    in_time = f"0+{int(step) - int(late.partition('+')[2].partition('x')[0])}x{times}"
    return {
        'llm_event_loop_lag_seconds_bucket{le="0.1"}': in_time,
        'llm_event_loop_lag_seconds_bucket{le="1.0"}': every,
        'llm_event_loop_lag_seconds_bucket{le="+Inf"}': every,
    }


def restart(code: int) -> dict[str, str]:
    """A container that ended with an exit code and was started again at the fifth minute."""
    return {
        f"kube_pod_container_status_restarts_total{{{KUBE}}}": "0x5 1x30",
        f"kube_pod_container_status_last_terminated_exitcode{{{KUBE}}}": f"_x5 {code}x30",
    }


CASES = [
    Case("no pod is ready", "LLMPredictorDown", True, 6, {"llm_ready": "0x20"}),
    Case("no pod is there at all", "LLMPredictorDown", True, 6),
    Case("a pod was unready for a moment", "LLMPredictorDown", False, 9, {"llm_ready": "1x5 0x2 1x10"}),
    Case("a start takes longer than allowed", "LLMPredictorNotReady", True, 35, {'llm_stage{stage="loading"}': "1x60"}),
    Case("a long start that ends in time", "LLMPredictorNotReady", False, 35, {'llm_stage{stage="loading"}': "1x25 0x35"}),
    Case("a pod that drains", "LLMPredictorNotReady", False, 50, {'llm_stage{stage="draining"}': "1x60"}),
    Case("the model does not load", "LLMPredictorStartFailed", True, 8, restart(3)),
    Case("an ordinary restart", "LLMPredictorStartFailed", False, 8, restart(0)),
    Case("a failure of an hour ago", "LLMPredictorStartFailed", False, 30, restart(3)),
    Case("the engine died", "LLMPredictorEngineDied", True, 8, restart(4)),
    Case("the engine froze", "LLMPredictorEngineDied", True, 8, restart(5)),
    Case("wrong settings are no dead engine", "LLMPredictorEngineDied", False, 8, restart(2)),
    Case("6 % are refused", "LLMPredictorRefusals", True, 20, requests("0+94x30", concurrency_limit_exceeded="0+6x30")),
    Case("4 % are refused", "LLMPredictorRefusals", False, 20, requests("0+96x30", concurrency_limit_exceeded="0+4x30")),
    Case("the loop is late", "LLMPredictorLoopLag", True, 20, loop_lag(late="0+10x30", every="0+100x30")),
    Case("a late sample in a thousand", "LLMPredictorLoopLag", False, 20, loop_lag(late="0+1x30", every="0+1000x30")),
    Case("audit lines cannot be written", "LLMPredictorAuditFailing", True, 20, {"llm_audit_failing": "0x10 1x20"}),
    Case("audit lines are written again", "LLMPredictorAuditFailing", False, 20, {"llm_audit_failing": "1x10 0x20"}),
    Case("audit lines were lost", "LLMPredictorAuditLost", True, 20, {"llm_audit_lost_lines_total": "0x15 7x20"}),
    Case("audit lines were lost an hour ago", "LLMPredictorAuditLost", False, 90, {"llm_audit_lost_lines_total": "0x15 7x80"}),
    Case("wrong keys are no refusals", "LLMPredictorRefusals", False, 20, requests("0+50x30", invalid_api_key="0+50x30")),
    Case("10 % fail for an hour", "LLMPredictorErrorBudgetFast", True, 70, requests("0+90x80", engine_failure="0+10x80")),
    Case("10 % fell back to the canned answer", "LLMPredictorErrorBudgetFast", True, 70, requests("0+90x80", fallback="0+10x80")),
    Case(
        "it failed, but no longer does",
        "LLMPredictorErrorBudgetFast",
        False,
        85,
        requests("0+90x90", engine_failure="0+40x70 2800x20"),
    ),
    Case(
        "callers' own mistakes burn no budget",
        "LLMPredictorErrorBudgetFast",
        False,
        70,
        requests("0+1x80", invalid_request="0+99x80"),
    ),
    Case("no request at all", "LLMPredictorErrorBudgetFast", False, 70, requests("100x80")),
    Case("4 % fail for hours", "LLMPredictorErrorBudgetSlow", True, 390, requests("0+96x400", inference_timeout="0+4x400")),
    Case("1 % fails for hours", "LLMPredictorErrorBudgetSlow", False, 390, requests("0+99x400", inference_timeout="0+1x400")),
    Case("half wait too long", "LLMPredictorFirstTokenFast", True, 70, first_tokens("0+50x80", "0+100x80")),
    Case("20 % wait too long", "LLMPredictorFirstTokenFast", False, 70, first_tokens("0+80x80", "0+100x80")),
    Case("15 % wait too long for hours", "LLMPredictorFirstTokenSlow", True, 390, first_tokens("0+85x400", "0+100x400")),
    Case("4 % may wait", "LLMPredictorFirstTokenSlow", False, 390, first_tokens("0+96x400", "0+100x400")),
    Case(
        "the cache is full",
        "LLMPredictorCacheFull",
        True,
        15,
        {"vllm:kv_cache_usage_perc": "0.99x20", "vllm:num_requests_waiting": "4x20"},
    ),
    Case(
        "full, but nobody waits",
        "LLMPredictorCacheFull",
        False,
        15,
        {"vllm:kv_cache_usage_perc": "0.99x20", "vllm:num_requests_waiting": "0x20"},
    ),
    Case(
        "no pod reaches the server behind",
        "LLMPredictorUpstreamDown",
        True,
        4,
        {'llm_upstream_healthy{upstream="http://a"}': "0x10"},
    ),
    Case(
        "it was away for a minute",
        "LLMPredictorUpstreamDown",
        False,
        6,
        {'llm_upstream_healthy{upstream="http://a"}': "1x2 0x1 1x9"},
    ),
    Case("300 MiB are left", "LLMPredictorGPUMemoryFull", True, 20, {'DCGM_FI_DEV_FB_FREE{Hostname="n1",gpu="0"}': "300x30"}),
    Case("what vLLM leaves", "LLMPredictorGPUMemoryFull", False, 20, {'DCGM_FI_DEV_FB_FREE{Hostname="n1",gpu="0"}': "6400x30"}),
    Case("a pod does not mask", "LLMPredictorMaskingOff", True, 3, {"llm_pii_masking_enabled": "0x10"}),
    Case("it masks", "LLMPredictorMaskingOff", False, 3, {"llm_pii_masking_enabled": "1x10"}),
    Case(
        "5 % of the volume are left",
        "LLMPredictorCacheVolumeFull",
        True,
        20,
        {"kubelet_volume_stats_available_bytes": "5x30", "kubelet_volume_stats_capacity_bytes": "100x30"},
    ),
    Case(
        "20 % are left",
        "LLMPredictorCacheVolumeFull",
        False,
        20,
        {"kubelet_volume_stats_available_bytes": "20x30", "kubelet_volume_stats_capacity_bytes": "100x30"},
    ),
    Case("a key file is broken", "LLMPredictorKeyFileBroken", True, 10, {"llm_key_file_valid": "1x2 0x20"}),
    Case("the key file is good", "LLMPredictorKeyFileBroken", False, 10, {"llm_key_file_valid": "1x20"}),
    Case("a key ends in a day", "LLMPredictorKeyExpires", True, 10, {'llm_key_expires_timestamp_seconds{key="team"}': "86400x20"}),
    Case(
        "a key ends in a year",
        "LLMPredictorKeyExpires",
        False,
        10,
        {'llm_key_expires_timestamp_seconds{key="team"}': "31536000x20"},
    ),
    Case("a day's tokens are nearly spent", "LLMPredictorBudgetNearlySpent", True, 10, budget(95)),
    Case("half of a day's tokens are spent", "LLMPredictorBudgetNearlySpent", False, 10, budget(50)),
    Case("the budgets' store is gone", "LLMPredictorBudgetStoreDown", True, 15, {"llm_budget_store_errors_total": "0+5x20"}),
    Case("the budgets' store answers", "LLMPredictorBudgetStoreDown", False, 15, {"llm_budget_store_errors_total": "0x20"}),
    Case("the rate limit's store is gone", "LLMPredictorRateStoreDown", True, 15, {"llm_rate_limit_store_errors_total": "0+5x20"}),
    Case("it never failed", "LLMPredictorRateStoreDown", False, 15, {"llm_rate_limit_store_errors_total": "0x20"}),
]
