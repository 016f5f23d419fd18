"""Vehicle plates: 12가3456, 123가4567, 서울 12가 3456."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii.evidence import label_before
from predictor.pii.numbers import REGION
from predictor.pii.spans import Span

USES: Final = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호국합육공해"
# Syllables that also count or follow numbers (12주 3000원, 15조 2000억): these need a word about a vehicle when written apart.
_COUNTERS: Final = "보두모마조주구부호도로고서수국나다자사공배가"
_PLATE: Final = re.compile(
    rf"(?<![0-9가-힣.,])(?:(?:{REGION})\s?)?(?<![0-9])[0-9]{{2,3}}([-.\s]?)([{USES}])([-.\s]?)[0-9]{{4}}(?![0-9]|"
    rf"[.,][0-9]|\s?[억만원개명건년월일시분초주회석매권]|-[0-9])"
)
_UNGLUED: Final = re.compile(_PLATE.pattern.replace("(?<![0-9가-힣.,])(?:", "(?<![0-9.,])(?:", 1))
_JOINTS: Final = re.compile(r"[-.\s]")
_CASE: Final = re.compile(
    r"(?=[대고지헌판선사결법0-9])(?:대법원|고등법원|지방법원|지법|고법|헌재|판결|선고|사건|결정|판례|법원|[0-9]{4}\.\s?[0-9]{1,2}\.\s?[0-9]{1,2}\.?\s?(?:자|"
    r"선고))"
)
_VEHICLE: Final = re.compile(r"차량|주차|[가-힣 ]차|번호판")


def plate(text: str, hit: int, floor: int) -> Iterator[Span]:
    """The plate around ``hit``, unless the text speaks of a court case, money or time."""
    found = _PLATE.search(text, max(floor, hit - 3), hit + 14) or _UNGLUED.search(text, hit, hit + 14)
    if found is None:
        return
    start, end = found.span()
    if _CASE.search(text, max(0, start - 24), start) or _CASE.search(text, end, end + 8):
        return
    label = label_before(text, start, floor)
    named = label == "vehicle_plate" or not found.group()[0].isdigit() or _VEHICLE.search(text, end, end + 10) is not None
    if not named and (
        label == "other" or (found.group(3) and found.group(2) in _COUNTERS and found.group(2) not in "가나다") or found.group(1)
    ):
        return
    yield Span(
        start, end, "vehicle_plate", _JOINTS.sub("", found.group()), 0.95 if named else 0.85, "label" if named else "plate form"
    )
