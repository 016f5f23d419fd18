"""The usage of a month by key and model, from the audit record, as CSV."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, Literal, TextIO

from predictor.telemetry.audit.chain import Line, count

Language = Literal["ko", "en"]
HEADINGS: Final[dict[Language, tuple[str, ...]]] = {
    "ko": (
        "월",
        "키",
        "모델",
        "요청 수",
        "성공",
        "거절·오류",
        "입력 토큰",
        "캐시된 입력 토큰",
        "출력 토큰",
        "전체 토큰",
        "가린 개인정보(입력)",
        "가린 개인정보(출력)",
    ),
    "en": (
        "month",
        "key",
        "model",
        "requests",
        "answered",
        "refused or failed",
        "prompt tokens",
        "cached prompt tokens",
        "completion tokens",
        "total tokens",
        "values masked in requests",
        "values masked in answers",
    ),
}
NO_KEY: Final[dict[Language, str]] = {"ko": "(키 없음)", "en": "(no key)"}
LOST: Final[dict[Language, str]] = {"ko": "(기록되지 않은 요청)", "en": "(requests not recorded)"}
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would take a cell for a formula
ANSWERED: Final = ("ok", "fallback")


@dataclass(slots=True)
class Usage:
    """Sums of the requests of one key to one model."""

    requests: int = 0
    answered: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    masked: int = 0
    masked_output: int = 0

    def add(self, line: Line) -> None:
        """Add a request's line."""
        self.requests += 1
        self.answered += line.fields.get("outcome") in ANSWERED
        self.prompt_tokens += count(line, "prompt_tokens")
        self.cached_tokens += count(line, "cached_tokens")
        self.completion_tokens += count(line, "completion_tokens")
        self.masked += sum(line.fields["masked"].values())
        self.masked_output += sum(line.fields["masked_output"].values())

    def cells(self) -> list[int]:
        """The sums in the order of the headings."""
        tokens = [self.prompt_tokens, self.cached_tokens, self.completion_tokens, self.prompt_tokens + self.completion_tokens]
        return [self.requests, self.answered, self.requests - self.answered, *tokens, self.masked, self.masked_output]


class MonthlyReport:
    """Sums of the lines of one `month` (such as 2026-11). `zone` decides to which month a line's time belongs."""

    def __init__(self, month: str, zone: tzinfo) -> None:
        self.month = month
        self.zone = zone
        self.usage: dict[tuple[str, str], Usage] = {}
        self.lost = 0

    def add(self, lines: Iterable[Line]) -> None:
        """Add what belongs to the month; a line that is no request counts where it tells lost ones."""
        for line in lines:
            if datetime.fromisoformat(line.fields["time"]).astimezone(self.zone).strftime("%Y-%m") != self.month:
                continue
            if line.kind == "request":
                key = (line.fields["key"] or "", line.fields["model"])
                self.usage.setdefault(key, Usage()).add(line)
            else:
                self.lost += count(line, "lines") + count(line, "lost")

    def write(self, out: TextIO, language: Language) -> None:
        """Write a row for each key and model, and one for the requests that are known to be lost."""
        table = csv.writer(out)
        table.writerow(HEADINGS[language])
        for (key, model), usage in sorted(self.usage.items()):
            table.writerow([self.month, _text(key) or NO_KEY[language], _text(model), *usage.cells()])
        if self.lost:
            table.writerow([self.month, LOST[language], "", self.lost, *[0] * 8])


def _text(value: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{value}" if value.startswith(FORMULA) else value
