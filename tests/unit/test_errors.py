"""The spec's table of errors (chapter 4), row by row, as each protocol tells it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from predictor import errors
from predictor.errors import PredictorError, map_exception
from predictor.protocols.error_bodies import error_body
from tests.service import ROOT

ROWS = [
    (errors.TooManyRequests(), 429, "동시 추론 요청 한도 초과"),
    (errors.InferenceTimeout(60.0), 503, "LLM 추론 타임아웃 (60초)"),
    (map_exception(MemoryError()), 503, "LLM 추론 중 메모리 부족"),
    (map_exception(RuntimeError("엔진 메시지")), 503, "엔진 메시지"),
    (map_exception(OSError("/secret/path")), 503, "LLM 모델 로딩 실패"),
    (map_exception(KeyError("x")), 500, "서버 내부 오류가 발생했습니다"),
]


@pytest.mark.parametrize(("error", "status", "detail"), ROWS)
def test_each_row_of_the_table_has_its_status_and_text(error: PredictorError, status: int, detail: str) -> None:
    assert error.status == status
    assert error_body(error, "native") == {"detail": detail}


@pytest.mark.parametrize(("error", "status", "detail"), ROWS)
def test_each_protocol_writes_it_in_its_own_envelope(error: PredictorError, status: int, detail: str) -> None:
    assert error_body(error, "v1") == error_body(error, "v2") == {"error": detail, "message": error.message}
    reported = error_body(error, "openai")["error"]
    assert (reported["detail"], reported["message"]) == (detail, error.message)
    assert reported["code"] == error.code
    assert reported["type"] == ("rate_limit_error" if status == 429 else "server_error")


def test_a_timeout_names_the_configured_seconds() -> None:
    assert str(errors.InferenceTimeout(1.5)) == "LLM 추론 타임아웃 (1.5초)"


def test_torchs_allocator_failing_is_out_of_memory_and_not_a_message_about_addresses() -> None:
    error = RuntimeError("[enforce fail at alloc_cpu.cpp:127] . DefaultCPUAllocator: can't allocate memory: you tried to allocate")
    assert isinstance(map_exception(error), errors.OutOfMemory)


def test_every_error_names_a_status_code_that_grpc_has() -> None:
    import grpc

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PredictorError)]
    assert len(kinds) > 15
    assert all(hasattr(grpc.StatusCode, kind.grpc) for kind in kinds)
    assert all(re.fullmatch(r"[a-z_]+", kind.code) for kind in kinds)


def raised() -> Iterator[tuple[Path, ast.Call]]:
    """Every call in the code that makes a PredictorError with a text of its own."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, PredictorError)}
    for path in (ROOT / "predictor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds and node.args:
                yield path, node


def test_every_korean_text_of_an_error_has_an_english_one_beside_it() -> None:
    texts = [(path, call) for path, call in raised() if re.search("[가-힣]", ast.unparse(call.args[0]))]
    assert len(texts) > 30
    alone = [f"{path}:{call.lineno}" for path, call in texts if "message" not in {keyword.arg for keyword in call.keywords}]
    assert alone == []
