"""Where one value, or what is no value, meets the next one."""

import pytest

from predictor.pii import Masker, Policy
from predictor.pii.kinds import KINDS
from predictor.pii.scan.fold import fold
from tests.pii.score import CORPUS, load
from tests.pii.scoring import parse


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


def test_no_value_of_any_kind_begins_or_ends_with_white_space() -> None:
    every = Masker(Policy(actions={kind.name: "mask" for kind in KINDS}))
    examples = [parse(line).text for kind in KINDS for line in kind.examples]
    for text in (*examples, *(item.text for item in load(CORPUS))):
        folded = fold(text)
        values = [folded.text[span.start : span.end] for span in every.find(folded)]
        assert values == [value.strip() for value in values], text


@pytest.mark.parametrize("name", ["조나단 크리스토퍼 앤더슨", "마리아 카르멘 산토스", "라제쉬 쿠마르 샤르마"])
@pytest.mark.parametrize("behind", [", 010-2281-9934", " 010-2281-9934", "이 왔다"])
def test_the_words_of_a_name_of_another_country_are_one_value(masker: Masker, name: str, behind: str) -> None:
    masking = masker.begin()
    assert masking.mask(name + behind).startswith("[이름_1]" + behind[:1])
    assert masking.mask_output("[이름_1]", restore=True) == name


def test_a_name_is_found_right_behind_another_value(masker: Masker) -> None:
    assert masker.begin().mask("FAX02-2020-3031박서준 고객님") == "FAX[전화번호_1][이름_1] 고객님"


def test_a_name_inside_a_longer_word_stays(masker: Masker) -> None:
    assert masker.begin().mask("신박서준 고객님") == "신박서준 고객님"


def test_a_number_before_an_at_sign_is_left_to_the_mailbox_only_when_there_is_one(masker: Masker) -> None:
    assert masker.begin().mask("01012345678@naver.com") == "[이메일_1]"
    assert masker.begin().mask("010-1112-2223contact@010-1112-2223") == "[전화번호_1]contact@[전화번호_1]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hong@naver.com01012345678", "[이메일_1][전화번호_1]"),
        ("010이삼사오육칠팔구q@w.io", "[전화번호_1][이메일_1]"),
        ("9001011234567아파트1동 3호", "[주민등록번호_1][주소_1]"),
        ("010-1234-5678입니다", "[전화번호_1]입니다"),
    ],
)
def test_values_that_touch_each_other_are_both_found(masker: Masker, text: str, masked: str) -> None:
    assert masker.begin().mask(text) == masked


def test_the_row_of_a_table_gives_name_birth_date_and_number(masker: Masker) -> None:
    assert masker.begin().mask("마동희, 1988.02.17, 010-2288-3400") == "[이름_1], [생년월일_1], [전화번호_1]"
    assert masker.begin().mask("회의록, 2026.11.17, 010-2288-3400") == "회의록, 2026.11.17, [전화번호_1]"


def test_a_name_stands_behind_an_address_or_in_brackets_with_the_bank(masker: Masker) -> None:
    assert masker.begin().mask("서울 강남구 테헤란로 152 지창욱 앞") == "[주소_1] [이름_1] 앞"
    assert masker.begin().mask("국민 110-456-123789(신한, 이영자)") == "국민 [계좌번호_1](신한, [이름_1])"
    assert masker.begin().mask("서울 강남구 테헤란로 152 주차장 앞") == "[주소_1] 주차장 앞"


def test_a_bank_named_behind_the_next_placeholder_is_not_a_numbers_label(masker: Masker) -> None:
    text = "4901872810956주소 [주소_1]국민은행"
    assert masker.begin().mask(text) == text


def test_a_number_behind_a_long_version_is_found(masker: Masker) -> None:
    assert masker.begin().mask("1.2.1.2.1.2.016-345-6789") == "1.2.1.2.1.2.[전화번호_1]"
    assert masker.begin().mask("1.2.3.4.010.1234.5678 입니다") == "1.2.3.4.[전화번호_1] 입니다"


def test_an_address_behind_a_run_of_digits_that_is_no_number_is_found(masker: Masker) -> None:
    assert masker.begin().mask("7777 8888 203.0.113.12 접속") == "7777 8888 [IP주소_1] 접속"


def test_a_number_inside_a_run_of_colons_that_is_no_address_is_found(masker: Masker) -> None:
    assert masker.begin().mask("a:b:c:d:010-1234-5678") == "a:b:c:d:[전화번호_1]"


def test_dates_in_a_row_stay_and_the_number_behind_them_does_not(masker: Masker) -> None:
    days = "2026-11-23 " * 40
    assert masker.begin().mask(days + "010-1234-5678") == days + "[전화번호_1]"


def test_a_spoken_number_behind_a_long_row_of_single_digits_is_found(masker: Masker) -> None:
    row = "일 이 삼 사 " * 40
    assert masker.begin().mask(row + "공일공 일이삼사 오육칠팔") == row + "[전화번호_1]"


@pytest.mark.parametrize("groups", [0, 1, 5, 9, 19, 20, 21, 29, 30, 31, 60])
@pytest.mark.parametrize("joint", ["\n", " ", ", "])
def test_a_spoken_number_is_found_wherever_it_stands_in_a_run_that_holds_no_other(masker: Masker, groups: int, joint: str) -> None:
    """A run is read once, and no more than sixty of its digits at a time."""
    before, behind = f"구공다시{joint}" * groups, f"{joint}구공다시" * 5
    assert masker.begin().mask(f"{before}공일공 일이삼사 오육칠팔{behind}") == f"{before}[전화번호_1]{behind}"


def test_a_spoken_number_behind_a_digit_and_one_syllable_is_found(masker: Masker) -> None:
    assert masker.begin().mask("삼의공일공일이삼사오육칠팔 번호") == "삼의[전화번호_1] 번호"
    assert masker.begin().mask("공일공에 일이삼사에 오육칠팔이요") == "[전화번호_1]이요"
