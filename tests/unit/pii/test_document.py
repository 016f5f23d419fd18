"""A JSON document is read as a whole: keys are labels, numbers are values, and what holds no value stays as it is written."""

import json

import pytest

from predictor.pii import Masker
from predictor.pii.document import Document

MASKER = Masker()


def masked(source: str) -> str:
    return Document(source).masked(MASKER.begin())


@pytest.mark.parametrize(
    ("source", "result"),
    [
        # a key is the label
        ('{"계좌번호":"482901-04-118273"}', '{"계좌번호":"[계좌번호_1]"}'),
        ('{"custNm": "채송화", "cvc": "382"}', '{"custNm": "[이름_1]", "cvc": "[카드보안값_1]"}'),
        ('{"\\ud559\\ubc88": "2021148203"}', '{"\\ud559\\ubc88": "[학번_1]"}'),
        # so is that of a list, and one that two keys make
        ('{"학번": ["2021148203", 2021148204]}', '{"학번": ["[학번_1]", "[학번_2]"]}'),
        ('{"학번": {"value": "2021148203"}}', '{"학번": {"value": "[학번_1]"}}'),
        ('{"사번": {"번호": 20231182}}', '{"사번": {"번호": "[사번_1]"}}'),
        ('{"employees": [{"id": 20231182, "name": "김민수"}]}', '{"employees": [{"id": "[사번_1]", "name": "[이름_1]"}]}'),
        # numbers are values
        ('{"rrn": 9104171234567, "n": 3}', '{"rrn": "[주민등록번호_1]", "n": 3}'),
        ('{"phone": 1044719023.0}', '{"phone": "[전화번호_1]"}'),
        ('{"주문번호": 202411300012, "price": 15000, "ts": 1733011200}', None),
        # strings are read alone too, keys included
        ('{"010-1111-2222": "a@b.com"}', '{"[전화번호_1]": "[이메일_1]"}'),
        ('{"msg": "{\\"rrn\\": \\"910417-1234567\\"}"}', '{"msg": "{\\"rrn\\": \\"[주민등록번호_1]\\"}"}'),
        ('["010-1111-2222", null, true, -1.5e3]', '["[전화번호_1]", null, true, -1.5e3]'),
        ('"번호\\n010-1111-2222"', '"번호\\n[전화번호_1]"'),
        # what holds no value stays as it is written
        ('{ "a":1e400,"a" : [ ],"b":"\\u0041\\/","c":12345678901234567890.10 }', None),
        ('\ufeff{"a": NaN}', None),
        ("5", None),
        ('"\\ud800 010-1111-2222"', '"\\ud800 [\\uc804\\ud654\\ubc88\\ud638_1]"'),
    ],
)
def test_a_document_is_masked_and_stays_json(source: str, result: str | None) -> None:
    written = masked(source)
    assert written == (source if result is None else result)
    json.loads(written.removeprefix("\ufeff"))


def test_each_value_has_the_path_of_its_string() -> None:
    document = Document('{"m": [{"text": "번호 010-1111-2222"}], "전화 010-1111-3333": {"학번": 2021148203}}')
    found = [(leaf.path, [(one.start, one.end) for one in spans]) for leaf, spans in document.values(MASKER.begin().find) if spans]
    assert found == [("$.m[0].text", [(3, 16)]), ("$.1~", [(3, 16)]), ("$.1.0", [(0, 10)])]


def test_a_value_over_two_strings_is_masked_in_both() -> None:
    assert masked('{"lat": 37.501234, "lon": 127.031234, "memo": "집"}').count("[좌표_") == 2


@pytest.mark.parametrize(("source", "says"), [("{", "is not JSON"), ("[" * 101 + "]" * 101, "deeper than 100 levels")])
def test_what_cannot_be_read_is_told(source: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Document(source)
