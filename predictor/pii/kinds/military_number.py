"""군번: branch or year, a dash, eight digits."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = ("군번", "service number", "service no")

KIND: Final = Kind(
    name="military_number",
    label="군번",
    needs="a label",
    source="병역법 시행령, 국방부훈령 (군번 부여)",
    order=250,
    gates=(behind_label("military_number", _WORDS, r"[0-9]{2}-[0-9]{5,8}|[0-9]{9,10}", 0.9),),
    words=_WORDS,
    words_touch=True,
    cell=r"[0-9]{2}-?[0-9]{5,8}",
    examples=(
        "군번: {{military_number:2476018342}}",
        "군번 {{military_number:21-76013842}} 병장",
        "군 번 {{military_number:23-76018842}}",
    ),
    lookalikes=(
        "군번줄 2개",
        "군번 3-4",
        "장군 번 23-76018842",
    ),
)
