"""Names: what is weighed, and that errors neither cut words nor spread."""

import pytest

from predictor.pii import Masker
from predictor.pii.names import evidence


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


def masked(masker: Masker, text: str) -> str:
    return masker.begin().mask(text)


@pytest.mark.parametrize(
    ("likely", "unlikely"), [("김민수", "이용자"), ("박서연", "주차장"), ("남궁민수", "정해진"), ("한지우", "유명한")]
)
def test_a_name_outweighs_a_word_under_every_cue(likely: str, unlikely: str) -> None:
    for cue in ("bare", "title", "honorific", "role", "label space"):
        assert evidence.weigh(likely, cue, "none") > 0.5 > evidence.weigh(unlikely, cue, "none")


def test_a_label_with_its_sign_lets_a_rare_name_pass_that_stays_without_it(masker: Masker) -> None:
    assert masked(masker, "예금주: 옥택연") == "예금주: [이름_1]"
    assert masked(masker, "어제 옥택연이 왔다") == "어제 옥택연이 왔다"


@pytest.mark.parametrize(
    "text",
    [
        "공영주차장 요금",
        "임시주차장과 지하주차장",
        "추진 경위를 보고",
        "사건 경위",
        "명예교수 임용",
        "신임 회장 선출",
        "선임 간호사",
        "지휘감독 체계",
        "손해배상책임",
        "총무 사무국장",
        "고객을 위해 고객의 말을",
        "와 주신 고객님",
        "세 명의 남성중 누가",
        "상태일 때",
        "이영화 정말 재밌다",
        "정해진 기한",
        "서초동 주민",
        "유명한 배우",
        "성명 불상의 남자",
        "이름 변경",
        "담당자 확인",
    ],
)
def test_everyday_words_stay(masker: Masker, text: str) -> None:
    assert masked(masker, text) == text


def test_the_longest_label_counts_and_no_word_is_cut(masker: Masker) -> None:
    assert masked(masker, "피고소인 김민수는 부인하였다") == "피고소인 [이름_1]는 부인하였다"
    assert masked(masker, "피고인은 2024. 8. 17. 범행") == "피고인은 2024. 8. 17. 범행"
    assert masked(masker, "고객: 여보세요? 상담사: 네") == "고객: 여보세요? 상담사: 네"
    assert masked(masker, "성명: 김마이클") == "성명: [이름_1]"
    assert masked(masker, "성함: 응우옌 티 흐엉") == "성함: [이름_1]"


def test_an_unsure_name_is_masked_where_it_stands_and_does_not_spread(masker: Masker) -> None:
    masking = masker.begin()
    sure = masking.mask("성명: 김민수. 그 뒤 김민수라고 불렀다.")
    assert sure == "성명: [이름_1]. 그 뒤 [이름_1]라고 불렀다."
    masking = masker.begin()
    masking.mask("추진 경위 보고, 공영주차장")
    assert masking.mask("추진은 공영이다") == "추진은 공영이다"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[김민수] [오후 2:15] 안녕", "[[이름_1]] [오후 2:15] 안녕"),
        ("2026. 9. 1. 오후 7:22, 김민수 : 안녕", "2026. 9. 1. 오후 7:22, [이름_1] : 안녕"),
        ('{"custNm":"현지수"}', '{"custNm":"[이름_1]"}'),
        ("recvNm=봉준희&x=1", "recvNm=[이름_1]&x=1"),
        ("<nm>현지수</nm>", "<nm>[이름_1]</nm>"),
        ("법무팀 송기범 드림", "법무팀 [이름_1] 드림"),
        ("김민수 (인)", "[이름_1] (인)"),
        ("피해자 박서연 주무관이", "피해자 [이름_1] 주무관이"),
        ("이 름 : 김민수", "이 름 : [이름_1]"),
        ("영문명: Seo Ji-woo", "영문명: [이름_1]"),
        ("fileName: 이동식 디스크", "fileName: 이동식 디스크"),
        ("className=이용자", "className=이용자"),
    ],
)
def test_names_in_the_forms_of_chats_papers_and_data(masker: Masker, text: str, expected: str) -> None:
    assert masked(masker, text) == expected
