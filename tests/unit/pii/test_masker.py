import re
import threading

import pytest

from predictor.pii import Masker, PiiRejected, Policy


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


def test_the_same_value_gets_the_same_number_in_any_spelling_and_every_message(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask("010-1234-5678, 01012345678") == "[전화번호_1], [전화번호_1]"
    assert masking.mask("+82 10 1234 5678 말고 010-8765-4321") == "[전화번호_1] 말고 [전화번호_2]"
    assert masking.mask("A@Example.com a (at) example.com") == "[이메일_1] [이메일_1]"


@pytest.mark.parametrize(
    "spellings",
    [
        ("서울특별시 마포구 버들로 212", "서울 마포구 버들로 212", "서울시 마포구 버들로 212", "마포구 버들로 212"),
        ("전라북도 전주시 버들로 12-3", "전북 전주시 버들로 12-3", "전북특별자치도 전주시 버들로 12-3", "전주시 버들로 12-3"),
        ("수원 영통구 버들로 12", "경기도 수원시 영통구 버들로 12", "영통구 버들로 12"),
        ("서울 은평 버들동 218-3", "서울시 은평구 버들동 218-3"),
        ("서울시강남구버들로152", "서울 강남구 버들로 152"),
        ("부산 중구 버들대로 12", "부산광역시 중구 버들대로 12"),
        ("인스타 @moss.day_92", "인스타그램 아이디 moss.day_92", "@Moss.Day_92(인스타그램)", "내 아이디 @moss.day_92 로 친추"),
        ("면허 11-19-382910-42", "운전면허 서울 19-382910-42", "면허 111938291042"),
        ("여권번호 M48213907", "여권번호 M4821-3907", "여권 M-48213907"),
    ],
)
def test_the_spellings_of_a_value_have_one_number(masker: Masker, spellings: tuple[str, ...]) -> None:
    masking = masker.begin()
    for spelling in spellings:
        assert re.findall("_([0-9])]", masking.mask(spelling)) == ["1"], spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("서울 중구 버들로 12", "부산 중구 버들로 12"),
        ("강원 고성군 간성읍 버들로 12", "경남 고성군 간성읍 버들로 12"),
        ("경기 광주시 버들로 12", "광주 북구 버들로 12"),
        ("부산 19-382910-42 면허", "서울 19-382910-42 면허"),
    ],
)
def test_like_values_of_two_places_have_two_numbers(masker: Masker, one: str, other: str) -> None:
    masking = masker.begin()
    assert "_1]" in masking.mask(one)
    assert "_2]" in masking.mask(other)


def test_a_value_that_an_answer_wrote_first_is_restored_once_the_caller_wrote_it(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask_output("담당 번호는 010-7777-8888입니다", restore=True) == "담당 번호는 [전화번호_1]입니다"
    assert masking.mask_output("[전화번호_1]", restore=True) == "[전화번호_1]"
    assert masking.mask("01077778888로 예약해 줘") == "[전화번호_1]로 예약해 줘"
    assert masking.mask_output("[전화번호_1]로 예약했습니다", restore=True) == "01077778888로 예약했습니다"
    stream = masking.output_stream(restore=True)
    assert "".join(map(stream.feed, "[전화번호_1]입니다")) + stream.flush() == "01077778888입니다"


def test_what_was_masked_is_counted_by_label(masker: Masker) -> None:
    masking = masker.begin()
    masking.mask("010-1234-5678, 01012345678, a@b.com")
    assert masking.counts == {"전화번호": 2, "이메일": 1}
    assert masking.output_counts == {}


def test_a_typed_placeholder_is_never_given_to_another_value(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask("[전화번호_1] 말고 010-1234-5678") == "[전화번호_1] 말고 [전화번호_2]"
    assert masking.mask_output("[전화번호_1] [전화번호_2]", restore=True) == "[전화번호_1] 010-1234-5678"


def test_a_placeholder_typed_behind_the_value_is_not_confused_either(masker: Masker) -> None:
    assert masker.begin().mask("010-1234-5678 그리고 [전화번호_1]") == "[전화번호_2] 그리고 [전화번호_1]"


@pytest.mark.parametrize("typed", ["［전화번호_1］", "&#91;전화번호_1]", "[전화번호\u200b_1]", "%5B전화번호_1%5D"])
def test_a_placeholder_typed_in_another_spelling_is_taken_too(masker: Masker, typed: str) -> None:
    masking = masker.begin()
    assert masking.mask(f"{typed} 말고 010-1234-5678") == f"{typed} 말고 [전화번호_2]"
    assert masking.mask_output("[전화번호_1]", restore=True) == "[전화번호_1]"


def test_a_placeholder_typed_in_a_message_of_its_own_is_taken_too(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask("[전화번호_1] 알려줘") == "[전화번호_1] 알려줘"
    assert masking.mask("010-1234-5678") == "[전화번호_2]"


def test_masking_twice_changes_nothing_more(masker: Masker) -> None:
    once = masker.begin().mask("성명: 김철수, 계좌 국민은행 123456-04-123456, postgres://a:secret99@db.kr/x")
    assert masker.begin().mask(once) == once


def test_a_contextual_value_is_masked_wherever_it_stands_again(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.mask("성명: 홍길동. 홍길동이 말했다.") == "성명: [이름_1]. [이름_1]이 말했다."
    assert masking.mask("다시 홍길동은, 그리고 홍길동전은") == "다시 [이름_1]은, 그리고 홍길동전은"
    masking.mask("계좌 110-234-567890")
    assert masking.mask("아까 그 110234567890 있잖아요") == "아까 그 [계좌번호_1] 있잖아요"


def test_reject_names_the_kind_and_never_the_value() -> None:
    masker = Masker(Policy(actions={"rrn": "reject"}))
    with pytest.raises(PiiRejected) as raised:
        masker.begin().mask("주민번호 900101-1234567")
    assert "주민등록번호" in str(raised.value)
    assert "900101" not in str(raised.value)
    assert (raised.value.entity, raised.value.label) == ("rrn", "주민등록번호")
    assert masker.redact("주민번호 900101-1234567") == "주민번호 [주민등록번호_1]"


def test_off_leaves_a_kind_alone() -> None:
    assert Masker(Policy(actions={"email": "off"})).begin().mask("a@b.com 010-1234-5678") == "a@b.com [전화번호_1]"


def test_allowed_values_stay_in_every_spelling() -> None:
    masker = Masker(Policy(allow=["02-1234-5678", "help@example.com"]))
    text = "0212345678로 전화, (02) 1234-5678, ＨＥＬＰ@example.com, 02-9999-8888"
    assert masker.begin().mask("전화 " + text) == "전화 0212345678로 전화, (02) 1234-5678, ＨＥＬＰ@example.com, [전화번호_1]"


def test_labels_and_the_placeholder_are_settings() -> None:
    masker = Masker(Policy(labels={"phone": "전화 번호"}, placeholder="<{label}#{n}>"))
    masking = masker.begin()
    assert masking.mask("010-1234-5678") == "<전화 번호#1>"
    assert masking.mask_output("<전화 번호#1>", restore=True) == "010-1234-5678"


def test_a_placeholder_that_ends_in_its_number_is_not_mistaken_for_a_longer_one() -> None:
    masking = Masker(Policy(placeholder="@{label}{n}")).begin()
    masked = masking.mask(" ".join(f"010-1234-{number}" for number in range(5601, 5613)))
    assert masking.mask_output(masked, restore=True).split()[10:] == ["010-1234-5611", "010-1234-5612"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"actions": {"phone": "hide"}}, "actions"),
        ({"actions": {"telephone": "off"}}, "actions"),
        ({"labels": {"telephone": "전화"}}, "labels"),
        ({"labels": {"phone": " "}}, "labels"),
        ({"labels": {"phone": "Ｔｅｌ"}}, "labels"),
        ({"placeholder": "[{label}]"}, "placeholder"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_its_name(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}: "):
        Policy(**settings)  # type: ignore[arg-type]


def test_the_issued_placeholders_have_a_pattern(masker: Masker) -> None:
    masking = masker.begin()
    assert masking.placeholders is None
    masking.mask("010-1234-5678")
    assert masking.placeholders is not None
    assert re.findall(masking.placeholders, "x[전화번호_1]y[전화번호_2]") == ["[전화번호_1]"]


def test_what_the_model_writes_is_masked_and_never_restored(masker: Masker) -> None:
    masking = masker.begin()
    masking.mask("010-1234-5678")
    answer = "[전화번호_1] 대신 010-9999-0000으로"
    assert masking.mask_output(answer, restore=True) == "010-1234-5678 대신 [전화번호_2]으로"
    assert masking.output_counts == {"전화번호": 1}
    assert masking.mask_output(answer, restore=True, mask=False) == "010-1234-5678 대신 010-9999-0000으로"


def test_decomposed_hangul_and_invisible_characters_hide_nothing(masker: Masker) -> None:
    import unicodedata

    assert masker.begin().mask("010\u200b-1234-\u20605678") == "[전화번호_1]"
    text = unicodedata.normalize("NFD", "성명: 김철수입니다")
    assert masker.begin().mask(text) == unicodedata.normalize("NFD", "성명: ") + "[이름_1]" + unicodedata.normalize("NFD", "입니다")


def test_one_masker_serves_many_threads(masker: Masker) -> None:
    wrong: list[str] = []

    def work(number: int) -> None:
        for turn in range(200):
            value = f"010-{number:04}-{turn:04}"
            masking = masker.begin()
            if masking.mask(f"번호 {value}") != "번호 [전화번호_1]" or masking.mask_output("[전화번호_1]", restore=True) != value:
                wrong.append(value)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1000, 1004)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_placeholder_that_a_later_text_forges_is_not_given_to_an_earlier_value(masker: Masker) -> None:
    masking = masker.begin()
    texts = ["제 번호는 010-1234-5678", "[전화번호_1]을 알려 줘", "［전화번호_2］도"]
    masking.reserve(texts)
    assert [masking.mask(text) for text in texts] == ["제 번호는 [전화번호_3]", "[전화번호_1]을 알려 줘", "［전화번호_2］도"]
    assert masking.mask_output("[전화번호_1] [전화번호_2]", restore=True) == "[전화번호_1] [전화번호_2]"


def test_monitored_kinds_are_counted_and_left_as_they_are() -> None:
    masking = Masker(Policy(actions={"*": "monitor", "rrn": "mask"})).begin()
    assert masking.mask("010-1234-5678, 900101-1234567") == "010-1234-5678, [주민등록번호_1]"
    assert (masking.monitored, masking.counts) == ({"전화번호": 1}, {"주민등록번호": 1})
    assert masking.mask_output("그 번호는 010-1234-5678") == "그 번호는 010-1234-5678"
    assert Masker(Policy(actions={"*": "monitor"})).redact("010-1234-5678") == "[전화번호_1]"


def test_an_action_for_all_kinds_leaves_those_off_that_are_off_by_default() -> None:
    assert Masker(Policy(actions={"*": "mask"})).begin().mask("1588-1234로 전화") == "1588-1234로 전화"


def test_values_below_the_least_score_stay() -> None:
    text = "8802021234568, 900101-1234567"
    assert Masker().begin().mask(text) == "[주민등록번호_1], [주민등록번호_2]"
    assert Masker(Policy(minimum_scores={"rrn": 0.8})).begin().mask(text) == "8802021234568, [주민등록번호_1]"
    with pytest.raises(ValueError, match=r"^minimum_scores: "):
        Policy(minimum_scores={"rrn": 2})


def test_several_maskers_with_their_own_policies_stand_side_by_side() -> None:
    strict, lenient = Masker(Policy(actions={"phone": "reject"})), Masker(Policy(actions={"phone": "off"}))
    assert lenient.begin().mask("010-1234-5678") == "010-1234-5678"
    with pytest.raises(PiiRejected):
        strict.begin().mask("010-1234-5678")


@pytest.mark.parametrize("answer", ["김민수는 학생이고 김민수에게 전화했다", "그 사람은 김민수입니다"])
def test_a_name_that_the_caller_introduced_is_known_on_the_way_back_whole_and_streamed(masker: Masker, answer: str) -> None:
    masking = masker.begin()
    masking.mask("성명: 김민수")
    expected = answer.replace("김민수", "[이름_1]")
    assert masking.mask_output(answer) == expected
    stream = masking.output_stream()
    assert "".join(map(stream.feed, answer)) + stream.flush() == expected
    assert masking.mask_output(answer, restore=True) == answer


def test_two_numbers_without_anything_between_them_are_both_masked(masker: Masker) -> None:
    assert masker.begin().mask("010-1234-5678010-9999-8888") == "[전화번호_1][전화번호_2]"

    assert masker.begin().mask("0101234567801099998888") == "[전화번호_1][전화번호_2]"
    assert masker.begin().mask_output("010-1234-5678900101-1234567") == "[전화번호_1][주민등록번호_1]"


@pytest.mark.parametrize(
    "digits",
    [
        "၀၁၀-၁၂၃၄-၅၆၇၈",
        "০১০-১২৩৪-৫৬৭৮",
        "០១០-១២៣៤-៥៦៧៨",
        "໐໑໐-໑໒໓໔-໕໖໗໘",
        "⓪①⓪-①②③④-⑤⑥⑦⑧",
        "⁰¹⁰-¹²³⁴-⁵⁶⁷⁸",
        "〇一〇-一二三四-五六七八",
    ],
)
def test_digits_of_every_script_are_digits(masker: Masker, digits: str) -> None:
    assert masker.begin().mask(f"번호 {digits} 입니다") == "번호 [전화번호_1] 입니다"


def test_an_escape_without_its_semicolon_hides_nothing(masker: Masker) -> None:
    assert masker.begin().mask("&#48&#49&#48-1234-5678") == "[전화번호_1]"


def test_a_region_is_masked_in_what_the_caller_sends_and_stays_in_what_the_model_writes() -> None:
    masking = Masker().begin()
    assert masking.mask("거주지: 서울특별시 노원구 상계동") == "거주지: [거주지_1]"
    assert masking.mask_output("거주지: 부산광역시 영도구 봉래동") == "거주지: 부산광역시 영도구 봉래동"
    assert masking.mask_output("[거주지_1]에 사시는군요", restore=True) == "서울특별시 노원구 상계동에 사시는군요"
