"""The way through a JSON value, string by string, with the kind of each; `request` and `wording` say what becomes of them."""

import re
from typing import Any

from predictor.errors import InvalidRequest
from predictor.protocols.openai.field_kinds import ATOM, JSON, KINDS, NAME, TABLES, kind

# A field's name that cannot be, or hold, a value: a word, or a token's number as in `logit_bias`.
PLAIN_NAME = re.compile(r"[A-Za-z_$-]{1,64}|[0-9]{1,6}")


class Walk:
    """Rewrites the strings of a JSON value by what they are; subclasses say how. Unchanged parts stay the same objects."""

    def text(self, text: str) -> str:
        """The new wording of plain text."""
        raise NotImplementedError

    def literal(self, text: str) -> str:
        """The new wording of a string that holds JSON."""
        raise NotImplementedError

    def named(self, name: str, text: str) -> str:
        """The new wording of plain text that stands in a field which the caller has named."""
        return self.text(text)

    def other(self, value: str, what: str) -> str:
        """The new wording of what is neither; as it is by default."""
        return value

    def atom(self, value: Any) -> Any:
        """What becomes of a field that is no text; as it is by default."""
        return value

    def number(self, name: str, value: int) -> int | str:
        """What becomes of a whole number outside of the protocol's own fields; as it is by default."""
        return value

    def title(self, name: str) -> str:
        """The new name of a field."""
        return name if PLAIN_NAME.fullmatch(name) else self.text(name)

    def value(self, value: Any, what: str, name: str = "") -> Any:
        """Rewrite `value`, which stands where a table or kind of `fields` says; `name` is the field's where its caller chose it."""
        if isinstance(value, str):
            return self._string(value, what, name)
        if isinstance(value, dict):
            return self._object(value, what)
        if isinstance(value, list):
            return self._list(value, what, name)
        return self.number(name, value) if type(value) is int else value

    def _string(self, value: str, what: str, name: str) -> str:
        if what in KINDS:
            new = self.other(value, KINDS[what])
        elif what == JSON:
            new = self.literal(value)
        else:
            new = self.named(name, value) if name else self.text(value)
        return value if new == value else new

    def _list(self, values: list[Any], what: str, name: str) -> list[Any]:
        rewritten = [self.value(value, what, name) for value in values]
        return values if all(new is old for new, old in zip(rewritten, values, strict=True)) else rewritten

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        rewritten: dict[str, Any] = {}
        same = True
        table = TABLES.get(what, {})
        free = what not in TABLES or what == "document"
        for name, value in fields.items():
            inner = kind(what, name)
            if inner == ATOM:
                new = self.atom(value)
            else:
                new = self.value(value, self._inner(fields, what, name, inner), name if free else "")
            title = name if name in table else self.title(name)
            same = same and new is value and title == name
            rewritten[title] = new
        if len(rewritten) < len(fields):
            raise InvalidRequest(MERGED)
        return fields if same else rewritten

    def _inner(self, fields: dict[str, Any], what: str, name: str, inner: str) -> str:
        """A tool's message is named after its function; anybody else's name is a person's."""
        return NAME if what == "message" and name == "name" and fields.get("role") in ("tool", "function") else inner


MERGED = "개인정보를 가리면 이름이 같아지는 필드가 있습니다. 필드 이름에서 개인정보를 빼 주세요"
