from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from predictor.engines.chat.stop_words import StopWords

TEXT = "가 나 다 라 가나 다라"


def test_a_stop_word_is_found_across_pieces_and_its_beginning_alone_is_not_lost() -> None:
    stop = StopWords(("끝입니다",))
    assert [stop.feed(piece) for piece in ("이것은 끝", "이 아니고 끝입", "니다 더")] == ["이것은 ", "끝이 아니고 ", ""]
    assert stop.reached
    unmet = StopWords(("끝입니다",))
    assert unmet.feed("거의 끝입") + unmet.flush() == "거의 끝입"


def test_without_stop_words_nothing_is_held_back() -> None:
    stop = StopWords(())
    assert (stop.feed("가"), stop.flush(), stop.reached) == ("가", "", False)


@given(st.lists(st.integers(0, len(TEXT)), max_size=6), st.sampled_from([("가나",), ("라", "다"), ("나 다", "없음"), ("없음",)]))
def test_the_answer_is_the_same_however_it_is_cut_into_pieces(cuts: list[int], words: tuple[str, ...]) -> None:
    stop, answer = StopWords(words), ""
    places = [0, *sorted(cuts), len(TEXT)]
    for start, end in pairwise(places):
        if not stop.reached:
            answer += stop.feed(TEXT[start:end])
    found = [TEXT.index(word) for word in words if word in TEXT]
    assert answer + stop.flush() == TEXT[: min(found, default=len(TEXT))]
    assert stop.reached is bool(found)
