"""One format for the log lines of the predictor and of its libraries: JSON or text; warnings and errors are masked."""

import json
import logging
import os
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, TextIO

from opentelemetry import trace

# Loggers that bring handlers of their own, or write a line for every request.
LIBRARIES = ("uvicorn", "uvicorn.error", "uvicorn.access", "kserve", "kserve.trace", "vllm", "transformers", "fastapi", "grpc")
# uvicorn's lines about expected events: it declines the h2c offer of Java's client, and a failed stream is broken on purpose.
EXPECTED = ("Unsupported upgrade request.", "ASGI callable returned without completing response.", "No supported WebSocket library")


class LineFormatter(logging.Formatter):
    """Formats a record as one line; `redact` masks messages and tracebacks from WARNING on."""

    def __init__(self, style: Literal["json", "text"], redact: Callable[[str], str]) -> None:
        super().__init__()
        self.json_lines = style == "json"
        self.redact = redact
        self.added: dict[str, object] = {}

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; never raises, whatever arguments the caller passed."""
        message = self._message(record)
        if record.exc_info and record.exc_info[0] is not None:
            message += "\n" + self.redact(self.formatException(record.exc_info))
        fields: dict[str, object] = {**self.added, **_trace(), **getattr(record, "fields", {})}
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self.json_lines:
            line = {"time": time, "level": record.levelname, "logger": record.name, "message": message, **fields}
            return json.dumps(line, ensure_ascii=False, default=str)
        shown = " ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
        return f"{time} {record.levelname:7} {record.name}: {message} {shown}".rstrip()

    def _message(self, record: logging.LogRecord) -> str:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        return self.redact(message) if record.levelno >= logging.WARNING else message


def _trace() -> dict[str, str]:
    """The id of the trace that the line belongs to, whether or not spans are exported."""
    context = trace.get_current_span().get_span_context()
    return {"trace_id": trace.format_trace_id(context.trace_id)} if context.is_valid else {}


class ExpectedEventFilter(logging.Filter):
    """Drops uvicorn's lines about expected events."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record unless it is one of EXPECTED."""
        return not str(record.msg).startswith(EXPECTED)


def configure(style: Literal["json", "text"], level: str, redact: Callable[[str], str], stream: TextIO | None = None) -> None:
    """Send every logger's lines through one handler on standard output."""
    # A duplicate of the stream, because vLLM's processes put a prefix into sys.stdout's write, which would break JSON lines.
    handler = logging.StreamHandler(stream or os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1, encoding="utf-8"))
    handler.setFormatter(LineFormatter(style, redact))
    handler.addFilter(ExpectedEventFilter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    os.environ["VLLM_CONFIGURE_LOGGING"] = "0"  # read by vLLM when it is imported
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    logging.getLogger("vllm").setLevel(level)
    for chatty in ("uvicorn.access", "httpx", "httpcore", "kserve.trace"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", message="ORJSONResponse is deprecated")  # KServe's endpoints on today's FastAPI


def add_field(name: str, value: object) -> None:
    """Add a field to every line of this process, and of those it forks."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, LineFormatter):
            handler.formatter.added[name] = value
