"""The number of a person in a record: its field is called id or no, and what holds the record is called employees or so."""

import pytest

from predictor.pii import Masker
from tests.pii.score import finder
from tests.pii.scoring import parse


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker()


RECORDS = (
    "employees:\n  - id: {{employee_number:E-20417}}\n    name: A\n  - id: {{employee_number:E-20418}}\n    name: B",
    '"staffList":[{"dept":{"id":7},"no":"{{employee_number:20417}}","empNm":"A"}]',
    '{"employees":{"items":[{"id":{{employee_number:20417}}, "name":"A"}]}}',
    "<employees><row><id>{{employee_number:E20417}}</id><name>A</name></row></employees>",
    '<employee id="{{employee_number:E-20417}}" name="A"/>',
    '[[employees]]\nid = "{{employee_number:E-20417}}"\nname = "A"',
    "employee.id={{employee_number:E-20417}}\nemployee.name=A",
    "직원:\n- 이름: A\n  번호: {{employee_number:20417}}",
    '"members":[{"id":"{{member_number:M-7740}}","name":"A"},{"id":"{{member_number:M-7751}}","name":"B"}]',
    "customer = {'id': '{{member_number:7740228}}', 'name': 'A'}",
    "students:\n  - name: A\n    id: {{student_number:2021148203}}",
    "<patient>\n  <pid>{{patient_number:P20250811-0043}}</pid>\n  <name>A</name>\n</patient>",
    "<환자>\n  <등록번호>{{patient_number:00471829}}</등록번호>\n  <성명>A</성명>",
)
OTHER_RECORDS = (
    "employees:\n  - id: E-20417\n    dept: 3",
    "employees:\n  - id: E-20417\n  - id: 3\n    name: A",
    "products:\n  - id: E-20417\n    name: A",
    "employees: []\nid: E-20417\nname: A",
    "employees:\n  - laptop:\n      id: E-20417\n      name: B",
    '{"employees":[{"id":"E1","name":"A"}],"items":[{"id":"P-1002","name":"B"}]}',
    '{"employees":[{"name":"A"}]},{"id":"E-20417","name":"B"}',
    '{"student":{"name":"A","score":{"id":"2021148203","name":"B"}}}',
    "<employee><name>A</name></employee><id>E-20417</id><name>B</name>",
    '[employee]\nname="A"\n[asset]\nid="E-20417"\nname="B"',
    "product.id=E-20417\nproduct.name=A",
    '"users":[{"id":"M-7740","name":"A"}]',
    "<process><pid>20250811</pid><name>java</name></process>",
    '"employees":[{"id":"2026-08","name":"A"},{"uid":"E-20417","name":"B"}]',
)


@pytest.mark.parametrize("line", RECORDS)
def test_the_id_of_a_named_person_in_its_parents_record_is_found(masker: Masker, line: str) -> None:
    labelled = parse(line)
    assert tuple(finder(masker)(labelled.text)) == labelled.values


@pytest.mark.parametrize("text", OTHER_RECORDS)
def test_the_id_of_anything_else_stays(masker: Masker, text: str) -> None:
    kinds = {kind for _, _, kind in finder(masker)(text)}
    assert kinds <= {"person_name"}


def test_a_long_list_of_records_is_read_while_its_parent_is_near(masker: Masker) -> None:
    records = "".join(f"  - id: E-{number}\n    name: A\n" for number in range(20400, 20420))
    assert "E-2041" not in masker.begin().mask(f"employees:\n{records}")
