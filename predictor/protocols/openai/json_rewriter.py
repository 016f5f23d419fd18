"""Rewrites the strings and numbers of a JSON value by the kind of the field that holds them."""

import re
from typing import Any

from predictor.errors import InvalidRequest
from predictor.protocols.openai.field_kinds import ATOM, JSON, KINDS, NAME, TABLES, kind

# A field's name that holds no personal data: a word, or a token's number as in `logit_bias`.
PLAIN_NAME = re.compile(r"[A-Za-z_$-]{1,64}|[0-9]{1,6}")


class JsonRewriter:
    """Visits every string and number; subclasses rewrite them. An unchanged part stays the same object."""

    def text(self, text: str) -> str:
        """Rewrite plain text."""
        raise NotImplementedError

    def json_text(self, text: str) -> str:
        """Rewrite a string that holds JSON."""
        raise NotImplementedError

    def named(self, name: str, text: str) -> str:
        """Rewrite plain text in a field that the caller has named."""
        return self.text(text)

    def control(self, value: str, what: str) -> str:
        """Rewrite a string of one of the kinds in KINDS; unchanged by default."""
        return value

    def atom(self, value: Any) -> Any:
        """Rewrite a field of kind ATOM; unchanged by default."""
        return value

    def number(self, name: str, value: int) -> int | str:
        """Rewrite a whole number outside of the protocol's own fields; unchanged by default."""
        return value

    def title(self, name: str) -> str:
        """Rewrite the name of a field."""
        return name if PLAIN_NAME.fullmatch(name) else self.text(name)

    def value(self, value: Any, what: str, name: str = "") -> Any:
        """Rewrite `value` of a kind or table of `field_kinds`; `name` is the field's name where the caller chose it."""
        if isinstance(value, str):
            return self._string(value, what, name)
        if isinstance(value, dict):
            return self._object(value, what)
        if isinstance(value, list):
            return self._list(value, what, name)
        return self.number(name, value) if type(value) is int else value

    def _string(self, value: str, what: str, name: str) -> str:
        if what in KINDS:
            new = self.control(value, KINDS[what])
        elif what == JSON:
            new = self.json_text(value)
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
        """The `name` of a tool's message is its function's; the name of any other message is a person's."""
        return NAME if what == "message" and name == "name" and fields.get("role") in ("tool", "function") else inner


MERGED = "개인정보를 가리면 이름이 같아지는 필드가 있습니다. 필드 이름에서 개인정보를 빼 주세요"
