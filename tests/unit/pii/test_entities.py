"""One table for each kind: what is masked, exactly, and what stays. The labelled corpus in tests/pii is the larger one."""

from pathlib import Path

import pytest

from predictor.pii import Masker, Policy, entities
from predictor.pii.entities import ENTITIES
from predictor.pii.scoring import parse
from tests.pii.score import finder

FOUND: dict[str, list[str]] = {
    "phone": [
        "{{phone:010-1234-5678}}입니다",
        "TEL{{phone:01012345678}}FAX",
        "{{phone:+82 (0)10-1234-5678}}",
        "{{phone:(02)555-1234}}",
        "{{phone:공일공 일이삼사 오육칠팔}}이요",
        "{{phone:0 1 0 1 2 3 4 5 6 7 8}}",
        "{{phone:O1O-2345-6789}}",
        "{{phone:[031] 123-4567}}",
        "{{phone:050-5123-4567}}",
        "{{phone:010*1234*5678}}",
        "{{phone:00700-82-10-1234-5678}}",
        "전화 {{phone:+1 213-555-0100}}",
    ],
    "rrn": [
        "{{rrn:900101-1234567}}이고",
        "{{rrn:구공공일공일 다시 일이삼사오육칠}}",
        "주민번호 {{rrn:9001011234567}}",
        "앞 900101, 뒤는 {{rrn:1234567}}",
        "{{rrn:820101-1234567}}",
        "{{rrn:820502-1466253}}",
    ],
    "frn": ["{{frn:950320-6054499}} 학생"],
    "corporate_number": ["법인등록번호 {{corporate_number:110111-0012345}}"],
    "health_insurance": ["건강보험증 번호 {{health_insurance:12345678901}}"],
    "card": ["{{card:4111-1111-1111-1111}}로", "카드번호 {{card:1234-5678-9012-3456}}"],
    "business_number": [
        "사업자 {{business_number:123-45-67890}}",
        "{{business_number:120-29-89353}}입니다",
        "{{business_number:120.29.89353}}",
    ],
    "driver_license": [
        "{{driver_license:11-12-123456-78}}이에요",
        "면허 {{driver_license:서울 95-123456-78}}",
        "{{driver_license:111212345678}} 면허",
    ],
    "passport": [
        "여권 {{passport:M123A4567}}이에요",
        "{{passport:M12345678}}",
        "여권번호 {{passport:M 12345678}}",
        "{{passport:D12345678}} 여권",
    ],
    "bank_account": ["국민은행 {{bank_account:123456-04-123456}}", "{{bank_account:110-234-567890}} 신한은행이에요"],
    "email": ["{{email:a.b@example.com}}으로", "{{email:hong골뱅이네이버닷컴}}이요", "{{email:hong at naver dot com}}"],
    "vehicle_plate": ["{{vehicle_plate:12가3456}}이", "{{vehicle_plate:서울 34바 5678}} 택시"],
    "ip_address": ["{{ip_address:203.0.113.45}}에서", "{{ip_address:2001:db8::ff00:42:8329}}"],
    "birth_date": [
        "생년월일 {{birth_date:920724}}입니다",
        "{{birth_date:85년 12월 3일}}생",
        "생일은 {{birth_date:8월 3일}}이에요",
        "생년월일을 {{birth_date:1991. 8. 3}}.로",
    ],
    "secret": [
        "비밀번호는 {{secret:abcd1234!}} 입니다",
        "key {{secret:sk-abcdefghijklmnop1234}}",
        "redis://:{{secret:r3d1sp4ss}}@cache:6379",
    ],
    "address": [
        "{{address:서울시 강남구 테헤란로 152, 10층}}으로",
        "{{address:경기 성남시 분당구 정자동 123-4 101동 1203호}}",
        "{{address:서울 마포구 양화로 45 메세나폴리스 101동 2203호}} 문 앞",
        "{{address:서울시강남구테헤란로152}}",
        "{{address:반포자이 101동 101호}}",
        "{{address:152, Teheran-ro, Gangnam-gu, Seoul}}",
        "{{address:서울 강서구 화곡로 1길}}에서",
    ],
    "person_name": [
        "성명: {{person_name:김서윤}}",
        "{{person_name:박서준}} 고객님",
        "저는 {{person_name:김민준}}입니다",
        "{{person_name:이말년}}님",
        "{{person_name:김 철수}} 님",
        "성명: {{person_name:홍 길 동}}",
        "팀원: {{person_name:김도윤}}, {{person_name:이하율}}, {{person_name:박시온}}",
        "검토자: {{person_name:변우석}}",
        "{{person_name:변우석}} 드림",
        "대표 {{person_name:명세빈}}",
        "{{person_name:표예진}}(만 34세, 여)",
        "보호자(모): {{person_name:곽지은}}",
        "From {{person_name:Kim Minsu}}",
        "{{person_name:HONG/GILDONG}}",
        "{{person_name:백종원}}입니다 처음 뵙겠습니다",
    ],
}
STAYS: dict[str, list[str]] = {
    "phone": ["010-****-5678", "송장번호 01012345678", "+15.25%", "+37.566535", "주문번호 ORD-20261123-998877", "1,010,123원"],
    "rrn": ["900101-1******", "1712013456789", "8801062628438 바코드", "8809012344772 바코드가"],
    "frn": ["901332-5234567"],
    "corporate_number": ["일련번호 110111-0012345"],
    "health_insurance": ["건강보험료 123,456원"],
    "card": ["시리얼 1234-3497-0762-9222"],
    "business_number": ["부품 123-45-6789"],
    "driver_license": ["99-12-123456-78"],
    "passport": ["모델 M12345678"],
    "bank_account": ["계좌 잔액 1,234,567원", "통장에 1234567890원 있다"],
    "email": ["git@github.com:acme/app.git", "icon@2x.png", "골뱅이 무침", "h***g@naver.com"],
    "vehicle_plate": ["15조 2000억", "98도1234 판결", "2019다12345", "20보 1000", "모델명: 12가3456"],
    "ip_address": ["버전 1.2.3.4", "127.0.0.1", "12:30:45", "iOS 18.1.1.22"],
    "birth_date": ["가입일 1990-01-01", "오늘은 2026-11-23", "생일 축하해! 파티는 12월 3일이야"],
    "secret": ["비밀번호를 잊었어요", "password = os.environ['PW']", "비밀번호: ********", "password: username: "],
    "address": ["서울 강남구 맛집", "101동 1203호 앞", "앞으로 3일", "다시 홈으로 2번", "친구 집으로 3개", "Teheran-ro 축제"],
    "person_name": [
        "이름이 뭐예요?",
        "선생님 안녕하세요",
        "방문한 기사님이",
        "김대리님",
        "보내는 이유가",
        "유효성 검사",
        "Park Avenue",
        "담당자: 미정",
        "firstName이나",
    ],
}
CASES = [(kind, text) for kind, texts in FOUND.items() for text in texts]


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


@pytest.mark.parametrize(("kind", "line"), CASES)
def test_exactly_the_value_is_found_and_called_by_its_kind(masker: Masker, kind: str, line: str) -> None:
    labelled = parse(line)
    assert tuple(finder(masker)(labelled.text)) == labelled.values


@pytest.mark.parametrize("text", [text for texts in STAYS.values() for text in texts])
def test_what_only_looks_like_it_stays(masker: Masker, text: str) -> None:
    assert masker.begin().mask(text) == text


def test_every_kind_has_a_table() -> None:
    masked = {entity.name for entity in ENTITIES if entity.action == "mask"}
    assert masked == set(FOUND) == set(STAYS)


def test_representative_numbers_are_a_kind_of_their_own_and_off_by_default() -> None:
    assert Masker().begin().mask("1588-1234로 전화") == "1588-1234로 전화"
    masker = Masker(Policy(actions={"representative_phone": "mask"}))
    assert masker.begin().mask("1588-1234로 전화") == "[대표번호_1]로 전화"


def test_a_wrong_legacy_check_digit_does_not_let_a_number_pass() -> None:
    assert Masker().begin().mask("201105-4123456") == "[주민등록번호_1]"
    assert Masker().begin().mask("201105-4123457") == "[주민등록번호_1]"


def test_a_label_speaks_of_the_first_number_behind_it_only() -> None:
    text = "바코드 8809563559367 / 문의 070-8888-9999"
    assert Masker().begin().mask(text) == "바코드 8809563559367 / 문의 [전화번호_1]"


def test_every_kind_stands_in_the_readme_with_its_label_and_default() -> None:
    readme = (Path(entities.__file__).parent / "README.md").read_text(encoding="utf-8")
    for entity in ENTITIES:
        assert f"| `{entity.name}` | {entity.label} | {entity.evidence} | {entity.action} |" in readme
