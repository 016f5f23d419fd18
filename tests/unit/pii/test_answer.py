"""A question and its answer: a value without a label is found where the turn before asked for it."""

import pytest

from predictor.pii import Masker
from tests.pii.score import finder
from tests.pii.scoring import parse


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


ANSWERED = (
    "상담사: 생년월일과 휴대폰 번호 말씀해 주시겠어요?\n고객: {{birth_date:71년 5월 23일}}, {{phone:010-3380-6127}}이요.",
    "[00:15] 상담원 주민번호 앞자리만요\n[00:18] 고객 {{birth_date:팔팔공이일사}}요\n[00:22] 상담원 네",
    "상담사: 회원번호를 말씀해 주세요.\n고객: 네 {{member_number:8820-1394}}요",
    "상담사: 은행명과 계좌번호를 함께 천천히 또박또박 말씀해 주시겠습니까?\n고객: 네, {{bank_account:110-234-567890}}이요",
    "상담원: 카드 유효기간이랑 CVC 알려주세요\n고객: {{card_security:08/29}}요",
    "상담원: 카드 CVC 번호 불러주세요.\n고객: {{card_security:417}}이요",
    "상담원: 카드 뒷면 세 자리 부탁드립니다.\n손님: 네 {{card_security:417}}이요",
    "[화자A 03:41] 사번이 어떻게 되세요 \n[화자B 03:44] {{employee_number:20417}}이요",
    "너 학번 뭐야?\n[{{person_name:연규진}}] [오후 8:15] {{student_number:2021148203}}",
    "오후 3:12, {{person_name:민하람}} : 현관 비밀번호 알려줘\n오후 3:13, {{person_name:연규진}} : {{secret:0915}}요",
    "오후 3:12, {{person_name:민하람}} : 와이파이 비밀번호 알려줘\n오후 3:13, {{person_name:연규진}} : {{secret:tiger#77}}",
    "학번 알려주실 수 있나요? {{student_number:2021148203}}이요",
    "직원: 고객님 차량번호 부탁드립니다.\n{{person_name:김민준}}: {{vehicle_plate:07구 3381}}이요",
    "상담사: 여권번호 확인 부탁드려요.\n고객: {{person_name:노병철}}이고요 {{passport:K04417298}}이요",
    "환자번호 몇 번이세요? 환자: {{patient_number:00482913}}입니다",
    "증권번호 입력해 주세요.\n> 고객 2: {{policy_number:L20261103884712}}",
    "Agent: Could you confirm your date of birth?\nCustomer: {{birth_date:May 12, 1990}}",
    "[00:44] 오삼이공 일일팔사 육육공이 구삼칠사요 [00:58] 유효기간은요 [01:00] {{card_security:공칠 이십구}} [01:03] 뒤에 세"
    " 자리는 [01:05] {{card_security:일구육}}이에요",
    "[00:05] 사번은요 [00:07] {{employee_number:20417}}이요 [00:09] 네",
    "(00:05) 네 카드 뒤에 세 자리는 (00:07) {{card_security:일구육}}이에요",
    "[00:01] 사번은요 [00:03] {{employee_number:20417}} [00:05] 좌석은요 [00:07] 30518이요",
    "화자1 카드 유효기간이요\n화자2 {{card_security:공칠월 이십구년}}\n화자1 뒷면 세자리\n화자2 {{card_security:사일육}}",
    "SPK_0  카드 유효기간 월 년이요\nSPK_1  {{card_security:공칠에 이십구}}\nSPK_0  뒷면 세 자리요\n"
    "SPK_1  {{card_security:사공육}}",
    "Speaker_0  사번이 어떻게 되세요?\nSpeaker_1  {{employee_number:20417}}이요",
    "(ARS) 계좌번호와 우물정자를 눌러 주세요 → 고객 입력 {{bank_account:3021187745208}}#\n(ARS) 네",
    "상담사: 카드 뒷면 숫자 세개요\n고객: {{card_security:사일육}}이요",
    "카드 유효기간은요 / {{card_security:구월 이십팔년}}이요 / 네",
    "군번 뭐였지, {{military_number:21-76013842}} 같은데",
    "챗봇: 회원번호 또는 가입 시 이메일을 입력해 주세요 😊\n나: {{member_number:7730-19-0042}}\n챗봇: 없어요",
    "사번 알려 주세요 ㅎㅎ\n나: {{employee_number:20417}}",
    "동호수 알려주시겠어요?\n네 {{address:207동 1103호}}입니다",
)
NOT_ANSWERED = (
    "회원번호를 입력해 주세요.\n문의: 1588-1234",
    "회원번호를 입력해 주세요.\n1588-1234로 전화",
    "상담사: 사번 불러주세요.\n고객: 3000원이요",
    "상담사: 사번 불러주세요.\n고객: 20417명이요",
    "상담사: 회의실 번호 불러주세요.\n고객: 20417이요",
    "상담사: 사번 확인했습니다\n고객: 20417이요",
    "사번 발급은 몇 명인가요? 2041명입니다",
    "사번이 있나요? 20417 페이지를 보세요",
    "회원번호 발급 안내\n고객: 20261103",
    "생년월일을 적어 내 주세요. 마감: 2001년 11월 20일까지",
    "[00:05] 사번 확인하고 [00:07] 20417 페이지",
    "사번은요 [00:07] 20417명이요",
    "사번 말씀해 주세요.\n\n\n참고: 20417",
    "메뉴 번호를 눌러 주세요 → 고객 입력 3021187745208",
    "화자1 사번 확인했습니다\n화자2 20417이요",
    "몇 층인지 알려주시겠어요?\n네 207동 1103호입니다",
)


@pytest.mark.parametrize("line", ANSWERED)
def test_the_answer_is_read_behind_the_questions_label(masker: Masker, line: str) -> None:
    labelled = parse(line)
    assert tuple(finder(masker)(labelled.text)) == labelled.values


@pytest.mark.parametrize("text", NOT_ANSWERED)
def test_what_answers_no_question_for_a_value_stays(masker: Masker, text: str) -> None:
    assert tuple(finder(masker)(text)) == ()


def test_a_telephone_number_is_one_whatever_was_asked_for(masker: Masker) -> None:
    text = "상담사: 회원번호와 연락처 말씀해 주세요.\n고객: 010-3380-6127이요"
    assert masker.begin().mask(text) == text.replace("010-3380-6127", "[전화번호_1]")


def test_many_questions_and_answers_are_read_one_by_one(masker: Masker) -> None:
    turns = "상담사: 사번 뭐였죠? 다시 말씀해 주세요\n고객: 20417이요\n" * 200
    assert masker.begin().mask(turns) == turns.replace("20417", "[사번_1]")
