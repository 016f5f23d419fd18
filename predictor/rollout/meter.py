"""Reads the pods' metrics and gives what was counted between two looks, for stable and canary over the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from predictor.rollout.sides import Pod, View
from predictor.rollout.tally import Tally, TallyError, total

PATIENCE = 5  # failed scrapes of a pod in a row after which the others are counted without it
AT_ONCE = 8


class ScrapeError(Exception):
    """A pod did not give its metrics; the message says why."""


@dataclass(frozen=True, slots=True)
class Window:
    """What happened in `seconds`; `history` is what the stable pods have counted since their start."""

    stable: Tally
    canary: Tally
    history: Tally
    ladder: dict[str, list[float]]
    seconds: float
    stable_pods: int
    canary_pods: int


class Meter:
    """Keeps the last page of each pod.

    A window is given only when every pod answered, since counts over unlike times cannot be compared; the next one is then longer.
    A pod that appears later, as when a side grows, is cold: for `burn_in` seconds it is read but not counted.
    """

    def __init__(self, scrape: Callable[[Pod], str], burn_in: float, clock: Callable[[], float]) -> None:
        self.scrape, self.burn_in, self.clock = scrape, burn_in, clock
        self.before: dict[str, Tally] = {}
        self.seen: dict[str, float] = {}
        self.failures: dict[str, int] = {}
        self.read_at: float | None = None
        self.problem = ""

    def forget(self) -> None:
        """Begin anew: the next read gives no window, and its pods count from then."""
        self.before, self.read_at = {}, None

    def read(self, view: View) -> Window | None:
        """Scrape all serving pods; None when there is nothing to compare with yet, or a pod did not answer (`problem` says it)."""
        assert view.canary is not None
        sides = (view.stable.serving, view.canary.serving)
        pages = self._pages([pod for side in sides for pod in side])
        now = self.clock()
        if pages is None:
            return None
        started, before = self.read_at, self.before
        for name in pages:
            self.seen.setdefault(name, now - self.burn_in if started is None else now)
        self.read_at, self.before = now, pages
        if started is None or now <= started:
            return None
        return self._window(sides, pages, before, now, started)

    def _window(self, sides: Any, pages: dict[str, Tally], before: dict[str, Tally], now: float, started: float) -> Window:
        """The counts of both sides, stable first, between two scrapes."""
        counted = [[pod.name for pod in side if self._counts(pod.name, before, now, pages)] for side in sides]
        stable, canary = (total(pages[name].since(before[name]) for name in side) for side in counted)
        every = total(pages.values())
        ladder = {name: sorted(bounds) for name, bounds in every.buckets.items()}
        history = total(pages[pod.name] for pod in sides[0] if pod.name in pages)
        return Window(stable, canary, history, ladder, now - started, len(counted[0]), len(counted[1]))

    def _counts(self, name: str, before: dict[str, Tally], now: float, pages: dict[str, Tally]) -> bool:
        return name in before and name in pages and now - self.seen[name] >= self.burn_in

    def _pages(self, pods: list[Pod]) -> dict[str, Tally] | None:
        self.problem = ""
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            results = dict(zip((pod.name for pod in pods), pool.map(self._page, pods), strict=True))
        pages = {name: page for name, page in results.items() if isinstance(page, Tally)}
        self.failures = {name: self.failures.get(name, 0) + 1 for name in results if name not in pages}
        self.seen = {name: at for name, at in self.seen.items() if name in results}
        if self.failures:
            name = next(iter(self.failures))
            self.problem = f"pod {name} gives no metrics: {results[name]}"
        return None if any(count <= PATIENCE for count in self.failures.values()) else pages

    def _page(self, pod: Pod) -> Tally | str:
        try:
            return Tally.parse(self.scrape(pod))
        except (ScrapeError, TallyError) as error:
            return str(error)
