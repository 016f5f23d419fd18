"""How many constraints the engine compiles at once, in all and for one caller.

vLLM compiles on a few threads and stops no compilation, so one that is abandoned keeps its place until it is done.
"""

from collections import Counter, OrderedDict

from predictor.errors import TooManyRequests
from predictor.telemetry import metrics

KNOWN = 1024  # digests of compiled constraints that are remembered; the engine has them in its own cache


class Compilation:
    """A place of one constraint. `end` frees it, once, and says whether the constraint is compiled now."""

    def __init__(self, limit: "CompilationLimit", origin: str, digest: str) -> None:
        self._limit: CompilationLimit | None = limit
        self._origin = origin
        self._digest = digest

    def end(self, compiled: bool) -> None:
        """Free the place; a compiled constraint needs none the next time."""
        if self._limit is not None:
            self._limit.release(self._origin, self._digest, compiled)
            self._limit = None


class CompilationLimit:
    """Places for `most` new constraints at once; one caller gets half of them, and one at least."""

    def __init__(self, most: int, retry_after_sec: int) -> None:
        self.most = most
        self.most_per_caller = max(1, most // 2)
        self.retry_after_sec = retry_after_sec
        self._running: Counter[str] = Counter()
        self._known: OrderedDict[str, None] = OrderedDict()

    def begin(self, origin: str, digest: str) -> Compilation | None:
        """A place for the constraint of `digest`, None where it is compiled already; raises TooManyRequests while none is free."""
        if digest in self._known:
            self._known.move_to_end(digest)
            return None
        if self._running.total() >= self.most or self._running[origin] >= self.most_per_caller:
            raise TooManyRequests(
                "새 구조화 출력 제약을 동시에 컴파일하는 한도 초과",
                retry_after=self.retry_after_sec,
                message="Too many new constraints are compiled at once; try again after Retry-After seconds",
            )
        self._running[origin] += 1
        metrics.COMPILATIONS.inc()
        return Compilation(self, origin, digest)

    def release(self, origin: str, digest: str, compiled: bool) -> None:
        """Free a place of `origin`."""
        self._running -= Counter({origin: 1})
        metrics.COMPILATIONS.dec()
        if compiled:
            self._known[digest] = None
            if len(self._known) > KNOWN:
                self._known.popitem(last=False)
