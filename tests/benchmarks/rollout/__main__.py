"""`python -m tests.benchmarks.rollout`: simulate rollouts, print the table for predictor/rollout/README.md, and draw the plot.

Each of three canaries under each of three kinds of traffic is taken through `--rollouts` rollouts by the judge and, on the same
traffic, by fixed thresholds per minute and by Mann-Whitney. Exits with 1 when the judge breaks a bound that it states.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from predictor.rollout.plan import Plan
from tests.benchmarks.results import put
from tests.benchmarks.rollout import methods
from tests.benchmarks.rollout.traffic import EFFECTS, HOURS, INTERVAL, KINDS, RATE, Effect, Traffic

BATCH = 2000
METHODS = {
    "judge": lambda traffic, effect, rng: methods.judge(Plan(), traffic, effect, rng),
    "thresholds": methods.thresholds,
    "Mann-Whitney": methods.mann_whitney,
}
MISSED_GOAL = 0.05
BEGIN, END = "<!-- simulated: made by `make bench-rollout` -->", "<!-- end of simulated -->"


def simulate(kind: str, effect: Effect, rollouts: int, seed: int, kept: Path) -> None:
    """One batch by every method, kept as arrays, so that the work can be done in parts."""
    traffic = Traffic.make(kind, rollouts, seed)
    arrays = {}
    for name, method in METHODS.items():
        outcome = method(traffic, effect, np.random.default_rng(seed))
        arrays |= {f"{name}/end": outcome.end, f"{name}/requests": outcome.requests, f"{name}/failed": outcome.failed}
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(kept, **arrays)


def summary(parts: list[Any], name: str) -> dict[str, Any]:
    """How the rollouts of a method ended, as shares; requests to the end, as quantiles of those that ended."""
    end, requests = (np.concatenate([part[f"{name}/{what}"] for part in parts]) for what in ("end", "requests"))
    decided = requests[end != methods.UNDECIDED]
    return {
        "rollouts": len(end),
        "undecided": float((end == methods.UNDECIDED).mean()),
        "promoted": float((end == methods.PROMOTED).mean()),
        "rolled_back": float((end == methods.ROLLED_BACK).mean()),
        "median": float(np.median(decided)) if len(decided) else None,
        "p95": float(np.quantile(decided, 0.95)) if len(decided) else None,
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

    figure, axes = pyplot.subplots(len(EFFECTS), len(KINDS), figsize=(13, 7.5), sharex=True)
    colours = {"rolled_back": "#c0392b", "undecided": "#bbbbbb", "promoted": "#2e86c1"}
    for (key, methods_of), axis in zip(cells.items(), axes.T.flat, strict=True):
        kind, effect = key.split("/", 1)
        left = np.zeros(len(methods_of))
        names = [f"{name}\n{cell['median']:,.0f} requests" if cell["median"] else name for name, cell in methods_of.items()]
        for end, colour in colours.items():
            share = np.array([cell[end] for cell in methods_of.values()])
            axis.barh(range(len(names)), share, left=left, color=colour, label=end.replace("_", " "))
            left += share
        axis.set_title(f"{kind}: {effect}", fontsize=9)
        axis.invert_yaxis()
        axis.tick_params(labelsize=8)
        axis.set_yticks(range(len(names)), names)
    rollouts = next(iter(next(iter(cells.values())).values()))["rollouts"]
    figure.suptitle(f"How up to {rollouts:,} simulated rollouts ended (and the median of requests)", fontsize=11)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="lower center", ncol=3, fontsize=9)
    figure.tight_layout(rect=(0, 0.04, 1, 0.98))
    figure.savefig(path, dpi=110)


def main(argv: list[str]) -> int:
    """Simulate what --kept lacks, and show it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rollouts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--kept", type=Path, default=Path(".cache/bench-rollout"), help="folder of what was simulated already")
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="begin no batch after this time; run again for the rest"
    )
    parser.add_argument("--readme", type=Path, help="write the table between this file's markers")
    parser.add_argument("--plot", type=Path, help="draw a PNG here (needs matplotlib)")
    options = parser.parse_args(argv)
    began, cells = time.perf_counter(), {}
    for kind in KINDS:
        for effect in EFFECTS:
            paths = [_path(options, kind, effect, start) for start in range(0, options.rollouts, BATCH)]
            for at, path in enumerate(paths):
                if not path.exists() and time.perf_counter() - began < options.seconds:
                    size = min(BATCH, options.rollouts - at * BATCH)
                    simulate(kind, effect, size, options.seed + at, path)
                    print(f"{path.stem}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
            parts = [np.load(path) for path in paths if path.exists()]
            if len(parts) < len(paths):
                return _unfinished(options)
            cells[f"{kind}/{effect.name}"] = {name: summary(parts, name) for name in METHODS}
    return _show(cells, options)


def _path(options: argparse.Namespace, kind: str, effect: Effect, start: int) -> Path:
    return Path(options.kept / f"{kind}-{effect.name.split(':')[0]}-{options.seed}-{options.rollouts}-{start}.npz")


def _unfinished(options: argparse.Namespace) -> int:
    print(f"{len(list(options.kept.glob('*.npz')))} batches are done; run it again for the rest", file=sys.stderr)
    return 2


def _show(cells: dict[str, Any], options: argparse.Namespace) -> int:
    print(f"{options.rollouts:,} rollouts each; {RATE:g} requests/s in the mean, a look each {INTERVAL:g} s, {HOURS} h at most\n")
    print(table(cells))
    if options.readme:
        put(options.readme, BEGIN, END, f"\n{table(cells)}\n\n![How the simulated rollouts ended](simulated.png)\n")
    if options.plot:
        draw(cells, options.plot)
    for text in (found := broken(cells)):
        print(f"broken: {text}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
