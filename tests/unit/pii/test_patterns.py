from pathlib import Path

import pytest

from predictor.pii import Masker, PatternError, Policy

GOOD = """
[[pattern]]
name = "employee"
label = "사번"
pattern = 'EMP-[0-9]{6}'
match = ["EMP-123456"]
no_match = ["EMP-12", "EMPLOYEE"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "patterns.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_pattern_is_masked_beside_the_built_in_ones(tmp_path: Path) -> None:
    masking = Masker(Policy(patterns_file=write(tmp_path, GOOD))).begin()
    assert masking.mask("EMP-123456 010-1234-5678 EMP-654321") == "[사번_1] [전화번호_1] [사번_2]"
    assert masking.counts == {"사번": 2, "전화번호": 1}


def test_a_value_of_an_own_pattern_begins_and_ends_with_no_blank(tmp_path: Path) -> None:
    pattern = GOOD.replace("'EMP-[0-9]{6}'", "' ?EMP-[0-9]{6} ?'")
    masking = Masker(Policy(patterns_file=write(tmp_path, pattern))).begin()
    assert masking.mask("직원 EMP-123456 입니다") == "직원 [사번_1] 입니다"
    assert masking.mask_output("[사번_1]", restore=True) == "EMP-123456"


def test_an_own_pattern_can_be_off_or_rejected_by_its_name(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert Masker(Policy(patterns_file=path, actions={"employee": "off"})).begin().mask("EMP-123456") == "EMP-123456"
    with pytest.raises(ValueError, match="employe"):
        Masker(Policy(patterns_file=path, actions={"employe": "off"}))


def test_an_own_pattern_streams_like_the_whole(tmp_path: Path) -> None:
    masker = Masker(Policy(patterns_file=write(tmp_path, GOOD)))
    text = "직원 EMP-123456 입니다"
    stream = masker.begin().output_stream()
    assert "".join(map(stream.feed, text)) + stream.flush() == masker.begin().mask_output(text) == "직원 [사번_1] 입니다"


WARD = """
[[pattern]]
name = "ward"
label = "병실"
pattern = '[0-9]{3}호 (병실|독방) [가-힣]{2,3}\\s+침상'
match = ["301호 병실 창가 침상"]
no_match = ["301호 병실"]
"""


@pytest.mark.parametrize("text", ["301호 병실 창가  침상이 비었어요", "어제 301호 독방 복도 침상", "301호 병실 창가 자리"])
def test_an_own_pattern_that_holds_blanks_streams_like_the_whole(tmp_path: Path, text: str) -> None:
    masker = Masker(Policy(patterns_file=write(tmp_path, WARD)))
    stream = masker.begin().output_stream()
    assert "".join(map(stream.feed, text)) + stream.flush() == masker.begin().mask(text)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("EMP-[0-9]{6}", "(?=EMP)[0-9]+"), "RE2"),
        (("EMP-[0-9]{6}", "EMP-[0-9"), "RE2"),
        (('match = ["EMP-123456"]', 'match = ["EMP-12345"]'), "match"),
        (('no_match = ["EMP-12", "EMPLOYEE"]', 'no_match = ["xEMP-123456"]'), "no_match"),
        (('no_match = ["EMP-12", "EMPLOYEE"]', ""), "no_match"),
        (('name = "employee"', 'name = "phone"'), "taken"),
        (('name = "employee"', 'name = "Employee"'), "lower-case"),
        (('label = "사번"', 'label = "[사번]"'), "label"),
        (('label = "사번"', 'label = "사번"\nlength = 0'), "length"),
        (('label = "사번"', 'label = "사번"\nlenght = 9'), "lenght"),
        (('label = "사번"', 'label = "사번"\naction = "off"'), "action"),
        (("[[pattern]]", "[[patterns]]"), "no pattern"),
        (("[[pattern]]", "[[pattern"), "TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_start_with_the_reason(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    assert change[0] in GOOD
    path = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(PatternError, match=reason):
        Masker(Policy(patterns_file=path))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="cannot be read"):
        Masker(Policy(patterns_file=tmp_path / "none.toml"))
