"""Names in the columns of tables: what the head says decides, and a field beside its name heads nothing."""

from collections.abc import Callable

Masked = Callable[[str], str]


def test_a_table_s_column_of_names_is_masked_and_its_other_columns_stay(masked: Masked) -> None:
    assert masked("부서,이름\n재무팀,빈하준,010") == "부서,이름\n재무팀,[이름_1],010"
    assert masked("부서,비고\n재무팀,이동함,3") == "부서,비고\n재무팀,이동함,3"


def test_a_column_of_names_may_hold_names_in_latin_letters(masked: Masked) -> None:
    assert masked("부서,이름\n재무팀,Jane Miller,3") == "부서,이름\n재무팀,[이름_1],3"
    assert masked("부서,비고\n재무팀,Green Tea,3") == "부서,비고\n재무팀,Green Tea,3"


def test_slashes_with_spaces_part_a_table_too(masked: Masked) -> None:
    assert (
        masked("번호 / 성명 / 비고\n1 / 빙하늘 / 신한\n2 / 피터 한 / 하나")
        == "번호 / 성명 / 비고\n1 / [이름_1] / 신한\n2 / [이름_2] / 하나"
    )
    assert masked("번호 / 품목 / 비고\n1 / 이동함 / 신한") == "번호 / 품목 / 비고\n1 / 이동함 / 신한"


def test_a_field_with_its_name_beside_it_heads_no_column(masked: Masked) -> None:
    assert masked("신청인,표수빈\n직장,두레\n연소득,4200") == "신청인,[이름_1]\n직장,두레\n연소득,4200"


def test_a_column_that_only_persons_have_holds_names_that_are_words(masked: Masked) -> None:
    assert masked("성명\t부서\n국화\t총무\n합계\t2") == "성명\t부서\n[이름_1]\t총무\n합계\t2"
    assert masked("꽃\t부서\n국화\t총무") == "꽃\t부서\n국화\t총무"
    assert masked("성명: 국화\n국화 한 송이") == "성명: [이름_1]\n국화 한 송이"


def test_a_column_in_hangul_and_one_in_latin_letters_are_masked_both(masked: Masked) -> None:
    assert masked("성명(한글)\t성명(영문)\n비카스\tBIKASH KC\n") == "성명(한글)\t성명(영문)\n[이름_1]\t[이름_2]\n"
