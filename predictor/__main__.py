"""`python -m predictor`: settings → supervisor → exit code; `python -m predictor COMMAND` runs a command."""

import gc
import os
import signal
import sys
from importlib import import_module

if __name__ == "__main__":  # not in the processes that vLLM spawns, because they import this module too
    # The imports make tens of thousands of objects that all stay, so collecting meanwhile costs a tenth of the start.
    # Predictor.load switches the collector on again.
    gc.disable()
    # Until the supervisor handles it, because Kubernetes may stop a pod that is still importing.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import logging
from pathlib import Path

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.errors import EXIT_SETTINGS, Fatal, leave_reason
from predictor.inference.keys.key_file import KeyFileError, parse, read
from predictor.inference.masking import policy_of
from predictor.options import load, unknown
from predictor.pii import Masker, PatternError
from predictor.telemetry.audit.preconditions import check

# Commands beside the server, each a module with a `main` of its own.
COMMANDS = {
    "audit": "predictor.telemetry.audit.command",
    "keys": "predictor.inference.keys.__main__",
    "rollout": "predictor.rollout.__main__",
}


def main(argv: list[str]) -> int:
    """Run the predictor, or one of COMMANDS; returns the exit code (predictor/errors.py lists the predictor's)."""
    if argv and argv[0] in COMMANDS:
        return _run_command(COMMANDS[argv[0]], argv[1:])
    settings = load(argv)
    settings.export()
    del sys.argv[1:]  # KServe's model server parses them when it is imported
    try:
        masker = make_masker(settings)
    except (ValueError, OSError, PatternError) as error:
        print(f"error: LLM_PII_*: {error}", file=sys.stderr)
        leave_reason(settings.termination_log, f"LLM_PII_*: {error}")
        return EXIT_SETTINGS
    if settings.key_file is not None and not _is_key_file(settings.key_file, settings.termination_log):
        return EXIT_SETTINGS
    try:
        check(settings)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        leave_reason(settings.termination_log, str(error))
        return EXIT_SETTINGS
    return serve(settings, masker)


def _is_key_file(file: Path, termination_log: Path) -> bool:
    """False, with the reason on the terminal and in the termination log, for a key file that cannot be used."""
    try:
        parse(read(file))
    except KeyFileError as error:
        print(f"error: LLM_KEY_FILE: {error}", file=sys.stderr)
        leave_reason(termination_log, f"LLM_KEY_FILE: {error}")
        return False
    return True


def _run_command(module: str, argv: list[str]) -> int:
    """Run `main` of a command's module as a program of its own: garbage is collected, and SIGTERM ends it."""
    gc.enable()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    code = int(import_module(module).main(argv))
    sys.stdout.flush()
    return code


def make_masker(settings: Settings) -> Masker:
    """The masker of the LLM_PII_* settings; raises ValueError, OSError or PatternError."""
    return Masker(policy_of(settings))


def serve(settings: Settings, masker: Masker) -> int:
    """Serve until the end; `masker` masks the log even where LLM_PII is off."""
    from predictor.telemetry.logging import configure

    configure(settings.log_format, settings.log_level, masker.redact)
    log = logging.getLogger("predictor")
    for line in unknown(os.environ):
        log.warning(line)
    try:
        return run(settings, masker if settings.pii else None, apart=settings.frontend_count > 1)
    except Fatal as fatal:
        leave_reason(settings.termination_log, fatal.reason)
        log.error("exit: %s", fatal.reason, extra={"fields": {"exit_code": fatal.exit_code}})
        return fatal.exit_code


def run(settings: Settings, masker: Masker | None, apart: bool) -> int:
    """Serve by front ends in processes `apart` from this one, or by one in this process; raises Fatal before the port is served."""
    if apart:
        metrics_folder = subprocesses.folder() / "metrics"
        metrics_folder.mkdir()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics_folder)  # before prometheus_client is imported
    else:
        os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    from predictor.engines import create
    from predictor.server import fork_server
    from predictor.server.event_loop import new_event_loop
    from predictor.server.front_end_group import FrontEndGroup, control_socket
    from predictor.server.listener import listen
    from predictor.server.one_process import OneProcess
    from predictor.server.supervisor import Supervisor

    listening = listen(settings.host, settings.port)
    subprocesses.prepare(settings.port)
    control = control_socket() if apart else None
    if apart:
        fork_server.start(settings, masker, listening)

    async def supervise() -> int:
        one = FrontEndGroup(settings, masker, control) if control else OneProcess(settings, create(settings), masker)
        return await Supervisor(settings, one, listening).serve()

    # Not uvloop.run(), which would wait for threads that may hang.
    return new_event_loop().run_until_complete(supervise())


if __name__ == "__main__":
    code = main(sys.argv[1:])
    logging.shutdown()
    # A load that was interrupted leaves a thread that cannot be stopped; the child processes are gone already.
    os._exit(code)
