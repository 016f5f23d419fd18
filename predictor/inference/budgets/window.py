"""A moving window over amounts: what was used in the last seconds, kept by slots of time; and the limit on it."""

from typing import Final, NamedTuple

MINUTE: Final = 60
DAY: Final = 86_400
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
    limit is used, also not across a minute's boundary. `slot` is the one at hand when the window was last advanced.
    """

    __slots__ = ("_amounts", "_length", "_slots", "slot", "used")

    def __init__(self, seconds: int) -> None:
        self._slots = SLOTS[seconds]
        self._length = slot_sec(seconds)
        self._amounts: dict[int, int] = {}  # by slot, oldest first
        self.slot = -1
        self.used = 0

    def advance(self, now: float) -> int:
        """Drop what has left the window; returns the slot at hand."""
        slot, amounts = int(now / self._length), self._amounts
        if slot <= self.slot:  # a clock that was set back must not free anything
            return self.slot
        self.slot = slot
        while amounts and (oldest := next(iter(amounts))) < slot - self._slots:
            self.used -= amounts.pop(oldest)
        return slot

    def add(self, slot: int, amount: int) -> None:
        """Use `amount` in the slot at hand."""
        self._amounts[slot] = self._amounts.get(slot, 0) + amount
        self.used += amount

    def use(self, amount: int, now: float) -> float:
        """Use `amount` in the slot at hand, to which the window was advanced; returns `reset_sec`."""
        slot = self.slot
        self._amounts[slot] = used = self._amounts.get(slot, 0) + amount
        self.used += amount
        return (slot + self._slots + 1) * self._length - now if used else self.reset_sec(now)

    def give_back(self, slot: int, amount: int) -> None:
        """Give back a part of what was used in `slot`; nothing where the slot has left the window."""
        if slot in self._amounts:
            amount = min(amount, self._amounts[slot])
            self._amounts[slot] -= amount
            self.used -= amount

    def wait_sec(self, now: float, over: int) -> float:
        """Seconds until the window has lost `over` units of its use; 0 where `over` is 0."""
        if over <= 0:
            return 0.0
        for slot, amount in self._amounts.items():
            over -= amount
            if over <= 0:
                return self._leaves(slot) - now
        return 0.0

    def reset_sec(self, now: float) -> float:
        """Seconds until nothing is used any more."""
        for slot in reversed(self._amounts):
            if self._amounts[slot]:
                return self._leaves(slot) - now
        return 0.0

    def _leaves(self, slot: int) -> float:
        return (slot + self._slots + 1) * self._length
