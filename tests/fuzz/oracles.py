"""What must hold of every answer, and of all that a predictor wrote in the end."""

import json
import re
from collections.abc import Iterator

from tests.fuzz.grammar import Request
from tests.fuzz.recorder import Recorder
from tests.fuzz.values import DIGITS, MARKER
from tests.fuzz.wire import Answer

REFUSED_WIRE = ("both-lengths", "two-lengths", "bare-lf", "folded", "large-head")


def judge(request: Request, answer: Answer) -> Iterator[str]:
    """The faults of one answer."""
    if answer.hung:
        yield "hang: no answer"
        return
    if answer.status == 0:
        yield "no answer: connection closed"
        return
    if request.wire in REFUSED_WIRE:
        if answer.status != 400:
            yield f"an ambiguous head ({request.wire}) is not a 400"
        return
    yield from _status(request, answer)
    if answer.status >= 400 and request.method != "HEAD":
        yield from _error(request, answer)


def _status(request: Request, answer: Answer) -> Iterator[str]:
    if answer.status >= 500:
        yield f"status {answer.status} though the engine is well"
    if answer.status == 503 and "x-should-retry" not in answer.headers:
        yield "a 503 does not say whether to try again"
    if answer.status == 405 and "allow" not in answer.headers:
        yield "a 405 without Allow"
    if 300 <= answer.status < 400:
        yield "a redirect"
    if request.strict and request.method == "POST" and answer.status not in (400, 404, 413, 415):
        yield f"an ambiguous body ({request.mutations[-1]}) is not a 400"
    if request.method == "HEAD" and answer.body:
        yield "HEAD with a body"
    if "path:slash" in request.mutations and answer.status in (404, 405) and request.method == "POST":
        yield "a slash at the end is not found"
    if request.wire == "absolute" and answer.status == 404 and not any(m.startswith("path:") for m in request.mutations):
        yield "an absolute form is not found"


def _error(request: Request, answer: Answer) -> Iterator[str]:
    text = answer.body.decode(errors="replace")
    if MARKER in text or MARKER in text.encode().decode("unicode_escape", "replace"):
        yield "an error quotes what was sent"
    if any(digits in text for digits in DIGITS):
        yield "an error holds personal data"
    try:
        body = json.loads(text)
    except ValueError:
        yield "an error that is no JSON"
        return
    error = body.get("error", body.get("detail"))
    if request.path.startswith("/openai") and isinstance(error, dict):
        if not isinstance(error.get("code"), str) or not error.get("message"):
            yield "an OpenAI error in another form"
    elif not isinstance(error if not isinstance(error, dict) else error.get("message"), str):
        yield "an error without a readable text"


def judge_end(recorder: Recorder, log: str, metrics: str) -> Iterator[str]:
    """The faults of all that the predictor sent on and wrote; `metrics` is its page after the last request."""
    for name, texts in (("the engine", recorder.received), ("the spans", recorder.spans)):
        for digits in DIGITS:
            if any(digits.encode() in text or digits.encode() in _plain(text) for text in texts):
                yield f"{name} got personal data ({digits[:6]}…)"
    for name, text in (("the log", log), ("the metrics", metrics)):
        yield from (f"{name} holds personal data ({digits[:6]}…)" for digits in DIGITS if digits in text)
    if _sum(metrics, "llm_inferences_in_flight") or _sum(metrics, "llm_engine_unfinished_requests"):
        yield "a place was not given back"
    lines = len(re.findall(r'"logger": "predictor.request", "message": "request"', log))
    counted = _sum(metrics, "llm_requests_total")
    if counted != lines:
        yield f"{counted:g} requests are counted and {lines} logged"
    if "Traceback" in log:
        yield "the log holds a traceback"


def _plain(text: bytes) -> bytes:
    """JSON's escapes undone, and numbers without their exponent, as far as a search needs it."""
    return re.sub(rb"\\u00([0-7][0-9a-f])", lambda match: bytes([int(match[1], 16)]), text)


def _sum(metrics: str, series: str) -> float:
    found = re.findall(rf"^{series}(?:{{[^}}]*}})? ([0-9.e+]+)$", metrics, re.MULTILINE)
    return sum(map(float, found))
