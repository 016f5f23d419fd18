"""What stands behind a name: one table for names that are met first and for known ones."""

import re

import pytest

from predictor.pii.names.candidates import TAIL
from predictor.pii.names.endings import COPULA, KNOWN, SAID


@pytest.mark.parametrize("ending", ["입니다", "이시죠", "이십니까", "이셨어요", "이거든요", "이잖아요", "이니까요", "이군요"])
def test_an_ending_of_the_copula_stands_behind_fresh_names_and_known_ones(ending: str) -> None:
    tail = TAIL.match(f"{ending}?", 0)
    assert re.match(COPULA, ending)
    assert tail is not None
    assert tail.lastgroup == "copula"
    assert re.fullmatch(KNOWN, ending)


@pytest.mark.parametrize("ending", ["시죠", "거든요", "잖아요", "니까", "죠", "지만", "셨어요"])
def test_an_ending_that_verbs_have_too_needs_a_known_given_name_where_nobody_is_known(ending: str) -> None:
    assert re.match(SAID, ending)
    assert re.fullmatch(KNOWN, ending)


@pytest.mark.parametrize("word", ["용품", "산", "료", "진흥원", "첩"])
def test_a_longer_word_is_no_ending(word: str) -> None:
    assert re.fullmatch(KNOWN, word) is None
