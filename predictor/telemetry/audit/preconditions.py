"""What an audit record needs before the server starts; imports no metrics, because they must follow the choice of their folder."""

from pathlib import Path

from predictor.config import Settings
from predictor.telemetry.audit.chain import Sealer


def check(settings: Settings) -> None:
    """Raise OSError or ValueError, which names its variable, for a record that could not be begun."""
    if settings.audit_key_file:
        try:
            Sealer(read_key(settings.audit_key_file))
        except (OSError, ValueError) as error:
            raise ValueError(f"LLM_AUDIT_KEY_FILE: {error}") from None
    if settings.audit == "file":
        try:
            settings.audit_folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            probe = settings.audit_folder / ".probe"
            probe.touch()
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise ValueError(f"LLM_AUDIT_FOLDER: {settings.audit_folder} cannot be written: {error.strerror}") from None


def read_key(path: Path) -> bytes:
    """The key in a file, without white space around it; raises OSError."""
    return path.read_bytes().strip()
