"""What a judge knows of its rollout, as JSON, so that another judge can go on where it stopped."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from predictor.rollout.plan import Plan
from predictor.rollout.verdict import STREAMS, Evidence

VERSION = 1
HISTORY = 300
ARRAYS = ("harm", "past", "relative", "absolute", "stable", "step")


class Phase(StrEnum):
    """Where a rollout is."""

    WAITING = "Waiting"  # for the canary's pods
    BURN_IN = "BurnIn"  # a share has just been given: caches are cold, nothing is counted
    JUDGING = "Judging"
    FINISHED = "Finished"


class Verdict(StrEnum):
    """How a rollout ended."""

    NONE = ""
    PROMOTED = "Promoted"
    ROLLED_BACK = "RolledBack"
    TOO_LITTLE = "TooLittleTraffic"
    ABORTED = "Aborted"
    INTERRUPTED = "Interrupted"


@dataclass
class Sums:
    """One side's sums over a step. `busy` is seconds of requests, `pod_seconds` seconds of ready pods."""

    requests: float = 0
    failed: float = 0
    refused: float = 0
    busy: float = 0
    pod_seconds: float = 0


@dataclass
class Point:
    """One look, for the plot: time in seconds since the start, share, log10 of the two e-values, the step's canary requests."""

    at: float
    share: int
    harm: float
    proof: float
    requests: float


@dataclass
class State:
    """One rollout of one canary (`candidate`) against one stable version, both as hashes. Times are seconds since the epoch.

    `pending` is true from the moment a share is decided until it is given. `table` holds for each stream the requests of stable,
    those of them that were bad, and the same of the canary, since the start.
    """

    plan: Plan
    candidate: str
    stable: str
    started: float
    phase: Phase = Phase.WAITING
    share: int = 0
    pending: bool = False
    step_started: float = 0
    bounds: dict[str, float] = field(default_factory=dict)
    sums: dict[str, Sums] = field(default_factory=lambda: {"stable": Sums(), "canary": Sums()})
    totals: dict[str, Sums] = field(default_factory=lambda: {"stable": Sums(), "canary": Sums()})
    absent: int = 0  # looks in a row at which no pod of the canary served
    table: list[list[float]] = field(default_factory=lambda: [[0.0] * 4 for _ in STREAMS])
    pods: dict[str, dict[str, int]] = field(default_factory=dict)
    history: list[Point] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    verdict: Verdict = Verdict.NONE
    reason: str = ""
    evidence: Evidence = field(init=False)

    def __post_init__(self) -> None:
        self.evidence = Evidence(self.plan)

    @property
    def step(self) -> int:
        """Index into plan.shares."""
        return int(self.evidence.step)

    @property
    def done(self) -> bool:
        """The verdict stands and has been carried out."""
        return self.phase is Phase.FINISHED and not self.pending

    def begin_step(self, share: int, at: float) -> None:
        """A new share begins: sums and bounds of the last one do not hold for it."""
        self.share, self.pending = share, True
        self.phase, self.step_started = Phase.BURN_IN, at
        self.bounds = {}
        self.sums = {"stable": Sums(), "canary": Sums()}

    def note(self, point: Point) -> None:
        """Keep a point; of too many every second one."""
        self.history.append(point)
        if len(self.history) > HISTORY:
            self.history = self.history[::2]

    def dump(self) -> str:
        """JSON of about 20 kB at most."""
        data = {key: value for key, value in vars(self).items() if key not in ("evidence", "plan", "sums", "totals", "history")}
        data |= {"version": VERSION, "plan": self.plan.as_dict()}
        data |= {name: {side: vars(sums) for side, sums in getattr(self, name).items()} for name in ("sums", "totals")}
        data["history"] = [[round(value, 3) for value in vars(point).values()] for point in self.history]
        data["evidence"] = {name: np.round(getattr(self.evidence, name), 5).tolist() for name in ARRAYS}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> "State":
        """From what `dump` made; raises ValueError for another version's or a damaged text."""
        try:
            data: dict[str, Any] = json.loads(text)
            if data.pop("version") != VERSION:
                raise ValueError("written by another version of the judge")
            evidence = data.pop("evidence")
            data["plan"] = Plan.from_dict(data["plan"])
            for name in ("sums", "totals"):
                data[name] = {side: Sums(**sums) for side, sums in data[name].items()}
            data["history"] = [Point(*values) for values in data["history"]]
            data |= {"phase": Phase(data["phase"]), "verdict": Verdict(data["verdict"])}
            state = cls(**data)
            for name in ARRAYS:
                kept = getattr(state.evidence, name)
                setattr(state.evidence, name, np.array(evidence[name], dtype=kept.dtype).reshape(kept.shape))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a rollout's state: {error}") from error
        return state
