import json
import struct
from typing import Any

import pytest

from predictor.inference.lifecycle import Stage
from tests.personal import PHONE, PROMPT, RAW
from tests.unit.conftest import Serve

V1, V2 = "/v1/models/llm:predict", "/v2/models/llm/infer"


def tensor(*texts: str, shape: list[int] | None = None) -> dict[str, Any]:
    return {"name": "query", "shape": shape or [len(texts)], "datatype": "BYTES", "data": list(texts)}


async def test_v1_answers_instances_in_order_with_sampling_of_each(serve: Serve) -> None:
    instances = [{"query": "가 나 다", "max_length": 2}, {"query": "라"}, {"query": "마", "num_return_sequences": 2}]
    answer = await serve().post(V1, json={"instances": instances})
    assert answer.json() == {
        "predictions": [
            {"generated_text": "[mock] 가"},
            {"generated_text": "[mock] 라"},
            {"generated_text": "[mock] 마", "generated_texts": ["[mock] 마", "[mock] 마"]},
        ]
    }


async def test_v1_takes_plain_strings_and_shared_parameters(serve: Serve) -> None:
    answer = await serve().post(
        V1, json={"instances": ["가 나", {"query": "다 라", "max_length": 3}], "parameters": {"max_length": 2}}
    )
    assert [prediction["generated_text"] for prediction in answer.json()["predictions"]] == ["[mock] 가", "[mock] 다 라"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "instances"),
        ({"instances": []}, "instances"),
        ({"instances": {"query": "a"}}, "instances"),
        ({"instances": [5]}, "instances[0]"),
        ({"instances": [{"query": "a"}, {}]}, "instances.1.query: 필수 항목입니다"),
        ({"instances": [{"query": "a", "top_p": 2}]}, "instances.0.top_p"),
        ({"instances": ["a"], "parameters": []}, "parameters"),
    ],
)
async def test_v1_says_which_part_of_the_payload_is_wrong(body: dict[str, Any], says: str, serve: Serve) -> None:
    answer = await serve().post(V1, json=body)
    assert answer.status_code in (400, 422)
    assert says in answer.json()["error"]


async def test_v2_takes_and_gives_bytes_tensors(serve: Serve) -> None:
    answer = await serve().post(V2, json={"id": "7", "inputs": [tensor("가", "나 다")], "parameters": {"max_length": 2}})
    assert answer.status_code == 200
    reported = answer.json()
    assert (reported["id"], reported["model_name"]) == ("7", "llm")
    assert reported["outputs"] == [
        {"name": "generated_text", "shape": [2], "datatype": "BYTES", "parameters": None, "data": ["[mock] 가", "[mock] 나"]}
    ]
    assert reported["parameters"] == {"prompt_tokens": 3, "completion_tokens": 4}


async def test_v2_with_several_sequences_answers_a_matrix(serve: Serve) -> None:
    answer = await serve().post(V2, json={"inputs": [tensor("가", "나")], "parameters": {"num_return_sequences": 2}})
    (output,) = answer.json()["outputs"]
    assert (output["shape"], output["data"]) == ([2, 2], ["[mock] 가", "[mock] 가", "[mock] 나", "[mock] 나"])


async def test_v2_takes_binary_tensors_and_answers_binary_when_asked(serve: Serve) -> None:
    text = "가 나".encode()
    raw = struct.pack("<I", len(text)) + text
    head = {
        "inputs": [{"name": "query", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": len(raw)}}],
        "outputs": [{"name": "generated_text", "parameters": {"binary_data": True}}],
    }
    encoded = json.dumps(head).encode()
    headers = {"content-type": "application/octet-stream", "inference-header-content-length": str(len(encoded))}
    answer = await serve().post(V2, content=encoded + raw, headers=headers)
    assert answer.status_code == 200, answer.text
    size = int(answer.headers["inference-header-content-length"])
    tail = answer.content[size:]
    assert tail[4:].decode() == "[mock] 가 나"
    assert struct.unpack("<I", tail[:4])[0] == len(tail) - 4


@pytest.mark.parametrize(
    "inputs",
    [
        [],
        [tensor()],
        [{"name": "query", "shape": [1], "datatype": "INT32", "data": [1]}],
        [tensor("a", shape=[2])],
        [tensor("a"), tensor("b")],
        [tensor(" ")],
        [tensor(PHONE * 400)],
    ],
)
async def test_v2_refuses_what_it_cannot_read_without_repeating_it(inputs: list[Any], serve: Serve) -> None:
    answer = await serve().post(V2, json={"inputs": inputs})
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]
    assert PHONE not in answer.text


@pytest.mark.parametrize("path", [V1, V2])
@pytest.mark.parametrize("raw", [b"", b"{", PROMPT.encode(), json.dumps({"inputs": PROMPT, "instances": PROMPT}).encode()])
async def test_a_payload_that_is_not_understood_is_a_4xx_in_kserves_envelope(path: str, raw: bytes, serve: Serve) -> None:
    answer = await serve().post(path, content=raw, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert isinstance(answer.json()["error"], str)
    assert not any(value in answer.text for value in RAW)


async def test_v1_health_has_stage_and_seconds_until_it_is_ready(serve: Serve) -> None:
    for path in ("/v1/models/llm", "/v2/models/llm/ready", "/v2/health/ready"):
        loading = await serve(stage=Stage.LOADING).get(path)
        assert loading.status_code == 503, path
        assert loading.json()["stage"] == "loading"
        assert "초" in loading.json()["error"]
        assert (await serve().get(path)).status_code == 200, path


async def test_live_is_true_from_the_first_second(serve: Serve) -> None:
    answer = await serve(stage=Stage.IMPORTING).get("/v2/health/live")
    assert (answer.status_code, answer.json()) == (200, {"live": True})


async def test_an_unknown_model_is_404(serve: Serve) -> None:
    client = serve()
    assert (await client.get("/v1/models/other")).status_code == 404
    assert (await client.post("/v1/models/other:predict", json={"instances": ["a"]})).status_code == 404


@pytest.mark.parametrize("verb", ["load", "unload"])
async def test_the_model_cannot_be_loaded_or_unloaded_from_outside(verb: str, serve: Serve) -> None:
    client = serve()
    assert (await client.post(f"/v2/repository/models/llm/{verb}")).status_code == 404
    assert (await client.get("/v1/models/llm")).status_code == 200


async def test_explain_is_refused(serve: Serve) -> None:
    answer = await serve().post("/v1/models/llm:explain", json={"instances": ["a"]})
    assert 400 <= answer.status_code < 502
    assert answer.json()["error"]


async def test_metrics_hold_kserves_and_our_series(serve: Serve) -> None:
    client = serve()
    await client.post("/infer", json={"query": "a"})
    text = (await client.get("/metrics")).text
    assert 'llm_requests_total{outcome="ok",protocol="native"}' in text
    assert "request_predict_seconds" in text


async def test_the_server_offers_no_extension_whose_routes_are_closed(serve: Serve) -> None:
    reported = (await serve().get("/v2")).json()
    assert (reported["name"], reported["extensions"]) == ("kserve", [])
