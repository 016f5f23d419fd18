"""A row of the key file. Its validators refuse a wrong row and name the field."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, get_args

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from predictor.inference.keys.rules import KeyRules, PiiAction, PiiActions, ProtocolAllowed, RestoreMode
from predictor.pii.kind import ACTIONS
from predictor.pii.kinds import KINDS
from predictor.pii.policy import ALL

PLAIN_MIN_LENGTH: Final = 8  # characters of a plain secret
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
RESERVED: Final = "none"  # the label of requests without a key in the metrics
ALL_KINDS_ACTIONS: Final = get_args(PiiAction)
NAMES_OF_KINDS: Final = frozenset((ALL, *(kind.name for kind in KINDS)))
MOST_TOKENS: Final = 10**12
MOST_REQUESTS: Final = 10**9
DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
# What other programs write for a hashed secret. Taken as a plain secret it would open for whoever has read it.
OTHER_HASH: Final = re.compile(
    r"\$(2[abxy]?|5|6|7|y|gy|1|apr1|argon2\w*|scrypt|pbkdf2[\w-]*)\$"
    r"|(md5|sha\d*([-_]\d+)?|bcrypt|argon2\w*|scrypt|pbkdf2\w*|blake\w*)[:$]"
    r"|\{[A-Za-z0-9-]+\}",
    re.IGNORECASE,
)
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


def _action(kind: Any, action: Any) -> tuple[Any, Any]:
    """A kind and its action, checked; YAML 1.1 reads `off` as a boolean."""
    if kind not in NAMES_OF_KINDS:
        raise ValueError("names a kind that does not exist; `python -m predictor.pii --kinds` lists the kinds, and * is all others")
    action = "off" if action is False else action
    allowed = ALL_KINDS_ACTIONS if kind == ALL else ACTIONS
    if action not in allowed:
        raise ValueError(f"{kind} must be one of {', '.join(allowed)}")
    return kind, action


class KeyRow(Strict):
    """One key of the key file. None means that the key has no limit of its own there.

    `name` goes to logs, metrics, spans and the audit record. A budget counts the tokens of prompts and answers together.
    `priority` is vLLM's: a smaller number is scheduled earlier.
    """

    name: str
    secrets: Annotated[tuple[Secret, ...], Field(max_length=16)]
    comment: Annotated[str, StringConstraints(max_length=1024)] = ""
    expires: AwareDatetime | None = None
    protocols: frozenset[ProtocolAllowed] | None = None
    models: frozenset[Name] | None = None
    adapters: frozenset[Name] | None = None
    requests_per_second: Requests | None = None
    requests_per_minute: Requests | None = None
    concurrent_requests: Requests | None = None
    tokens_per_minute: Tokens | None = None
    tokens_per_day: Tokens | None = None
    max_tokens: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    pii: PiiAction | PiiActions | None = None
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
        if not isinstance(value, list | tuple) or not value or not all(isinstance(item, str | dict) for item in value):
            raise ValueError("must be a list of one secret or more, such as [sha256:…] or [{value: sha256:…, expires: …}]")
        return tuple({"value": item} if isinstance(item, str) else item for item in value)

    @field_validator("protocols", "models", "adapters", mode="before")
    @classmethod
    def _set(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None or isinstance(value, frozenset):
            return value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError("must be a list of names, such as [openai]")
        if not value and info.field_name != "adapters":
            raise ValueError("an empty list would allow nothing; leave the field out to allow all")
        return frozenset(value)

    @field_validator("pii", mode="before")
    @classmethod
    def _actions(cls, value: Any) -> Any:
        """One action for all kinds, or a mapping of actions by kind."""
        if isinstance(value, dict):
            return tuple(_action(kind, action) for kind, action in sorted(value.items(), key=str))
        if value is not None and value not in ALL_KINDS_ACTIONS:
            raise ValueError(f"must be one of {', '.join(ALL_KINDS_ACTIONS)}, or a mapping of actions by kind")
        return value

    @field_validator("restore", mode="before")
    @classmethod
    def _yaml_switch(cls, value: Any) -> Any:
        """YAML 1.1 reads `off` and `on` as booleans."""
        return {True: "on", False: "off"}[value] if isinstance(value, bool) else value

    @model_validator(mode="after")
    def _budgets_agree(self) -> "KeyRow":
        if self.tokens_per_day and self.tokens_per_minute and self.tokens_per_day < self.tokens_per_minute:
            raise ValueError("tokens_per_day must not be below tokens_per_minute")
        return self

    def rules(self) -> KeyRules:
        """What the row decides about requests."""
        return KeyRules(**{name: getattr(self, name) for name in type(self).model_fields})
