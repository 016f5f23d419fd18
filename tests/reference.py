"""docs/reference.md from the code: every error and every series. `python -m tests.reference > docs/reference.md` writes it."""

from collections.abc import Iterator
from inspect import isclass
from typing import Any

from predictor import errors
from predictor.errors import InferenceTimeout, InvalidRequest, MethodNotAllowed, PredictorError
from predictor.telemetry import metrics
from tests.benchmarks.results import table

HEAD = """\
# Errors and metrics

Made from the code by `.venv/bin/python -m tests.reference > docs/reference.md`; a test compares them. Settings are in
[.env.example](../.env.example), kinds of personal data in [predictor/pii](../predictor/pii/README.md).
"""
ERRORS = """
## Errors

`code` stands in OpenAI's form, in the access log and in `llm_requests_total{outcome}`. *again*: whether the same request may
succeed later or on another replica (`X-Should-Retry`), and `Retry-After` in seconds. An error that concerns a field, a budget or
the engine names it behind the text, or in its place.

"""
METRICS = """
## Metrics

On `/metrics`, beside vLLM's `vllm:*` and KServe's. A counter's name ends in `_total` there, a histogram has `_bucket`, `_count`
and `_sum`.

"""
KINDS = {"Counter": "counter", "Gauge": "gauge", "Histogram": "histogram"}
# An object of the classes that need more than their text.
MADE = {
    InvalidRequest: InvalidRequest(),
    MethodNotAllowed: MethodNotAllowed(()),
    InferenceTimeout: InferenceTimeout(120),
}


def error_classes() -> list[type[PredictorError]]:
    """Every error with a response of its own, those of one status together."""
    found = [kind for kind in vars(errors).values() if isclass(kind) and issubclass(kind, PredictorError)]
    return sorted(set(found) - {PredictorError}, key=lambda kind: (_made(kind).status, kind.code, kind.__name__))


def _made(kind: type[PredictorError]) -> PredictorError:
    return MADE.get(kind) or kind()


def _again(error: PredictorError) -> str:
    words = {None: "", True: "yes", False: "no"}[error.should_retry]
    after = error.headers.get("Retry-After")
    return f"{words}, {after}" if after else words


def error_rows() -> Iterator[tuple[object, ...]]:
    """Status, code, OpenAI's type, gRPC status, whether to try again, and both texts of each error."""
    for kind in error_classes():
        error = _made(kind)
        status = "400, 422" if kind is InvalidRequest else error.status
        yield status, f"`{kind.code}`", kind.openai_type, kind.grpc, _again(error), error.detail, error.message


def series_rows() -> Iterator[tuple[object, ...]]:
    """Name, kind, labels and meaning of each series."""
    series: dict[str, Any] = {one._name: one for one in vars(metrics).values() if hasattr(one, "_documentation")}
    for name in sorted(series):
        one = series[name]
        labels = ", ".join(f"`{label}`" for label in one._labelnames)
        yield f"`{name}`", KINDS[type(one).__name__], labels, one._documentation


def page() -> str:
    """The whole page."""
    every_error = table(("status", "code", "OpenAI's type", "gRPC", "again", "Korean text", "English text"), [*error_rows()])
    every_series = table(("series", "kind", "labels", "what it counts"), [*series_rows()])
    return f"{HEAD}{ERRORS}{every_error}\n{METRICS}{every_series}\n"


if __name__ == "__main__":
    print(page(), end="")
