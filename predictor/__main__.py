"""`python -m predictor`: settings → supervisor → exit code."""

import gc
import os
import signal
import sys

if __name__ == "__main__":  # not in the processes that vLLM spawns, because they import this module too
    # The imports make tens of thousands of objects that all stay, so collecting meanwhile costs a tenth of the start.
    # Predictor.load switches the collector on again.
    gc.disable()
    # Until the supervisor handles it, because Kubernetes may stop a pod that is still importing.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import logging

from predictor.config import Settings
from predictor.errors import EXIT_SETTINGS, Fatal
from predictor.options import load, unknown
from predictor.pii import Masker, PatternError, Policy


def main(argv: list[str]) -> int:
    """Run the predictor; returns its exit code (predictor/errors.py lists them)."""
    settings = load(argv)
    settings.export()
    del sys.argv[1:]  # KServe's model server parses them when it is imported
    try:
        masker = make_masker(settings)
    except (ValueError, OSError, PatternError) as error:
        print(f"error: LLM_PII_*: {error}", file=sys.stderr)
        return EXIT_SETTINGS
    return serve(settings, masker)


def make_masker(settings: Settings) -> Masker:
    """The masker of the LLM_PII_* settings; raises ValueError, OSError or PatternError."""
    return Masker(
        Policy(
            actions=settings.pii_actions,
            labels=settings.pii_labels,
            placeholder=settings.pii_placeholder,
            allow=settings.pii_allow,
            patterns_file=settings.pii_patterns,
        )
    )


def serve(settings: Settings, masker: Masker) -> int:
    """Serve until the end; `masker` masks the log even where LLM_PII is off."""
    import uvloop

    from predictor.telemetry.logging import configure

    configure(settings.log_format, settings.log_level, masker.redact)
    log = logging.getLogger("predictor")
    for line in unknown(os.environ):
        log.warning(line)
    try:
        # uvloop answers probes ten times sooner under a flood. Its own run() would wait for threads that may hang.
        return uvloop.new_event_loop().run_until_complete(_serve(settings, masker))
    except Fatal as fatal:
        log.error("exit: %s", fatal.reason, extra={"fields": {"exit_code": fatal.exit_code}})
        return fatal.exit_code


async def _serve(settings: Settings, masker: Masker) -> int:
    from predictor.engines import create
    from predictor.server.supervisor import Supervisor

    return await Supervisor(settings, create(settings), masker if settings.pii else None).serve()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    logging.shutdown()
    # A load that was interrupted leaves a thread that cannot be stopped; the child processes are gone already.
    os._exit(code)
