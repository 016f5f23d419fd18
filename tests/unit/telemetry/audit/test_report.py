import csv
import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from predictor.telemetry.audit.report import Language, MonthlyReport
from tests.unit.telemetry.audit.writing import NOON, Writer, lines

SEOUL = ZoneInfo("Asia/Seoul")
LAST_HOUR = 1_796_050_800.0  # 2026-11-30T15:00:00Z, which is December in Seoul


def rows(folder: Path, month: str, language: Language = "en") -> list[list[str]]:
    report = MonthlyReport(month, SEOUL)
    report.add(lines(folder))
    out = io.StringIO()
    report.write(out, language)
    return list(csv.reader(io.StringIO(out.getvalue())))


def test_a_month_is_summed_by_key_and_model(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    for key, model, tokens in (("b", "llm", 5), ("a", "llm", 7), ("a", "llm", 9), (None, "llm-lora", 1)):
        writer.add(key=key, model=model, prompt_tokens=tokens, masked={"전화번호": 2}, masked_output={"이메일": 1})
    writer.add(key="a", outcome="rate_limit_exceeded", prompt_tokens=0, completion_tokens=0, cached_tokens=0)
    writer.add("lost", lines=3)
    writer.end()
    headings, *table = rows(tmp_path, "2026-11")
    assert headings[:4] == ["month", "key", "model", "requests"]
    assert table == [
        ["2026-11", "(no key)", "llm-lora", "1", "1", "0", "1", "1", "4", "5", "2", "1"],
        ["2026-11", "a", "llm", "3", "2", "1", "16", "2", "8", "24", "4", "2"],
        ["2026-11", "b", "llm", "1", "1", "0", "5", "1", "4", "9", "2", "1"],
        ["2026-11", "(requests not recorded)", "", "3", *["0"] * 8],
    ]


@pytest.mark.parametrize(("at", "month"), [(LAST_HOUR - 0.001, "2026-11"), (LAST_HOUR, "2026-12")])
def test_the_month_is_that_of_the_time_zone(tmp_path: Path, at: float, month: str) -> None:
    writer = Writer(tmp_path)
    writer.add(at=at)
    writer.end()
    assert {other: len(rows(tmp_path, other)) - 1 for other in ("2026-11", "2026-12")}[month] == 1
    assert sum(len(rows(tmp_path, other)) - 1 for other in ("2026-11", "2026-12")) == 1


def test_headings_are_korean_or_english_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.add(key='=cmd|" /C calc"!A0')
    writer.end()
    korean, row = rows(tmp_path, "2026-11", "ko")
    assert korean[:4] == ["월", "키", "모델", "요청 수"]
    assert len(korean) == len(row) == len(rows(tmp_path, "2026-11")[0])
    assert row[1].startswith("'=")
    assert NOON
