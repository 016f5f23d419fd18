"""A response that an engine keeps is its key's alone."""

import json
import multiprocessing
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from predictor.protocols.openai.response_ids import ResponseIds
from tests.unit.conftest import Client
from tests.unit.protocols.openai.conftest import Connect

ONE, OTHER = {"X-API-Key": "invented-key-one"}, {"X-API-Key": "invented-key-other"}
KEYS = ",".join((*ONE.values(), *OTHER.values()))
PATH = "/v1/responses"
ASK: dict[str, Any] = {"model": "llm", "input": "안녕하세요"}


class Keeping:
    """Keeps responses as vLLM does: by the id that a request may choose, and for any caller."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}  # the input of each response
        self.continued: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fields = json.loads((await receive())["body"])
        before = fields.get("previous_response_id")
        if before is not None and before not in self.kept:
            error = {"message": f"Response with id '{before}' not found.", "type": "invalid_request_error", "code": 404}
            await self._answer(send, 404, json.dumps({"error": error}))
            return
        if before is not None:
            self.continued.append(self.kept[before])
        name = fields.get("request_id", f"resp_{len(self.kept):032x}")
        self.kept[name] = fields["input"]
        response = {"id": name, "object": "response", "status": "completed", "model": "llm", "output": []}
        response["previous_response_id"] = before
        if not fields.get("stream"):
            await self._answer(send, 200, json.dumps(response))
            return
        events = [{"type": f"response.{step}", "response": response} for step in ("created", "completed")]
        text = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
        await self._answer(send, 200, text, "text/event-stream")

    async def _answer(self, send: Send, status: int, text: str, kind: str = "application/json") -> None:
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind.encode())]})
        await send({"type": "http.response.body", "body": text.encode()})


def response_of(text: str) -> dict[str, Any]:
    """The response's fields of a whole answer or of the last event of a stream."""
    fields: dict[str, Any] = json.loads(text.rstrip().rpartition("data: ")[2])
    return dict(fields.get("response", fields))


async def ask(client: Client, headers: dict[str, str], **fields: Any) -> dict[str, Any]:
    answer = await client.post(PATH, json=ASK | fields, headers=headers)
    assert answer.status_code == 200, answer.text
    return response_of(answer.text)


@pytest.mark.parametrize("pii", [True, False])
@pytest.mark.parametrize("stream", [True, False])
async def test_a_key_continues_its_own_response_and_gets_its_id_back(connect: Connect, stream: bool, pii: bool) -> None:
    app = Keeping()
    client = await connect(app, api_keys=KEYS, pii=pii)
    first = await ask(client, ONE, stream=stream, input="처음")
    second = await ask(client, ONE, stream=stream, previous_response_id=first["id"])
    third = await ask(client, ONE, stream=not stream, previous_response_id=second["id"])
    assert (second["previous_response_id"], third["previous_response_id"]) == (first["id"], second["id"])
    assert app.continued == ["처음", ASK["input"]]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("named", ["as the key got it", "as the engine has it", "with another seal", "with no seal"])
async def test_another_keys_response_is_answered_as_one_that_never_was(connect: Connect, named: str, stream: bool) -> None:
    app = Keeping()
    client = await connect(app, api_keys=KEYS)
    theirs = (await ask(client, ONE))["id"]
    engine_id, _, _ = theirs.rpartition("_")
    own_seal = (await ask(client, OTHER))["id"].rpartition("_")[2]
    guess = {
        "as the key got it": theirs,
        "as the engine has it": engine_id,
        "with another seal": f"{engine_id}_{own_seal}",
        "with no seal": f"{engine_id}_",
    }[named]
    unknown, refused = [
        await client.post(PATH, json=ASK | {"previous_response_id": asked, "stream": stream}, headers=OTHER)
        for asked in ("resp_" + "f" * 32, guess)
    ]
    assert refused.status_code == 404
    assert refused.content == unknown.content
    assert app.continued == []


async def test_a_caller_cannot_put_its_response_in_the_place_of_anothers(connect: Connect) -> None:
    app = Keeping()
    client = await connect(app, api_keys=KEYS)
    theirs = (await ask(client, ONE, input="처음"))["id"]
    for name in (theirs, theirs.rpartition("_")[0]):
        await ask(client, OTHER, input="가로채기", request_id=name)
    await ask(client, ONE, previous_response_id=theirs)
    assert app.continued == ["처음"]


async def test_no_route_reads_or_cancels_a_response(connect: Connect) -> None:
    client = await connect(Keeping(), api_keys=KEYS)
    theirs = (await ask(client, ONE))["id"]
    for headers in (ONE, OTHER):
        for prefix in ("", "/openai"):
            assert (await client.get(f"{prefix}{PATH}/{theirs}", headers=headers)).status_code == 404
            assert (await client.post(f"{prefix}{PATH}/{theirs}/cancel", json={}, headers=headers)).status_code == 404


async def test_without_keys_the_ids_are_the_engines(connect: Connect) -> None:
    app = Keeping()
    client = await connect(app)
    first = await ask(client, {}, request_id="resp_chosen")
    assert first["id"] == "resp_chosen"
    assert (await ask(client, {}, previous_response_id="resp_chosen"))["previous_response_id"] == "resp_chosen"


async def test_a_name_that_another_begins_with_owns_nothing_of_it() -> None:
    sealed = ResponseIds("a").seal("b_1")
    assert ResponseIds("a").open(sealed) == "b_1"
    for name in ("ab", "b", "", "A", "a:"):
        assert ResponseIds(name).open(sealed) != "b_1"


def test_a_forked_front_end_knows_the_ids_of_the_others() -> None:
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe()
    child = context.Process(target=lambda: theirs.send(ResponseIds("team").seal("resp_1")))
    child.start()
    assert ResponseIds("team").open(mine.recv()) == "resp_1"
    child.join()
