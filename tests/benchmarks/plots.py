"""Draws results/*.json as PNG: `make bench-plots`. Needs matplotlib, which tests/benchmarks/requirements-plots.txt pins."""

import json
import statistics
from collections.abc import Callable
from typing import Any

import matplotlib

from tests.benchmarks.results import RESULTS

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes


def frontends(axes: Axes, outcome: dict[str, Any]) -> None:
    """Tokens per second of each run, by front ends."""
    runs = [[figures["tokens_per_second"] for figures in found] for found in outcome["found"].values()]
    axes.boxplot(runs, tick_labels=list(outcome["found"]))
    axes.set(xlabel="front ends", ylabel="tokens per second", title=f"×{statistics.median(outcome['ratios']):.2f}", ylim=(0, None))


def serve(axes: Axes, outcome: dict[str, Any]) -> None:
    """Tokens per second over streams, by server."""
    for name, by_size in outcome["found"].items():
        sizes = [int(size) for size in by_size]
        axes.plot(
            sizes, [statistics.median(run["tokens_per_second"] for run in runs) for runs in by_size.values()], "o-", label=name
        )
    axes.set(xscale="log", xlabel="streams", ylabel="tokens per second", ylim=(0, None))
    axes.legend()


def start(axes: Axes, outcome: dict[str, Any]) -> None:
    """The waterfall of each server's start."""
    for row, (name, runs) in enumerate(outcome["found"].items()):
        left = 0.0
        for stage in ("port", "importing", "loading", "warming"):
            width = statistics.median([run.get(stage, 0.0) for run in runs])
            axes.barh(row, width, left=left, label=stage if not row else None)
            left += width
        ready = statistics.median([run["ready"] for run in runs])
        axes.plot([ready], [row], "k|", markersize=18)
        axes.text(ready, row, f" {name}: {ready:.1f} s", va="center")
    axes.set(xlabel="seconds", yticks=[])


def overload(axes: Axes, outcome: dict[str, Any]) -> None:
    """Goodput over the offered load."""
    found = outcome["found"]
    axes.plot([run["share"] for run in found], [run["goodput"] for run in found], "o-", label="goodput, answers/s")
    axes.plot([run["share"] for run in found], [run["refusal_p99_ms"] for run in found], "s--", label="429, p99 in ms")
    axes.set(xscale="log", xlabel="offered load over capacity", ylim=(0, None))
    axes.legend()


def soak(axes: Axes, outcome: dict[str, Any]) -> None:
    """What each sample had, over the first one."""
    samples = outcome["samples"]
    for name in samples[0]:
        axes.plot([sample[name] / max(samples[0][name], 1e-9) for sample in samples], label=name)
    axes.set(xlabel="sample", ylabel="over the first sample", ylim=(0, None))
    axes.legend()


PLOTS: dict[str, Callable[[Axes, dict[str, Any]], None]] = {
    "frontends": frontends,
    "serve": serve,
    "start": start,
    "overload": overload,
    "soak": soak,
}

if __name__ == "__main__":
    for drawn, draw in PLOTS.items():
        file = RESULTS / f"{drawn}.json"
        if file.exists():
            figure, axes = plt.subplots(figsize=(7, 4))
            draw(axes, json.loads(file.read_text()))
            figure.tight_layout()
            figure.savefig(RESULTS / f"{drawn}.png", dpi=110)
            plt.close(figure)
