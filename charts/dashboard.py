"""Make `files/dashboard.json`, the chart's Grafana dashboard, from the panels listed here.

    python charts/dashboard.py charts/llm-predictor            # write it
    python charts/dashboard.py charts/llm-predictor --check    # exit 1 when it is not current

Every query is narrowed by the dashboard's variables and split by `revision`, which the chart's monitors set to the InferenceService
(Standard mode) or the Knative revision, so that stable and canary stand side by side.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PODS = 'namespace="$namespace",revision=~"$revision"'
WIDTH, HEIGHT = 8, 8


@dataclass(frozen=True)
class Panel:
    """One graph: its queries by legend, and the unit that Grafana shows."""

    title: str
    unit: str
    queries: dict[str, str]
    description: str = ""
    kind: str = "timeseries"


def rate(series: str, by: str = "revision", labels: str = "") -> str:
    """Per-second rate of a counter, summed."""
    return f"sum by ({by}) (rate({series}{{{PODS}{labels}}}[$__rate_interval]))"


def quantile(series: str, share: float) -> str:
    """A quantile of a histogram, by revision."""
    return f"histogram_quantile({share}, {rate(series + '_bucket', 'le, revision')})"


def latency(title: str, series: str, description: str) -> Panel:
    """Median, 95th and 99th percentile of a histogram."""
    legends = {"p50 {{revision}}": 0.5, "p95 {{revision}}": 0.95, "p99 {{revision}}": 0.99}
    return Panel(title, "s", {legend: quantile(series, share) for legend, share in legends.items()}, description)


def gpu_memory(series: str) -> str:
    """Of this namespace's pods. Prometheus renames their labels, unless the scrape of DCGM's exporter is told to honour them."""
    return f'({series}{{namespace="$namespace"}} or {series}{{exported_namespace="$namespace"}})'


REQUESTS = rate("llm_requests_total")
# What counts against the error budget: the codes of 5xx (predictor/errors.py), and answers that the fallback replaced.
FAILED = (
    "fallback|inference_timeout|out_of_memory|engine_failure|engine_dead|model_load_failed|not_ready|draining|service_unavailable"
    "|audit_unavailable|budget_store_unavailable|internal_error"
)
REFUSED = "rate_limit_exceeded|token_budget_exceeded|key_concurrency_exceeded|permission_denied|expired_api_key"
ROWS: dict[str, list[Panel]] = {
    "State": [
        Panel("Ready pods", "short", {"{{revision}}": f"sum by (revision) (llm_ready{{{PODS}}})"}, kind="stat"),
        Panel(
            "Failing requests",
            "percentunit",
            {
                "{{revision}}": rate("llm_requests_total", labels=f',outcome=~"{FAILED}"') + f" / {REQUESTS}",
            },
            "Requests that the predictor answered with 5xx, or with the fallback answer.",
        ),
        Panel(
            "Seconds of the last start",
            "s",
            {"{{stage}} {{revision}}": f"max by (stage, revision) (llm_load_stage_seconds{{{PODS}}})"},
            "How long importing, loading and warming took.",
            "bargauge",
        ),
    ],
    "Traffic": [
        Panel("Requests by protocol", "reqps", {"{{protocol}} {{revision}}": rate("llm_requests_total", "protocol, revision")}),
        Panel("Requests by outcome", "reqps", {"{{outcome}} {{revision}}": rate("llm_requests_total", "outcome, revision")}),
        Panel(
            "Share of each revision",
            "percentunit",
            {"{{revision}}": f"{REQUESTS} / ignoring (revision) group_left () sum ({REQUESTS})"},
            "What the canary really gets.",
        ),
        Panel(
            "Refused before inference",
            "reqps",
            {"{{reason}} {{revision}}": rate("llm_refusals_total", "reason, revision")},
            "429 at the ceiling or the rate limit, wrong keys, bodies that are too large.",
        ),
        Panel("Stopped before their end", "reqps", {"{{reason}} {{revision}}": rate("llm_aborts_total", "reason, revision")}),
        Panel("Replaced by the fallback", "reqps", {"{{reason}} {{revision}}": rate("llm_fallbacks_total", "reason, revision")}),
    ],
    "Latency": [
        latency("Time to first token", "llm_time_to_first_token_seconds", "From the request's arrival."),
        latency("Time between tokens", "llm_inter_token_seconds", "Mean of each inference."),
        latency("Whole requests", "llm_request_seconds", ""),
    ],
    "Engine": [
        Panel(
            "Tokens per second",
            "short",
            {"read {{revision}}": rate("llm_prompt_tokens_total"), "written {{revision}}": rate("llm_completion_tokens_total")},
        ),
        Panel(
            "Inferences at once",
            "short",
            {
                "running {{revision}}": f"sum by (revision) (llm_inferences_in_flight{{{PODS}}})",
                "ceiling {{revision}}": f"sum by (revision) (llm_inferences_limit{{{PODS}}})",
                "waiting in vLLM {{revision}}": f"sum by (revision) (vllm:num_requests_waiting{{{PODS}}})",
            },
        ),
        Panel(
            "Key-value cache in use",
            "percentunit",
            {"{{pod}}": f"max by (pod) (vllm:kv_cache_usage_perc{{{PODS}}})"},
            "Near 100 % requests are preempted: shorten prompts, lower max_num_seqs, or add GPUs.",
        ),
        Panel(
            "Prefix cache hits",
            "percentunit",
            {"{{revision}}": f"{rate('vllm:prefix_cache_hits_total')} / {rate('vllm:prefix_cache_queries_total')}"},
        ),
        Panel("Preemptions", "cps", {"{{revision}}": rate("vllm:num_preemptions_total")}),
        Panel(
            "GPU memory in use",
            "percentunit",
            {
                "{{Hostname}} GPU {{gpu}}": (
                    f"{gpu_memory('DCGM_FI_DEV_FB_USED')}"
                    f" / ({gpu_memory('DCGM_FI_DEV_FB_USED')} + {gpu_memory('DCGM_FI_DEV_FB_FREE')})"
                )
            },
            "From NVIDIA's DCGM exporter, where it runs.",
        ),
    ],
    "Keys": [
        Panel("Tokens by key and kind", "short", {"{{key}} {{kind}}": rate("llm_tokens_total", "key, kind")}),
        Panel("Requests by key", "reqps", {"{{key}}": rate("llm_key_requests_total", "key")}),
        Panel(
            "Refusals by key",
            "reqps",
            {"{{key}} {{outcome}}": rate("llm_key_requests_total", "key, outcome", f',outcome=~"{REFUSED}"')},
            "Requests that the key's own limits refused.",
        ),
        Panel(
            "Token budget used",
            "percentunit",
            {"{{key}} {{window}}": f"max by (key, window) (llm_key_tokens_used{{{PODS}}} / llm_key_token_limit{{{PODS}}})"},
            "When the key's last request ended.",
        ),
    ],
    "Personal data": [
        Panel(
            "Masked values by kind",
            "cps",
            {"{{entity}} {{side}}": rate("llm_pii_masked_total", "entity, side")},
            "Values, not requests; `side` tells prompts from answers.",
        ),
        Panel(
            "Requests on audit record",
            "reqps",
            {"recorded {{revision}}": rate("llm_audit_lines_total"), "lost {{revision}}": rate("llm_audit_lost_lines_total")},
            "Lines of the audit record, and requests that are missing in it.",
        ),
        Panel("Pods that mask", "short", {"{{revision}}": f"sum by (revision) (llm_pii_masking_enabled{{{PODS}}})"}, kind="stat"),
    ],
}


def variable(name: str, query: str, **more: Any) -> dict[str, Any]:
    """A variable filled from Prometheus."""
    source = {"type": "prometheus", "uid": "${datasource}"}
    return {"name": name, "type": "query", "datasource": source, "query": query, "refresh": 2, "sort": 1} | more


def panel(made: Panel, number: int, x: int, y: int) -> dict[str, Any]:
    """A panel as Grafana's JSON has it."""
    targets = [
        {"refId": chr(ord("A") + place), "expr": query, "legendFormat": legend}
        for place, (legend, query) in enumerate(made.queries.items())
    ]
    return {
        "id": number,
        "type": made.kind,
        "title": made.title,
        "description": made.description,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": x, "y": y, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": made.unit, "min": 0}, "overrides": []},
        "targets": targets,
    }


def dashboard() -> dict[str, Any]:
    """The whole dashboard."""
    panels: list[dict[str, Any]] = []
    y = 0
    for title, row in ROWS.items():
        panels.append(
            {"id": len(panels) + 1, "type": "row", "title": title, "gridPos": {"x": 0, "y": y, "w": 24, "h": 1}, "panels": []}
        )
        y += 1
        for place, made in enumerate(row):
            panels.append(panel(made, len(panels) + 1, place % 3 * WIDTH, y + place // 3 * HEIGHT))
        y += (len(row) + 2) // 3 * HEIGHT
    variables = [
        {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Data source"},
        variable("namespace", "label_values(llm_ready, namespace)", label="Namespace"),
        variable(
            "revision",
            'label_values(llm_ready{namespace="$namespace"}, revision)',
            label="Revision",
            multi=True,
            includeAll=True,
            # Pods that another scrape configuration found have no revision, and are shown too.
            allValue=".*",
        ),
    ]
    return {
        "title": "LLM predictor",
        "uid": "llm-predictor",
        "tags": ["llm", "kserve", "vllm"],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "templating": {"list": variables},
        "panels": panels,
    }


def main(argv: list[str]) -> int:
    """Write, or compare with --check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chart", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is not current")
    options = parser.parse_args(argv)
    path = options.chart / "files" / "dashboard.json"
    text = json.dumps(dashboard(), indent=1, ensure_ascii=False) + "\n"
    if not options.check:
        path.write_text(text)
    elif path.read_text() != text:
        print(f"{path} is not current: run `make chart-docs`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
