"""A value in an element of HTML is read behind the text of its label's element."""

import pytest

from predictor.pii import Masker


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('<label for="no">사번</label>\n  <input id="no" name="a" value="20417">', "[사번_1]"),
        ("<tr><th>학번</th><td>20231184</td></tr>", "[학번_1]"),
        ("<dt>환자번호 :</dt>\n<dd class='v'>00482913</dd>", "[환자번호_1]"),
        ("<td>생년월일</td><td>1991-03-17</td>", "[생년월일_1]"),
        ('<label>비밀번호</label><input name="p" value="tiger#77">', "[비밀정보_1]"),
        ("<b>회원번호</b> <span>M-7740-2281</span>", "[회원번호_1]"),
    ],
)
def test_a_label_s_element_names_the_value_in_the_next_one(text: str, masked: str) -> None:
    assert masked in Masker().begin().mask(text)


@pytest.mark.parametrize(
    "text",
    [
        '<label>상품코드</label><input name="a" value="20417">',
        '<label>사번</label><input name="a" value="">\n<p>20417</p>',
        "<th>사번</th><th>부서</th><td>20417</td>",
        '<label>사번</label><p>도움말</p><input name="a" value="20417">',
        '<a href="/m">사번</a><td>20417</td>',
        f"<label>{'가' * 40} 사번</label>",
    ],
)
def test_other_elements_name_nothing(text: str) -> None:
    assert Masker().begin().mask(text) == text
