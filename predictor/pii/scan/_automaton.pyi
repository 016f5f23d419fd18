from typing_extensions import Buffer

def give_way() -> None: ...

class Hits:
    @property
    def stopped(self) -> bool: ...
    def next(self, place: int, /) -> tuple[int, int, int]: ...
    def __len__(self) -> int: ...

class Automaton:
    def __init__(
        self,
        plane: Buffer,
        above: Buffer,
        above_class: Buffer,
        members: Buffer,
        set_of: Buffer,
        gate_of: Buffer,
        follow_at: Buffer,
        follow: Buffer,
        word: Buffer,
        gates: int,
        stop: int,
    ) -> None: ...
    @property
    def states(self) -> int: ...
    def read(self, text: str, stops: bool, /) -> Hits: ...
    def opens(self, text: str, low: int, high: int, /) -> bool: ...
    def gates(self, number: int, /) -> list[int]: ...
