"""One choice of a stream, chunk by chunk: text comes out masked, complete and in order, and token details never betray it."""

from typing import Any

from predictor.inference.masking import CallMasking
from predictor.pii import Masker
from predictor.protocols.openai.choice_stream import ChoiceStream
from predictor.protocols.openai.response_masker import ResponseMasker
from tests.personal import PHONE


def stream(structured: bool = False) -> ChoiceStream:
    return ChoiceStream(ResponseMasker(CallMasking(Masker()), structured))


def choice(finish: str | None = None, logprobs: Any = None, **delta: Any) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": logprobs, "finish_reason": finish}


def run(chunks: list[dict[str, Any]], through: ChoiceStream | None = None) -> list[dict[str, Any]]:
    """The choices that are left to send."""
    through = through or stream()
    return [chunk for chunk in chunks if through.rewrite(chunk)[1]]


def joined(chunks: list[dict[str, Any]], field: str = "content") -> str:
    return "".join(chunk["delta"].get(field) or "" for chunk in chunks)


def test_a_value_in_pieces_is_masked_and_the_text_around_it_is_complete() -> None:
    pieces = ["연락", "처는 010", "-12", "34-5678", "입니다.", ""]
    sent = run([choice(content=piece) for piece in pieces] + [choice("stop", content="")])
    assert joined(sent) == "연락처는 [전화번호_1]입니다."
    assert sent[-1]["finish_reason"] == "stop"


def test_text_without_values_goes_on_at_once() -> None:
    sent = run([choice(content="안녕하세요. "), choice(content="반갑습니다. ")])
    assert joined(sent).startswith("안녕하세요.")


def test_a_chunk_of_which_all_is_held_back_is_not_sent() -> None:
    assert run([choice(content="010-")]) == []


def test_what_is_held_when_another_field_begins_comes_out_before_it() -> None:
    sent = run([choice(reasoning="번호는 010-1234-5678"), choice(content="안녕"), choice("stop", content="")])
    assert joined(sent, "reasoning") == "번호는 [전화번호_1]"
    assert joined(sent) == "안녕"
    assert [list(chunk["delta"]) for chunk in sent][-1] != ["reasoning"]


def test_two_tool_calls_are_two_texts() -> None:
    def call(index: int, arguments: str, **more: Any) -> dict[str, Any]:
        return choice(tool_calls=[{"index": index, "function": {"arguments": arguments}, **more}])

    pieces = [call(0, '{"to": "010-12', id="a", type="function"), call(1, '{"to": "b"}', id="b", type="function")]
    sent = run([*pieces, call(0, '34-5678"}'), choice("tool_calls")])
    texts = {0: "", 1: ""}
    for chunk in sent:
        for piece in chunk["delta"].get("tool_calls") or ():
            texts[piece["index"]] += piece["function"]["arguments"]
    assert PHONE not in str(sent)
    assert texts[1] == '{"to": "b"}'


def test_token_details_of_a_masked_text_are_left_out_from_there_on() -> None:
    def detailed(token: str, finish: str | None = None) -> dict[str, Any]:
        return choice(finish, logprobs={"content": [{"token": token}]}, content=token)

    sent = run([detailed("안녕 "), detailed("010-1234-"), detailed("5678"), detailed(" 끝", "stop")])
    tokens = "".join(item["token"] for chunk in sent for item in (chunk["logprobs"] or {}).get("content", []))
    assert PHONE not in tokens
    assert "5678" not in tokens
    assert joined(sent) == "안녕 [전화번호_1] 끝"


def test_token_details_of_an_unchanged_text_all_come_out() -> None:
    words = ["가", " 나", " 다"]
    chunks = [choice(logprobs={"content": [{"token": word}]}, content=word) for word in words]
    sent = run([*chunks, choice("stop", content="")])
    assert [item["token"] for chunk in sent for item in (chunk["logprobs"] or {}).get("content", [])] == words


def test_a_field_that_no_table_names_is_masked_too() -> None:
    (sent,) = run([choice(content="안녕하세요. 반갑습니다. ", something_new=PHONE)])
    assert PHONE not in str(sent)


def test_the_rest_of_a_stream_that_breaks_off_is_given_by_field() -> None:
    through = stream()
    run([choice(content="연락처는 010-1234")], through)
    rest = through.rest()
    assert [key for key, _ in rest] == [("content", 0)]
    assert through.rest() == []
