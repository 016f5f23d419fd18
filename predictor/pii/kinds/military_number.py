"""군번: branch or year, a dash, eight digits."""

import re
from collections.abc import Iterator
from typing import Final

from predictor.pii import lexicon
from predictor.pii.kind import Gate, Kind
from predictor.pii.kinds._labels import behind_label, spoken_behind_label
from predictor.pii.scan.context import Context
from predictor.pii.scan.span import Span

_WORDS: Final = (
    "군번",
    "service number",
    "service no",
    "military number",
    "military no",
    "^mil no",
    "soldier no",
    "^gunbun",
)
# 일병 홍길동(25-71004826): a rank and a name before stand for the label.
_SOLDIER: Final = re.compile(
    rf"(?<![가-힣])(?:{lexicon.pattern(lexicon.words('military_ranks'))})\s{{0,2}}[가-힣]{{2,5}}\s?[(\[,/|\t:]?\s?$"
)
# 홍길동 일병(25-71004826)
_RANKED: Final = re.compile(
    rf"(?<![가-힣])[가-힣]{{2,5}}\s{{0,2}}(?:{lexicon.pattern(lexicon.words('military_ranks'))})님?\s?[(\[,/|\t:]\s?$"
)
_SOLDIER_REACH: Final = 16  # characters before a number
_NUMBER: Final = re.compile(r"[(\[,/|\t: ](?P<value>[0-9]{2}-[0-9]{5,8})(?![0-9A-Za-z\-])")


def soldier(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A year and a number behind a soldier's rank and name, in either order."""
    found = _NUMBER.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    low = max(0, hit - _SOLDIER_REACH)
    if _SOLDIER.search(text, low, hit + 1) or _RANKED.search(text, low, hit + 1):
        yield Span(*found.span("value"), "military_number", found["value"].replace("-", ""), 0.8, "a soldier before")


# 군번 24-76031852, … 동기는 24-76031877이고: another number of an enlisted man
_ENLISTED: Final = r"[0-9]{2}-7[0-9]{7}"
_ANOTHER: Final = re.compile(rf"(?<![0-9A-Za-z.\-])(?P<value>{_ENLISTED})(?![0-9A-Za-z\-]|\.[0-9])")
_ANOTHER_REACH: Final = 120  # characters before in which the first is named


def another(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """An enlisted man's number in a text that has named one."""
    if hit >= floor and text.find("군번", max(0, hit - _ANOTHER_REACH), hit) >= 0 and (found := _ANOTHER.match(text, hit)):
        yield Span(*found.span("value"), "military_number", found["value"].replace("-", ""), 0.75, "named before")


# 형은 공군 21-80417733 전역: behind the branch, near a word about service
_BRANCH: Final = r"(?:육군|해군|공군|해병대?|카투사)\s?(?:군번\s)?"
_OF_A_BRANCH: Final = re.compile(rf"(?<![가-힣]){_BRANCH}(?P<value>[0-9]{{2}}-[0-9]{{6,8}})(?![0-9A-Za-z\-])")
_SERVICE: Final = re.compile(r"군번|전역|복무|입대|제대|현역|예비군|훈련병|병장|상병|일병|이병|부사관|하사|중사|수료")
_SERVICE_REACH: Final = 80


def of_a_branch(text: str, hit: int, floor: int, context: Context) -> Iterator[Span]:
    """A year and a number behind a branch, where service is spoken of."""
    found = _OF_A_BRANCH.match(text, hit)
    if found is None or found.start("value") < floor:
        return
    if _SERVICE.search(text, max(0, hit - _SERVICE_REACH), found.end() + 24):
        yield Span(*found.span("value"), "military_number", found["value"].replace("-", ""), 0.8, "a branch before")


KIND: Final = Kind(
    name="military_number",
    label="군번",
    needs="a label",
    source="병역법 시행령, 국방부훈령 (군번 부여)",
    order=250,
    remembered="code",
    gates=(
        spoken_behind_label("military_number", _WORDS),
        behind_label("military_number", _WORDS, r"[0-9]{2}-[0-9]{5,8}|[0-9]{9,10}", 0.9),
        Gate(r"[(\[,/|\t: ][0-9]{2}-[0-9]{5,8}", soldier),
        Gate(rf"{_BRANCH}[0-9]{{2}}-[0-9]{{6}}", of_a_branch),
        Gate(_ENLISTED, another, early=True),
    ),
    words=_WORDS,
    words_touch=True,
    cell=r"[0-9]{2}-?[0-9]{5,8}",
    examples=(
        "형은 공군 {{military_number:21-80417733}} 전역",
        "해병 {{military_number:23-71004418}} 복무 중",
        "군번은 {{military_number:공팔 다시 칠육공일이삼사오}} 이에요",
        '"militaryNo":"{{military_number:19-76012345}}"',
        "military_number={{military_number:19-76012345}}",
        '"MIL_NO":"{{military_number:19-76012345}}"',
        '"soldierNo":"{{military_number:19-76012345}}"',
        '"gunbun":"{{military_number:19-76012345}}"',
        "{{person_name:길수찬}} 하사({{military_number:19-50026647}}) 전역전휴가",
        "{{person_name:김민준}} 병장, {{military_number:24-71008842}}, 외진",
        "군번: {{military_number:2476018342}}",
        "군번 {{military_number:24-76031852}}, 3중대 훈련병이래. 동기 시헌이는 {{military_number:24-76031877}}이고",
        "일병 {{person_name:김민준}}({{military_number:25-71004826}}) 외진",
        "병장 {{person_name:김민준}}, {{military_number:24-71004826}}, 전역",
        "대위 {{person_name:김민준}} {{military_number:15-10482}} 전입",
        "중장 {{person_name:김민준}}({{military_number:15-10482}}) 전역",
        "군번 {{military_number:21-76013842}} 병장",
        "군 번 {{military_number:23-76018842}}",
    ),
    lookalikes=(
        "공군 21-80417733 사업 입찰",
        "북해군 21-80417733 전역",
        "군번은 공팔 다시요",
        '"familNo":"19-76012345"',
        "길수찬 과장(19-50026647)",
        "하사(19-50026647) 모집",
        "군번줄 2개",
        "군번줄 주문 24-76031877-1",
        "주문 24-76031877",
        "군번 3-4",
        "회원 김민준(25-71004826)",
        "일병 김민준(25-7100)",
        "발병 김민준(25-71004826)",
        "상병 두 명 25-71004826",
        "병장 김민준(25-71004826-1)",
        "장군 번 23-76018842",
    ),
)
