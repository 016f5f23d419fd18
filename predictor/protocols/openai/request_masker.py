"""Requests on their way in: text is masked, and a field that could carry a value past the masker is masked or refused."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from predictor.errors import InvalidRequest
from predictor.inference.masking import CallMasking
from predictor.protocols.openai.field_kinds import ENGINE, MEDIA, NAME, REGEX, SALT, UNLIMITED, media_fields
from predictor.protocols.openai.json_rewriter import MERGED, JsonRewriter, digits
from predictor.protocols.openai.json_text_stream import BufferedStream, JsonTextStream
from predictor.protocols.openai.media import is_medium
from predictor.protocols.openai.parameters import NUMBERS

# A control word that holds no value: one without digits, or a generated id.
PLAIN: Final = re.compile(
    r"[A-Za-z_$#/.:-]{0,256}|(?:[A-Za-z]{1,20}[-_]){0,3}(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
# The fields by which a request comes to hold media.
MEDIA_FIELDS: Final = re.compile(rb'"(?:%s)"' % "|".join(sorted(media_fields())).encode())
SCHEME: Final = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*):(?://[^/?#@]*+(?!@))?")
# One character of a regular expression in any spelling: \x2d, \u002d, [-], \- or itself.
CHARACTER: Final = re.compile(
    r"\\[xu]\{([0-9a-fA-F]{1,6})\}|\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\[\\?([^\]\\^])\]|\\([^\w\s])|.", re.DOTALL
)
# What groups and anchors a regular expression without being a character of what it matches.
GROUPING: Final = re.compile(r"\(\?:|\(\?P?<\w+>|[()^$]|\{1\}")
DIGITS: Final = re.compile(r"[1-9][0-9]{7,9}")
TELEPHONE: Final = re.compile(r"phone|mobile|cell|tel|fax|contact|hp|전화|휴대|핸드폰|연락|팩스|번호", re.IGNORECASE)


class RequestLimits:
    """Limits of a request's strings; `text_length` in characters, 0 for none."""

    def __init__(self, text_length: int, media_links: bool) -> None:
        self.text_length = text_length
        self.media_links = media_links

    def hold(self, json_text: bytes) -> bool:
        """True where no string of a request can exceed a limit, which its JSON text in UTF-8 without escapes shows."""
        is_short = not self.text_length or len(json_text) <= self.text_length
        return is_short and (self.media_links or MEDIA_FIELDS.search(json_text) is None)

    def check_text(self, text: str) -> None:
        """Raise InvalidRequest for a text part that is too long."""
        if self.text_length and len(text) > self.text_length:
            raise InvalidRequest(
                f"텍스트 하나는 {self.text_length}자까지입니다 (받은 길이 {len(text)}자, 설정 LLM_OPENAI_TEXT_MAX_LENGTH)",
                message=f"A text may have {self.text_length} characters (this one has {len(text)}; LLM_OPENAI_TEXT_MAX_LENGTH)",
            )

    def check_medium(self, value: str) -> None:
        """Raise InvalidRequest for a link, which the engine would fetch from inside of the cluster."""
        scheme = SCHEME.match(value)
        if scheme and scheme[1].lower() != "data" and not self.media_links:
            raise InvalidRequest(
                "이미지·음성·영상은 data URL로 보내 주세요. 링크는 LLM_MEDIA_LINKS=true일 때만 받습니다",
                message="Send images, audio and video as data URLs; links are taken with LLM_MEDIA_LINKS=true only",
            )


class RequestMasker(JsonRewriter):
    """Makes the request that the engine gets; while masking is off only the limits are checked."""

    def __init__(self, masking: CallMasking, limits: RequestLimits) -> None:
        self.masking = masking
        self.limits = limits
        self.limited = True
        self.names: list[str] = []  # that the caller chose, of the fields around the value

    def body(self, body: dict[str, Any]) -> dict[str, Any]:
        """The whole body; raises InvalidRequest, PersonalDataRejected."""
        self.masking.reserve(strings(body))
        rewritten: dict[str, Any] = {}
        for name, value in body.items():
            self.limited = name not in UNLIMITED
            rewritten |= {name: value} if name in NUMBERS and _is_number(value) else self._object({name: value}, "request")
        if len(rewritten) < len(body):
            raise InvalidRequest(MERGED[0], message=MERGED[1])
        same = rewritten.keys() == body.keys() and all(rewritten[name] is value for name, value in body.items())
        return body if same else rewritten

    def value(self, value: Any, what: str, name: str = "") -> Any:
        """Rewrite `value`; raises InvalidRequest for a field that the masker cannot read."""
        if what == ENGINE and value:
            self._refuse_unreadable()
        self.names.append(name)
        rewritten = super().value(value, what, name)
        self.names.pop()
        return rewritten

    def text(self, text: str) -> str:
        """Check the length and mask; text that is JSON stays JSON."""
        if self.limited:
            self.limits.check_text(text)
        if not self.masking.enabled or not text:
            return text
        return self._mask_json(text) if _is_json(text) else self.masking.mask(text)

    def json_text(self, text: str) -> str:
        """Mask the strings and numbers inside of JSON."""
        return self.text(text)

    def named(self, name: str, text: str) -> str:
        """Mask a field's value with the name before it, because the name is evidence of the value's kind."""
        if not self.masking.enabled or not name or _is_json(text):
            return self.text(text)
        if self.limited:
            self.limits.check_text(text)
        masked = self._labelled(name, text)
        if masked == text and DIGITS.fullmatch(text) and TELEPHONE.search(" ".join((*self.names, name))):
            zero = self._labelled(name, f"0{text}")  # a number in JSON cannot begin with it, and spreadsheets drop it
            return masked if zero == f"0{text}" else zero
        return masked

    def _labelled(self, name: str, text: str) -> str:
        label = f"{name}: "
        masked = self.masking.mask(label + text)
        return masked[len(label) :] if masked.startswith(label) else self.masking.mask(text)

    def number(self, name: str, value: float) -> float | str:
        """Mask a number that is personal data; it becomes a string."""
        written = digits(value) if self.masking.enabled else ""
        masked = self.named(name, written) if written else written
        return value if masked == written else masked

    def atom(self, value: Any) -> Any:
        """Let a bound of a schema pass; raises InvalidRequest where it is personal data, because it must stay a number."""
        if not _is_number(value):
            return self.value(value, "text")
        if self.number("", value) != value:
            raise InvalidRequest(
                "스키마의 수(minimum, maximum, multipleOf…)에 개인정보가 있습니다. 다른 수를 쓰세요",
                message="A number of the schema (minimum, maximum, multipleOf …) is personal data; use another one",
            )
        return value

    def control(self, value: str, what: str) -> str:
        """Let the protocol's words pass, check media, and mask a regular expression so that it stays one."""
        if what == MEDIA:
            return self._medium(value)
        if not self.masking.enabled or PLAIN.fullmatch(value):
            return value
        if what == REGEX:
            return self._regex(value)
        masked = self.masking.mask(value)
        if masked == value:
            return value
        if what == NAME:
            raise InvalidRequest(
                "함수나 스키마의 이름에 개인정보가 있습니다. 다른 이름을 쓰세요",
                message="The name of a function or schema holds personal data; use another one",
            )
        return hashlib.sha256(value.encode()).hexdigest() if what == SALT else masked

    def _regex(self, value: str) -> str:
        """Mask the values of a regular expression in every spelling of their characters. The result is a regular expression.

        Raises InvalidRequest where groups stand within a value, because a placeholder would leave one of them open.
        """
        characters = [(_character(match), match.group()) for match in CHARACTER.finditer(value)]
        plain = "".join(character for character, _ in characters)
        masked = self.masking.mask(plain)
        issued = self.masking.placeholders
        if self.masking.count(GROUPING.sub("", plain)) > self.masking.count(plain):
            raise InvalidRequest(
                "정규식의 괄호 사이에 개인정보가 있습니다. 개인정보를 빼 주세요",
                message="A regular expression holds personal data between its groups; leave it out",
            )
        if masked == plain or issued is None:
            return value
        written = iter(issued.findall(masked))
        result, place = [], 0
        for segment in issued.split(masked):
            place = plain.index(segment, place)
            result += [original for _, original in characters[place : place + len(segment)]]
            place += len(segment)
            result.append(re.escape(next(written, "")))
        return "".join(result)

    def _list(self, values: list[Any], what: str, name: str) -> list[Any]:
        """Rewrite each member; where a value is split over the texts of a message's parts, the first part gets the whole text."""
        texts = [text for text in map(_part_text, values) if text is not None] if what == "part" and self.masking.enabled else []
        if len(texts) < 2 or self.masking.count("".join(texts)) <= sum(map(self.masking.count, texts)):
            return super()._list(values, what, name)
        whole = iter(("".join(texts),))
        joined = [value if _part_text(value) is None else _with_text(value, next(whole, "")) for value in values]
        return super()._list(joined, what, name)

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        if what == "part" and fields.get("type") == "prompt_embeds":
            self._refuse_unreadable()
        return super()._object(fields, what)

    def _medium(self, value: str) -> str:
        """Let pictures and sounds pass; raises InvalidRequest for a document or a link with a value."""
        self.limits.check_medium(value)
        if not self.masking.enabled:
            return value
        if is_medium(value):
            head = value.partition(",")[0]  # of a data URL; its parameters are the caller's words
            if len(head) < len(value) and self.masking.mask(head) != head:
                raise unreadable()
            return value
        if (scheme := SCHEME.match(value)) is None:
            return self.text(value)
        rest = value[scheme.end() :]  # the host may be an IP address
        if scheme[1].lower() == "data" or self.masking.mask(rest) != rest:
            raise unreadable()
        return value

    def _refuse_unreadable(self) -> None:
        if self.masking.enabled:
            raise unreadable()

    def _mask_json(self, text: str) -> str:
        stream = JsonTextStream(lambda name: BufferedStream(lambda value: self.named(name, value)), self._bare)
        return stream.feed(text) + stream.flush()

    def _bare(self, written: str, name: str) -> str:
        """A number within JSON text, as it was written unless it is masked."""
        try:
            value = json.loads(written)
        except ValueError:
            return self.named(name, written)
        masked = self.number(name, value) if _is_number(value) else value
        return masked if isinstance(masked, str) else written


def unreadable() -> InvalidRequest:
    """The error of an input that cannot be masked."""
    return InvalidRequest(
        "개인정보를 가리는 동안에는 가릴 수 없는 입력(토큰 번호, 임베딩, 문서 파일, SVG)을 받지 않습니다. 글로 보내 주세요 "
        "(LangChain의 OpenAIEmbeddings는 check_embedding_ctx_length=False)",
        message="While masking is on, input that cannot be masked (token ids, embeddings, documents, SVG) is refused; send text "
        "(LangChain's OpenAIEmbeddings: check_embedding_ctx_length=False)",
    )


def strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value, names of fields included."""
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, dict):
            yield from current
            pending += current.values()
        elif isinstance(current, list):
            pending += current


def _part_text(part: Any) -> str | None:
    """The text of a part, which may be a bare string; None for another part."""
    text = part.get("text") if isinstance(part, dict) else part
    return text if isinstance(text, str) else None


def _with_text(part: Any, text: str) -> Any:
    return part | {"text": text} if isinstance(part, dict) else text


def _character(match: re.Match[str]) -> str:
    """The character that a match of CHARACTER stands for."""
    code = match[1] or match[2] or match[3]
    if code and int(code, 16) < 0x110000:
        return chr(int(code, 16))
    return match[4] or match[5] or match[0]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
