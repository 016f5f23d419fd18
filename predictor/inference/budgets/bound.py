"""The limits on one resource of a key, and what was used under them."""

import math
import time

from predictor.inference.budgets.window import MOST, Limit, Window
from predictor.inference.limits import HeaderNames, RawHeaders

Slots = tuple[tuple[Window, int], ...]  # windows, each with its slot at hand
Header = tuple[bytes, bytes]


class Bound:
    """Limits with a window each. A request takes the same amount under all of them.

    Until a slot of one of the windows ends at `_ends_at`, all windows change alike. An amount is therefore counted once, in
    `_room`, which is what the limit with the least left has. `advance` brings what it has lost since `_whole_room` into the
    windows. `slots` is the same tuple until then.
    """

    __slots__ = (
        "_ends_at",
        "_leaves_at",
        "_limit",
        "_most",
        "_remaining",
        "_reset",
        "_room",
        "_rows",
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
        self._rows: list[tuple[int, Window, Header]] = []  # of `limits`: the most, the window, the header of the most
        self.slots: Slots = ()
        self._room = self._whole_room = MOST
        self._ends_at = self._leaves_at = math.inf
        self._most = (self._limit, b"")
        self._tightest: Window | None = None

    def bind(self, limits: tuple[Limit, ...]) -> None:
        """Take on new limits."""
        if limits is self.limits or limits == self.limits:
            return
        now = time.monotonic()
        self.advance(now)
        self.limits = limits
        self._rows = [(limit.most, self._window(limit.seconds), (self._limit, b"%d" % limit.most)) for limit in limits]
        self.slots = ()
        self.advance(now)

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
        if rest > 0 and (slots is self.slots or slots == self.slots):
            self._room += rest
            return
        now = time.monotonic()
        self.advance(now)
        for window, slot in slots:
            if rest > 0:
                window.give_back(slot, rest)
            else:
                window.advance(now)
                window.use(-rest)
        self.advance(now)

    def advance(self, now: float) -> None:
        """Count in each window what was taken, drop what has left it, and look which limit has the least left."""
        taken, moved = self._whole_room - self._room, not self.slots
        room, ends_at = MOST, math.inf
        for most, window, header in self._rows:
            if taken:
                window.use(taken)
            if now >= window.ends_at:
                window.advance(now)
                moved = True
            if window.ends_at < ends_at:
                ends_at = window.ends_at
            left = most - window.used
            if left < room:
                room, self._tightest, self._most, self._leaves_at = left, window, header, window.leaves_at
        self._room = self._whole_room = room
        self._ends_at = ends_at
        if moved:
            self.slots = tuple([(window, window.slot) for _, window, _ in self._rows])

    def windows(self, now: float) -> list[tuple[int, Window]]:
        """The most and the window of each limit, with all that was used until `now`."""
        self.advance(now)
        return [(most, window) for most, window, _ in self._rows]

    def slots_of(self, limits: tuple[Limit, ...], slots: tuple[int, ...]) -> Slots:
        """The windows of `limits`, which were bound once, with given slots."""
        return tuple((self._windows[limit.seconds], slot) for limit, slot in zip(limits, slots, strict=True))

    def _window(self, seconds: int) -> Window:
        return self._windows.setdefault(seconds, Window(seconds))

    def _reset_sec(self, now: float) -> float:
        self.advance(now)
        return self._tightest.reset_sec(now) if self._tightest else 0.0
