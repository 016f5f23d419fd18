"""Wrong fields of a request: a readable text, and FastAPI's list for machines; neither holds a value that was sent."""

import re
from typing import Any, Final

from pydantic import ValidationError

from predictor.errors import InvalidRequest

SHOWN: Final = 5  # wrong fields that the text names; the list has all
# A field's name that can hold no personal data: a word, or the place in a list.
PLAIN_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z_$-]{0,39}")
UNNAMED: Final = "(…)"
# Korean texts by pydantic's type of the error; `{…}` is a bound of the field, which is ours and no value of the caller's.
KOREAN: Final = {
    "missing": "필수 항목입니다",
    "extra_forbidden": "모르는 필드입니다. 쓸 수 있는 필드: {known}",
    "query_blank": "공백을 정리하면 비어 있습니다",
    "string_type": "문자열이어야 합니다",
    "string_too_short": "{min_length}자 이상이어야 합니다",
    "string_too_long": "{max_length}자 이하여야 합니다",
    "number_type": "수여야 합니다",
    "int_type": "정수여야 합니다",
    "int_parsing": "정수여야 합니다",
    "int_from_float": "정수여야 합니다",
    "int_parsing_size": "너무 큰 수입니다",
    "float_type": "수여야 합니다",
    "float_parsing": "수여야 합니다",
    "finite_number": "유한한 수여야 합니다",
    "bool_type": "true나 false여야 합니다",
    "bool_parsing": "true나 false여야 합니다",
    "list_type": "목록이어야 합니다",
    "dict_type": "객체여야 합니다",
    "model_type": "객체여야 합니다",
    "greater_than": "{gt}보다 커야 합니다",
    "greater_than_equal": "{ge} 이상이어야 합니다",
    "less_than": "{lt}보다 작아야 합니다",
    "less_than_equal": "{le} 이하여야 합니다",
}


def invalid_fields(error: ValidationError, where: tuple[str | int, ...], known: tuple[str, ...]) -> InvalidRequest:
    """The InvalidRequest of a body that does not fit its model, whose fields are `known`; `where` is the place of the body."""
    found: list[dict[str, object]] = []
    korean, english, paths = [], [], []
    for item in error.errors(include_input=False, include_url=False):
        loc = [*where, *(shown(step) for step in item["loc"])]
        message = f"Unknown field. Known fields: {', '.join(known)}" if item["type"] == "extra_forbidden" else item["msg"]
        found.append({"type": item["type"], "loc": loc, "msg": message})
        paths.append(".".join(map(str, loc[1:])) or "body")
        korean.append(f"{paths[-1]}: {_korean(item, known)}")
        english.append(f"{paths[-1]}: {message}")
    return InvalidRequest(
        f"입력값이 올바르지 않습니다: {'; '.join(korean[:SHOWN])}",
        found,
        message=f"Wrong fields: {'; '.join(english[:SHOWN])}",
        param=paths[0],
    )


def shown(step: str | int) -> str | int:
    """A step of a field's path; a name that could be a value is not shown."""
    return step if isinstance(step, int) or PLAIN_NAME.fullmatch(step) else UNNAMED


def _korean(item: Any, known: tuple[str, ...]) -> str:
    text = KOREAN.get(item["type"])
    return item["msg"] if text is None else text.format(known=", ".join(known), **item.get("ctx", {}))
