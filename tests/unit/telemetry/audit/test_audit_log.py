import asyncio
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.datastructures import Headers

from predictor.inference.lifecycle import Stage
from predictor.pii import Masker, Policy
from predictor.telemetry import metrics
from predictor.telemetry.audit import audit_log as module
from tests.pii import scoring
from tests.service import ROOT
from tests.unit.conftest import Serve
from tests.unit.inference.budgets.callers import bearer, key, write
from tests.unit.protocols.every import ENVELOPES, PATHS
from tests.unit.telemetry.audit.writing import audit_log, entry, files_of_at_most, judge, lines, requests, wait_for

LABELLED = [*(ROOT / "tests/pii/corpus").glob("*.txt"), *(ROOT / "tests/pii/heldout").glob("*.txt")]
SPANS = [ROOT / "tests/pii/heldout/sixth.jsonl", ROOT / "tests/pii/fresh.jsonl"]


def audited(serve: Serve, folder: Path, **settings: Any) -> Any:
    return serve(audit="file", audit_folder=folder, **settings)


def close(client: Any) -> None:
    client.server.audit.close()


@pytest.mark.parametrize("path", PATHS)
async def test_every_protocol_leaves_a_line_with_who_what_and_how_much(path: str, serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path, api_keys="secret-key", peer="10.1.2.3")
    headers = {"X-API-Key": "secret-key", "X-Request-Purpose": quote("민원 상담"), "X-Request-ID": "a" * 32}
    await client.post(path, json=ENVELOPES[path], headers=headers)
    close(client)
    (line,) = requests(tmp_path)
    assert len(line["key"]) == 8
    assert (line["address"], line["purpose"], line["request_id"]) == ("10.1.2.3", "민원 상담", "a" * 32)
    assert (line["model"], line["status"], line["outcome"], line["restored"]) == ("llm", 200, "ok", False)
    assert line["prompt_tokens"] > 0
    assert line["completion_tokens"] > 0
    assert line["policy"] == Masker().version
    assert line["trace_id"]
    assert "secret-key" not in str(line)
    assert judge(tmp_path).faults == []


async def test_refusals_leave_a_line_too(serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path, api_keys="k", rate_limit="3/minute")
    key = {"X-API-Key": "k"}
    await client.post("/infer", json={"query": "a"})
    await client.post("/infer", content=b"{", headers=key | {"content-type": "application/json"})
    await client.get("/infer", headers=key)
    await client.post("/infer", content=b"x", headers=key | {"content-type": "text/plain"})
    await client.post("/infer", json={"query": "a"}, headers=key)
    await client.get("/health")
    close(client)
    codes = ["invalid_api_key", "invalid_request", "method_not_allowed", "unsupported_media_type"]
    assert [line["outcome"] for line in requests(tmp_path)] == [*codes, "rate_limit_exceeded"]


async def test_a_request_before_the_model_is_ready_leaves_a_line(serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path, stage=Stage.LOADING)
    assert (await client.post("/infer", json={"query": "a"})).status_code == 503
    close(client)
    assert [line["outcome"] for line in requests(tmp_path)] == ["not_ready"]


async def test_masked_kinds_of_both_sides_restoring_and_the_masked_text_are_recorded(serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path, audit_text=True, pii_restore="request")
    for restore in ("true", "false"):
        answer = await client.post("/infer", json={"query": "제 번호는 010-1234-5678"}, headers={"X-PII-Restore": restore})
        assert ("010-1234-5678" in answer.text) is (restore == "true")
    close(client)
    one, two = requests(tmp_path)
    assert one["masked"] == {"전화번호": 1}
    assert (one["restored"], two["restored"]) == (True, False)
    assert one["text"] == "제 번호는 [전화번호_1]"


@pytest.mark.parametrize("pii", [None, "mask", "monitor", "reject"])
async def test_the_policy_on_record_is_the_one_that_masked(serve: Serve, tmp_path: Path, pii: Any) -> None:
    keys = write(tmp_path / "keys.yaml", key("team", **({"pii": pii} if pii else {})))
    client = audited(serve, tmp_path / "audit", key_file=keys, audit_text=True)
    await client.post("/infer", json={"query": "제 번호는 010-1234-5678"}, headers=bearer("team"))
    close(client)
    (line,) = requests(tmp_path / "audit")
    policy = Policy() if pii is None else Policy(actions={"*": pii})
    assert (line["key"], line["policy"]) == ("team", Masker(policy).version)
    assert line["outcome"] == ("personal_data_rejected" if pii == "reject" else "ok")
    assert "010-1234-5678" not in str(line)


async def test_a_caller_that_leaves_is_on_record_with_what_was_read_and_written(serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path, mock_delay_sec=0.05)
    words = "가 나 다 라 마 바 사 아 자 차"
    asked: dict[str, Any] = {
        "/infer/stream": {"query": words},
        "/v1/chat/completions": {"messages": [{"role": "user", "content": words}]},
    }
    for path, body in asked.items():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await client.post(path, json=body)
    await asyncio.sleep(0.1)
    close(client)
    lines = requests(tmp_path)
    assert [line["outcome"] for line in lines] == ["cancelled"] * 2
    assert all(line["prompt_tokens"] == 10 and 0 <= line["completion_tokens"] < 11 for line in lines)


def corpora() -> list[tuple[str, list[str]]]:
    """Every text of the personal-data corpora with its labelled values."""
    texts = []
    for path in LABELLED:
        for labelled in scoring.read(path.read_text(encoding="utf-8").splitlines()):
            texts.append((labelled.text, [labelled.text[start:end] for start, end, _ in labelled.values]))
    for path in SPANS:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            texts.append((row["text"], [row["text"][start:end] for start, end, _ in row["spans"]]))
    return texts


def test_no_value_of_any_corpus_is_in_the_record(tmp_path: Path) -> None:
    redact = Masker().redact
    audit = audit_log(tmp_path, redact, keeps_text=True)
    known: list[tuple[str, str]] = []
    for number, (text, values) in enumerate(corpora()):
        one = entry(number)
        audit.begin(one, Headers({"x-request-purpose": quote(text)} if len(quote(text)) <= 512 else {}))
        one.note_query(redact(text))
        audit.append(one)
        masked = redact(text)
        known += [
            (f"id-{number}", value) for value in values if value not in masked and value not in redact(" ".join(text.split()))
        ]
    audit.close()
    recorded = {line["request_id"]: json.dumps([line["purpose"], line["text"]], ensure_ascii=False) for line in requests(tmp_path)}
    assert len(recorded) > 2000
    assert len(known) > 1800
    assert [(name, value) for name, value in known if value in recorded[name]] == []


async def test_without_the_text_the_record_holds_nothing_of_what_was_asked(serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path, openai_text_max_length=0)
    texts = corpora()[::10]
    for text, _ in texts:
        await client.post("/openai/v1/chat/completions", json={"messages": [{"role": "user", "content": text}]})
    close(client)
    record = json.dumps([line.fields for line in lines(tmp_path)], ensure_ascii=False)
    assert len(requests(tmp_path)) == len(texts)
    assert [value for _, values in texts for value in values if len(value) > 4 and value in record] == []


async def test_the_reports_tokens_are_the_sum_of_the_answers_usage(serve: Serve, tmp_path: Path) -> None:
    client = audited(serve, tmp_path)
    sums = [0, 0]
    for number in range(20):
        body = {"messages": [{"role": "user", "content": "가 " * (number + 1)}], "max_tokens": 50}
        usage = (await client.post("/openai/v1/chat/completions", json=body)).json()["usage"]
        sums = [sums[0] + usage["prompt_tokens"], sums[1] + usage["completion_tokens"]]
        streamed = await client.post(
            "/openai/v1/chat/completions", json=body | {"stream": True, "stream_options": {"include_usage": True}}
        )
        usage = json.loads(streamed.text.split("data: ")[-2])["usage"]
        sums = [sums[0] + usage["prompt_tokens"], sums[1] + usage["completion_tokens"]]
    close(client)
    assert [sum(line[name] for line in requests(tmp_path)) for name in ("prompt_tokens", "completion_tokens")] == sums


def lost() -> float:
    return float(metrics.AUDIT_LOST._value.get())


def begun(audit: Any, number: int, ran: bool = True) -> None:
    one = entry(number, submitted_at=1.0 if ran else None)
    audit.begin(one, Headers())
    audit.append(one)


def test_a_full_disk_counts_what_is_lost_and_the_record_says_so(tmp_path: Path) -> None:
    audit = audit_log(tmp_path, refuses=False, most_pending=100)
    begun(audit, 0)
    wait_for(lambda: not audit.pending)
    before = lost()
    with files_of_at_most(4096):
        for number in range(1, 301):
            begun(audit, number)
            assert audit.refusal() is None
        wait_for(lambda: audit._failures)
        begun(audit, 301)
    wait_for(lambda: not audit._failures and not audit.pending)
    audit.close()
    (state,) = judge(tmp_path).chains.values()
    assert state.lost == lost() - before > 0
    assert state.requests + state.lost == 302
    assert judge(tmp_path).faults == []


def test_a_full_disk_refuses_where_that_is_asked_and_loses_no_inference_that_ran(tmp_path: Path) -> None:
    audit = audit_log(tmp_path, refuses=True, most_pending=100)
    begun(audit, 0)
    wait_for(lambda: not audit.pending)
    assert audit.refusal() is None
    with files_of_at_most(4096):
        for number in range(1, 201):
            begun(audit, number, ran=number <= 150)
        wait_for(lambda: audit.refusal() is not None and audit._failures)
        refusal = audit.refusal()
        assert refusal is not None
        assert (refusal.status, refusal.headers["X-Should-Retry"], refusal.headers["Retry-After"]) == (503, "true", "5")
    wait_for(lambda: not audit._failures and not audit.pending)
    assert audit.refusal() is None
    audit.close()
    (state,) = judge(tmp_path).chains.values()
    assert state.requests + state.lost == 201
    assert {f"id-{number}" for number in range(151)} <= {line["request_id"] for line in requests(tmp_path)}


async def test_a_refusal_for_the_records_sake_is_503_on_every_protocol(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "audit").touch()  # so that no folder can be made there
    client = audited(serve, tmp_path / "audit")
    for path in PATHS:
        answer = await client.post(path, json=ENVELOPES[path])
        assert (answer.status_code, answer.headers["X-Should-Retry"]) == (503, "true"), path
    (tmp_path / "audit").unlink()
    close(client)
    assert [line["outcome"] for line in requests(tmp_path / "audit")] == ["audit_unavailable"] * len(PATHS)


def test_a_folder_that_comes_back_is_taken(tmp_path: Path) -> None:
    (tmp_path / "audit").touch()
    audit = audit_log(tmp_path / "audit")
    begun(audit, 1)
    assert audit.refusal() is not None
    (tmp_path / "audit").unlink()
    wait_for(lambda: audit.refusal() is None and not audit.pending)
    audit.close()
    assert len(requests(tmp_path / "audit")) == 1


def test_a_line_says_what_the_request_was_when_it_ended(tmp_path: Path) -> None:
    audit = audit_log(tmp_path)
    one = entry(1)
    audit.begin(one, Headers())
    audit.append(one)
    one.status, one.caller = 500, "another"
    audit.close()
    (line,) = requests(tmp_path)
    assert (line["status"], line["key"]) == (200, None)


def test_a_short_queue_is_written_before_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are gathered for a while, in which a quick caller could fill a short queue by half."""
    monkeypatch.setattr(module, "GATHER_SEC", 60.0)
    audit = audit_log(tmp_path, most_pending=40)
    for number in range(200):
        begun(audit, number)
        wait_for(lambda: audit.pending < 15)
        assert audit.refusal() is None
    begun_at = time.monotonic()
    audit.close()
    assert time.monotonic() - begun_at < 1.0
    assert len(requests(tmp_path)) == 200


KILLED = """
import sys, time
from starlette.datastructures import Headers
from pathlib import Path
from tests.unit.telemetry.audit.writing import audit_log, entry
audit = audit_log(Path(sys.argv[1]))
number = 0
while True:
    one = entry(number)
    audit.begin(one, Headers())
    audit.append(one)
    number += 1
    if number % 50 == 0:
        print(number, flush=True)
        time.sleep(0.001)
"""


def test_a_killed_process_leaves_the_number_of_its_lost_lines(tmp_path: Path) -> None:
    arrived = []
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout
        for _ in range(40):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        arrived.append(max([2000, *map(int, rest)]))
    audit_log(tmp_path).open()
    again = audit_log(tmp_path / "other")
    again.open()
    again.close()
    wait_for(lambda: sum(line.kind == "start" for line in lines(tmp_path)) == 4)
    (state,) = judge(tmp_path).chains.values()
    # A process may have begun up to 50 requests after the number that it reported last.
    assert sum(arrived) <= state.requests + state.lost <= sum(arrived) + 3 * 50
    assert judge(tmp_path).faults == []


def test_a_request_that_ends_after_the_record_is_counted_as_lost(tmp_path: Path) -> None:
    audit = audit_log(tmp_path)
    begun(audit, 1)
    audit.close()
    before = lost()
    begun(audit, 2)
    assert lost() == before + 1
    assert [line["request_id"] for line in requests(tmp_path)] == ["id-1"]
