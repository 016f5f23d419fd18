"""Requests of many shapes as OpenAI's clients write them, none of which holds anything to mask."""

from typing import Any

ASK = [{"role": "user", "content": "안녕하세요, 배송은 얼마나 걸리나요?"}]
TURNS = [
    {"role": "system", "content": "짧게 답하세요."},
    {"role": "user", "content": "안녕하세요"},
    {"role": "assistant", "content": "안녕하세요! 무엇을 도와드릴까요?"},
    {"role": "user", "content": "환불하고 싶어요"},
]
PARTS = [{"role": "user", "content": [{"type": "text", "text": "첫 줄\n\n둘째 줄"}, {"type": "text", "text": "  들여쓰기 "}]}]
TOOL = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "주문을 찾습니다",
        "parameters": {"type": "object", "properties": {"product": {"type": "string", "maxLength": 6}}, "required": ["product"]},
    },
}
BEGUN = [*ASK, {"role": "assistant", "content": "배송은"}]
CALLED = [
    *ASK,
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "find_order", "arguments": '{"product": "책"}'}}],
    },
    {"role": "tool", "tool_call_id": "call_1", "content": '{"state": "배송 중"}'},
]
SCHEMA = {
    "type": "object",
    "properties": {"product": {"type": "string", "maxLength": 6}, "count": {"type": "integer", "minimum": 0, "maximum": 9}},
    "required": ["product", "count"],
    "additionalProperties": False,
}
FORMAT = {"type": "json_schema", "json_schema": {"name": "order", "schema": SCHEMA, "strict": True}}

BRIEF = {"temperature": 0, "max_output_tokens": 12}
GREEDY = {"temperature": 0, "max_tokens": 12, "seed": 7}
CHAT: list[dict[str, Any]] = [
    {},
    {"messages": TURNS},
    {"messages": PARTS},
    {"messages": CALLED},
    {"n": 3, "temperature": 0.8},
    {"max_tokens": 1},
    {"max_completion_tokens": 5},
    {"stop": "요"},
    {"stop": ["도와", "요"], "include_stop_str_in_output": True},
    {"logprobs": True},
    {"logprobs": True, "top_logprobs": 3},
    {"prompt_logprobs": 1},
    {"top_p": 0.5, "top_k": 5, "min_p": 0.1, "temperature": 0.7},
    {"frequency_penalty": 0.5, "presence_penalty": -0.5, "repetition_penalty": 1.1},
    {"logit_bias": {"5": -100}},
    {"min_tokens": 4, "ignore_eos": True},
    {"response_format": {"type": "text"}},
    {"response_format": {"type": "json_object"}, "max_tokens": 24},
    {"response_format": FORMAT, "max_tokens": 48},
    {"structured_outputs": {"regex": "[가-힣]{3}"}},
    {"structured_outputs": {"choice": ["네", "아니요"]}},
    {"structured_outputs": {"grammar": 'root ::= "네" | "아니요"'}},
    {"tools": [TOOL], "tool_choice": "none"},
    {"tools": [TOOL], "tool_choice": "auto"},
    {"tools": [TOOL], "tool_choice": "required", "max_tokens": 64},
    {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "find_order"}}, "max_tokens": 48},
    {"return_token_ids": True},
    {"user": "누군가", "metadata": {"출처": "시험"}, "store": False},
    {"something_new": {"deep": ["그대로"]}},
    {"model": None},
    {"messages": BEGUN, "continue_final_message": True, "add_generation_prompt": False},
    # Wrong in vLLM's own view: its answer is the caller's.
    {"model": "없는모델"},
    {"messages": "글"},
    {"messages": []},
    {"max_tokens": 0},
    {"max_tokens": 10_000_000},
    {"temperature": -1},
    {"top_logprobs": 3},
    {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "other"}}},
    {"response_format": {"type": "nothing"}},
    {"stream_options": {"include_usage": True}},
]
COMPLETIONS: list[dict[str, Any]] = [
    {},
    {"prompt": ["하나", "둘"]},
    {"echo": True},
    {"echo": True, "logprobs": 1},
    {"logprobs": 2},
    {"n": 2, "temperature": 0.9},
    {"suffix": "끝"},
    {"stop": ["요"], "max_tokens": 20},
    {"return_token_ids": True},
    {"prompt": ""},
    {"prompt": None},
]
RESPONSES: list[dict[str, Any]] = [
    {},
    {"instructions": "짧게 답하세요."},
    {"input": [{"role": "user", "content": [{"type": "input_text", "text": "안녕하세요"}]}]},
    {"text": {"format": {"type": "json_schema", "name": "order", "schema": SCHEMA}}, "max_output_tokens": 48},
    {"max_output_tokens": 0},
]

REQUESTS: list[tuple[str, dict[str, Any]]] = [
    *(("chat/completions", {"model": "llm", "messages": ASK, **GREEDY, **shape}) for shape in CHAT),
    *(("completions", {"model": "llm", "prompt": "안녕하세요", **GREEDY, **shape}) for shape in COMPLETIONS),
    *(("responses", {"model": "llm", "input": "안녕하세요", **BRIEF, **shape}) for shape in RESPONSES),
]


def label(request: tuple[str, dict[str, Any]]) -> str:
    """What sets a request apart."""
    route, body = request
    return f"{route}: " + ", ".join(f"{name}={value}"[:40] for name, value in body.items() if name not in ("messages", *GREEDY))
