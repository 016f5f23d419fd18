"""연계정보: CI (88 characters in base64) and DI (64), which identity checks give for a resident number."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = ("^ci$", "^di$", "CI값", "DI값", "연계 정보", "중복 가입 확인 정보", "^conn_info", "^dup_info")

KIND: Final = Kind(
    name="identity_token",
    label="연계정보",
    needs="a label and its length",
    source="정보통신망법 제23조의5, 방송통신위원회고시 (연계정보 생성·처리)",
    covers="정보통신망법 제23조의5",
    order=300,
    held=128,
    gates=(behind_label("identity_token", _WORDS, r"[A-Za-z0-9+/]{40,96}={0,2}", 0.95),),
    examples=(
        "CI값 {{identity_token:mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqRt4mT3k9Qz1xV+8yLrB5nW0aHs7dJfUe2GpCi6oXvKqA==}} 로 인증",
        "DI: {{identity_token:MC0GCCqGSIb3DQIJAyEA9ZQ1k2mW8xYt4vB7nL3sD5fG6hJ0pR2uC1oE4aIqKwT5}}",
    ),
    lookalikes=("CI/CD 파이프라인", "CI 1234", "git commit 4f2a9c1e8b7d6054a3f2e1d0c9b8a7f6e5d4c3b2"),
)
