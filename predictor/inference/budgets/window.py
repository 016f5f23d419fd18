"""A moving window over amounts: what was used in the last seconds, kept by slots of time; and the limit on it."""

from typing import Final, NamedTuple

MINUTE: Final = 60
DAY: Final = 86_400
MOST: Final = 1 << 62  # above every limit
# Slots of a window by its seconds. A slot leaves the window as a whole, so a slot's length is how late an amount may come back.
SLOTS: Final = {1: 10, MINUTE: 60, DAY: 144}


class Limit(NamedTuple):
    """At most `most` of `resource` ("requests" or "tokens") in any `seconds`, which are a key of SLOTS."""

    resource: str
    seconds: int
    most: int


def slot_sec(seconds: int) -> float:
    """Length of a slot of a window of `seconds`."""
    return seconds / SLOTS[seconds]


class Window:
    """The amounts used in the last `seconds`. Times are in seconds of one clock.

    The slot at hand and SLOTS before it are summed, which is at least the window's length: in no stretch of `seconds` more than the
    limit is used, also not across a minute's boundary. `slot` is the one at hand when the window was last advanced: it begins at
    `begins_at`, ends at `ends_at`, and has left the window at `leaves_at`. `current` is what was used in it.
    """

    __slots__ = ("_earlier", "_length", "_slots", "begins_at", "current", "ends_at", "leaves_at", "slot", "used")

    def __init__(self, seconds: int) -> None:
        self._slots = SLOTS[seconds]
        self._length = slot_sec(seconds)
        self._earlier: dict[int, int] = {}  # amounts by slot, oldest first, without the slot at hand
        self.slot = -1
        self.begins_at = self.ends_at = self.leaves_at = float("-inf")
        self.current = 0
        self.used = 0

    def advance(self, now: float) -> int:
        """Drop what has left the window; returns the slot at hand. It changes nothing before `ends_at`."""
        slot, earlier = int(now / self._length), self._earlier
        if slot <= self.slot:  # a clock that was set back must not free anything
            return self.slot
        if self.current:
            earlier[self.slot] = self.current
        self.slot, self.current = slot, 0
        self.begins_at, self.ends_at = slot * self._length, (slot + 1) * self._length
        self.leaves_at = self._leaves(slot)
        while earlier and (oldest := next(iter(earlier))) < slot - self._slots:
            self.used -= earlier.pop(oldest)
        return slot

    def use(self, amount: int) -> None:
        """Use `amount` in the slot at hand."""
        self.current += amount
        self.used += amount

    def give_back(self, slot: int, amount: int) -> None:
        """Give back a part of what was used in `slot`; nothing where the slot has left the window."""
        if slot == self.slot:
            amount = min(amount, self.current)
            self.current -= amount
        else:
            amount = min(amount, self._earlier.get(slot, 0))
            if amount:
                self._earlier[slot] -= amount
        self.used -= amount

    def wait_sec(self, now: float, over: int) -> float:
        """Seconds until the window has lost `over` units of its use; 0 where `over` is 0."""
        if over <= 0:
            return 0.0
        for slot, amount in (*self._earlier.items(), (self.slot, self.current)):
            over -= amount
            if over <= 0:
                return self._leaves(slot) - now
        return 0.0

    def reset_sec(self, now: float) -> float:
        """Seconds until nothing is used any more."""
        if self.current:
            return self.leaves_at - now
        for slot in reversed(self._earlier):
            if self._earlier[slot]:
                return self._leaves(slot) - now
        return 0.0

    def _leaves(self, slot: int) -> float:
        return (slot + self._slots + 1) * self._length
