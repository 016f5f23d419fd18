"""What is masked on the event loop is cheap, whatever it holds; what is not goes to the worker pool."""

import time

import pytest

from predictor.inference.masking_cost import is_costly
from predictor.pii import Masker
from tests.benchmarks.pii import ADVERSARIAL

MASKER = Masker()
ORDINARY = "안녕하세요 어제 주문한 원피스가 아직 도착하지 않아서 문의드려요. 제 번호는 010-1234-5678이에요. "
COSTLY = ADVERSARIAL | {
    "spoken digits apart": "구 구",
    "numbers and roads": "1010구010로",
    "roads and lots": "서울로 1길 2-3 강남동 ",
    "regions": "강남구 역삼동 1-1 ",
    "Latin groups": "39::510.",
    "names of things": '"name": "Greek Salad", ',
    "names in a table": "1,김철수,이영희,박민수\n",
    "names of columns": "INSERT INTO m (mbr_nm, tel) VALUES ('계은별', 1), ",
    "bare names": "김하늘이가 ",
    "families": "김나다.이나다의 아들 ",
    "names and years": "김서윤 (1990년생 ",
    "own names": "이름이 김나다이고 ",
    "signs between digits": "010☎1234☎5678 ",
    "digits apart": "0 1 0 1 2 3 4 ",
    "places like titles": "공영주차장님께 ",
}


@pytest.mark.quiet
@pytest.mark.parametrize("unit", COSTLY.values(), ids=COSTLY)
@pytest.mark.parametrize("characters", [40, 400, 4096, 40_000])
def test_what_is_judged_cheap_is_masked_in_less_than_20_ms(unit: str, characters: int) -> None:
    text = (unit * characters)[:characters]
    if is_costly(MASKER, text.encode("utf-8", "surrogatepass")):
        return
    best = 1.0
    for _ in range(3):
        began = time.thread_time()
        MASKER.begin().mask(text)
        best = min(best, time.thread_time() - began)
    assert best < 0.02


def test_ordinary_text_of_any_length_is_masked_on_the_loop() -> None:
    assert not is_costly(MASKER, (ORDINARY + "배송은 언제 되나요? " * 300).encode())
    assert is_costly(MASKER, ("구 구" * 1000).encode())
    assert is_costly(MASKER, ("김철수님 " * 1000).encode())


def test_many_short_strings_are_costly_by_their_number() -> None:
    assert is_costly(None, b'"a",' * 5000, strings=5000)
    assert not is_costly(None, b'"a",' * 100, strings=100)
