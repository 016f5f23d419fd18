"""Measures how plain the code is, beside starlette, uvicorn and httpx as they are installed: `make measure-house`.

Complexity is 1 + the branches of a function (if, for, while, except, and/or, conditional expression, comprehension, case). Dense
is the number of branches per ten lines over all functions of complexity above 10. The second table lists the places where each
step of the inference policy is taken.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
PREDICTOR = ROOT / "predictor"
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case)
COMPLEX = 10
GOALS = {"dense": 3.5, "longest": 40, "most complex": 12}
# Each step of the policy and the end of the expression by which it is taken, in exactly one place.
STEPS = {
    "refuse while not ready": "self._refusals",
    "limit sequences": "call.too_many_sequences",
    "take a place": "concurrency.acquire",
    "bound in time": "deadlines.bounded",
    "begin masking": "masker.begin",
    "mask": "_masking.mask",
    "unmask a whole text": "_masking.mask_output",
    "unmask a stream": "_masking.output_stream",
    "fall back": "settings.fallback_response",
    "count a fallback": "metrics.FALLBACKS",
}


@dataclass(frozen=True)
class Function:
    """One function: where it is, its lines, its complexity."""

    name: str
    lines: int
    complexity: int


def functions(files: list[Path]) -> Iterator[Function]:
    """Every function and method of the files."""
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield Function(f"{path.stem}.{node.name}", node.end_lineno - node.lineno + 1, complexity(node))


def complexity(function: ast.AST) -> int:
    """1 + the branches of a function."""
    total = 1
    for node in ast.walk(function):
        total += isinstance(node, BRANCHES)
        total += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
    return total


def measure(files: list[Path]) -> dict[str, float]:
    """The figures of one house."""
    found = list(functions(files))
    complex_ones = [function for function in found if function.complexity > COMPLEX]
    lines = sum(function.lines for function in complex_ones)
    return {
        "files": len(files),
        "lines": sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files),
        "functions": len(found),
        "mean": round(statistics.mean(function.lines for function in found), 1),
        "longest": max(function.lines for function in found),
        "most complex": max(function.complexity for function in found),
        "complex": len(complex_ones),
        "dense": round(10 * sum(function.complexity for function in complex_ones) / lines, 1) if lines else 0.0,
    }


def houses() -> dict[str, list[Path]]:
    """The files of each house; the masker is a house of its own, and what only trains the demo model is left out."""
    own = [path for path in PREDICTOR.rglob("*.py") if "training" not in path.parts]
    masker = [path for path in own if PREDICTOR / "pii" in path.parents]
    peers = {name: list(_folder(name).rglob("*.py")) for name in ("starlette", "uvicorn", "httpx")}
    return {"predictor without pii": [path for path in own if path not in masker], "predictor.pii": masker, **peers}


def _folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def places(step: str) -> list[str]:
    """Files and lines outside of the masker where an attribute is read whose expression ends in `step`."""
    found = []
    for path in sorted(PREDICTOR.rglob("*.py")):
        if PREDICTOR / "pii" in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and ast.unparse(node).endswith(step):
                found.append(f"{path.relative_to(PREDICTOR)}:{node.lineno}")
    return found


def main() -> int:
    """Print both tables; returns 1 where a goal is missed."""
    measured = {name: measure(files) for name, files in houses().items()}
    columns = list(measured["httpx"])
    print("| house | " + " | ".join(columns) + " |\n|---|" + "--:|" * len(columns))
    for name, figures in measured.items():
        print(f"| {name} | " + " | ".join(f"{figures[column]:g}" for column in columns) + " |")
    print("\n| step of the policy | places |\n|---|---|")
    taken = {label: places(step) for label, step in STEPS.items()}
    for label, found in taken.items():
        print(f"| {label} | {', '.join(found)} |")
    missed = [f"{label}: {len(found)} places, the goal is 1" for label, found in taken.items() if len(found) != 1]
    missed += [
        f"{house}: {name} is {measured[house][name]:g}, the goal is {goal}"
        for house in ("predictor without pii", "predictor.pii")
        for name, goal in GOALS.items()
        if measured[house][name] > goal
    ]
    print("\n".join(["", *missed]) if missed else "\nall goals are met")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
