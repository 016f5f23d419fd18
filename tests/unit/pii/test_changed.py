"""Old and new value of one label: where the old one is found by its label, the new one behind an arrow is found too."""

import pytest

from predictor.pii import Masker
from tests.pii.score import finder
from tests.pii.scoring import parse


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


OLD_AND_NEW = (
    "회원번호 {{member_number:M-7740-2281-05}} → {{member_number:M-7751-0093-18}}",
    '회원번호: "{{member_number:M-7740-2281}}" -> "{{member_number:M-7751-0093}}"',
    "회원번호 변경 전 {{member_number:M-7740-2281}}, 변경 후 {{member_number:M-7751-0093}}",
    "기존 회원번호 {{member_number:M-7740-2281}} / 신규 {{member_number:M-7751-0093}}",
    "memberNo {{member_number:M-7740-2281}} → {{member_number:M-7751-0093}} → {{member_number:M-7751-0094}}",
    '"memberNo": {"before": "{{member_number:M-7740-2281}}", "after": "{{member_number:M-7751-0093}}"}',
    "사번 {{employee_number:20417}} => {{employee_number:20533}}",
    "사번을 {{employee_number:20417}}에서 {{employee_number:20533}}으로 변경",
    "학번 {{student_number:2021148203}} ⇒ (신) {{student_number:2021148299}}",
    "환자번호 {{patient_number:12345678}} >> 정정 {{patient_number:12345679}}",
    "군번 {{military_number:21-76013842}} → {{military_number:21-76013843}}",
    "증권번호 {{policy_number:L20261103884712}} ▶ {{policy_number:L20261103884713}}",
    "여권번호 {{passport:K04417298}} → {{passport:K04417299}}",
    "계좌번호 {{bank_account:110-234-567890}} → {{bank_account:110-384-772910}}",
    "계좌 {{bank_account:일일공 이삼사 오육칠팔구공}} → {{bank_account:일일공 이삼사 오육칠팔구일}}",
    "카드 {{card:1234-5678-9012-3456}} → {{card:1234-5678-9012-3457}}",
    "CVC {{card_security:417}} → {{card_security:418}}",
    "주민번호 {{rrn:901331-1234567}} → {{rrn:901332-1234567}}",
    "생년월일 {{birth_date:1990-01-01}} → {{birth_date:1990-01-02}}",
    "차량번호 {{vehicle_plate:07구 3381}} → {{vehicle_plate:38보 1174}}",
    "위치 {{coordinates:37.486213,126.901744}} → {{coordinates:37.488907,126.905310}}",
    "비밀번호 {{secret:tiger77!}} → {{secret:lion88!}}",
)
# Behind the arrow stands something else than the label's new value.
NO_NEW_ONE = (
    "환자번호 {{patient_number:12345678}} → 2026-11-03 진료",
    "회원번호 {{member_number:12345678}} → 3000원 적립",
    "회원번호 {{member_number:12345678}} → 20000,000",
    "회원번호 {{member_number:12345678}} -> 200 OK",
    "회원번호 {{member_number:12345678}} → 999",
    "회원번호 {{member_number:1234567890}} → 4023",
    "회원번호 {{member_number:12345678}} > 10000000",
    "사번 {{employee_number:20417}}에서 20533명 중",
    "사번 {{employee_number:20417}}에서 20533까지",
    "고객번호 {{member_number:10293847}} → 주문 20393848",
    "비밀번호: {{secret:tiger77!}} -> bcrypt",
    "회원번호 {{member_number:12345678}} → 회원번호",
    "회원번호 {{member_number:12345678}} →",
    "회원번호 {{member_number:12345678}} / 20393848",
)


@pytest.mark.parametrize("line", OLD_AND_NEW)
def test_the_new_value_is_found_with_the_old_one(masker: Masker, line: str) -> None:
    labelled = parse(line)
    assert tuple(finder(masker)(labelled.text)) == labelled.values


@pytest.mark.parametrize("line", NO_NEW_ONE)
def test_what_is_no_new_value_stays(masker: Masker, line: str) -> None:
    labelled = parse(line)
    assert tuple(finder(masker)(labelled.text)) == labelled.values


def test_a_placeholder_is_no_new_value(masker: Masker) -> None:
    masking = masker.begin()
    once = masking.mask("회원번호 M-7740-2281 → M-7751-0093")
    assert once == "회원번호 [회원번호_1] → [회원번호_2]"
    assert masking.mask(f"사번 20417 → {once}") == f"사번 [사번_1] → {once}"


def test_a_long_chain_of_arrows_is_read_to_its_end(masker: Masker) -> None:
    numbers = [f"M-{number}" for number in range(1000, 1300)]
    masked = masker.begin().mask("회원번호 " + " → ".join(numbers))
    assert masked == "회원번호 " + " → ".join(f"[회원번호_{place}]" for place in range(1, 301))
