"""학번: what a school calls a student by."""

from typing import Final

from predictor.pii.kind import Kind
from predictor.pii.kinds._labelled import behind_label

_WORDS: Final = ("학번", "학생 번호", "학적 번호", "^std no", "^stu no", "student no", "student id", "student number")

KIND: Final = Kind(
    name="student_number",
    label="학번",
    needs="a label",
    source="each school's own numbering, mostly the year of entry and four to six digits",
    order=215,
    gates=(behind_label("student_number", _WORDS, r"[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}"),),
    words=_WORDS,
    words_touch=True,
    cell=r"[A-Za-z]?[0-9]{2,4}-?[0-9]{2,8}",
    examples=(
        '"stdNo":"{{student_number:202310448}}"',
        "INSERT INTO s (student_no, grade) VALUES ('{{student_number:2023104488}}', 3)",
        "제 학번은 {{student_number:2021148203}}이고",
        "학번 {{student_number:2023-31847}} 휴학",
    ),
    lookalikes=("학번이 어떻게 되세요", "20학번 선배"),
)
