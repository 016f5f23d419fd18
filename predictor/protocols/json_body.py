"""The one reading of a JSON request body, for every protocol (RFC 8259; what it leaves open is refused).

byte order mark                              skipped, as RFC 8259, 8.1 allows
empty, not UTF-8, not JSON, not an object    400
a field named twice in one object            400, because two readers may take different ones
deeper than MAX_DEPTH levels                 400
NaN, Infinity, a fraction beyond a double    400
a whole number beyond 64 bits                400, because readers disagree on its value
half of a surrogate pair                     400, because UTF-8 cannot carry it
"""

import json
import math
import re
from typing import Any, Final

from predictor.errors import InvalidRequest

MAX_DEPTH: Final = 64
WHOLE_FROM: Final = -(2**63)
WHOLE_TO: Final = 2**64 - 1
_DIGITS: Final = 20  # of the longest whole number in range
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_MARKS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{\[]|[}\]]', re.DOTALL)


class _Refused(ValueError):
    """A reason to refuse the text: (Korean, English)."""


def read_text(raw: bytes) -> str:
    """The text of a body without its byte order mark; raises InvalidRequest where it is not UTF-8 or is nested too deep."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidRequest("요청 본문이 UTF-8이 아닙니다", message="The request body is not UTF-8") from None
    if not text.strip():
        raise InvalidRequest(
            "요청 본문이 비어 있습니다. JSON 객체를 보내 주세요", message="The request body is empty; send a JSON object"
        )
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise InvalidRequest(
            f"요청 본문이 너무 깊게 중첩되었습니다 (최대 {MAX_DEPTH}단계)",
            message=f"The request body is nested too deep (at most {MAX_DEPTH} levels)",
        )
    return text


def read_object(text: str) -> dict[str, Any]:
    """The object that `text` from `read_text` holds; raises InvalidRequest that says the reason and never a value."""
    try:
        fields = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
        if _SURROGATE.search(text):
            json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InvalidRequest(
            "요청 본문의 글에 짝이 없는 서로게이트(\\ud800–\\udfff)가 있습니다",
            message="The request body holds half of a surrogate pair (\\ud800–\\udfff)",
        ) from None
    except ValueError as error:
        korean, english = _reason(error)
        raise InvalidRequest(
            f"요청 본문이 올바른 JSON이 아닙니다 ({korean})", message=f"The request body is not valid JSON ({english})"
        ) from None
    if not isinstance(fields, dict):
        raise InvalidRequest("요청 본문은 JSON 객체여야 합니다", message="The request body must be a JSON object")
    return fields


def _reason(error: ValueError) -> tuple[str, str]:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.lineno}행 {error.colno}열", f"line {error.lineno}, column {error.colno}"
    korean, english = error.args if isinstance(error, _Refused) else _NUMBER
    return korean, english


_NUMBER: Final = ("쓸 수 없는 수가 있습니다", "a number is out of range")
_TWICE: Final = ("같은 이름의 필드가 두 번 있습니다", "a field stands twice in one object")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _Refused(*_TWICE)
    return fields


def _refuse(constant: str) -> None:
    raise _Refused(*_NUMBER)


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise _Refused(*_NUMBER)
    return value


def _whole(number: str) -> int:
    value = int(number) if len(number) <= _DIGITS else WHOLE_TO + 1
    if not WHOLE_FROM <= value <= WHOLE_TO:
        raise _Refused(*_NUMBER)
    return value


def _depth(text: str) -> int:
    """The deepest nesting outside of strings; linear in time and without recursion."""
    depth = deepest = 0
    for match in _MARKS.finditer(text):
        mark = match.group()
        if mark in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "}]":
            depth -= 1
    return deepest
