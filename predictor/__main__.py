"""`python -m predictor`: settings → model → server → exit code."""

import gc
import os
import signal
import sys

if __name__ == "__main__":  # not in processes that vLLM spawns, which import this module too
    # Collecting while tens of thousands of modules' objects are made, all of which stay, costs a tenth of the start;
    # Predictor.load switches it on again once the imports are done.
    gc.disable()
    # Until the server handles it: Kubernetes may stop a pod that is still importing.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import logging
from typing import Any

from predictor.config import Settings
from predictor.options import load, unknown


def main(argv: list[str]) -> int:
    """Run the predictor; returns its exit code (predictor/lifecycle.py lists them)."""
    settings = load(argv)
    settings.export()
    import uvloop

    from predictor.errors import Fatal
    from predictor.lifecycle import EXIT_SETTINGS
    from predictor.telemetry.logging import configure
    from predictor.pii import Masker, PatternError, Policy

    try:
        masker = Masker(
            Policy(
                actions=settings.pii_actions,
                labels=settings.pii_labels,
                placeholder=settings.pii_placeholder,
                allow=settings.pii_allow,
                patterns_file=settings.pii_patterns,
                minimum_scores=settings.pii_minimum_scores,
            )
        )
    except (ValueError, OSError, PatternError) as error:
        print(f"error: LLM_PII_*: {error}", file=sys.stderr)
        return EXIT_SETTINGS
    configure(settings.log_format, settings.log_level, masker.redact)
    for line in unknown(os.environ):
        logging.getLogger("predictor").warning(line)
    try:
        # uvloop: under a flood probes are answered ten times sooner. Not its run(), which would wait for threads that may hang.
        return uvloop.new_event_loop().run_until_complete(_serve(settings, masker))
    except Fatal as fatal:
        logging.getLogger("predictor").error("exit: %s", fatal.reason, extra={"fields": {"exit_code": fatal.exit_code}})
        return fatal.exit_code


async def _serve(settings: Settings, masker: Any) -> int:
    from predictor.engines import create
    from predictor.server import PredictorServer

    return await PredictorServer(settings, create(settings), masker if settings.pii else None).serve()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    logging.shutdown()
    # A load that was interrupted leaves a thread that cannot be stopped; the children are gone already.
    os._exit(code)
