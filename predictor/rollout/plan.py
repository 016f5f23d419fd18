"""What a rollout is asked to do: its steps, its error probabilities, and its limits."""

from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any


class PlanError(ValueError):
    """A plan that cannot be carried out; the message names the option and says what to give instead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One rollout.

    `steps` are the percent of the requests that the canary gets, the last of them 100; `mirror_percent` is the percent of stable's
    requests that are copied to it before, in a step without callers. `alpha` bounds the probability that a canary
    which is no worse is rolled back; `beta` the probability that one which is worse by the margin is promoted. `margin` is the
    excess in the rate of bad requests that matters (0.5 is half as many again as stable has); `tolerance` is a share of failed
    requests that does not matter whatever stable has. Times are seconds.
    """

    steps: tuple[int, ...] = (10, 25, 50, 100)
    alpha: float = 0.01
    beta: float = 0.05
    margin: float = 0.5
    tolerance: float = 0.01
    mirror_percent: int = 0
    interval: float = 15
    burn_in: float = 60
    burn_in_requests: int = 20
    min_step: float = 120
    budget: float = 6 * 3600
    ready_timeout: float = 1800
    too_little: str = "roll-back"

    def __post_init__(self) -> None:
        for broken, message in self._rules():
            if broken:
                raise PlanError(message)

    def _rules(self) -> list[tuple[bool, str]]:
        steps = self.steps
        rising = all(low < high for low, high in pairwise(steps))
        return [
            (len(steps) < 2 or steps[-1] != 100, "--steps: give at least one share below 100 and then 100, such as 10,25,50,100"),
            (not rising or (bool(steps) and steps[0] < 1), "--steps: each share must be above the one before it, from 1 to 100"),
            (not 0 < self.alpha <= 0.5, "--alpha: give a probability above 0 and at most 0.5, such as 0.01"),
            (not 0 < self.beta <= 0.5, "--beta: give a probability above 0 and at most 0.5, such as 0.05"),
            (not 0.05 <= self.margin <= 10, "--margin: give an excess between 0.05 and 10, such as 0.5 for half as many again"),
            (not 0 < self.tolerance <= 0.2, "--tolerance: give a share above 0 and at most 0.2, such as 0.01"),
            (not 0 <= self.mirror_percent <= 100, "--mirror-percent: give a percent from 0 (no mirrored step) to 100"),
            (self.interval < 1, "--interval: give at least 1 second"),
            (self.burn_in < 0 or self.burn_in_requests < 0, "--burn-in, --burn-in-requests: give 0 or more"),
            (self.min_step < 0 or self.ready_timeout <= 0, "--min-step: give 0 or more; --ready-timeout: give more than 0"),
            (self.budget <= self.interval, "--budget: give more seconds than one --interval"),
            (self.too_little not in TOO_LITTLE, f"--too-little: give one of {', '.join(TOO_LITTLE)}"),
        ]

    @property
    def shares(self) -> tuple[int, ...]:
        """All steps, with the mirrored one (0 % of the callers) first where there is one."""
        return (0, *self.steps) if self.mirror_percent else self.steps

    @property
    def judged(self) -> tuple[int, ...]:
        """The shares at which the canary is compared: all but the last."""
        return self.shares[:-1]

    def slack(self, step: int) -> float:
        """By how much the proof that ends `step` is easier than the last one.

        It is 100 over the share of the next step, so that share times excess, the harm that a mistake does, is the same at each.
        """
        return 100 / self.shares[step + 1]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"steps": list(self.steps)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Plan":
        """From what `as_dict` made; keys of another version are left out."""
        known = {field.name for field in fields(cls)}
        given: dict[str, Any] = {key: tuple(value) if key == "steps" else value for key, value in data.items() if key in known}
        return cls(**given)


TOO_LITTLE = ("roll-back", "hold", "promote")
