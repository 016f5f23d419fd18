"""How much of the time a real engine may run, so that its answers take as long as a test needs."""

import threading
from contextlib import suppress

import psutil

ROUND_SEC = 0.2


class EnginePace(threading.Thread):
    """Stops and continues the processes of a predictor's vLLM; `share` of each round it runs (0: never, 1: always)."""

    def __init__(self, predictor: int) -> None:
        super().__init__(daemon=True)
        children = psutil.Process(predictor).children(recursive=True)
        self._engine = [process for process in children if process.name().startswith("VLLM")]
        assert self._engine, [process.name() for process in children]
        self.share = 1.0
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self.start()

    def keep(self, share: float) -> None:
        """Let the engine run for this share of the time, from now on."""
        with self._lock:
            self.share = share
            self._each("resume" if share else "suspend")

    def run(self) -> None:
        """Keep the share until the end."""
        while not self._ended.is_set():
            with self._lock:
                if self.share > 0:
                    self._each("resume")
            self._ended.wait(ROUND_SEC * self.share)
            with self._lock:
                if self.share < 1:
                    self._each("suspend")
            self._ended.wait(ROUND_SEC * (1 - self.share))

    def end(self) -> None:
        """End the engine's processes, which do not notice their parent's death while they are stopped."""
        self._ended.set()
        self.join()
        self._each("kill")

    def _each(self, verb: str) -> None:
        for process in self._engine:
            with suppress(psutil.NoSuchProcess):
                getattr(process, verb)()
