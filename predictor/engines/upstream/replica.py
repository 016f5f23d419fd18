"""One upstream server: its address, its model, its health, its requests in flight."""

import logging
import time
from collections.abc import Callable

from predictor.telemetry import metrics

log = logging.getLogger("predictor.upstream")
EJECT_SEC = 1.0  # doubled with each failure in a row
EJECT_MAX_SEC = 30.0
MISSES = 2  # checks that must fail in a row, so that one slow answer does not empty a busy upstream


class Replica:
    """State of one upstream. It is usable while its checks pass (`up`) and it is not ejected; the two are kept apart.

    A check that passes ends no ejection: an upstream may answer checks and break every request. Only an answered request resets
    the doubling.
    """

    def __init__(self, index: int, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.index = index
        self.root, self.prefixes = places(url)
        self.prefix = self.prefixes[0]
        self.model = ""
        self.context_length = 0
        self.has_health_path = True
        self.in_flight = 0
        self.up = False
        self.late = False
        self.reason = "not checked yet"
        self.misconfigured = False
        self._misses = 0
        self._failures = 0
        self._ejected_until = 0.0
        self._clock = clock
        self._show()

    @property
    def ejected(self) -> bool:
        """True while requests broke on it a short time ago."""
        return self._clock() < self._ejected_until

    @property
    def available(self) -> bool:
        """True when requests should go to it."""
        return self.up and not self.ejected

    @property
    def health_rank(self) -> int:
        """0 usable, 1 ejected, 2 was up and its checks are late, 3 down: it refuses connections or reports that it is not ready."""
        if self.up:
            return 1 if self.ejected else 0
        return 2 if self.late else 3

    def on_probe_ok(self) -> None:
        """A check succeeded."""
        if not self.up:
            fields = {"upstream": self.index, "model": self.model, "context_length": self.context_length}
            log.info("upstream is up", extra={"fields": fields})
        self.up, self.late, self.reason, self.misconfigured, self._misses = True, False, "", False, 0
        self._show()

    def on_probe_failed(self, reason: str, certain: bool, misconfigured: bool = False) -> None:
        """A check failed; a `certain` failure (connection refused, or not ready by its own report) counts at once."""
        self._misses += 1
        down = self.up and (certain or self._misses >= MISSES)
        if down or (not self.up and reason != self.reason):
            log.warning("upstream is down", extra={"fields": {"upstream": self.index, "reason": reason}})
        if down or not self.up:
            self.late = not certain and (self.up or self.late)
            self.up, self.reason, self.misconfigured = False, reason, misconfigured
        self._show()

    def on_request_failed(self) -> None:
        """A request failed on the connection: eject, longer each time."""
        if self.ejected:
            return  # requests in flight at the same time report the same failure
        pause = min(EJECT_SEC * 2**self._failures, EJECT_MAX_SEC)
        self._failures += 1
        self._ejected_until = self._clock() + pause
        log.warning("upstream ejected", extra={"fields": {"upstream": self.index, "seconds": pause}})
        self._show()

    def on_request_ok(self) -> None:
        """A request got its answer, which is stronger evidence than a late check."""
        self._misses = 0
        if not self.ejected:
            self._failures = 0

    def _show(self) -> None:
        """Set the metric; a check comes every few seconds, so the end of an ejection is shown with the next one."""
        metrics.UPSTREAM_HEALTHY.labels(self.index).set(self.available)

    def count(self, outcome: str) -> None:
        """Count a request's outcome."""
        metrics.UPSTREAM_REQUESTS.labels(self.index, outcome).inc()


def places(url: str) -> tuple[str, list[str]]:
    """Root of a server (health lies there) and where its `/v1` may lie: KServe's runtimes have it below `/openai`.

    >>> places("http://a:8000")
    ('http://a:8000', ['http://a:8000', 'http://a:8000/openai'])
    >>> places("http://a:8000/x/openai/v1/")
    ('http://a:8000/x', ['http://a:8000/x/openai'])
    """
    base = url.rstrip("/")
    versioned = base.removesuffix("/v1")
    root = versioned.removesuffix("/openai")
    if versioned != base or root != versioned:
        return root, [versioned]
    return root, [root, f"{root}/openai"]
