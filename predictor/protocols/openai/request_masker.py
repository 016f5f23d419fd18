"""Requests on their way in: text is masked, and a field that could carry a value past the masker is masked or refused."""

import hashlib
import json
import re
from typing import Any, Final

from predictor.errors import InvalidRequest
from predictor.inference.masking import CallMasking
from predictor.protocols.openai.field_kinds import ENGINE, MEDIA, NAME, REGEX, SALT, UNLIMITED
from predictor.protocols.openai.json_rewriter import MERGED, JsonRewriter
from predictor.protocols.openai.json_text_stream import BufferedStream, JsonTextStream

# A control word that holds no value: one without digits, or a generated id.
PLAIN: Final = re.compile(
    r"[A-Za-z_$#/.:-]{0,256}|(?:[A-Za-z]{1,20}[-_]){0,3}(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
SCHEME: Final = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*):(?://[^/?#@]*+(?!@))?")
PICTURE: Final = re.compile(r"data:(?:image|audio|video)/", re.IGNORECASE)
BASE64: Final = re.compile(r"[A-Za-z0-9+/_=\s-]{64,}")
NUMBER_FROM: Final = 10**7  # a shorter number identifies no person


class RequestLimits:
    """Limits of a request's strings; `text_length` in characters, 0 for none."""

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
        scheme = SCHEME.match(value)
        if scheme and scheme[1].lower() != "data" and not self.media_links:
            raise InvalidRequest("이미지·음성·영상은 data URL로 보내 주세요. 링크는 LLM_MEDIA_LINKS=true일 때만 받습니다")


class RequestMasker(JsonRewriter):
    """Makes the request that the engine gets; while masking is off only the limits are checked."""

    def __init__(self, masking: CallMasking, limits: RequestLimits) -> None:
        self.masking = masking
        self.limits = limits
        self.limited = True

    def body(self, body: dict[str, Any]) -> dict[str, Any]:
        """The whole body; raises InvalidRequest, PersonalDataRejected."""
        rewritten: dict[str, Any] = {}
        for name, value in body.items():
            self.limited = name not in UNLIMITED
            # A number here is one of the API's own parameters.
            rewritten |= {self.title(name): value} if isinstance(value, int | float) else self._object({name: value}, "request")
        if len(rewritten) < len(body):
            raise InvalidRequest(MERGED)
        return body if all(rewritten.get(name) is value for name, value in body.items()) else rewritten

    def value(self, value: Any, what: str, name: str = "") -> Any:
        """Rewrite `value`; raises InvalidRequest for a field that the masker cannot read."""
        if what == ENGINE and value:
            self._refuse_unreadable()
        return super().value(value, what, name)

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
        label = f"{name}: "
        masked = self.masking.mask(label + text)
        return masked[len(label) :] if masked.startswith(label) else self.masking.mask(text)

    def number(self, name: str, value: int) -> int | str:
        """Mask a number that is personal data; it becomes a string."""
        if not self.masking.enabled or abs(value) < NUMBER_FROM:
            return value
        written = str(value)
        masked = self.named(name, written)
        return value if masked == written else masked

    def atom(self, value: Any) -> Any:
        """Let a number pass; mask anything else as text."""
        return value if isinstance(value, int | float) else self.value(value, "text")

    def control(self, value: str, what: str) -> str:
        """Let the protocol's words pass, check media, and mask a regular expression so that it stays one."""
        if what == MEDIA:
            return self._medium(value)
        if not self.masking.enabled or PLAIN.fullmatch(value):
            return value
        masked = self.masking.mask(value)
        if masked == value:
            return value
        if what == REGEX:
            issued = self.masking.placeholders
            return masked if issued is None else issued.sub(lambda match: re.escape(match.group()), masked)
        if what == NAME:
            raise InvalidRequest("함수나 스키마의 이름에 개인정보가 있습니다. 다른 이름을 쓰세요")
        return hashlib.sha256(value.encode()).hexdigest() if what == SALT else masked

    def _object(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        if what == "part" and fields.get("type") == "prompt_embeds":
            self._refuse_unreadable()
        return super()._object(fields, what)

    def _medium(self, value: str) -> str:
        """Let pictures and sounds pass; raises InvalidRequest for a document or a link with a value."""
        self.limits.check_medium(value)
        if not self.masking.enabled or PICTURE.match(value) or BASE64.fullmatch(value):
            return value
        if (scheme := SCHEME.match(value)) is None:
            return self.text(value)
        rest = value[scheme.end() :]  # the host may be an IP address
        if scheme[1].lower() == "data" or self.masking.mask(rest) != rest:
            raise InvalidRequest(UNREADABLE)
        return value

    def _refuse_unreadable(self) -> None:
        if self.masking.enabled:
            raise InvalidRequest(UNREADABLE)

    def _mask_json(self, text: str) -> str:
        stream = JsonTextStream(
            lambda name: BufferedStream(lambda value: self.named(name, value)), lambda value, name: self.named(name, value)
        )
        return stream.feed(text) + stream.flush()


UNREADABLE = "개인정보를 가리는 동안에는 가릴 수 없는 입력(토큰 번호, 임베딩, 문서 파일)을 받지 않습니다. 글로 보내 주세요"


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
