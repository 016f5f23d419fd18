"""Words that stand where a name is asked for and name nobody."""

import pytest

from predictor.pii.names import nobody


@pytest.mark.parametrize("word", ["기재", "담당자", "사번", "과장", "경비실", "우리은행", "동창회"])
def test_a_form_s_word_a_rank_and_a_place_name_nobody(word: str) -> None:
    assert not nobody.may_be_named(word)


@pytest.mark.parametrize("word", ["구름", "하늬", "옥수수", "편도한"])
def test_any_other_word_may_be_somebody_s_name(word: str) -> None:
    assert nobody.may_be_named(word)


@pytest.mark.parametrize("word", ["관리사무소", "대한건설", "한빛약국", "문앞에두세요"])
def test_a_place_a_firm_and_a_sentence_end_like_no_name(word: str) -> None:
    assert nobody.of_a_place(word)


@pytest.mark.parametrize(("word", "common"), [("주민등록", True), ("관리사무소", True), ("카비르", False)])
def test_a_word_made_of_everyday_ones_is_common(word: str, common: bool) -> None:
    assert nobody.common(word) is common


@pytest.mark.parametrize("word", ["부재중", "미배정", "변경됨", "서무과", "인사팀", "고객센터", "이마트"])
def test_a_state_an_office_and_a_shop_fill_a_field_whatever_they_sound_like(word: str) -> None:
    assert nobody.fills_a_field(word)


@pytest.mark.parametrize("word", ["김호중", "이재중", "박서무", "미화경", "사랑", "홍길동과", "김민수팀"])
def test_what_only_ends_or_begins_so_fills_none(word: str) -> None:
    assert not nobody.fills_a_field(word)
