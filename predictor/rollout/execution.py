"""Carries a decision out: writes it down, moves the traffic, then tells it by an Event and a condition."""

import logging
import time
from collections.abc import Callable

from predictor.rollout.report import share_text
from predictor.rollout.sides import Cluster
from predictor.rollout.state import Phase, State, Verdict

log = logging.getLogger("predictor.rollout")
LOG_LINES = 40


class Execution:
    """`command` is what somebody asked of the judge meanwhile: abort, promote or ""."""

    def __init__(self, cluster: Cluster, clock: Callable[[], float]) -> None:
        self.cluster, self.clock = cluster, clock
        self.command = ""

    def save(self, state: State) -> None:
        """Write the state; raises the cluster's errors."""
        self.command = self.cluster.save(state.dump()) or self.command

    def give(self, state: State) -> None:
        """Begin the step that the evidence is at; raises the cluster's errors."""
        state.begin_step(state.plan.shares[state.step], self.clock())
        self.save(state)  # before the deed, so that another judge finds out what was meant
        self.carry_out(state)

    def finish(self, state: State, verdict: Verdict, reason: str, share: int | None) -> None:
        """End the rollout with `share` for the canary, None to leave the traffic alone; raises the cluster's errors."""
        state.phase, state.verdict, state.reason = Phase.FINISHED, verdict, reason
        state.pending = share is not None
        if share is None:
            self._tell_end(state)
        else:
            state.share = share
            self.save(state)
            self.carry_out(state)

    def carry_out(self, state: State) -> None:
        """Give the canary the share that was decided; raises the cluster's errors, and can then be called again."""
        mirrored = state.plan.mirror_percent if state.share == 0 and state.phase is not Phase.FINISHED else 0
        self.cluster.set_share(state.share, mirrored)
        state.pending = False
        if state.phase is Phase.FINISHED:
            self._tell_end(state)
        else:
            self.tell(state, f"Step{state.share}", share_text(state))
        self.save(state)

    def _tell_end(self, state: State) -> None:
        good = state.verdict in (Verdict.PROMOTED, Verdict.TOO_LITTLE) and state.share == 100
        text = f"{state.reason}; the canary has {state.share} %"
        self.tell(state, str(state.verdict), text, condition="True" if good else "False")

    def tell(self, state: State, reason: str, message: str, condition: str = "Unknown") -> None:
        """Log, Event and condition; a failure to tell is only logged, since it must not keep the judge from acting."""
        warning = condition == "False"
        log.log(logging.WARNING if warning else logging.INFO, "%s: %s", reason, message)
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.clock()))
        state.log = [*state.log, f"{at} {reason}: {message}"][-LOG_LINES:]
        try:
            self.cluster.event(reason, message, warning)
            self.cluster.condition(condition, reason, message)
        except Exception as error:
            log.warning("the event or condition could not be written: %s", error)
