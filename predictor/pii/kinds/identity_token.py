"""연계정보: CI (88 characters in base64) and DI (64), which identity checks give for a resident number."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label
from predictor.pii.scan import columns
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "^ci$",
    "^di$",
    "연계 정보",
    "중복 가입 확인 정보",
    "^conn info",
    "^dup info",
    "^duplicate info",
    "^connecting info",
    "CI 값",
    "DI 값",
    "^ci val",
    "^di val",
    "^ci value",
    "^di value",
    "^ci key",
    "^di key",
)

# A cell of a table in a column that ci_value or such a word heads.
_OPENS: Final = r"(?:[|,;\t\n(][ ]{0,3}[\"']?|<td>)"
_CELL: Final = re.compile(rf"{_OPENS}(?P<value>[A-Za-z0-9+/]{{40,96}}={{0,2}})(?=[\"']?\s{{0,3}}(?:[|,;\t\n)<]|$))")
_HEAD: Final = re.compile(
    r"(?i:(?:[a-z]{2,8}_)?(?:ci|di|conn(?:ecting)?_?info|dup(?:licate)?_?info)(?:[ _]?(?:value|val|no|key|hash))?)"
    r"|(?:CI|DI)\s?값|(?:연계|중복\s?가입\s?확인)\s?정보"
)


def in_a_column(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A token in a table's column of its own."""
    found = _CELL.match(text, hit)
    if found and found.start("value") >= floor and _HEAD.fullmatch(columns.heading(text, *found.span("value"))):
        yield Span(*found.span("value"), "identity_token", found["value"], 0.85, "column")


KIND: Final = Kind(
    name="identity_token",
    label="연계정보",
    needs="a label and its length",
    source="정보통신망법 제23조의5, 방송통신위원회고시 (연계정보 생성·처리)",
    covers="정보통신망법 제23조의5",
    order=300,
    remembered="code",
    held=128,
    gates=(
        behind_label("identity_token", _WORDS, r"[A-Za-z0-9+/]{40,96}={0,2}", 0.95),
        Gate(rf"{_OPENS}[A-Za-z0-9+/]{{40}}", in_a_column),
    ),
    examples=(
        "<td>CI</td><td>"
        "{{identity_token:kR8v2xQmZp1sT7yW3nB6cE9gH4jL0aD5fU2iO8rVqXtYzMwKbNdPlSeGhJcAuI1oQ3vR5xT7yW9zB2dF4gH6==}}</td>",
        '"CI 값": "{{identity_token:kR8v2xQmZp1sT7yW3nB6cE9gH4jL0aD5fU2iO8rVqXtYzMwKbNdPlSeGhJcAuI1oQ3vR5xT7yW9zB2dF4gH6==}}"',
        '"DI 값": "{{identity_token:MC0GCCqGSIb3DQIJAyEArV8kQ2mXz71sT9yW3nB6cE4gH0jL5aDfU2iO8rVqXtY=}}"',
        "duplicateInfo={{identity_token:MC0GCCqGSIb3DQIJAyEArV8kQ2mXz71sT9yW3nB6cE4gH0jL5aDfU2iO8rVqXtY=}}",
        "connectingInfo={{identity_token:kR8v2xQmZp1sT7yW3nB6cE9gH4jL0aD5fU2iO8rVqXtYzMwKbNdPlSeGhJcAuI1oQ3vR5xT7yW9zB2dF4gH6==}}",
        "no,duplicate_info\n1,{{identity_token:MC0GCCqGSIb3DQIJAyEArV8kQ2mXz71sT9yW3nB6cE4gH0jL5aDfU2iO8rVqXtY=}}",
        "no,connecting_info\n1,{{identity_token:MC0GCCqGSIb3DQIJAyEArV8kQ2mXz71sT9yW3nB6cE4gH0jL5aDfU2iO8rVqXtY=}}",
        '"connInfo":"{{identity_token:pX3mQvL8tZk2RwYb7NcHs9JdFg1UeAo0TiOqVyC5BxKrMn4WlPzDhE6SuGaF+jIe8vTxRq3mLbZ9KwYp2HcNdA==}}"',
        '"DUP_INFO":"{{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}"',
        '"ci_val": "{{identity_token:pX3mQvL8tZk2RwYb7NcHs9JdFg1UeAo0TiOqVyC5BxKrMn4WlPzDhE6SuGaF+jIe8vTxRq3mLbZ9KwYp2HcNdA==}}"',
        "diValue={{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}",
        "INSERT INTO m (mbr, di) VALUES\n"
        "('a', '{{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}');",
        "INSERT INTO m (ci, mbr) "
        "VALUES ('{{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}', 'a')",
        "<table><tr><th>CI</th></tr>"
        "<tr><td>{{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}</td></tr>",
        " seq | ci_value | ip\n-----+----------+----\n  71 | "
        "{{identity_token:mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqRt4mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqA==}} | a",
        "no,DI\n1,{{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}",
        "CI값 {{identity_token:mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqRt4mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqA==}} 로 인증",
        "DI: {{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}",
    ),
    lookalikes=(
        " seq | etag | ip\n-----+------+----\n  71 | mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqRt4mT3k9Qz1xV+8y | a",
        "no,ci_job\n1,MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5",
        "INSERT INTO m (mbr, etag) VALUES ('a', 'MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5')",
        "CI/CD 파이프라인",
        "CI 1234",
        "git commit 4f2a9c1e8b7d6054a3f2e1d0c9b8a7f6e5d4c3b2",
    ),
)
