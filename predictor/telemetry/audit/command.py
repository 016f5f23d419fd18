"""`python -m predictor audit verify|report`: checks an audit record, and sums it up by month."""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from predictor.telemetry.audit import files, verify
from predictor.telemetry.audit.chain import Line
from predictor.telemetry.audit.preconditions import read_key
from predictor.telemetry.audit.report import MonthlyReport

INTACT, FAULTY, WRONG_USE = 0, 1, 2


def parser() -> argparse.ArgumentParser:
    """The command line of both commands."""
    made = argparse.ArgumentParser(prog="python -m predictor audit", description=__doc__, allow_abbrev=False)
    commands = made.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("files", nargs="+", type=Path, help="Files of the record, folders of them, or logs with LLM_AUDIT=stdout.")
    common.add_argument(
        "--key-file", action="append", default=[], type=Path, help="File with the chain's key; once for each key that was in use."
    )
    common.add_argument(
        "--heads", action="append", default=[], type=Path, help="Log of the predictor, whose heads show lines that were cut off."
    )
    commands.add_parser(
        "verify", parents=[common], help="Find changed, removed, moved and cut lines. Exit code 1 where one is found."
    )
    report = commands.add_parser("report", parents=[common], help="Write the usage of a month by key and model as CSV.")
    report.add_argument("--month", required=True, type=_month, help="Such as 2026-11.")
    report.add_argument("--language", choices=["ko", "en"], default="ko", help="Of the headings.")
    report.add_argument("--timezone", type=_zone, default="Asia/Seoul", help="In which the month is counted.")
    report.add_argument("--output", type=Path, help="File; standard output where it is left out.")
    return made


def main(argv: list[str]) -> int:
    """Run one command; returns 0 for an intact record, 1 for one with faults, 2 for what cannot be read."""
    given = parser().parse_args(argv)
    try:
        verifier = verify.Verifier([read_key(path) for path in given.key_file], verify.heads(given.heads))
        lines = verifier.read(files.find(given.files))
        if given.command == "report":
            _report(given, lines)
        else:
            for _ in lines:
                pass
    except (KeyError, TypeError, AttributeError) as error:
        print(f"error: a line is none that this release writes: {error}", file=sys.stderr)
        return WRONG_USE
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return WRONG_USE
    return _show(verifier.verdict, sys.stderr if given.command == "report" else sys.stdout)


def _report(given: argparse.Namespace, lines: Iterator[Line]) -> None:
    report = MonthlyReport(given.month, given.timezone)
    report.add(lines)
    if given.output is None:
        report.write(sys.stdout, given.language)
        return
    # The byte order mark makes spreadsheets read Korean as UTF-8.
    with given.output.open("w", encoding="utf-8-sig", newline="") as out:
        report.write(out, given.language)


def _show(verdict: verify.Verdict, out: TextIO) -> int:
    def say(text: str) -> None:
        print(text, file=out)

    if not verdict.chains:
        say("error: no line of an audit record was found")
        return WRONG_USE
    for state in verdict.chains.values():
        lost = f", {state.lost} requests lost" if state.lost else ""
        say(f"chain {state.name}: {state.lines} lines up to sequence {state.sequence}, {state.requests} requests{lost}")
    for note in verdict.notes:
        say(f"note: {note}")
    for fault in verdict.faults:
        say(f"FAULT: {fault}")
    say(f"{len(verdict.faults)} faults" if verdict.faults else "intact")
    return FAULTY if verdict.faults else INTACT


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError("must look like 2026-11")
    return text


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise argparse.ArgumentTypeError(f"{text} is no time zone, such as Asia/Seoul") from None
