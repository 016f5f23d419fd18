"""`python -m predictor rollout run|status|abort|promote NAME`: judge a canary of the chart, from a Job or from a laptop."""

import argparse
import logging
import os
import signal
import socket
import sys
from dataclasses import fields
from pathlib import Path
from time import sleep
from time import time as now
from typing import Any

from predictor.rollout.api import Api, ApiError, connect
from predictor.rollout.cluster import KubernetesCluster
from predictor.rollout.judge import Judge, NothingToJudge
from predictor.rollout.lease import Held, Lease
from predictor.rollout.plan import TOO_LITTLE, Plan, PlanError
from predictor.rollout.rehearsal import Rehearsal
from predictor.rollout.report import page, table
from predictor.rollout.state import State, Verdict

log = logging.getLogger("predictor.rollout")
ERROR, USAGE, ANOTHER, NOTHING, STOPPED = 1, 2, 7, 8, 143
CODES = {
    Verdict.PROMOTED: 0,
    Verdict.ROLLED_BACK: 3,
    Verdict.TOO_LITTLE: 4,
    Verdict.ABORTED: 5,
    Verdict.INTERRUPTED: 6,
    Verdict.NONE: 0,
}
FAILURES_IN_A_ROW = 40
TERMINATION_LOG = Path("/dev/termination-log")
CODES_TEXT = """exit codes:
  0 promoted (status: or still running)   1 the cluster did not answer     2 wrong options
  3 rolled back                           4 too little traffic             5 aborted by command
  6 interrupted: somebody else changed the traffic or a version            7 another judge is at work
  8 no canary to judge"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m predictor rollout",
        description=__doc__,
        epilog=CODES_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = made.add_subparsers(dest="command", required=True)
    about = {
        "run": "judge until the end",
        "status": "show the rollout that is running, or that ended last",
        "abort": "roll back now",
        "promote": "give the canary everything now",
    }
    for name, text in about.items():
        one = commands.add_parser(name, help=text, epilog=CODES_TEXT, formatter_class=argparse.RawDescriptionHelpFormatter)
        one.add_argument("name", help="the InferenceService, such as llm-llm-predictor")
        one.add_argument("-n", "--namespace", help="its namespace; else the kubeconfig's, or the pod's own")
        one.add_argument("--context", help="context of the kubeconfig")
        one.add_argument("--html", type=Path, help="write the table and a plot of the evidence here")
    _run_options(commands.choices["run"])
    return made


def _run_options(run: argparse.ArgumentParser) -> None:
    plan = {field.name: field.default for field in fields(Plan)}
    numbers: dict[str, tuple[type, str]] = {
        "alpha": (float, "probability at most of rolling back a canary that is no worse"),
        "beta": (float, "probability at most of promoting one that is worse by the margin"),
        "margin": (float, "excess of bad requests over stable's that matters"),
        "tolerance": (float, "share of failed requests that does not matter"),
        "mirror_percent": (int, "before the first step, copy this percent of stable's requests to the canary (Standard mode)"),
        "interval": (float, "seconds between two looks"),
        "burn_in": (float, "seconds after each new share in which nothing is counted"),
        "burn_in_requests": (int, "requests of the canary that each burn-in lasts at least"),
        "min_step": (float, "seconds that a step lasts at least"),
        "budget": (float, "seconds for all steps together, then the verdict is: too little traffic"),
        "ready_timeout": (float, "seconds for the canary to become ready"),
    }
    run.add_argument("--steps", default=",".join(map(str, Plan().steps)), help="percents of the canary (default: %(default)s)")
    for name, (kind, text) in numbers.items():
        run.add_argument(f"--{name.replace('_', '-')}", type=kind, default=plan[name], help=f"{text} (default: %(default)s)")
    run.add_argument("--too-little", choices=TOO_LITTLE, default=plan["too_little"], help="what to do then (default: %(default)s)")
    run.add_argument("--candidate", default="", help="judge only a canary with this llm-predictor/pod-hash, and wait for it")
    run.add_argument("--again", action="store_true", help="judge a canary anew after its rollout has ended")
    run.add_argument("--dry-run", action="store_true", help="change nothing, and log what would be done")


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan of the options; raises PlanError."""
    given = {field.name: getattr(options, field.name) for field in fields(Plan) if field.name != "steps"}
    try:
        steps = tuple(int(step) for step in options.steps.split(","))
    except ValueError:
        raise PlanError("--steps: give whole percents with commas, such as 10,25,50,100") from None
    return Plan(steps=steps, **given)


def main(argv: list[str]) -> int:
    """Run a command; returns its exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options = parser().parse_args(argv)
    try:
        plan = plan_of(options) if options.command == "run" else Plan()
        client, namespace, inside = connect(options.context)
        api = Api(client, options.namespace or namespace)
        lease = Lease(api, options.name, f"{socket.gethostname()}-{os.getpid()}", int(max(30, 3 * plan.interval)))
        if options.command == "status":
            return _status(lease, options)
        cluster = KubernetesCluster(api, options.name, lease, direct=inside)
        return _run(cluster, lease, plan, options) if options.command == "run" else _command(cluster, lease, plan, options)
    except PlanError as error:
        return _fail(str(error), USAGE)
    except NothingToJudge as error:
        return _fail(str(error), NOTHING)
    except Held as error:
        return _fail(str(error), ANOTHER)
    except ApiError as error:
        return _fail(str(error), ERROR)


def _fail(message: str, code: int) -> int:
    print(f"error: {message}", file=sys.stderr)
    return code


def _status(lease: Lease, options: argparse.Namespace) -> int:
    text = lease.load()
    if not text:
        raise NothingToJudge(f"no rollout of {options.name} is known")
    state = State.load(text)
    return _show(state, options)


def _show(state: State, options: argparse.Namespace) -> int:
    print(table(state))
    if options.html:
        options.html.write_text(page(state))
    return CODES[state.verdict]


def _run(cluster: KubernetesCluster, lease: Lease, plan: Plan, options: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, _stop)
    if options.dry_run:
        rehearsal = Rehearsal(cluster)
        return _until_end(Judge(rehearsal, _at(plan, rehearsal.share), candidate=options.candidate, clock=now), options)
    lease.acquire()
    try:
        if options.again:
            lease.save("")
        return _until_end(Judge(cluster, plan, candidate=options.candidate, clock=now), options)
    finally:
        lease.release()


def _stop(*_: Any) -> None:
    log.info("stopped; the next judge goes on from here")
    raise SystemExit(STOPPED)


def _at(plan: Plan, share: int) -> Plan:
    return Plan.from_dict(plan.as_dict() | {"steps": (share, 100), "mirror_percent": 0})


def _until_end(judge: Judge, options: argparse.Namespace) -> int:
    failures, state = 0, None
    while state is None or not state.done:
        try:
            state, failures = judge.look(), 0
            if judge.note:
                log.warning("%s", judge.note)
        except ApiError as error:
            failures += 1
            log.warning("%s; trying again", error)
            if failures >= FAILURES_IN_A_ROW:
                raise
        if state is None or not state.done:
            sleep(judge.plan.interval)
    code = _show(state, options)
    if TERMINATION_LOG.exists() and os.access(TERMINATION_LOG, os.W_OK):
        TERMINATION_LOG.write_text(f"{state.verdict}: {state.reason}"[:2000])
    return code


def _command(cluster: KubernetesCluster, lease: Lease, plan: Plan, options: argparse.Namespace) -> int:
    """Abort or promote: by the judge at work, or without one by this process."""
    try:
        lease.acquire()
    except Held:
        lease.send(options.command)
        print(f"{options.command}: the judge at work does it at its next look")
        return 0
    try:
        judge = Judge(cluster, plan, clock=now)
        judge.execution.command = options.command
        return _until_end(judge, options)
    finally:
        lease.release()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
