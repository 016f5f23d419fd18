"""What a named key allows: the decisions about one request of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Protocol

from predictor.errors import Forbidden, InvalidRequest
from predictor.inference.budgets.window import DAY, MINUTE, MOST, Limit

PROTOCOLS: Final = frozenset(("native", "v1", "v2", "grpc", "openai"))
ProtocolAllowed = Literal["native", "v1", "v2", "grpc", "openai"]
PiiAction = Literal["mask", "monitor", "reject"]
PiiKindAction = Literal["mask", "monitor", "reject", "off"]
PiiActions = tuple[tuple[str, PiiKindAction], ...]  # by kind; "*" stands for every other kind
RestoreMode = Literal["off", "request", "on"]


class Expiring(Protocol):
    """A secret of a key: itself or its digest, and the time at which it expires; None is never."""

    @property
    def value(self) -> str:
        """`sha256:` and the digest in hexadecimal, or the secret."""

    @property
    def expires(self) -> datetime | None:
        """The time, with its zone."""


@dataclass(frozen=True, slots=True)
class KeyRules:
    """A row of the key file, made ready for requests. None means that the key has no limit of its own there.

    `name` goes to logs, metrics, spans and the audit record. A budget counts the tokens of prompts and answers together.
    `priority` is vLLM's: a smaller number is scheduled earlier. `rates` and `budgets` are the limits over time, `closed` the
    protocols that the key may not use; `holds` is True where each inference holds something until it ends; `most_running` bounds
    the requests at once.
    """

    name: str
    secrets: tuple[Expiring, ...] = ()
    comment: str = ""
    expires: datetime | None = None
    protocols: frozenset[ProtocolAllowed] | None = None
    models: frozenset[str] | None = None
    adapters: frozenset[str] | None = None
    requests_per_second: int | None = None
    requests_per_minute: int | None = None
    concurrent_requests: int | None = None
    tokens_per_minute: int | None = None
    tokens_per_day: int | None = None
    max_tokens: int | None = None
    pii: PiiAction | PiiActions | None = None
    restore: RestoreMode | None = None
    priority: int | None = None
    rates: tuple[Limit, ...] = field(init=False)
    budgets: tuple[Limit, ...] = field(init=False)
    holds: bool = field(init=False)
    most_running: int = field(init=False)
    closed: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        rates = ((1, self.requests_per_second), (MINUTE, self.requests_per_minute))
        budgets = ((MINUTE, self.tokens_per_minute), (DAY, self.tokens_per_day))
        derived = {
            "rates": tuple(Limit("requests", seconds, most) for seconds, most in rates if most),
            "budgets": tuple(Limit("tokens", seconds, most) for seconds, most in budgets if most),
            "most_running": self.concurrent_requests or MOST,
            "holds": any((self.tokens_per_minute, self.tokens_per_day, self.concurrent_requests)),
            "closed": PROTOCOLS - self.protocols if self.protocols is not None else frozenset(),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def protocol_refusal(self) -> Forbidden:
        """The error for a protocol that is `closed`."""
        allowed = ", ".join(sorted(PROTOCOLS - self.closed))
        return Forbidden(
            f"이 API 키는 이 프로토콜을 쓸 수 없습니다 (쓸 수 있는 프로토콜: {allowed})",
            message=f"The API key may not use this protocol; it may use: {allowed}",
        )

    def allows_model(self, name: str, served: str) -> bool:
        """True where the key may use the model `name`; `served` is the base model, and any other name an adapter's."""
        if name in ("", served):
            return self.models is None or served in self.models
        if self.models is not None and name in self.models:
            return True
        return name in self.adapters if self.adapters is not None else self.models is None

    def check_model(self, name: str, served: str) -> None:
        """Raise Forbidden for a model or an adapter that the key may not use."""
        if not self.allows_model(name, served):
            raise Forbidden(
                "이 API 키는 이 모델을 쓸 수 없습니다. GET /openai/v1/models가 쓸 수 있는 이름을 알려 줍니다",
                message="The API key may not use this model; GET /openai/v1/models lists those that it may use",
            )

    def check_maximum(self, asked: int, field: str) -> None:
        """Raise InvalidRequest where a request asks for more new tokens than the key may."""
        if self.max_tokens is not None and asked > self.max_tokens:
            raise InvalidRequest(
                f"{field}은(는) 이 API 키의 상한 {self.max_tokens} 이하여야 합니다",
                message=f"{field} must be at most {self.max_tokens}, which is the limit of the API key",
                param=field,
            )

    def bound_priority(self, asked: int | None) -> int | None:
        """The priority for `asked`, no more urgent than the key's; raises Forbidden where the key has none."""
        if self.priority is None:
            if asked:
                raise Forbidden(
                    "이 API 키는 priority를 쓸 수 없습니다. 필드를 빼고 보내 주세요",
                    message="The API key has no priority; leave the field priority out",
                )
            return None
        return self.priority if asked is None else max(asked, self.priority)


# A key of LLM_API_KEYS has no limit and no priority.
RULES_OF_A_FLAT_KEY: Final = KeyRules(name="")


def last_expiry(key: KeyRules) -> float | None:
    """When the last secret of a key expires, in seconds since the epoch; None for never."""
    ends = [secret.expires.timestamp() if secret.expires else float("inf") for secret in key.secrets]
    end = min(max(ends), key.expires.timestamp() if key.expires else float("inf"))
    return None if end == float("inf") else end
