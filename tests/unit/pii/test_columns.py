"""Which words head the column that a cell stands in."""

import time

import pytest

from predictor.pii.scan.columns import heading


def head(text: str, cell: str) -> str:
    """The head of the column of the last ``cell`` in the text."""
    start = text.rindex(cell)
    return heading(text, start, start + len(cell))


@pytest.mark.parametrize(
    ("text", "cell", "named"),
    [
        ('emp_id,name,in\n240117,"Bang, A",08:51\n240122,"Okamoto, R",08:58', "240122", "emp_id"),
        ("emp_id,name,in\n240117,'Bang, A',08:51\n240122,'Okamoto, R',08:58", "08:58", "in"),
        ("no,shop,city\n1,O'Brien,Seoul\n2,Tom's and Kim's,Busan", "Busan", "city"),
        (
            "순번  성명    보험증     주소\n0081  가나다  6-0218847713   의성\n0094  라마바  3-5504417982   안계",
            "3-5504417982",
            "보험증",
        ),
        ("사번  부서\n20417  재무\n20533  총무", "20533", "사번"),
        ("번호  이름\t부서\n1  가\t나\n2  다\t라마", "라마", "부서"),
    ],
)
def test_a_sign_in_quotes_parts_no_cells_and_blanks_may_part_them(text: str, cell: str, named: str) -> None:
    assert head(text, cell) == named


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("사번  부서  비고\n20417  재무", "20417"),  # another number of cells
        ("20417  재무\n20533  총무", "20533"),  # no head: a record stands first
        ("사번 부서\n20417  재무", "20417"),  # one blank parts words
        ("사번  부서\n\n20417  재무", "20417"),  # another block of lines
        ("20417  재무", "20417"),
    ],
)
def test_what_no_head_stands_above_has_none(text: str, cell: str) -> None:
    assert head(text, cell) == ""


def test_a_row_that_begins_further_away_than_a_table_is_read_heads_nothing() -> None:
    assert head("번호,사번\n1,20417", "20417") == "사번"
    assert head("번호,사번" + ",비고" * 2000 + "\n1,20417" + ",없음" * 2000, "20417") == ""


def test_a_long_row_takes_no_time_for_each_of_its_cells() -> None:
    """A row is read no further than 400 characters, so that ten times as many cells take ten times as long."""
    row = "사번  부서\n" + "20417  " * 20_000
    begin = time.process_time()
    assert not any(heading(row, place, place + 5) for place in range(7, 60_000, 7))
    assert time.process_time() - begin < 2
