"""The life cycle of the predictor: its stage, the seconds of each stage, and the reason of its end.

The pipeline refuses by it, the protocols report it, the server moves it on.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from predictor.errors import EXIT_LOAD_FAILED, Draining, EngineDead, Fatal, ModelLoadFailed, NotReady, PredictorError
from predictor.telemetry import metrics

log = logging.getLogger("predictor.inference.lifecycle")


class Stage(StrEnum):
    """The stages in their order. A start passes the first three; the last two end the life cycle."""

    IMPORTING = "importing"
    LOADING = "loading"
    WARMING = "warming"
    READY = "ready"
    DRAINING = "draining"
    FAILED = "failed"


STARTING = (Stage.IMPORTING, Stage.LOADING, Stage.WARMING)


class Lifecycle:
    """The stage of one predictor. Stages are entered from the server's loop or from the loading thread.

    `redact` masks the reason of a failure, because an engine's message may quote a prompt. `on_change` is called after each change.
    With several front ends the supervisor's life cycle decides, and each front end has one that follows it by `follow`.
    """

    def __init__(self, redact: Callable[[str], str] = str) -> None:
        self.redact = redact
        self.on_change: Callable[[], None] = lambda: None
        self.stage = Stage.IMPORTING
        self.since = self.started = time.monotonic()
        self.seconds: dict[str, float] = {}
        self.fatal: Fatal | None = None
        self.ended = asyncio.Event()
        self._inside = 0
        self.quiet = asyncio.Event()
        self.quiet.set()
        self.suspended = ""
        self._refusing = False
        self._show()

    @property
    def ready(self) -> bool:
        """True only between the end of the warm-up and the first sign of stopping, and not while suspended."""
        return self.stage is Stage.READY and not self.suspended

    @property
    def live(self) -> bool:
        """False once only a restart can help."""
        return self.stage is not Stage.FAILED

    @property
    def starting(self) -> bool:
        """True until the warm-up is over."""
        return self.stage in STARTING

    def enter(self, stage: Stage) -> None:
        """Go on to `stage`; does nothing once the life cycle has ended, because a thread that is late must not revive it."""
        if self.stage in (Stage.FAILED, Stage.DRAINING) and stage is not Stage.FAILED:
            return
        now = time.monotonic()
        self.seconds[self.stage.value] = round(now - self.since, 3)
        if self.starting:
            metrics.LOAD_SECONDS.labels(self.stage.value).set(self.seconds[self.stage.value])
        self.stage, self.since = stage, now
        self._show()
        fields: dict[str, object] = {"stage": stage.value, "since_start_seconds": round(now - self.started, 2)}
        if stage is Stage.READY:
            fields["stage_seconds"] = dict(self.seconds)
        log.info("stage", extra={"fields": fields})

    def fail(self, fatal: Fatal) -> None:
        """End the life cycle; the first reason stays."""
        if self.fatal is None:
            self.fatal = Fatal(self.redact(fatal.reason), fatal.exit_code)
            self.enter(Stage.FAILED)
            log.error(self.fatal.reason)
            self.ended.set()

    def suspend(self, reason: str) -> None:
        """Drop readiness for `reason` while requests are still answered; an empty reason restores it."""
        if reason != self.suspended:
            self.suspended = reason
            self._show()
            if reason:
                log.warning("unready: %s", reason)
            else:
                log.info("ready again")

    def drain(self) -> None:
        """Begin to stop: unready at once, requests are still served."""
        if self.stage is not Stage.FAILED:
            self.enter(Stage.DRAINING)
            self.ended.set()

    def refuse_new(self) -> None:
        """Refuse every inference that arrives from now on."""
        self._refusing = True

    @contextmanager
    def count_request(self) -> Iterator[None]:
        """Count an inference request from its arrival to its last byte; `quiet` is set while none is counted.

        Rejected requests are not counted: under load there is always another one, and the drain would never finish.
        """
        if self._refusing:
            yield
            return
        self._inside += 1
        self.quiet.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self.quiet.set()

    def refusal(self) -> PredictorError | None:
        """The error that an inference gets now; None where it may go on."""
        if self.fatal is not None:
            return ModelLoadFailed() if self.fatal.exit_code == EXIT_LOAD_FAILED else EngineDead()
        never_ready = Stage.READY.value not in self.seconds
        if self._refusing or (self.stage is Stage.DRAINING and never_ready):
            return Draining(retry_after=1)
        return NotReady(retry_after=5) if self.starting else None

    def status(self) -> dict[str, object]:
        """The fields of `/` and `/health`: `stage_seconds` since the stage began, `uptime_seconds` since the start."""
        now = time.monotonic()
        status: dict[str, object] = {
            "status": "alive" if self.live else "failed",
            "ready": self.ready,
            "stage": self.stage.value,
            "stage_seconds": round(now - self.since, 1),
            "uptime_seconds": round(now - self.started, 1),
            "start": {stage.value: self.seconds[stage.value] for stage in STARTING if stage.value in self.seconds},
        }
        if self.fatal or self.suspended:
            status["reason"] = self.fatal.reason if self.fatal else self.suspended
        return status

    def state(self) -> dict[str, Any]:
        """All that `follow` takes; times are of `time.monotonic`, which is one for all processes of a machine."""
        return {
            "stage": self.stage.value,
            "since": self.since,
            "started": self.started,
            "seconds": self.seconds,
            "fatal": [self.fatal.reason, self.fatal.exit_code] if self.fatal else None,
            "suspended": self.suspended,
        }

    def follow(
        self, stage: str, since: float, started: float, seconds: dict[str, float], fatal: tuple[str, int] | None, suspended: str
    ) -> None:
        """Become what the supervisor's life cycle is."""
        self.stage, self.since, self.started, self.seconds, self.suspended = Stage(stage), since, started, seconds, suspended
        self.fatal = Fatal(*fatal) if fatal else None
        self._show()

    def _show(self) -> None:
        metrics.READY.set(self.ready)
        metrics.ENGINE_UP.set(self.stage in (Stage.WARMING, Stage.READY, Stage.DRAINING))
        for stage in Stage:
            metrics.STAGE.labels(stage.value).set(stage is self.stage)
        self.on_change()
