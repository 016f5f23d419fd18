"""``python -m predictor.pii``: mask, report or score texts on the command line.

Exit codes: 0 done, 1 personal data found (with --check) or a kind whose action is reject, 2 input or settings that cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from predictor.pii.fold import fold
from predictor.pii.masker import Masker, Masking
from predictor.pii.nested import map_strings
from predictor.pii.patterns import PatternError
from predictor.pii.policy import PiiRejected, Policy
from predictor.pii.scoring import Found, read, score, table

_PROGRESS_EVERY = 10_000


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m predictor.pii", description="Finds and masks Korean personal data.")
    parser.add_argument("file", nargs="?", type=Path, help="a UTF-8 file; standard input when left out")
    parser.add_argument(
        "--format", choices=["text", "lines", "jsonl"], default="text", help="one text, a text a line, or JSON a line"
    )
    parser.add_argument("--together", action="store_true", help="number values over the whole input, not anew for each line")
    parser.add_argument(
        "--report", action="store_true", help="print each value's place, kind, confidence and evidence as JSON lines"
    )
    parser.add_argument("--show-values", action="store_true", help="with --report: print the values too")
    parser.add_argument(
        "--score", type=Path, metavar="LABELLED", help="score against a labelled file: 번호는 {{phone:010-1234-5678}}입니다"
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 when anything was found")
    parser.add_argument("--action", action="append", default=[], metavar="ENTITY=mask|off|reject")
    parser.add_argument("--allow", action="append", default=[], metavar="VALUE", help="a value never to mask")
    parser.add_argument("--placeholder", default="[{label}_{n}]")
    parser.add_argument("--patterns", type=Path, metavar="FILE", help="a TOML file of own patterns")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    args = _parser().parse_args(argv)
    try:
        masker = Masker(_policy(args))
        if args.score:
            return _score(masker, args.score)
        with args.file.open(encoding="utf-8") if args.file else _standard_input() as source:
            return _run(masker, args, source)
    except PiiRejected as rejected:
        print(rejected, file=sys.stderr)
        return 1
    except (PatternError, ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _policy(args: argparse.Namespace) -> Policy:
    actions = {}
    for setting in args.action:
        name, sign, action = setting.partition("=")
        if not sign:
            raise ValueError(f"--action {setting}: write it as entity=action, for example phone=off")
        actions[name] = action
    return Policy(actions=actions, placeholder=args.placeholder, allow=args.allow, patterns_file=args.patterns)


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
            found += _report(masker, text, number, args.show_values)
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
    try:
        return json.dumps(map_strings(json.loads(text), masking.mask), ensure_ascii=False) + "\n"
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number} is not JSON: {error.msg}") from None


def _report(masker: Masker, text: str, number: int, show_values: bool) -> int:
    found = 0
    for start, end, entity, confidence, evidence in _described(masker, text):
        row = {"line": number, "start": start, "end": end, "entity": entity, "label": masker.labels[entity]}
        row |= {"confidence": round(confidence, 2), "evidence": evidence} | ({"value": text[start:end]} if show_values else {})
        print(json.dumps(row, ensure_ascii=False))
        found += 1
    return found


def _described(masker: Masker, text: str) -> Iterator[tuple[int, int, str, float, str]]:
    folded = fold(text)
    for span in masker.find(folded):
        yield (*folded.origin(span.start, span.end), span.entity, span.confidence, span.evidence)


def _score(masker: Masker, path: Path) -> int:
    def find(text: str) -> Iterator[Found]:
        return ((start, end, entity) for start, end, entity, _, _ in _described(masker, text))

    result = score(read(path.read_text(encoding="utf-8").splitlines()), find)
    print(table(result))
    for miss in result.misses:
        print(miss, file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.exit(0)
