from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from predictor.config import Settings
from predictor.telemetry.audit.preconditions import check
from predictor.telemetry.audit.setup import create, model_revision


def settings(**fields: Any) -> Settings:
    return Settings(_env_file=None, **{"fallback_mock": True, **fields})


def test_the_record_is_off_by_default() -> None:
    assert create(settings(), None) is None


@pytest.mark.parametrize(
    ("arguments", "revision"),
    [("--revision abc", "abc"), ("--revision=abc", "abc"), ("--max-model-len 8 --revision abc --seed 1", "abc"), ("", "")],
)
def test_the_revision_is_the_one_that_vllm_is_given(arguments: str, revision: str) -> None:
    assert model_revision(settings(model="org/name", vllm_args=arguments)) == revision


def test_the_revision_of_a_folder_follows_its_files(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"0" * 10)
    first = model_revision(settings(model=str(tmp_path)))
    assert len(first) == 12
    assert model_revision(settings(model=str(tmp_path))) == first
    (tmp_path / "config.json").write_text('{"a": 1}')
    assert model_revision(settings(model=str(tmp_path))) != first


def test_a_record_that_cannot_be_begun_is_named_by_its_variable(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short")
    (tmp_path / "file").touch()
    for fields, message in (
        ({"audit_key_file": tmp_path / "none"}, "LLM_AUDIT_KEY_FILE: .*No such file"),
        ({"audit_key_file": tmp_path / "short"}, "LLM_AUDIT_KEY_FILE: .*32 bytes"),
        ({"audit_folder": tmp_path / "file" / "x"}, "LLM_AUDIT_FOLDER: .* cannot be written"),
    ):
        with pytest.raises(ValueError, match=message):
            check(settings(audit="file", **{"audit_folder": tmp_path, **fields}))
    check(settings(audit="file", audit_folder=tmp_path / "new"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"audit": "otlp"}, "OTEL_EXPORTER_OTLP_ENDPOINT"),
        ({"audit_text": True, "pii": False}, "LLM_AUDIT_TEXT"),
        ({"audit_purpose_header": "X Purpose"}, "pattern"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        settings(**fields)
