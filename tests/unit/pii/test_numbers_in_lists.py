"""Numbers beside names in lists that are longer than what is looked at around one number."""

from predictor.pii import Masker
from tests.pii.score import finder

_NAMES = ("김민준", "이서연", "박다솜", "강명수", "김하늘", "이수정", "탄현주", "동우진")


def _found(text: str, kind: str) -> list[str]:
    return [text[start:end] for start, end, found in finder(Masker())(text) if found == kind]


def test_a_list_of_names_with_numbers_in_brackets_has_one_head() -> None:
    numbers = [f"24A031{place}" for place in range(len(_NAMES))]
    rows = [f"{name}({number}) 물류센터" for name, number in zip(_NAMES, numbers, strict=True)]
    assert _found("사번 목록\n" + "\n".join(rows), "employee_number") == numbers
    assert _found("모델 목록\n" + "\n".join(rows), "employee_number") == []


def test_a_number_far_from_its_kind_s_name_and_in_no_list_stays() -> None:
    assert _found("사번 목록은 아래와 같습니다." + "그리고 오늘 " * 20 + "\n김민준(24A0310)", "employee_number") == []


def test_a_list_of_students_has_one_head() -> None:
    numbers = [f"202317{place}582" for place in range(len(_NAMES))]
    rows = [f"{number} {name} 등록금 전액" for name, number in zip(_NAMES, numbers, strict=True)]
    assert _found("장학생 명단\n" + "\n".join(rows), "student_number") == numbers
    assert _found("상품권 명단\n" + "\n".join(rows), "student_number") == []
