"""The ledger grants a claim whole or not at all."""

import random
import time
from uuid import uuid4

import pytest

from predictor.inference.budgets import shared_store
from predictor.inference.budgets.ledger import Claim, Grant, Hold, Ledger, LocalLedger
from predictor.inference.budgets.shared_store import StoreLedger
from predictor.inference.budgets.window import Limit
from predictor.inference.keys.rules import KeyRules
from predictor.inference.limits import RawHeaders, as_text
from predictor.telemetry import metrics
from tests.waiting import until

MINUTE, DAY = Limit("tokens", 60, 100), Limit("tokens", 86_400, 250)


def claim(number: int, amount: int, *limits: Limit, account: str, concurrent: int = 0) -> Claim:
    return Claim(account, f"0-{account}-{number}", limits or (MINUTE, DAY), amount, concurrent, lease_sec=30)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that a busy machine keeps waiting is lost for a caller, and not for these tests."""
    monkeypatch.setattr(shared_store, "TIMEOUT_SEC", 10.0)


@pytest.fixture(params=["memory", "store"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "memory":
        return LocalLedger()
    return StoreLedger(f"async+{request.getfixturevalue('redis')}", "llm")


def remaining(headers: RawHeaders) -> int:
    """What the limit with the least left has, as the caller sees it."""
    (left,) = (int(value) for name, value in headers if b"-remaining-" in name)
    return left


async def left(ledger: Ledger, account: str) -> tuple[int, ...]:
    looked = await ledger.claim(Claim(account, "0-look", (MINUTE, DAY), amount=0))
    return tuple(state.remaining for state in looked.states)


async def test_a_claim_takes_from_every_limit_or_from_none(ledger: Ledger) -> None:
    first = claim(1, 60, account="all-or-none")
    granted = await ledger.claim(first)
    assert (granted.granted, [state.remaining for state in granted.states]) == (True, [40, 190])
    refused = await ledger.claim(claim(2, 41, account="all-or-none"))
    assert (refused.granted, refused.refused) == (False, (0,))
    assert 0 < refused.states[0].wait_sec <= 61
    assert await left(ledger, "all-or-none") == (40, 190)
    ledger.settle(first, granted, 10)
    await _settled(ledger, "all-or-none", (90, 240))
    ledger.close()


async def test_what_was_used_beyond_a_claim_counts_too(ledger: Ledger) -> None:
    first = claim(1, 10, account="beyond")
    ledger.settle(first, await ledger.claim(first), 70)
    await _settled(ledger, "beyond", (30, 180))
    ledger.close()


async def test_requests_at_once_are_counted_by_key_and_end_with_their_claim(ledger: Ledger) -> None:
    grants: list[tuple[Claim, Grant]] = []
    for number in range(3):
        one = claim(number, 1, account="at-once", concurrent=2)
        grants.append((one, await ledger.claim(one)))
    assert [grant.granted for _, grant in grants] == [True, True, False]
    assert (await ledger.claim(claim(9, 1, account="another", concurrent=2))).granted
    ledger.settle(*grants[0], 1)
    await _settled(ledger, "at-once", (98, 248))
    assert (await ledger.claim(claim(4, 1, account="at-once", concurrent=2))).granted
    ledger.close()


async def test_a_claim_that_is_sent_twice_is_taken_once_and_settled_once(redis: str) -> None:
    """A client that lost its connection sends its script again."""
    store = StoreLedger(f"async+{redis}", "llm")
    one = claim(1, 60, account="twice", concurrent=5)
    for _ in range(2):
        assert (await store.claim(one)).granted
    assert await left(store, "twice") == (40, 190)
    for _ in range(2):
        store.settle(one, None, 10)
    await _settled(store, "twice", (90, 240))
    store.close()


async def test_the_longest_wait_is_that_of_the_day(ledger: Ledger) -> None:
    day = Limit("tokens", 86_400, 60)
    assert (await ledger.claim(claim(1, 50, MINUTE, day, account="day"))).granted
    refused = await ledger.claim(claim(2, 51, MINUTE, day, account="day"))
    assert refused.refused == (0, 1)
    assert refused.states[0].wait_sec <= 61
    assert 86_000 < refused.states[1].wait_sec <= 87_000
    ledger.close()


async def _settled(ledger: Ledger, account: str, expected: tuple[int, ...]) -> None:
    if isinstance(ledger, StoreLedger):
        await until(lambda: not ledger._tasks)
    assert await left(ledger, account) == expected


def test_a_grant_is_the_same_after_it_went_through_json() -> None:
    grant = LocalLedger().grant(claim(1, 5, account="packed"))
    assert Grant.unpack(grant.pack()) == grant


def shown(account: str, window: str) -> float:
    return float(metrics.KEY_TOKENS_USED.labels(account, window)._value.get())


async def test_what_a_key_has_used_is_shown_until_it_has_left_the_window(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    account = f"shown-{uuid4().hex}"
    claim = Claim(account, "0-shown", (Limit("tokens", 60, 1000), Limit("tokens", 86_400, 5000)), 400, 1, 60.0)
    grant = await ledger.claim(claim)
    ledger.show()
    assert (shown(account, "minute"), shown(account, "day")) == (400, 400)
    ledger.settle(claim, grant, 150)
    ledger.show()
    assert (shown(account, "minute"), shown(account, "day")) == (150, 150)
    now = time.monotonic()
    monkeypatch.setattr("time.monotonic", lambda: now + 70)
    ledger.show()
    assert (shown(account, "minute"), shown(account, "day")) == (0, 150)


def test_a_hold_in_memory_is_the_claim_that_it_stands_for() -> None:
    """The step of one process grants and refuses as a claim does, whatever came before."""
    draw = random.Random(14)
    rules = KeyRules(
        "a", requests_per_second=40, requests_per_minute=90, concurrent_requests=4, tokens_per_minute=500, tokens_per_day=900
    )
    one, other = LocalLedger(), LocalLedger()
    held: list[tuple[Hold, Claim, Grant]] = []
    for number in range(300):
        amount = draw.randint(1, 120)
        claim = Claim("a", f"0-{number}", rules.budgets, amount, 4, 60.0)
        hold, grant = one.hold(rules, amount), other.grant(claim)
        assert (hold is not None) is grant.granted
        if hold is not None:
            assert remaining(hold.headers) == min(state.remaining for state in grant.states)
            held.append((hold, claim, grant))
        while held and draw.random() < 0.5:
            hold, claim, grant = held.pop(draw.randrange(len(held)))
            used = draw.choice([None, 0, 1, claim.amount, claim.amount + 3, -7])
            hold.settle(used)
            other.settle(claim, grant, claim.amount if used is None else max(0, used))
        counted, asked = one.count(rules), other.grant(Claim("a", "", rules.rates, 1))
        assert (counted is not None) is asked.granted
        if counted is not None:
            assert remaining(counted) == min(state.remaining for state in asked.states)


def test_what_a_hold_gives_back_after_its_slot_is_free_and_never_more_than_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request may end in a later second, when its window has moved on, or when its amount has left it."""
    ledger, rules = LocalLedger(), KeyRules("a", tokens_per_minute=500)
    monkeypatch.setattr("time.monotonic", lambda: 1000.0)
    early, long = ledger.hold(rules, 200), ledger.hold(rules, 200)
    assert early is not None
    assert long is not None
    assert ledger.hold(rules, 200) is None
    monkeypatch.setattr("time.monotonic", lambda: 1030.0)
    early.settle(50)
    later = ledger.hold(rules, 250)
    assert later is not None
    assert remaining(later.headers) == 0
    monkeypatch.setattr("time.monotonic", lambda: 1062.0)
    long.settle(10)
    look = ledger.hold(rules, 0)
    assert look is not None
    assert remaining(look.headers) == 250, "the later request alone is in the window"
    monkeypatch.setattr("time.monotonic", lambda: 1500.0)
    look = ledger.hold(rules, 0)
    assert look is not None
    assert remaining(look.headers) == 500
    assert as_text(look.headers)["x-ratelimit-reset-tokens"] == "0.000s"


def test_a_limit_that_the_key_file_takes_away_limits_no_more_and_one_that_it_changes_counts_what_was_used() -> None:
    ledger = LocalLedger()
    wide = KeyRules("a", tokens_per_minute=1000, concurrent_requests=1)
    narrow = KeyRules("a", tokens_per_minute=300, concurrent_requests=2)
    assert ledger.hold(wide, 250)
    assert ledger.hold(wide, 1) is None, "one request runs"
    assert ledger.hold(narrow, 100) is None
    last = ledger.hold(narrow, 50)
    assert last is not None
    assert remaining(last.headers) == 0
    assert ledger.hold(KeyRules("a"), 5000)
