"""The playground: off unless it is switched on, behind the key, and without a memory of what was typed."""

import json

import pytest

from tests.personal import EMAIL, PHONE, PROMPT, RAW
from tests.unit.conftest import Serve

MASK = "/playground/mask"


async def test_it_is_off_unless_it_is_switched_on(serve: Serve) -> None:
    client = serve()
    assert (await client.get("/playground")).status_code == 404
    assert (await client.post(MASK, json={"query": "a"})).status_code == 404


async def test_it_shows_the_values_with_kind_rule_and_place(serve: Serve) -> None:
    answer = (await serve(playground=True).post(MASK, json={"query": f"  전화\n{PHONE} "})).json()
    assert answer["text"] == f"전화 {PHONE}"
    assert answer["masked"] == "전화 [전화번호_1]"
    (value,) = answer["values"]
    assert answer["text"][value["start"] : value["end"]] == PHONE
    assert (value["kind"], value["label"], value["action"]) == ("phone", "전화번호", "mask")
    assert value["rule"]
    assert 0 < value["score"] <= 1


@pytest.mark.parametrize("query", [PROMPT, "홍길동입니다. " * 3 + PHONE, "값이 없는 글", "😀 " + EMAIL, "가" * 3000])
async def test_what_it_shows_is_what_the_model_gets(query: str, serve: Serve) -> None:
    client = serve(playground=True)
    shown = (await client.post(MASK, json={"query": query})).json()["masked"]
    answered = (await client.post("/infer", json={"query": query, "max_length": 4096})).json()["generated_text"]
    assert answered == f"[mock] {shown}"


async def test_a_value_that_its_context_gave_away_is_shown_at_each_place(serve: Serve) -> None:
    query = "고객 이름: 홍길동. 나중에 홍길동 그리고 홍길동에게"
    answer = (await serve(playground=True).post(MASK, json={"query": query})).json()
    assert [answer["text"][one["start"] : one["end"]] for one in answer["values"]] == ["홍길동"] * answer["masked"].count(
        "[이름_1]"
    )
    assert len(answer["values"]) > 1


async def test_a_kind_that_is_refused_is_shown_with_the_reason(serve: Serve) -> None:
    from predictor.pii import Masker, Policy

    client = serve(playground=True)
    client.server.model.pipeline.masker = Masker(Policy(actions={"phone": "reject"}))
    answer = (await client.post(MASK, json={"query": PHONE})).json()
    assert answer["masked"] is None
    assert "전화번호" in answer["refused"]
    assert answer["values"][0]["action"] == "reject"


async def test_without_masking_it_says_so(serve: Serve) -> None:
    answer = (await serve(playground=True, pii=False).post(MASK, json={"query": PHONE})).json()
    assert (answer["masking"], answer["values"], answer["masked"]) == (False, [], PHONE)


async def test_it_needs_the_key_and_counts_the_rate_as_infer_does(serve: Serve) -> None:
    client = serve(playground=True, api_keys="invented-key", rate_limit="2/minute")
    refused = await client.post(MASK, json={"query": PHONE})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    key = {"x-api-key": "invented-key"}
    assert [(await client.post(MASK, json={"query": "a"}, headers=key)).status_code for _ in range(3)] == [200, 200, 429]
    assert (await client.get("/playground")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"query": ""}, 422, "query"),
        ({"query": "가" * 4097}, 422, "4096"),
        ({}, 422, "query"),
        ({"query": "a", "padding": "x" * 70_000}, 413, "65536"),
    ],
)
async def test_a_wrong_body_is_refused_with_its_reason(body: dict[str, str], status: int, says: str, serve: Serve) -> None:
    answer = await serve(playground=True).post(MASK, json=body)
    assert answer.status_code == status
    assert says in answer.text


async def test_a_form_of_another_site_cannot_send_to_it(serve: Serve) -> None:
    answer = await serve(playground=True).post(MASK, content=b'{"query": "a"}', headers={"content-type": "text/plain"})
    assert answer.status_code == 415


async def test_nothing_of_the_text_is_logged_or_counted(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client = serve(playground=True)
    await client.post(MASK, json={"query": PROMPT})
    logged = json.dumps([str(vars(record)) for record in caplog.records], ensure_ascii=False)
    assert all(value not in logged for value in RAW)
    assert "[전화번호_1]" not in logged
    assert client.server.model.pipeline.concurrency.running == 0


async def test_a_costly_text_is_masked_beside_the_loop(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    client = serve(playground=True)
    ran: list[str] = []
    workers = client.server.model.pipeline.workers
    run = workers.run

    async def watched(origin: str, *work: object) -> object:
        ran.append(origin)
        return await run(origin, *work)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "run", watched)
    answer = await client.post(MASK, json={"query": f"{PHONE} " * 100})
    assert answer.json()["masked"].count("[전화번호_1]") == 100
    assert ran == ["127.0.0.1"]


async def test_a_slash_at_the_end_leads_to_the_page(serve: Serve) -> None:
    answer = await serve(playground=True).get("/playground/")
    assert (answer.status_code, answer.headers["location"]) == (308, "../playground")
