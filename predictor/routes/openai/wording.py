"""The wording of one request and its answer: what of it is text, masked on the way in, masked or restored on the way out."""

import json
import re
from typing import Any

from predictor.errors import InvalidRequest, PersonalDataRejected
from predictor.routes.openai.fields import ATOM, CONTROL, ENGINE, JSON, MEDIA, MEDIA_LINKS, REGEX, TABLES, UNLIMITED, kind
from predictor.routes.openai.literal import Literal, Side, Whole
from predictor.text.pii import Masking, PiiRejected

# A field's name that cannot be, or hold, a value.
PLAIN_NAME = re.compile(r"[A-Za-z_$-]{1,64}")


class Limits:
    """What a request's strings may be; 0 for `text_length` is no limit."""

    def __init__(self, text_length: int, media_links: bool) -> None:
        self.text_length = text_length
        self.media_links = media_links

    def check_text(self, text: str) -> None:
        """Raise InvalidRequest for a text part that is too long."""
        if self.text_length and len(text) > self.text_length:
            raise InvalidRequest(
                f"텍스트 하나는 {self.text_length}자까지입니다 (받은 길이 {len(text)}자, 설정 LLM_OPENAI_TEXT_MAX_LENGTH)"
            )

    def check_medium(self, value: str) -> None:
        """Raise InvalidRequest for a link, which the engine would fetch from inside of the cluster."""
        if not self.media_links and value.lower().startswith(MEDIA_LINKS):
            raise InvalidRequest("이미지·음성·영상은 data URL로 보내 주세요. 링크는 LLM_MEDIA_LINKS=true일 때만 받습니다")


class Walk:
    """Rewrites the strings of a JSON value by what they are; subclasses say how. Unchanged parts stay the same objects."""

    def text(self, text: str) -> str:
        """The new wording of plain text."""
        raise NotImplementedError

    def literal(self, text: str) -> str:
        """The new wording of a string that holds JSON."""
        raise NotImplementedError

    def other(self, value: str, what: str) -> str:
        """The new wording of what is neither; as it is by default."""
        return value

    def value(self, value: Any, what: str) -> Any:
        """Rewrite `value`, which stands where a table or kind of `fields` says."""
        if isinstance(value, str):
            return self._string(value, what)
        if isinstance(value, dict):
            return self._object(value, what)
        if isinstance(value, list):
            return self._list(value, what)
        return value

    def _string(self, value: str, what: str) -> str:
        if what in (CONTROL, MEDIA, REGEX, ENGINE):
            new = self.other(value, what)
        else:
            new = self.literal(value) if what == JSON else self.text(value)
        return value if new == value else new

    def _list(self, values: list[Any], what: str) -> list[Any]:
        rewritten = [self.value(value, what) for value in values]
        return values if all(new is old for new, old in zip(rewritten, values, strict=True)) else rewritten

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        rewritten: dict[str, Any] = {}
        same = True
        for name, value in fields.items():
            inner = kind(what, name)
            new = value if inner == ATOM else self.value(value, self._inner(fields, what, name, inner))
            title = name if PLAIN_NAME.fullmatch(name) or name in TABLES.get(what, ()) else self.text(name)
            same = same and new is value and title == name
            rewritten[title] = new
        if len(rewritten) < len(fields):
            raise InvalidRequest("개인정보를 가리면 이름이 같아지는 필드가 있습니다. 필드 이름에서 개인정보를 빼 주세요")
        return fields if same else rewritten

    def _inner(self, fields: dict[str, Any], what: str, name: str, inner: str) -> str:
        """A tool's message is named after its function; anybody else's name is a person's."""
        return CONTROL if what == "message" and name == "name" and fields.get("role") in ("tool", "function") else inner


class Request(Walk):
    """A request on its way in; without a masking only its limits are checked."""

    def __init__(self, masking: Masking | None, limits: Limits) -> None:
        self.masking = masking
        self.limits = limits
        self.limited = True
        self.length = 0

    def body(self, body: dict[str, Any]) -> dict[str, Any]:
        """The request that the engine gets; raises InvalidRequest, PersonalDataRejected."""
        rewritten: dict[str, Any] = {}
        for name, value in body.items():
            self.limited = name not in UNLIMITED
            rewritten.update(self._object({name: value}, "request"))
        if len(rewritten) < len(body):
            raise InvalidRequest("개인정보를 가리면 이름이 같아지는 필드가 있습니다. 필드 이름에서 개인정보를 빼 주세요")
        return body if all(rewritten.get(name) is value for name, value in body.items()) else rewritten

    def text(self, text: str) -> str:
        """Check the length and mask; JSON stays JSON."""
        if self.limited:
            self.limits.check_text(text)
        if self.masking is None or not text:
            return text
        if text[:1] in "{[" and _is_json(text):
            return self._inside(text)
        return self._masked(text)

    def literal(self, text: str) -> str:
        """Mask inside of the JSON."""
        return self.text(text)

    def other(self, value: str, what: str) -> str:
        """Let names pass; check links; mask a regular expression so that it stays one."""
        if what == MEDIA:
            self.limits.check_medium(value)
        if self.masking is None or what in (CONTROL, MEDIA):
            return value
        if what == ENGINE:
            raise InvalidRequest(UNREADABLE)
        masked = self._masked(value)
        issued = self.masking.placeholders
        return value if masked == value or issued is None else issued.sub(lambda match: re.escape(match.group()), masked)

    def value(self, value: Any, what: str) -> Any:
        """As every walk, but refuse what nobody could read."""
        if what == ENGINE and self.masking is not None and value is not None:
            raise InvalidRequest(UNREADABLE)
        return super().value(value, what)

    def _masked(self, text: str) -> str:
        assert self.masking is not None
        try:
            return self.masking.mask(text)
        except PiiRejected as error:
            raise PersonalDataRejected(str(error)) from None

    def _inside(self, text: str) -> str:
        literal = Literal(lambda name: Whole(lambda value: self._named(name, value)), lambda value, name: self._named(name, value))
        return literal.feed(text) + literal.flush()

    def _named(self, name: str, value: str) -> str:
        """Mask a field's value, with its name before it, as a person would write it: the name tells what the number is."""
        if name:
            label = f"{name}: "
            masked = self._masked(label + value)
            if masked.startswith(label):
                return masked[len(label) :]
        return self.text(value)


UNREADABLE = "개인정보를 가리는 동안에는 토큰 번호나 임베딩으로 된 입력을 받지 않습니다. 글로 보내 주세요"


class Answer(Walk):
    """An answer on its way out."""

    def __init__(self, masking: Masking, restore: bool, mask: bool, structured: bool) -> None:
        self.masking = masking
        self.restore = restore
        self.mask = mask
        self.structured = structured

    def text(self, text: str) -> str:
        """Mask what the model wrote, restore what the caller may see."""
        return self.masking.mask_output(text, restore=self.restore, mask=self.mask) if text else text

    def literal(self, text: str) -> str:
        """The same inside of JSON."""
        side = self.side(JSON)
        return side.feed(text) + side.flush()

    def side(self, what: str) -> Side:
        """The same for text that arrives in pieces."""
        if what == JSON:
            return Literal(lambda _: self._stream(), lambda value, _: self.text(value))
        return self._stream()

    def _stream(self) -> Side:
        return self.masking.output_stream(restore=self.restore, mask=self.mask)

    def content(self) -> str:
        """What a message's content is: text, or JSON where the request asked for it."""
        return JSON if self.structured else "part"

    def _inner(self, fields: dict[str, Any], what: str, name: str, inner: str) -> str:
        if name == "content" and what == "message" and isinstance(fields.get(name), str):
            return self.content()
        return super()._inner(fields, what, name, inner)

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        rewritten = super()._object(fields, what)
        if what == "choice" and rewritten is not fields:
            # They spell out what was masked, or no longer fit what was restored.
            rewritten |= {name: None for name in ("logprobs", "token_ids") if name in rewritten}
        return rewritten


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
