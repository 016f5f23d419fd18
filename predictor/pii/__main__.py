"""``python -m predictor.pii``: mask or report texts on the command line.

Exit codes: 0 done, 1 personal data found (with --check) or a kind whose action is reject, 2 input or settings that cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from predictor.pii.findings import findings
from predictor.pii.kind import table
from predictor.pii.kinds import KINDS
from predictor.pii.masker import Masker, Masking
from predictor.pii.nested import map_strings, strings
from predictor.pii.patterns import PatternError
from predictor.pii.policy import PiiRejected, Policy

_PROGRESS_EVERY = 10_000


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m predictor.pii", description="Finds and masks Korean personal data.")
    parser.add_argument("file", nargs="?", type=Path, help="a UTF-8 file; standard input when left out")
    parser.add_argument(
        "--format", choices=["text", "lines", "jsonl"], default="text", help="one text, a text a line, or JSON a line"
    )
    parser.add_argument("--together", action="store_true", help="number values over the whole input, not anew for each line")
    parser.add_argument("--report", action="store_true", help="print each value's place, kind, score and rule as JSON lines")
    parser.add_argument("--show-values", action="store_true", help="with --report: print the values too")
    parser.add_argument("--check", action="store_true", help="exit with 1 when anything was found")
    parser.add_argument("--action", action="append", default=[], metavar="KIND=mask|off|reject|monitor")
    parser.add_argument("--minimum", action="append", default=[], metavar="KIND=SCORE", help="the least score, 0 to 1, of a value")
    parser.add_argument("--allow", action="append", default=[], metavar="VALUE", help="a value never to mask")
    parser.add_argument("--placeholder", default="[{label}_{n}]")
    parser.add_argument("--patterns", type=Path, metavar="FILE", help="a TOML file of own patterns")
    parser.add_argument("--kinds", action="store_true", help="print the table of kinds, as it stands in README.md")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    args = _parser().parse_args(argv)
    if args.kinds:
        print(table(KINDS))
        return 0
    try:
        masker = Masker(_policy(args))
        with args.file.open(encoding="utf-8") if args.file else _standard_input() as source:
            return _run(masker, args, source)
    except PiiRejected as rejected:
        print(rejected, file=sys.stderr)
        return 1
    except (PatternError, ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _policy(args: argparse.Namespace) -> Policy:
    actions = dict(_pair(setting, "--action", "phone=off") for setting in args.action)
    minimums = {name: _score(score) for name, score in (_pair(setting, "--minimum", "person_name=0.8") for setting in args.minimum)}
    return Policy(
        actions=actions,
        placeholder=args.placeholder,
        allow=args.allow,
        patterns_file=args.patterns,
        minimum_scores=minimums,
    )


def _pair(setting: str, option: str, example: str) -> tuple[str, Any]:
    name, sign, value = setting.partition("=")
    if not sign:
        raise ValueError(f"{option} {setting}: write it as kind=value, for example {example}")
    return name, value


def _score(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise ValueError(f"--minimum: {written} is no number from 0 to 1") from None


def _standard_input() -> TextIO:
    return open(sys.stdin.fileno(), encoding="utf-8", closefd=False)


def _run(masker: Masker, args: argparse.Namespace, source: TextIO) -> int:
    found = 0
    masking = masker.begin()
    texts: Iterable[str] = [source.read()] if args.format == "text" else _lines(source, args.quiet)
    for number, text in enumerate(texts, 1):
        if not args.together:
            masking = masker.begin()
        if args.report:
            found += sum(_report(masker, part, number, path, args.show_values) for path, part in _parts(text, number, args.format))
        else:
            before = sum(masking.counts.values())
            sys.stdout.write(_masked(masking, text, number, args.format))
            found += sum(masking.counts.values()) - before
    return 1 if args.check and found else 0


def _lines(source: TextIO, quiet: bool) -> Iterator[str]:
    for number, line in enumerate(source, 1):
        if not quiet and number % _PROGRESS_EVERY == 0:
            print(f"{number} lines", file=sys.stderr)
        yield line


def _masked(masking: Masking, text: str, number: int, form: str) -> str:
    if form != "jsonl":
        return masking.mask(text)
    if not text.strip():
        return text
    return json.dumps(map_strings(_parsed(text, number), masking.mask), ensure_ascii=False) + "\n"


def _parts(text: str, number: int, form: str) -> Iterator[tuple[str | None, str]]:
    """(path in the document, string) of each string of a JSON line; the text itself in the other formats."""
    if form != "jsonl":
        yield None, text
    elif text.strip():
        yield from strings(_parsed(text, number))


def _parsed(text: str, number: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number} is not JSON: {error.msg}") from None


def _report(masker: Masker, text: str, number: int, path: str | None, show_values: bool) -> int:
    found = findings(masker, text)
    for one in found:
        row: dict[str, Any] = {"line": number}
        if path is not None:
            row["path"] = path
        row |= asdict(one)
        if show_values:
            row["value"] = text[one.start : one.end]
        print(json.dumps(row, ensure_ascii=False))
    return len(found)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.exit(0)
