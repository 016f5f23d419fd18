"""A key file with invented secrets, and callers of it."""

import json
import time
from pathlib import Path
from typing import Any

from predictor.inference.budgets.allowance import Allowances

SECRET = "invented-secret-of-{}"


def key(name: str, **rules: Any) -> dict[str, Any]:
    """A row of the key file; its secret is `SECRET` with the name."""
    return {"name": name, "secrets": [SECRET.format(name)], **rules}


def write(file: Path, *rows: dict[str, Any]) -> Path:
    """Replace the key file, as a mounted Secret is replaced. JSON is YAML."""
    written = file.with_suffix(".new")
    written.write_text(json.dumps({"keys": rows}))
    written.replace(file)
    return file


def bearer(name: str) -> dict[str, str]:
    """The header of a caller with the key `name`."""
    return {"Authorization": f"Bearer {SECRET.format(name)}"}


def runs(allowances: Allowances) -> bool:
    """True while a request of any key runs."""
    assert allowances._local is not None
    return any(account.running for account in allowances._local._accounts.values())


def tokens_used(allowances: Allowances) -> int:
    """The tokens of all keys under all of their budgets, after their requests have ended."""
    ledger = allowances._local
    assert ledger is not None
    assert not runs(allowances), "a request at once was not given back"
    now = time.monotonic()
    return sum(window.used for account in ledger._accounts.values() for _, window in account.tokens.windows(now))
