"""`python -m tests.benchmarks.rollout`: simulate rollouts, print the table for predictor/rollout/README.md, and draw the plot.

Each of three canaries under each of three kinds of traffic is taken through `--rollouts` rollouts by the judge and, on the same
traffic, by fixed thresholds per minute and by Mann-Whitney. Exits with 1 when the judge breaks a bound that it states.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from predictor.rollout.plan import Plan
from tests.benchmarks.rollout import methods
from tests.benchmarks.rollout.traffic import EFFECTS, HOURS, INTERVAL, KINDS, RATE, Effect, Traffic

BATCH = 2000
METHODS = {
    "judge": lambda traffic, effect, rng: methods.judge(Plan(), traffic, effect, rng),
    "thresholds": methods.thresholds,
    "Mann-Whitney": methods.mann_whitney,
}
MISSED_GOAL = 0.05


def simulate(kind: str, effect: Effect, rollouts: int, seed: int) -> dict[str, Any]:
    """What each method did: shares of the ends, requests to the end (quantiles), failed share of all requests."""
    found: dict[str, list[methods.Outcome]] = {name: [] for name in METHODS}
    for start in range(0, rollouts, BATCH):
        traffic = Traffic.make(kind, min(BATCH, rollouts - start), seed + start)
        for name, method in METHODS.items():
            found[name].append(method(traffic, effect, np.random.default_rng([seed, start])))
    return {name: _summary(parts) for name, parts in found.items()}


def _summary(parts: list[methods.Outcome]) -> dict[str, Any]:
    end, requests, failed = (np.concatenate([getattr(part, name) for part in parts]) for name in ("end", "requests", "failed"))
    decided = requests[end != methods.UNDECIDED]
    return {
        "rollouts": len(end),
        "undecided": float((end == methods.UNDECIDED).mean()),
        "promoted": float((end == methods.PROMOTED).mean()),
        "rolled_back": float((end == methods.ROLLED_BACK).mean()),
        "median": float(np.median(decided)) if len(decided) else None,
        "p95": float(np.quantile(decided, 0.95)) if len(decided) else None,
        "failed": float((failed / np.maximum(requests, 1)).max()),
        "curve": [float(value) for value in np.quantile(requests, np.linspace(0, 1, 101))],
    }


def table(cells: dict[str, Any]) -> str:
    """Markdown."""
    lines = [
        "| traffic | canary | method | rolled back | promoted | undecided | requests to the verdict, median | 95 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for key, methods_of in cells.items():
        kind, effect = key.split("/", 1)
        for name, cell in methods_of.items():
            shares = " | ".join(f"{cell[end]:.2%}" for end in ("rolled_back", "promoted", "undecided"))
            numbers = " | ".join("-" if cell[q] is None else f"{cell[q]:,.0f}" for q in ("median", "p95"))
            lines.append(f"| {kind} | {effect} | {name} | {shares} | {numbers} |")
    return "\n".join(lines)


def broken(cells: dict[str, Any]) -> list[str]:
    """The stated bounds that the judge broke."""
    found = []
    for key, methods_of in cells.items():
        cell = methods_of["judge"]
        if "equal" in key and cell["rolled_back"] > Plan().alpha:
            found.append(f"{key}: {cell['rolled_back']:.2%} false alarms, alpha is {Plan().alpha:.0%}")
        if "equal" not in key and cell["promoted"] > MISSED_GOAL:
            found.append(f"{key}: {cell['promoted']:.2%} missed")
    return found


def draw(cells: dict[str, Any], path: Path) -> None:
    """Of each cell the share of rollouts that ended in each way, by method, as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(len(EFFECTS), len(KINDS), figsize=(11, 7.5), sharex=True, sharey=True)
    colours = {"rolled_back": "#c0392b", "undecided": "#bbbbbb", "promoted": "#2e86c1"}
    for (key, methods_of), axis in zip(cells.items(), axes.T.flat, strict=True):
        kind, effect = key.split("/", 1)
        left = np.zeros(len(methods_of))
        names = [f"{name}\n{cell['median']:,.0f} requests" if cell["median"] else name for name, cell in methods_of.items()]
        for end, colour in colours.items():
            share = np.array([cell[end] for cell in methods_of.values()])
            axis.barh(names, share, left=left, color=colour, label=end.replace("_", " "))
            left += share
        axis.set_title(f"{kind}: {effect}", fontsize=9)
        axis.invert_yaxis()
        axis.tick_params(labelsize=8)
        axis.set_yticks(range(len(names)), names)
    rollouts = next(iter(next(iter(cells.values())).values()))["rollouts"]
    figure.suptitle(f"How {rollouts:,} simulated rollouts of each kind ended (and the median of requests until then)", fontsize=11)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="lower center", ncol=3, fontsize=9)
    figure.tight_layout(rect=(0, 0.04, 1, 0.98))
    figure.savefig(path, dpi=110)


def _key(kind: str, effect: Effect) -> str:
    return f"{kind}/{effect.name}"


def _rollouts(cells: dict[str, Any], kind: str, effect: Effect) -> int:
    return int(cells.get(_key(kind, effect), {}).get("judge", {}).get("rollouts", 0))


def main(argv: list[str]) -> int:
    """Simulate, or show what --cells holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rollouts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--cells", type=Path, default=Path(".cache/bench-rollout.json"), help="results; those there are kept")
    parser.add_argument(
        "--most", type=int, default=len(KINDS) * len(EFFECTS), help="simulate at most so many cells of the table now"
    )
    parser.add_argument("--plot", type=Path, help="draw a PNG here (needs matplotlib)")
    options = parser.parse_args(argv)
    cells = json.loads(options.cells.read_text()) if options.cells.exists() else {}
    wanted = [(kind, effect) for kind in KINDS for effect in EFFECTS]
    lacking = [(kind, effect) for kind, effect in wanted if _rollouts(cells, kind, effect) != options.rollouts]
    for kind, effect in lacking[: options.most]:
        began = time.perf_counter()
        cells[_key(kind, effect)] = simulate(kind, effect, options.rollouts, options.seed)
        options.cells.parent.mkdir(parents=True, exist_ok=True)
        options.cells.write_text(json.dumps(cells))
        print(f"{_key(kind, effect)}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    cells = {_key(*cell): cells[_key(*cell)] for cell in wanted if _key(*cell) in cells}
    print(f"{options.rollouts:,} rollouts each; {RATE:g} requests/s in the mean, a look each {INTERVAL:g} s, {HOURS} h at most\n")
    print(table(cells))
    if options.plot:
        draw(cells, options.plot)
    for text in (found := broken(cells)):
        print(f"broken: {text}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
