"""Makes the audit record of the LLM_AUDIT_* settings."""

import hashlib
import shlex
from pathlib import Path
from typing import Final

from predictor.config import Settings
from predictor.pii import Masker
from predictor.telemetry.audit.audit_log import AuditLog
from predictor.telemetry.audit.chain import Sealer
from predictor.telemetry.audit.file_sink import FileSink
from predictor.telemetry.audit.preconditions import read_key
from predictor.telemetry.audit.record import Identity
from predictor.telemetry.audit.sink import OtlpSink, Sink, StdoutSink

DIGEST_LENGTH: Final = 12
SMALL: Final = 1 << 20  # bytes; a larger file of a model is known by its size


def create(settings: Settings, masker: Masker | None) -> AuditLog | None:
    """The record of a front end, not yet open; None where LLM_AUDIT is off. Raises OSError or ValueError for an unfit key file."""
    sink = _sink(settings)
    if sink is None:
        return None
    return AuditLog(
        sink,
        Sealer(read_key(settings.audit_key_file) if settings.audit_key_file else None),
        Identity(settings.model_name, model_revision(settings), masker.version if masker else "off"),
        (masker or Masker()).redact,
        refuses=settings.audit_on_failure == "refuse",
        most_pending=settings.audit_queue,
        sync_sec=settings.audit_sync_sec,
        sync_bytes=settings.audit_sync_bytes,
        keeps_text=settings.audit_text,
        purpose_header=settings.audit_purpose_header.lower(),
    )


def _sink(settings: Settings) -> Sink | None:
    if settings.audit == "file":
        return FileSink(settings.audit_folder, settings.audit_file_max_bytes, settings.audit_retention_days)
    if settings.audit == "otlp":
        return OtlpSink(settings.otlp_endpoint, settings.service_name)
    if settings.audit == "stdout":
        return StdoutSink()
    return None


def model_revision(settings: Settings) -> str:
    """The revision that vLLM is given; of a folder a digest of its small files and all names and sizes; "" of any other model."""
    words = shlex.split(settings.vllm_args)
    for number, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--revision":
            return value if equals else "".join(words[number + 1 : number + 2])
    folder = Path(settings.model).expanduser()
    return _digest(folder) if folder.is_dir() else ""


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}\n".encode())
        if size <= SMALL:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGEST_LENGTH]
