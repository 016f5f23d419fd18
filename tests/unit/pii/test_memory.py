"""Values that a context gave away once are masked elsewhere too, and so are the given names of persons."""

import re

import pytest

from predictor.pii import Masker


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("보호자 성명: 도예린. 예린이가 열이 나요", "보호자 성명: [이름_1]. [이름_2]이가 열이 나요"),
        ("성명: 반시우. 시우야, 시우는 어디니?", "성명: [이름_1]. [이름_2]야, [이름_2]는 어디니?"),
        ("성명: 박민수. 민수에게, 민수님께", "성명: [이름_1]. [이름_2]에게, [이름_2]님께"),
        ("성명: 도서준. 서준이는 잔다, 서준 씨", "성명: [이름_1]. [이름_2]이는 잔다, [이름_2] 씨"),
        ("성명: 도하늘. 하늘아 일어나", "성명: [이름_1]. [이름_2]아 일어나"),
        ("성명: 반지우. 지우야, 지우씨는", "성명: [이름_1]. [이름_2]야, [이름_2]씨는"),
        ("성명: 도예린. 예린이거든요, 예린이죠", "성명: [이름_1]. [이름_2]이거든요, [이름_2]이죠"),
        ("성명: 도수정. 수정에게, 수정님은, 수정 언니", "성명: [이름_1]. [이름_2]에게, [이름_2]님은, [이름_2] 언니"),
    ],
)
def test_the_given_name_of_a_known_person_is_masked_alone_too(text: str, masked: str) -> None:
    assert Masker().redact(text) == masked


@pytest.mark.parametrize(
    "rest",
    ["하늘이 맑다", "민수용품을 샀다", "이민수첩", "답은 하나야", "하나를 골라", "하늘 씨앗"],
)
def test_a_given_name_that_is_a_word_or_a_part_of_one_stays(rest: str) -> None:
    text = f"성명: 김하늘, 성명: 박민수, 성명: 반하나. {rest}"
    assert Masker().redact(text).endswith(rest)


@pytest.mark.parametrize(
    "rest",
    [
        "수정이 필요해요. 수정을 요청했습니다",
        "영화가 재미있다. 영화 예매, 이건 영화야.",
        "겨울이 왔다. 겨울 방학",
        "먹지 말자. 하지 말자",
        "재무 팀장, 재현이 안 됨",
        "막내 삼촌, 막내에게",
        "하나님의 은혜",
    ],
)
def test_a_given_name_that_is_an_everyday_word_stays_where_nobody_is_called_so(rest: str) -> None:
    masking = Masker().begin()
    masking.mask("\n".join(f"성명: 도{given}" for given in ("수정", "영화", "겨울", "말자", "재무", "재현", "막내", "하나")))
    assert masking.mask(rest) == rest


@pytest.mark.parametrize(
    "behind",
    ["이시죠", "죠", "거든요", "잖아요", "니까요", "지만", "같은", "밖에", "댁", "외 2명", "명의로", "이셨어요", "입니까",
     "맞나요", "계좌로", "하고", "이고요", "이요", "까지", "부터", "처럼", "보다", "뿐", "이나", "군은", "쌤", "과장님께"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["독고준", "박수진", "허준"])
def test_a_known_name_is_masked_before_every_ending(name: str, behind: str) -> None:
    masking = Masker().begin()
    masking.mask(f"성명: {name}")
    assert masking.mask(f"어제 {name}{behind} 통화") == f"어제 [이름_1]{behind} 통화"


def test_a_known_name_stays_in_a_longer_word() -> None:
    assert Masker().redact("성명: 박수진. 박수진로, 박수진료, 새박수진").endswith(". [이름_1]로, 박수진료, 새박수진")


def test_without_the_whole_name_a_given_name_alone_stays() -> None:
    assert Masker().redact("예린이가 열이 나요") == "예린이가 열이 나요"


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("카톡 아이디 gildong88", "{gildong88} 로 연락 주세요"),
        ("인스타 @moss_jam", "{moss_jam}에게"),
        ("비밀번호: tiger77", "{tiger77}로 접속"),
        ("비밀번호: tiger!moss", "{tiger!moss}로 접속"),
        ("현관 비번 #4471*", "{#4471*} 누르고"),
        ("api_key: 480937", "{480937} 입력"),
        ("회원번호 A-123456", "{A-123456} 조회"),
        ("환자번호 12345678", "({12345678})"),
        ("사번 1234567", "{1234567}입니다"),
        ("학번 2023-31847", "{2023-31847}"),
        ("증권번호 1234567890", "{1234567890} 조회"),
        ("군번 12-34567890", "{12-34567890}, {1234567890}"),
        ("운전면허번호 111234567890", "{111234567890}"),
        ("사업자등록번호 1234567890", "{1234567890}, {123-45-67890}"),
        ("통관번호 123456789012", "{123456789012}"),
        ("MAC 001A2B3C4D5E", "{001A2B3C4D5E}"),
        ("차량번호 123 나 4567", "{123 나 4567}"),
        ("주민번호 901332-1234567", "{901332-1234567}"),
        ("카드 4111-1111-1111-1112", "{4111-1111-1111-1112}, {4111111111111112}"),
        ("여권번호 AB1234567", "{AB1234567}, {ab1234567}"),
        ("생년월일 1990년 3월 5일", "{1990-03-05}, {1990.3.5}, {19900305} 확인"),
        ("주소: 서울 강남구 역삼동 123-4", "{역삼동 123-4}에 삽니다"),
        ("주소: 서울 강남구 솔잎로 152, 207동 1103호", "{솔잎로 152}에 삽니다. {솔잎로152}예요. 오는 길은 {207동 1103호}로"),
    ],
)
def test_a_value_without_its_context_is_masked_in_later_texts_and_answers(first: str, later: str) -> None:
    masking = Masker().begin()
    masking.mask(first)
    text = later.replace("{", "").replace("}", "")
    stays = [part.rpartition("}")[2] for part in later.split("{")]
    masked = masking.mask(text)
    stream = masking.output_stream()
    answer = "".join(map(stream.feed, text)) + stream.flush()
    for result in (masked, answer, masking.mask_output(text)):
        assert re.sub(r"\[[^\]]+\]", "{", result).split("{") == stays


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("사번 1234", "1234"),
        ("사번 1234567", "1234567원, 12345678, 0-1234567"),
        ("학번 20231104", "20231104 회의"),
        ("생년월일 1990년 3월 5일", "1990-03-06, 3월 5일, 1990-03-05-1"),
        ("인스타 아이디는 mossjam", "mossjam"),
        ("카톡 아이디 moss_jam", "moss_jam_bot"),
        ("password: test", "npm test"),
        ("POSTGRES_PASSWORD=postgres", "postgres:16.4"),
        ("암호: python", "python 코드"),
        ("id: minsu pass: spring-boot", "spring-boot 앱"),
        ("비밀번호: 2580", "2580"),
        ("도어락 비밀번호를 260418로 바꿨으니", "260418"),
        ("비밀번호: ab12", "ab12 칸"),
        ("주소: 서울 강남구 솔잎로 15", "솔잎로 15번길, 솔잎로 15분, 새솔잎로 15, 솔잎로 15-3"),
    ],
)
def test_what_may_be_something_else_stays_in_later_texts(first: str, later: str) -> None:
    masking = Masker().begin()
    masking.mask(first)
    assert masking.mask(later) == later


def test_a_given_name_alone_has_its_own_number_so_that_restoring_gives_back_what_stood_there() -> None:
    masking, text = Masker().begin(), "성명: 도예린. 예린이가 왔고 도예린은 갔다"
    masked = masking.mask(text)
    assert masked == "성명: [이름_1]. [이름_2]이가 왔고 [이름_1]은 갔다"
    assert masking.mask_output(masked, restore=True) == text


def test_a_landline_is_known_again_without_its_separators() -> None:
    masking = Masker().begin()
    assert masking.mask("025128834") == "025128834"
    assert masking.mask("제 번호는 02-512-8834") == "제 번호는 [전화번호_1]"
    assert masking.mask("025128834 맞죠, 10251288341은 아니에요") == "[전화번호_1] 맞죠, 10251288341은 아니에요"
    assert masking.mask_output("네 025128834입니다") == "네 [전화번호_1]입니다"
    stream = masking.output_stream()
    assert "".join(map(stream.feed, "네 025128834입니다")) + stream.flush() == "네 [전화번호_1]입니다"


def test_numbers_leave_room_for_names() -> None:
    masking = Masker().begin()
    masking.mask("\n".join(f"사번: {number}" for number in range(1000001, 1000090)))
    masking.mask("성명: 도예린")
    assert masking.mask("도예린 확인, 1000001 확인, 1000089 확인") == "[이름_1] 확인, [사번_1] 확인, 1000089 확인"


def test_a_known_value_that_is_longer_than_what_shows_itself_is_masked_whole() -> None:
    masking = Masker().begin()
    masking.mask("고객명: 올가 세르게예브나 본다렌코")
    assert masking.mask("본다렌코 씨, 올가 세르게예브나 본다렌코 앞으로") == masking.mask("본다렌코 씨, [이름_1] 앞으로")
