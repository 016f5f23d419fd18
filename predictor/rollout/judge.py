"""Takes a canary through its steps: looks, compares, and raises its share, promotes it or rolls it back."""

import logging
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from predictor.rollout.execution import Execution
from predictor.rollout.load import Load
from predictor.rollout.meter import Meter, Window
from predictor.rollout.plan import Plan
from predictor.rollout.report import missing_text, stream_text
from predictor.rollout.sides import MISSED_LOOKS, Cluster, Health, Side, View
from predictor.rollout.state import Phase, Point, State, Verdict
from predictor.rollout.tally import ENOUGH_FOR_BOUNDS, Tally, bounds_of, counts, total
from predictor.rollout.verdict import LATENCY, Decision, decide

log = logging.getLogger("predictor.rollout")
APPEAR_SECONDS = 120
TAKEN_AWAY = "the canary was taken away"
# Its share would go to a version that was never looked at, so it is set to 0.
REPLACED = "the canary was replaced by another version"


class NothingToJudge(Exception):
    """There is no canary, or nothing beside it; the message says what to do."""


class Judge:
    """One rollout. `look` is called every plan.interval seconds until the phase is Finished."""

    def __init__(self, cluster: Cluster, plan: Plan, *, candidate: str = "", clock: Callable[[], float]) -> None:
        self.cluster, self.plan, self.candidate, self.clock = cluster, plan, candidate, clock
        self.state: State | None = None
        self.meter = Meter(cluster.scrape, plan.burn_in, clock)
        self.started = clock()
        self.stable_health = Health({})
        self.warming: list[Window] = []
        self.execution = Execution(cluster, clock)
        self.note = ""

    def look(self) -> State | None:
        """Look once and act. Returns the state, None while no canary has appeared.

        Raises NothingToJudge, and the cluster's errors, after which the next look may go better.
        """
        view = self.cluster.view()
        self.note = ""
        if self.state is None:
            self._begin(view)
        state = self.state
        if state is None or (state.done and not self.execution.command):
            return state
        if state.pending:  # decided, but the API server did not take it, or the judge before this one ended there
            self.execution.carry_out(state)
            return state
        self._act(state, view)
        self.execution.save(state)
        return state

    def _act(self, state: State, view: View) -> None:
        problem = self._problem(state, view)
        if problem:
            self._finish(state, *problem)
        elif state.phase is Phase.WAITING:
            self._wait(state, view)
        elif state.phase is not Phase.FINISHED:
            self._measure(state, view)

    def _begin(self, view: View) -> None:
        canary = view.canary
        saved = self._saved()
        wanted = self.candidate or (canary.identity if canary else "")
        if saved and _has_ended(saved, wanted):
            log.info("this canary's rollout has ended already: %s; --again judges it anew", saved.verdict)
            self.state = saved
        elif canary is None or (self.candidate and canary.identity != self.candidate):
            self._none_yet(view)
        elif saved and (saved.candidate, saved.stable) == (canary.identity, view.stable.identity):
            self._go_on(saved, view)
        else:
            self.state = State(self.plan, canary.identity, view.stable.identity, started=self.clock())
            self.execution.tell(self.state, "Waiting", f"waiting for {canary.name} to be ready")

    def _saved(self) -> State | None:
        try:
            text = self.cluster.load()
            return State.load(text) if text else None
        except ValueError as error:
            log.warning("the saved rollout cannot be read and is left out: %s", error)
            return None

    def _none_yet(self, view: View) -> None:
        if not self.candidate or self.clock() - self.started > APPEAR_SECONDS:
            which = f"none with hash {self.candidate}" if self.candidate else "none"
            raise NothingToJudge(
                f"{view.stable.name} has no canary to judge ({which}): install one first, by canary.enabled of the chart"
            )

    def _go_on(self, saved: State, view: View) -> None:
        self.state, self.plan = saved, saved.plan
        self.meter.burn_in = saved.plan.burn_in
        log.info("going on with the rollout at %s %%, with the options that it began with", saved.share)

    def _problem(self, state: State, view: View) -> tuple[Verdict, str] | None:
        canary = view.canary
        if self.execution.command and (found := self._commanded(view)):
            return found
        if state.phase is Phase.FINISHED:
            return None
        if canary is None:
            return Verdict.INTERRUPTED, TAKEN_AWAY
        if canary.identity != state.candidate:
            return Verdict.INTERRUPTED, REPLACED
        if state.phase is Phase.WAITING:
            state.stable = view.stable.identity
            return None
        if changed := _changed(state, view):
            return Verdict.INTERRUPTED, changed
        broken = self._broken(state, view, canary)
        return (Verdict.ROLLED_BACK, broken) if broken else None

    def _broken(self, state: State, view: View, canary: Side) -> str:
        """Why the canary cannot serve, or an empty text."""
        state.absent = 0 if view.ready or canary.serving else state.absent + 1
        missing = "no pod of the canary serves" if state.absent >= MISSED_LOOKS else ""  # its callers get 503
        return self._unhealthy(state, canary) or missing

    def _unhealthy(self, state: State, canary: Side) -> str:
        health = Health(state.pods)
        broken = health.problem(canary)
        state.pods = health.memory
        return broken

    def _commanded(self, view: View) -> tuple[Verdict, str] | None:
        command, self.execution.command = self.execution.command, ""
        if command == "abort":
            return Verdict.ABORTED, "aborted by command"
        if view.canary is None or not view.ready:
            self.note = "not promoted as the command asks, because the canary is not ready"
            return None
        return Verdict.PROMOTED, "promoted by command"

    def _wait(self, state: State, view: View) -> None:
        assert view.canary is not None
        stuck = Health({}).start_problem(view.canary)
        if stuck:
            self._finish(state, Verdict.ROLLED_BACK, stuck)
        elif view.ready:
            state.started = self.clock()
            self._unhealthy(state, view.canary)
            self._give(state)
        elif self.clock() - state.started > self.plan.ready_timeout:
            self._finish(state, Verdict.ROLLED_BACK, f"{view.canary.name} was not ready within {self.plan.ready_timeout:g} s")

    def _give(self, state: State) -> None:
        self.warming = []
        self.execution.give(state)

    def _measure(self, state: State, view: View) -> None:
        assert view.canary is not None
        window = self.meter.read(view)
        tainted = self.stable_health.restarted(view.stable)
        self.note = self.note or self.meter.problem or ("a stable pod ended; its counts are left out" if tainted else "")
        if window and not tainted:
            self._sum(state, window)
            if state.phase is Phase.BURN_IN:
                self._warm(state, window)
            else:
                state_counts = counts(window.stable, window.canary, state.bounds)
                self._tabulate(state, state_counts)
                load = _load(state)
                state.evidence.add(state_counts, ~LATENCY | (not load.heavy), ~LATENCY | (not load.light))
        self._decide(state)

    def _sum(self, state: State, window: Window) -> None:
        sides = (("stable", window.stable, window.stable_pods), ("canary", window.canary, window.canary_pods))
        for name, tally, pods in sides:
            for sums in (state.sums[name], state.totals[name]):
                sums.requests += tally.requests("ok", "failed", "abandoned", "caller")
                sums.failed += tally.requests("failed")
                sums.refused += tally.requests("refused")
                sums.busy += tally.busy
                sums.pod_seconds += pods * window.seconds

    def _tabulate(self, state: State, now: Any) -> None:
        columns = np.stack([now.stable, now.stable_bad, now.canary, now.canary_bad], axis=-1)
        state.table = (np.array(state.table) + columns).tolist()

    def _warm(self, state: State, window: Window) -> None:
        """Burn-in: a cold cache is no fault. It ends after its seconds and requests, with stable's bounds for this step."""
        self.warming.append(window)
        recent = total(part.stable for part in self.warming)
        enough = state.sums["canary"].requests + state.sums["canary"].refused >= self.plan.burn_in_requests
        known = recent if _every(recent) >= ENOUGH_FOR_BOUNDS else window.history
        if enough and self.clock() - state.step_started >= self.plan.burn_in and _every(known) >= ENOUGH_FOR_BOUNDS:
            state.bounds = bounds_of(known, window.ladder)
            state.phase = Phase.JUDGING
            for sums in state.sums.values():
                sums.__init__()  # type: ignore[misc]
            log.info("burn-in over; bounds in seconds: %s", state.bounds)

    def _decide(self, state: State) -> None:
        now = self.clock()
        load = _load(state)
        last = state.step == len(self.plan.judged) - 1
        required = ~LATENCY | (last or not load.light)
        settled = state.phase is Phase.JUDGING and now - state.step_started >= self.plan.min_step and not load.refuses
        spent = now - state.started >= self.plan.budget
        decision = Decision(int(decide(self.plan, state.evidence, required, settled, spent)))
        self._record(state, required, now)
        if load.overloaded:
            self._finish(state, Verdict.ROLLED_BACK, f"the canary is overloaded: {load.refuses}")
        elif decision is Decision.ROLL_BACK:
            worst = int(np.argmax(state.evidence.log_harm_by_stream()))
            self._finish(state, Verdict.ROLLED_BACK, stream_text(state, worst))
        elif decision is Decision.ADVANCE:
            self._rise(state)
        elif decision is Decision.TOO_LITTLE:
            self._finish(state, Verdict.TOO_LITTLE, missing_text(state, required))

    def _rise(self, state: State) -> None:
        if state.step == len(self.plan.judged) - 1:
            self._finish(state, Verdict.PROMOTED, f"no worse than stable by {self.plan.margin:.0%} in any measure")
        else:
            state.evidence.advance()
            self._give(state)

    def _record(self, state: State, required: Any, now: float) -> None:
        harm = float(state.evidence.log_harm()) / math.log(10)
        proof = max(float(state.evidence.log_proof(required)), -999) / math.log(10)
        state.note(Point(now - state.started, state.share, harm, proof, state.sums["canary"].requests))

    def _shares(self) -> dict[Verdict, int | None]:
        return {
            Verdict.PROMOTED: 100,
            Verdict.ROLLED_BACK: 0,
            Verdict.ABORTED: 0,
            Verdict.TOO_LITTLE: {"hold": None, "roll-back": 0, "promote": 100}[self.plan.too_little],
            Verdict.INTERRUPTED: None,
        }

    def _finish(self, state: State, verdict: Verdict, reason: str) -> None:
        mirrored = verdict is Verdict.INTERRUPTED and state.share == 0 and reason != TAKEN_AWAY  # the mirror must go
        self.execution.finish(state, verdict, reason, 0 if mirrored or reason == REPLACED else self._shares()[verdict])


def _load(state: State) -> Load:
    return Load(state.sums["stable"], state.sums["canary"])


def _every(tally: Tally) -> float:
    return tally.buckets["whole request"].get(math.inf, 0)


def _has_ended(saved: State, wanted: str) -> bool:
    """True where the rollout of the wanted canary, or of any where none is named, has its verdict."""
    return saved.phase is Phase.FINISHED and wanted in ("", saved.candidate)


def _changed(state: State, view: View) -> str:
    """What another hand changed since the last look, or an empty text."""
    if view.stable.identity != state.stable:
        return "the stable version was changed meanwhile"
    if view.share == state.share:
        return ""
    meant, state.share = state.share, view.share
    return f"somebody else changed the canary's share from {meant} % to {view.share} %"
