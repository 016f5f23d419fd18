import io
import json
import logging
from collections.abc import Iterator

import pytest

from predictor.pii import Masker, Policy
from predictor.telemetry.logging import configure
from tests.personal import PHONE


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield io.StringIO()
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_libraries_and_our_own_lines_have_one_form(stream: io.StringIO) -> None:
    configure("json", "INFO", Masker(Policy()).redact, stream)
    for name in ("predictor", "vllm.engine", "uvicorn.error", "kserve"):
        logging.getLogger(name).info("가 %s", "나", extra={"fields": {"n": 1}})
    assert [line["logger"] for line in lines(stream)] == ["predictor", "vllm.engine", "uvicorn.error", "kserve"]
    assert all(set(line) == {"time", "level", "logger", "message", "n"} for line in lines(stream))
    assert all(str(line["time"]).endswith("Z") for line in lines(stream))


def test_text_form_is_one_readable_line(stream: io.StringIO) -> None:
    configure("text", "INFO", Masker(Policy()).redact, stream)
    logging.getLogger("predictor").info("hello", extra={"fields": {"a": "가"}})
    assert stream.getvalue().endswith('INFO    predictor: hello a="가"\n')


def test_what_libraries_say_in_warnings_and_traces_is_masked(stream: io.StringIO) -> None:
    configure("json", "INFO", Masker(Policy()).redact, stream)
    try:
        raise ValueError(f"bad prompt: {PHONE}")
    except ValueError:
        logging.getLogger("vllm").exception("failed for %s", PHONE)
    (line,) = lines(stream)
    assert PHONE not in str(line)
    assert "ValueError" in str(line["message"])


def test_uvicorns_lines_about_the_expected_are_dropped(stream: io.StringIO) -> None:
    configure("json", "INFO", str, stream)
    logging.getLogger("uvicorn.error").warning("Unsupported upgrade request.")
    logging.getLogger("uvicorn.error").warning("something else")
    assert [line["message"] for line in lines(stream)] == ["something else"]


def test_a_level_hides_what_is_below_it(stream: io.StringIO) -> None:
    configure("json", "ERROR", str, stream)
    logging.getLogger("predictor").warning("hidden")
    assert stream.getvalue() == ""


def test_wrong_arguments_of_a_library_do_not_lose_its_line(stream: io.StringIO) -> None:
    configure("json", "INFO", str, stream)
    logging.getLogger("vllm").warning("%d tokens", "many")
    assert lines(stream)[0]["message"] == "%d tokens"
