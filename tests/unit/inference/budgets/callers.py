"""A key file with invented secrets, and callers of it."""

import json
from pathlib import Path
from typing import Any

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
