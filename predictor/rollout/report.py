"""A rollout as people read it: sentences for events, a table, and a plot (HTML with one SVG, no script)."""

import html
import math
import time
from typing import Any

import numpy as np

from predictor.rollout.load import Load
from predictor.rollout.state import Phase, State, Sums
from predictor.rollout.verdict import STREAMS

WIDTH, HEIGHT, LEFT, TOP = 760, 260, 60, 20
LOW, HIGH = -3.0, 3.0


def share_text(state: State) -> str:
    """For the event that begins a step."""
    if state.share == 0:
        return f"copies of {state.plan.mirror_percent} % of stable's requests go to the canary; no caller gets its answers"
    return f"{state.share} % of the requests go to the canary"


def stream_text(state: State, stream: int) -> str:
    """What a stream counted since the start, as `failed: canary 5.2 % of 310 requests, stable 0.4 % of 2,790`."""
    stable, stable_bad, canary, canary_bad = state.table[stream]
    bound = state.bounds.get(STREAMS[stream].name)
    limit = f" (over {bound:g} s)" if bound is not None else ""
    return (
        f"{STREAMS[stream].name}{limit}: canary {_percent(canary_bad, canary)} of {canary:,.0f} requests, "
        f"stable {_percent(stable_bad, stable)} of {stable:,.0f}"
    )


def missing_text(state: State, required: Any) -> str:
    """Why the evidence did not suffice; `required` is the mask of streams, (S,), that had to be proved."""
    requests = f"{state.totals['canary'].requests:.0f} requests of the canary in {state.plan.budget / 3600:g} h prove neither"
    if state.phase is Phase.BURN_IN:
        return f"{requests}; too few to end the burn-in at {state.share} %"
    load = Load(state.sums["stable"], state.sums["canary"])
    proofs = np.where(required, state.evidence.log_proof_by_stream(), np.inf)
    least = f"least is known of: {STREAMS[int(np.argmin(proofs))].name}"
    return f"{requests}; {load.refuses or load.unlike or least}"


def evidence_text(log10: float) -> str:
    """An e-value as odds."""
    return f"{10**log10:,.0f} : 1" if 1 <= log10 < 9 else f"1e{log10:.0f} : 1" if log10 >= 9 else f"{10**log10:.2g} : 1"


def table(state: State) -> str:
    """The whole state as text for a terminal."""
    harm, proof = state.evidence.log_harm_by_stream(), state.evidence.log_proof_by_stream()
    lines = [
        _headline(state),
        f"steps {' → '.join(f'{share} %' for share in state.plan.shares)}; now {state.share} %; "
        f"rolls back at {1 / state.plan.alpha:,.0f} : 1, goes on at {1 / state.plan.beta:,.0f} : 1",
        "",
        f"{'':22}{'stable':>18}{'canary':>18}{'worse':>12}{'no worse':>12}",
    ]
    for at, stream in enumerate(STREAMS):
        stable, stable_bad, canary, canary_bad = state.table[at]
        name = stream.name + (f" ({state.bounds[stream.name]:g}s)" if stream.name in state.bounds else "")
        known = "-" if math.isinf(proof[at]) else evidence_text(float(proof[at]) / math.log(10))
        lines.append(
            f"{name:<27}{_cell(stable_bad, stable):>13}{_cell(canary_bad, canary):>18}"
            f"{evidence_text(float(harm[at]) / math.log(10)):>12}{known:>12}"
        )
    lines += ["", *(f"{side}: {_sums(state.totals[side])}" for side in ("stable", "canary")), "", *state.log]
    return "\n".join(lines)


def _headline(state: State) -> str:
    if state.phase is Phase.FINISHED:
        return f"{state.verdict}: {state.reason}"
    since = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(state.started))
    return f"{state.phase} at {state.share} %, since {since}"


def _sums(sums: Sums) -> str:
    return f"{sums.requests:,.0f} requests, {sums.failed:,.0f} failed, {sums.refused:,.0f} refused by 429"


def _percent(part: float, whole: float) -> str:
    share = 100 * part / (whole or 1)
    return (f"{share:.0f} %" if share >= 10 else f"{share:.2g} %") if whole else "-"


def _cell(part: float, whole: float) -> str:
    return f"{_percent(part, whole)} of {whole:,.0f}" if whole else "-"


def page(state: State) -> str:
    """An HTML page with the plot and the table."""
    title = html.escape(_headline(state))
    return (
        f"<!doctype html><meta charset=utf-8><title>{title}</title>"
        "<style>body{font:14px system-ui;margin:2em}pre{font:12px monospace}text{font:11px system-ui;fill:#444}</style>"
        f"<h1>{title}</h1>{plot(state)}<pre>{html.escape(table(state))}</pre>\n"
    )


def plot(state: State) -> str:
    """SVG of both e-values over time on a logarithmic axis, with the values that decide and the canary's share."""
    end = max((point.at for point in state.history), default=0) or 1
    lines = [
        _curve([(point.at / end, point.harm) for point in state.history], "#c0392b"),
        _curve([(point.at / end, point.proof) for point in state.history], "#2471a3"),
        _level(-math.log10(state.plan.alpha), "#c0392b", "roll back"),
        _level(-math.log10(state.plan.beta), "#2471a3", "go on"),
        *_steps(state, end),
    ]
    ticks = [
        f'<text x="{LEFT - 8}" y="{_y(value) + 4:.0f}" text-anchor="end">1e{value}</text>'
        for value in range(int(LOW), int(HIGH) + 1)
    ]
    keys = '<text x="60" y="12">evidence that the canary is worse (red), that it is no worse by the margin (blue)</text>'
    foot = f'<text x="{LEFT + WIDTH}" y="{HEIGHT + TOP + 28}" text-anchor="end">{end / 60:.0f} min</text>'
    frame = f'<rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH + LEFT + 90}" height="{HEIGHT + TOP + 40}" role="img">'
        f"{keys}{frame}{''.join(ticks)}{''.join(lines)}{foot}</svg>"
    )


def _y(value: float) -> float:
    return TOP + HEIGHT * (HIGH - min(max(value, LOW), HIGH)) / (HIGH - LOW)


def _curve(points: list[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{LEFT + WIDTH * x:.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _level(value: float, colour: str, name: str) -> str:
    y = _y(value)
    return (
        f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-dasharray="4 3"/>'
        f'<text x="{LEFT + WIDTH + 6}" y="{y + 4:.1f}">{name}</text>'
    )


def _steps(state: State, end: float) -> list[str]:
    found, before = [], None
    for point in state.history:
        if point.share != before:
            x = LEFT + WIDTH * point.at / end
            found.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + HEIGHT}" stroke="#bbb"/>'
                f'<text x="{x + 3:.1f}" y="{TOP + HEIGHT + 14}">{point.share} %</text>'
            )
            before = point.share
    return found
