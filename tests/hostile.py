"""Requests that cost a careless server much: each mix is (path, headers, body)."""

from typing import Any

CHAT = "/v1/chat/completions"
ADDRESSES = ("서울로 1길 2-3 강남동 " * 400)[:4096]
NAMES = ("담당자: 김철수님 " * 400)[:4096]
SPOKEN = ("구 구" * 2000)[:4096]
V2 = "/v2/models/llm/infer"
TENSOR = {"name": "query", "shape": [1], "datatype": "BYTES", "data": ["가"]}
KEY = {"authorization": "Bearer invented-key"}


def chat(*texts: str, **more: Any) -> dict[str, Any]:
    return {"model": "llm", "messages": [{"role": "user", "content": text} for text in texts], "max_tokens": 2} | more


def nested(levels: int, width: int) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "string", "description": "가" * 20}
    for _ in range(levels):
        made = {"oneOf": [made, *({"const": f"값{number}"} for number in range(width))]}
    return made


def schema(value: Any) -> dict[str, Any]:
    return chat("안녕", response_format={"type": "json_schema", "json_schema": {"name": "x", "schema": value}})


Mix = list[tuple[str, dict[str, str], Any]]
MIXES: dict[str, Mix] = {
    "address-like texts": [(CHAT, KEY, chat(ADDRESSES)), ("/infer", KEY, {"query": ADDRESSES, "max_length": 2})],
    "names": [(CHAT, KEY, chat(*[NAMES] * 6)), ("/infer", KEY, {"query": NAMES, "max_length": 2})],
    "six costly parts": [(CHAT, KEY, chat(*[SPOKEN] * 6))],
    "a megabyte of short strings": [("/v1/embeddings", KEY, {"model": "llm", "input": ["가1"] * 60_000})],
    "a megabyte of small messages": [(CHAT, KEY, chat(*["가"] * 15_000))],
    "grammar bombs": [
        (CHAT, KEY, schema(nested(13, 900))),
        (CHAT, KEY, chat("안녕", structured_outputs={"json": {"enum": [f"값{number}" for number in range(20_000)]}})),
        (CHAT, KEY, chat("안녕", structured_outputs={"regex": "((a{1,99}){1,99}){1,99}"})),
    ],
    "long paths without a key": [
        ("/v1/models/" + "1 2-" * 7000 + ":predict", {}, {}),
        ("/docs" + "구 구" * 1500, {}, {}),
        ("/docs" + "구 구" * 380, {}, {}),  # the longest path that is taken
    ],
    "unknown fields": [("/infer", KEY, {f"f{number}": number for number in range(60_000)})],
    "many costly instances": [("/v1/models/llm:predict", KEY, {"instances": [{"query": ADDRESSES, "max_length": 2}] * 60})],
    "too many instances": [("/v1/models/llm:predict", KEY, {"instances": [{"query": "가"}] * 40_000})],
    "too many tensors' texts": [
        (
            V2,
            KEY,
            {"inputs": [TENSOR | {"shape": [60_000], "data": ["가"] * 60_000}]},
        )
    ],
    "a tensor of many lengths, many parameters": [
        (V2, KEY, {"inputs": [TENSOR | {"shape": [9] * 200_000}]}),
        (V2, KEY, {"inputs": [TENSOR], "parameters": {f"p{number}": number for number in range(60_000)}}),
    ],
    "a map of many entries": [(CHAT, KEY, chat("안녕", logit_bias={str(number): 1 for number in range(60_000)}))],
    "a megabyte of stops": [(CHAT, KEY, chat("안녕", stop=[f"끝{number}" for number in range(60_000)]))],
    "a megabyte of numbers that are values": [(CHAT, KEY, chat("010-1234-5678 " * 60_000))],
}
