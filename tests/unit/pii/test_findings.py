"""What a report says of a text: every value that masking replaces, at its place in the caller's own characters."""

import pytest

from predictor.pii import Masker, Policy
from predictor.pii.findings import findings
from tests.personal import PHONE, PROMPT

MASKER = Masker(Policy())


@pytest.mark.parametrize(
    "text",
    [
        PROMPT,
        "고객 이름: 홍길동. 그리고 홍길동 님께",
        "０１０－１２３４－５６７８ 로 연락",
        "😀 메일은 gildong.hong@example.com",
        "전화 &#48;10-1234-5678",
        "값이 없는 글",
        "",
    ],
)
def test_what_is_found_is_what_is_masked(text: str) -> None:
    found = findings(MASKER, text)
    masking = MASKER.begin()
    masked = masking.mask(text)
    assert len(found) == sum(masking.counts.values())
    done, pieces = 0, []
    for one in found:
        pieces.append(text[done : one.start])
        done = one.end
    for piece in filter(None, (*pieces, text[done:])):
        assert piece in masked
        masked = masked.partition(piece)[2]


def test_each_value_has_its_kind_rule_score_and_action() -> None:
    (one,) = findings(Masker(Policy(actions={"phone": "monitor"})), f"전화 {PHONE}")
    assert (one.kind, one.label, one.action) == ("phone", "전화번호", "monitor")
    assert one.rule
    assert 0 < one.score <= 1


def test_what_the_policy_leaves_alone_is_not_found() -> None:
    assert findings(Masker(Policy(actions={"phone": "off"})), PHONE) == []
    assert findings(Masker(Policy(allow=[PHONE])), PHONE) == []
