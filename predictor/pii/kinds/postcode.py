"""우편번호: five digits (six until 2015) behind their label. They name an area, not a household."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labels import behind_label

_WORDS: Final = ("우편 번호", "구 우편 번호", "^zip$", "^zip code", "^zipcode", "^postal code", "^postcode")

KIND: Final = Kind(
    name="postcode",
    label="우편번호",
    needs="a label",
    source="우정사업본부 국가기초구역번호 (2015-08-01)",
    order=310,
    action="off",
    reason="a postcode names an area of hundreds of households",
    gates=(behind_label("postcode", _WORDS, r"(?:[0-9]{5}|[0-9]{3}-[0-9]{3})", 0.9, False),),
    words=_WORDS,
    words_touch=True,
    examples=("우편번호 {{postcode:06236}}", "구 우편번호 {{postcode:135-080}}", "zip: {{postcode:35240}}"),
    lookalikes=("우편번호 12", "우편번호를 모름"),
)
