"""The ledger in Redis, which replicas share. Each claim is one script, so that no other comes between its look and its taking.

The connection is the `limits` library's, so that LLM_RATE_LIMIT_STORAGE names both stores. Times are of Redis' clock.
"""

import asyncio
import logging
import time
from typing import Any, Final

from limits.storage import storage_from_string

from predictor.inference.budgets.ledger import Claim, Grant, LedgerUnavailable, State
from predictor.inference.budgets.window import SLOTS, Limit
from predictor.telemetry import metrics

log = logging.getLogger("predictor.budgets")
PREFIX: Final = "llm-predictor"
TIMEOUT_SEC: Final = 0.5
MOST_FAILURES: Final = 3  # in a row, after which the store is not asked for PAUSE_SEC, so that not each request waits for it
PAUSE_SEC: Final = 1.0
SETTLE_AGAIN_SEC: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
MOST_SETTLING: Final = 10_000

# KEYS: the claims that run by the end of their lease, what each holds, then one hash of slots for each limit. ARGV: amount,
# concurrent, claim, lease in s (0: not settled), then seconds, slots and most of each limit. Returns granted, running, and of each
# limit whether it refused, remaining, reset and wait in ms, and the slot. A claim that comes twice, as a client that lost its
# connection sends it, is taken once.
CLAIM: Final = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1e6
local amount, concurrent, claim, lease = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local granted, running, windows, again = 1, 0, {}, false
if lease > 0 then
  local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)
  for _, id in ipairs(gone) do redis.call('ZREM', KEYS[1], id); redis.call('HDEL', KEYS[2], id) end
  again = redis.call('HEXISTS', KEYS[2], claim) == 1
  running = redis.call('ZCARD', KEYS[1])
  if concurrent > 0 and running >= concurrent then granted = 0 end
end
for i = 3, #KEYS do
  local place = 5 + (i - 3) * 3
  local window = {seconds = tonumber(ARGV[place]), slots = tonumber(ARGV[place + 1]), most = tonumber(ARGV[place + 2]), used = 0}
  window.length = window.seconds / window.slots
  window.slot = math.floor(now / window.length)
  window.amounts, window.order = {}, {}
  local stored = redis.call('HGETALL', KEYS[i])
  for j = 1, #stored, 2 do window.slot = math.max(window.slot, tonumber(stored[j])) end
  for j = 1, #stored, 2 do
    local slot, used = tonumber(stored[j]), tonumber(stored[j + 1])
    if slot < window.slot - window.slots then
      redis.call('HDEL', KEYS[i], stored[j])
    elseif used > 0 then
      window.amounts[slot] = used
      table.insert(window.order, slot)
      window.used = window.used + used
    end
  end
  window.over = window.used + amount - window.most
  if window.over > 0 then granted = 0 end
  windows[i] = window
end
if again then granted = 1 end
local takes = granted == 1 and not again
local answer, held = {granted, running}, ARGV[1]
for i = 3, #KEYS do
  local window = windows[i]
  table.sort(window.order)
  held = held .. ' ' .. string.format('%d', window.slot)
  if takes and amount > 0 then
    redis.call('HINCRBY', KEYS[i], string.format('%d', window.slot), amount)
    redis.call('PEXPIRE', KEYS[i], (window.seconds + 2 * math.ceil(window.length)) * 1000)
    window.used = window.used + amount
    if window.order[#window.order] ~= window.slot then table.insert(window.order, window.slot) end
  end
  local wait, left, refused = 0, window.over, 0
  if granted == 0 and left > 0 then
    refused = 1
    for _, slot in ipairs(window.order) do
      if left <= 0 then break end
      left = left - window.amounts[slot]
      wait = (slot + window.slots + 1) * window.length - now
    end
  end
  local newest, reset = window.order[#window.order], 0
  if newest then reset = (newest + window.slots + 1) * window.length - now end
  local remaining = math.max(0, window.most - window.used)
  table.insert(answer, {refused, remaining, math.ceil(reset * 1000), math.ceil(wait * 1000), window.slot})
end
if takes and lease > 0 then
  redis.call('ZADD', KEYS[1], now + lease, claim)
  redis.call('HSET', KEYS[2], claim, held)
  redis.call('PEXPIRE', KEYS[1], math.ceil(lease * 1000) + 1000)
  redis.call('PEXPIRE', KEYS[2], math.ceil(lease * 1000) + 1000)
end
return answer
"""

# KEYS as above. ARGV: claim, the tokens that it used, then seconds and slots of each limit. A claim that has ended is left alone.
SETTLE: Final = """
local held = redis.call('HGET', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
if not held then return 0 end
local words = {}
for word in string.gmatch(held, '%S+') do table.insert(words, word) end
local rest = tonumber(words[1]) - tonumber(ARGV[2])
local clock = redis.call('TIME')
for i = 3, #KEYS do
  local place = 3 + (i - 3) * 2
  local seconds, slots, slot = tonumber(ARGV[place]), tonumber(ARGV[place + 1]), words[i - 1]
  if rest > 0 then
    local used = tonumber(redis.call('HGET', KEYS[i], slot) or '0')
    if used > 0 then redis.call('HINCRBY', KEYS[i], slot, -math.min(rest, used)) end
  elseif rest < 0 then
    local current = math.max(tonumber(slot), math.floor(tonumber(clock[1]) / (seconds / slots)))
    redis.call('HINCRBY', KEYS[i], string.format('%d', current), -rest)
    redis.call('PEXPIRE', KEYS[i], (seconds + 2 * math.ceil(seconds / slots)) * 1000)
  end
end
return 1
"""


class StoreLedger:
    """The ledger of all replicas of one model. `store` is a Redis URI of the `limits` library, `name` the model's."""

    def __init__(self, store: str, name: str) -> None:
        self._bridge: Any = storage_from_string(store).bridge
        client = self._bridge.get_connection()
        self._claim, self._settle = client.register_script(CLAIM), client.register_script(SETTLE)
        self._name = name
        self._failures = 0
        self._asked_again_at = 0.0
        self._used: dict[tuple[str, int], tuple[int, float]] = {}  # by account and window: tokens, and when all have left it
        self._tasks: set[asyncio.Task[Any]] = set()

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing; raises LedgerUnavailable within TIMEOUT_SEC."""
        arguments: list[Any] = [claim.amount, claim.concurrent, claim.id, claim.lease_sec]
        for limit in claim.limits:
            arguments += [limit.seconds, SLOTS[limit.seconds], limit.most]
        try:
            granted, running, *limits = await self._run(self._claim, claim, arguments)
        except LedgerUnavailable:
            if claim.settled:
                self.settle(claim, None, 0)  # the store may have taken the claim, though its answer did not come
            raise
        refused = tuple(index for index, row in enumerate(limits) if row[0])
        states = tuple(State(remaining, reset / 1000, wait / 1000, slot) for _, remaining, reset, wait, slot in limits)
        grant = Grant(bool(granted), running, states, refused)
        self._note(claim, grant, 0)
        return grant

    def settle(self, claim: Claim, grant: Grant | None, used: int) -> None:
        """End a claim in the background. A store that is lost is asked again for some seconds; then the claim counts as used."""
        if grant is not None:
            self._note(claim, grant, claim.amount - used)
        arguments: list[Any] = [claim.id, used]
        for limit in claim.limits:
            arguments += [limit.seconds, SLOTS[limit.seconds]]
        if len(self._tasks) < MOST_SETTLING:
            task = asyncio.get_running_loop().create_task(self._settled(claim, arguments))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def show(self) -> None:
        """Set `llm_key_tokens_used` to what the store last answered of each key, and to 0 once that has left the window."""
        now = time.monotonic()
        for (account, seconds), (used, until) in list(self._used.items()):
            if now >= until:
                used = 0
                del self._used[account, seconds]
            metrics.show_tokens_used(account, seconds, used)

    def _note(self, claim: Claim, grant: Grant, rest: int) -> None:
        now = time.monotonic()
        for limit, state in zip(claim.limits, grant.states, strict=True):
            if limit.resource == "tokens":
                self._used[claim.account, limit.seconds] = max(0, limit.most - state.remaining - rest), now + state.reset_sec

    def close(self) -> None:
        """Close the connections."""
        for task in self._tasks:
            task.cancel()
        self._bridge.storage.connection_pool.disconnect()

    async def _settled(self, claim: Claim, arguments: list[Any]) -> None:
        for pause in SETTLE_AGAIN_SEC:
            try:
                await self._run(self._settle, claim, arguments)
                return
            except LedgerUnavailable:
                await asyncio.sleep(pause)

    async def _run(self, script: Any, claim: Claim, arguments: list[Any]) -> Any:
        if time.monotonic() < self._asked_again_at:
            raise LedgerUnavailable
        try:
            async with asyncio.timeout(TIMEOUT_SEC):
                answer = await script(keys=self._keys(claim.account, claim.limits), args=arguments)
        except Exception as error:
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                self._asked_again_at = time.monotonic() + PAUSE_SEC
            metrics.BUDGET_STORE_ERRORS.inc()
            log.warning("the budgets' store does not answer: %s", type(error).__name__)
            raise LedgerUnavailable from error
        self._failures = 0
        return answer

    def _keys(self, account: str, limits: tuple[Limit, ...]) -> list[str]:
        """The keys of an account; the braces keep them on one node of a cluster."""
        base = f"{PREFIX}:{{{self._name}/{account}}}"
        return [f"{base}:running", f"{base}:held", *(f"{base}:{limit.resource}:{limit.seconds}" for limit in limits)]
