"""The limits on one resource of a key, and what was used under them."""

import math
import time
from typing import Final

from predictor.inference.budgets.window import Limit, Window
from predictor.inference.limits import HeaderNames, RawHeaders

MOST: Final = 1 << 62  # above every limit
Slots = tuple[tuple[Window, int], ...]  # windows, each with its slot at hand


class Bound:
    """Limits with a window each. A request takes the same amount under all of them.

    Until a slot of one of the windows ends at `_ends_at`, all windows change alike. An amount is therefore counted once, in
    `_room`, which is what the limit with the least left has. `_fold` brings what it has lost since `_whole_room` into the windows.
    `slots` is the same tuple until then.
    """

    __slots__ = (
        "_ends_at",
        "_leaves_at",
        "_limit",
        "_most",
        "_remaining",
        "_reset",
        "_room",
        "_tightest",
        "_whole_room",
        "_windows",
        "limits",
        "slots",
    )

    def __init__(self, names: HeaderNames) -> None:
        """`names` are those of the headers."""
        self._limit, self._remaining, self._reset = names
        self._windows: dict[int, Window] = {}  # by their seconds; a window stays when its limit changes
        self.limits: tuple[Limit, ...] = ()
        self.slots: Slots = ()
        self._room = self._whole_room = MOST
        self._ends_at = self._leaves_at = math.inf
        self._most = (self._limit, b"")
        self._tightest: Window | None = None

    def bind(self, limits: tuple[Limit, ...]) -> None:
        """Take on new limits."""
        if limits is self.limits or limits == self.limits:
            return
        self._fold()
        self.limits = limits
        for limit in limits:
            self._windows.setdefault(limit.seconds, Window(limit.seconds))
        self._measure()

    def take(self, limits: tuple[Limit, ...], amount: int) -> RawHeaders | None:
        """Take `amount` under each of `limits`, or take nothing and return None.

        Returns the headers of the limit that has the least left. No limit is ever exceeded by what was taken here.
        """
        if limits is not self.limits:
            self.bind(limits)
        if not limits:
            return []
        now = time.monotonic()
        if now >= self._ends_at:
            self.advance(now)
        left = self._room - amount
        if left < 0:
            return None
        self._room = left
        reset_sec = self._leaves_at - now if amount else self._reset_sec(now)
        return [self._most, (self._remaining, b"%d" % left), (self._reset, b"%.3fs" % reset_sec)]

    def settle(self, slots: Slots, amount: int, used: int) -> None:
        """End what took `amount` while `slots` were at hand and has used `used` of it.

        The rest is given back where its slot has not left the window. What was used beyond `amount` counts as of now.
        """
        rest = amount - used
        if not (slots and rest):
            return
        if rest < 0:
            self.advance(time.monotonic())
        if slots is self.slots or slots == self.slots:
            self._room += rest
            return
        self._fold()
        for window, slot in slots:
            if rest > 0:
                window.give_back(slot, rest)
            else:
                window.advance(time.monotonic())
                window.use(-rest)
        self._measure()

    def advance(self, now: float) -> None:
        """Drop what has left the windows."""
        self._fold()
        for window, _ in self.slots:
            window.advance(now)
        self._measure()

    def windows(self, now: float) -> list[tuple[int, Window]]:
        """The most and the window of each limit, with all that was used until `now`."""
        if now >= self._ends_at:
            self.advance(now)
        self._fold()
        return [(limit.most, self._windows[limit.seconds]) for limit in self.limits]

    def slots_of(self, limits: tuple[Limit, ...], slots: tuple[int, ...]) -> Slots:
        """The windows of `limits`, which were bound once, with given slots."""
        return tuple((self._windows[limit.seconds], slot) for limit, slot in zip(limits, slots, strict=True))

    def _fold(self) -> None:
        amount = self._whole_room - self._room
        self._whole_room = self._room
        if amount:
            for window, _ in self.slots:
                window.use(amount)

    def _measure(self) -> None:
        windows = [(limit.most, self._windows[limit.seconds]) for limit in self.limits]
        slots = tuple((window, window.slot) for _, window in windows)
        if slots != self.slots:
            self.slots = slots
        self._room, self._ends_at = MOST, math.inf
        for most, window in windows:
            self._ends_at = min(self._ends_at, window.ends_at)
            if most - window.used < self._room:
                self._room, self._tightest, self._most = most - window.used, window, (self._limit, b"%d" % most)
                self._leaves_at = window.leaves_at
        self._whole_room = self._room

    def _reset_sec(self, now: float) -> float:
        self._fold()
        return self._tightest.reset_sec(now) if self._tightest else 0.0
