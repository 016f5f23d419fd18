"""`python -m predictor keys new|list|check`: make a key, and read a key file as the server would."""

import argparse
import hashlib
import os
import secrets
import sys
import time
from datetime import datetime
from pathlib import Path

import yaml

from predictor.inference.keys.key_file import KeyFileError, parse, read
from predictor.inference.keys.ring import digest_of
from predictor.inference.keys.row import DIGEST, NAME, zoned
from predictor.inference.keys.rules import KeyRules, last_expiry

VARIABLE = "LLM_KEY_FILE"
SECRET_BYTES = 32  # 256 random bits, which no table of digests covers, so that a plain SHA-256 is a safe hash of them
SOON_SEC = 14 * 86_400.0
COLUMNS = ("NAME", "SECRETS", "EXPIRES", "PROTOCOLS", "MODELS", "RATES", "CONCURRENT", "TOKENS/MIN", "TOKENS/DAY", "MAX", "PII")
OK, BROKEN, USAGE = 0, 1, 2


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m predictor keys", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="print a new secret once, and the row for the key file, which holds its hash alone")
    new.add_argument("name", help="the key's name, which logs and metrics show")
    new.add_argument("--expires", help="date, time and zone, such as 2027-01-31T00:00:00+09:00")
    for name, text in (("list", "show the keys of a file"), ("check", "say what is wrong with a file, or what will soon be")):
        one = commands.add_parser(name, help=text)
        one.add_argument("file", type=Path, nargs="?", help=f"the key file; else that of {VARIABLE}")
    return made


def main(argv: list[str]) -> int:
    """Run one command; returns 0, 1 for a file that cannot be used, 2 for wrong options."""
    options = parser().parse_args(argv)
    if options.command == "new":
        return _new(options.name, options.expires)
    file = options.file or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if file is None:
        print(f"error: name a file, or set {VARIABLE}", file=sys.stderr)
        return USAGE
    try:
        keys = parse(read(file))
    except KeyFileError as error:
        for line in str(error).split("; "):
            print(f"error: {line}", file=sys.stderr)
        return BROKEN
    if options.command == "list":
        _list(keys)
    else:
        _check(keys)
    return OK


def _new(name: str, expires: str | None) -> int:
    if not NAME.fullmatch(name):
        print("error: a name has 1 to 63 letters, digits, dots, underscores or hyphens", file=sys.stderr)
        return USAGE
    try:
        until = zoned(expires)
    except ValueError as error:
        print(f"error: --expires: {error}", file=sys.stderr)
        return USAGE
    secret = "llm-" + secrets.token_urlsafe(SECRET_BYTES)
    digest = "sha256:" + hashlib.sha256(secret.encode()).hexdigest()
    row = {"name": name, "secrets": [digest]} | ({"expires": until} if until else {})
    print(f"# The secret, for the caller; it is shown this once:\n#   {secret}\n# The row, for the key file:")
    print(yaml.safe_dump([row], sort_keys=False, allow_unicode=True), end="")
    return OK


def _list(keys: tuple[KeyRules, ...]) -> None:
    rows = [COLUMNS, *(_row(key) for key in keys)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _row(key: KeyRules) -> tuple[str, ...]:
    rates = [f"{rate}/{unit}" for rate, unit in ((key.requests_per_second, "s"), (key.requests_per_minute, "min")) if rate]
    models = sorted((key.models or frozenset()) | (key.adapters or frozenset()))
    cells = (
        key.name,
        len(key.secrets),
        _shown(last_expiry(key)),
        ",".join(sorted(key.protocols or ())),
        ",".join(models),
        ",".join(rates),
        key.concurrent_requests,
        key.tokens_per_minute,
        key.tokens_per_day,
        key.max_tokens,
        key.pii if isinstance(key.pii, str) else ",".join(f"{kind}={action}" for kind, action in key.pii or ()),
    )
    return tuple(str(cell) if cell else "-" for cell in cells)


def _shown(moment: float | None) -> str:
    return datetime.fromtimestamp(moment).astimezone().isoformat(timespec="minutes") if moment else ""


def _check(keys: tuple[KeyRules, ...]) -> None:
    """Say that the file is good, and warn of what an operator would want to know."""
    now = time.time()
    for key in keys:
        end = last_expiry(key)
        if end is not None and end <= now:
            print(f"warning: {key.name}: has expired")
        elif end is not None and end <= now + SOON_SEC:
            print(f"warning: {key.name}: expires on {_shown(end)}")
        if plain := sum(not DIGEST.fullmatch(secret.value) for secret in key.secrets):
            print(f"warning: {key.name}: {plain} plain secret(s); write the hash, sha256:…, which `keys new` prints")
        if len({digest_of(secret) for secret in key.secrets}) < len(key.secrets):
            print(f"warning: {key.name}: has a secret twice")
    print(f"ok: {len(keys)} key(s)")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
