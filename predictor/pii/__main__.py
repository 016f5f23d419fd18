"""``python -m predictor.pii``: mask or report texts on the command line.

Exit codes: 0 done, 1 personal data found (with --check) or a kind whose action is reject, 2 input or settings that cannot be used.
"""

import argparse
import json
import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, TextIO

from predictor.pii.document import Document
from predictor.pii.findings import described
from predictor.pii.kind import table
from predictor.pii.kinds import KINDS
from predictor.pii.masker import Masker, Masking
from predictor.pii.patterns import PatternError
from predictor.pii.policy import PiiRejected, Policy
from predictor.pii.scan.span import Span

_PROGRESS_EVERY: Final = 10_000
_CRLF: Final = "\r\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m predictor.pii", description="Finds and masks Korean personal data.")
    parser.add_argument("file", nargs="?", type=Path, help="a UTF-8 file; standard input when left out")
    parser.add_argument(
        "--format", choices=["text", "lines", "jsonl"], default="text", help="one text, a text a line, or JSON a line"
    )
    parser.add_argument("--together", action="store_true", help="number values over the whole input, not anew for each line")
    parser.add_argument("--report", action="store_true", help="print each value's place, kind, score and rule as JSON lines")
    parser.add_argument("--show-values", action="store_true", help="with --report: print the values too")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a value would be masked or rejected")
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
        with args.file.open(encoding="utf-8", newline="") if args.file else _standard_input() as source:
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
    return open(sys.stdin.fileno(), encoding="utf-8", newline="", closefd=False)


def _run(masker: Masker, args: argparse.Namespace, source: TextIO) -> int:
    """Masks or reports the input, and returns the exit code."""
    masked = rejected = 0
    masking = masker.begin()
    texts: Iterable[str] = [source.read()] if args.format == "text" else _lines(source, args.quiet)
    for number, text in enumerate(texts, 1):
        if not args.together:
            masking = masker.begin()
        if args.report:
            actions = [_report(row) for row in _rows(masker, masking, text, number, args)]
            masked += actions.count("mask")
            rejected += actions.count("reject")
        else:
            before = sum(masking.counts.values())
            sys.stdout.write(_masked(masking, text, number, args.format))
            masked += sum(masking.counts.values()) - before
    return 1 if rejected or (args.check and masked) else 0


def _lines(source: TextIO, quiet: bool) -> Iterator[str]:
    for number, line in enumerate(source, 1):
        if not quiet and number % _PROGRESS_EVERY == 0:
            print(f"{number} lines", file=sys.stderr)
        yield line


def _masked(masking: Masking, text: str, number: int, form: str) -> str:
    if form == "jsonl":
        return _document(text, number).masked(masking) if text.strip() else text
    if _CRLF in text:
        return masking.mask_spans(text, _found(masking, text))
    return masking.mask(text)


def _rows(masker: Masker, masking: Masking, text: str, number: int, args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The report's row of each value."""
    for path, part, spans in _parts(masking, text, number, args.format):
        for one in described(masker, spans):
            row: dict[str, Any] = {"line": number}
            if path is not None:
                row["path"] = path
            row |= asdict(one)
            if args.show_values:
                row["value"] = part[one.start : one.end]
            yield row


def _report(row: dict[str, Any]) -> str:
    """Prints a row; its action."""
    print(json.dumps(row, ensure_ascii=False))
    return str(row["action"])


def _parts(masking: Masking, text: str, number: int, form: str) -> Iterator[tuple[str | None, str, list[Span]]]:
    """(path in the document, string, its values) of each string of a JSON line; those of the text itself in the other formats."""
    if form != "jsonl":
        yield None, text, _found(masking, text)
    elif text.strip():
        for leaf, spans in _document(text, number).values(masking.find):
            yield leaf.path, leaf.text, spans


def _document(text: str, number: int) -> Document:
    try:
        return Document(text)
    except ValueError as error:
        raise ValueError(f"line {number} {error}") from None


def _found(masking: Masking, text: str) -> list[Span]:
    """The values of a text at their places in it. Windows' line ends are read as one character, which is what the rules know."""
    plain = text.replace(_CRLF, "\n")
    found = masking.find(plain)
    ends = [match.start() - number for number, match in enumerate(re.finditer(_CRLF, text))]
    return [
        Span(one.start + bisect_left(ends, one.start), one.end + bisect_left(ends, one.end), one.kind, one.key, one.score, one.rule)
        for one in found
    ]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.exit(0)
