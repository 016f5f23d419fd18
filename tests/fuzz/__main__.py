"""`python -m tests.fuzz --seed 7 --seconds 600`: sends odd requests on all protocols and says which oracles they broke."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.session import run
from tests.service import ROOT


def main() -> int:
    """Run one session; returns 1 where a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the predictor's source, such as an older worktree")
    parser.add_argument("--keep", type=Path, help="folder for the predictor's log")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        findings = run(given.seed, given.seconds, given.requests, given.keep or Path(folder), given.root)
    print(findings.report())
    return 1 if findings.counts else 0


if __name__ == "__main__":
    sys.exit(main())
