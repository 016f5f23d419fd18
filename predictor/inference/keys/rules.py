"""The rules of one named key, as a row of the key file states them."""

import re
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from predictor.errors import Forbidden, InvalidRequest
from predictor.inference.budgets.window import DAY, MINUTE, Limit

PLAIN_MIN_LENGTH: Final = 8  # characters of a plain secret
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
RESERVED: Final = "none"  # the label of requests without a key in the metrics
MOST_TOKENS: Final = 10**12
MOST_REQUESTS: Final = 10**9
DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
# What other programs write for a hashed secret. Taken as a plain secret it would open for whoever has read it.
OTHER_HASH: Final = re.compile(
    r"\$(2[abxy]?|5|6|7|y|gy|1|apr1|argon2\w*|scrypt|pbkdf2[\w-]*)\$|(md5|sha\d*([-_]\d+)?|bcrypt|argon2\w*|scrypt|pbkdf2\w*|blake\w*)[:$]"
    r"|\{[A-Za-z0-9-]+\}",
    re.IGNORECASE,
)
PROTOCOLS: Final = frozenset(("native", "v1", "v2", "grpc", "openai"))
ProtocolAllowed = Literal["native", "v1", "v2", "grpc", "openai"]
PiiAction = Literal["mask", "monitor", "reject"]
RestoreMode = Literal["off", "request", "on"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Tokens = Annotated[int, Field(ge=1, le=MOST_TOKENS)]
Requests = Annotated[int, Field(ge=1, le=MOST_REQUESTS)]


def zoned(value: Any) -> Any:
    """A time with its zone, because without one it would be nine hours apart in Seoul and in London."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError("must be date, time and zone, such as 2027-01-31T00:00:00+09:00")
    return moment


class Strict(BaseModel):
    """A part of the key file: unknown fields and values of another type are errors, and no error shows a value."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, strict=True)


class Secret(Strict):
    """A secret of a key: `value` is `sha256:` and the digest in hexadecimal, or the secret itself; None in `expires` is never."""

    value: str = Field(repr=False)
    expires: AwareDatetime | None = None

    @field_validator("value")
    @classmethod
    def _readable(cls, value: str) -> str:
        if value.lower().startswith("sha256:"):
            if not DIGEST.fullmatch(value):
                raise ValueError("sha256: must be followed by 64 hexadecimal digits in small letters")
            return value
        if OTHER_HASH.match(value):
            raise ValueError("looks like a hash of another kind; write sha256: and 64 hexadecimal digits, as `keys new` prints")
        if len(value) < PLAIN_MIN_LENGTH or not value.isascii() or not value.isprintable() or " " in value or "," in value:
            raise ValueError(f"a plain secret has {PLAIN_MIN_LENGTH} or more printable ASCII characters, no space and no comma")
        return value

    _expiry = field_validator("expires", mode="before")(zoned)


class KeyRules(Strict):
    """One key of the key file. None means that the key has no limit of its own there.

    `name` goes to logs, metrics, spans and the audit record. A budget counts the tokens of prompts and answers together.
    `priority` is vLLM's: a smaller number is scheduled earlier.
    """

    name: str
    secrets: Annotated[tuple[Secret, ...], Field(min_length=1, max_length=16)]
    comment: Annotated[str, StringConstraints(max_length=1024)] = ""
    expires: AwareDatetime | None = None
    protocols: Annotated[frozenset[ProtocolAllowed], Field(min_length=1)] | None = None
    models: Annotated[frozenset[Name], Field(min_length=1)] | None = None
    adapters: frozenset[Name] | None = None
    requests_per_second: Requests | None = None
    requests_per_minute: Requests | None = None
    concurrent_requests: Requests | None = None
    tokens_per_minute: Tokens | None = None
    tokens_per_day: Tokens | None = None
    max_tokens: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    pii: PiiAction | None = None
    restore: RestoreMode | None = None
    priority: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] | None = None

    _expiry = field_validator("expires", mode="before")(zoned)

    @field_validator("name")
    @classmethod
    def _loggable(cls, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ValueError("1 to 63 letters, digits, dots, underscores or hyphens, of which the first is a letter or a digit")
        if name == RESERVED:
            raise ValueError(f"{RESERVED} is the metrics' label of requests without a key; choose another name")
        return name

    @field_validator("secrets", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        """A secret may be given as a string alone."""
        if not isinstance(value, list | tuple):
            raise ValueError("must be a list of secrets, such as [sha256:…]")
        return tuple({"value": item} if isinstance(item, str) else item for item in value)

    @field_validator("protocols", "models", "adapters", mode="before")
    @classmethod
    def _set(cls, value: Any) -> Any:
        return frozenset(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else value

    @field_validator("restore", mode="before")
    @classmethod
    def _yaml_switch(cls, value: Any) -> Any:
        """YAML 1.1 reads `off` and `on` as booleans."""
        return {True: "on", False: "off"}[value] if isinstance(value, bool) else value

    @model_validator(mode="after")
    def _budgets_agree(self) -> "KeyRules":
        if self.tokens_per_day and self.tokens_per_minute and self.tokens_per_day < self.tokens_per_minute:
            raise ValueError("tokens_per_day must not be below tokens_per_minute")
        return self

    @cached_property
    def rates(self) -> tuple[Limit, ...]:
        """The key's own rates of requests."""
        rates = ((1, self.requests_per_second), (MINUTE, self.requests_per_minute))
        return tuple(Limit("requests", seconds, most) for seconds, most in rates if most)

    @cached_property
    def budgets(self) -> tuple[Limit, ...]:
        """The key's token budgets."""
        budgets = ((MINUTE, self.tokens_per_minute), (DAY, self.tokens_per_day))
        return tuple(Limit("tokens", seconds, most) for seconds, most in budgets if most)

    @cached_property
    def holds(self) -> bool:
        """True where each inference holds something until it ends."""
        return bool(self.budgets or self.concurrent_requests)

    @cached_property
    def closed(self) -> frozenset[str]:
        """The protocols that the key may not use."""
        return frozenset() if self.protocols is None else PROTOCOLS - self.protocols

    def check_protocol(self, protocol: str) -> None:
        """Raise Forbidden for a protocol that the key may not use."""
        if protocol in self.closed:
            allowed = ", ".join(sorted(PROTOCOLS - self.closed))
            raise Forbidden(
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
        if self.models is not None and name in self.models:
            return
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
RULES_OF_A_FLAT_KEY: Final = KeyRules.model_construct(name=RESERVED, secrets=())


def last_expiry(key: KeyRules) -> float | None:
    """When the last secret of a key expires, in seconds since the epoch; None for never."""
    ends = [secret.expires.timestamp() if secret.expires else float("inf") for secret in key.secrets]
    end = min(max(ends), key.expires.timestamp() if key.expires else float("inf"))
    return None if end == float("inf") else end
