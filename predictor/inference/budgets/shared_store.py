"""The ledger in Redis, which replicas share. Each claim is one script, so that no other comes between its look and its taking.

The connection is the `limits` library's, so that LLM_RATE_LIMIT_STORAGE names both stores. Times are of Redis' clock.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any, Final

from limits.storage import storage_from_string

from predictor.inference.budgets.ledger import Claim, Grant, LedgerUnavailable, Limit, State
from predictor.inference.budgets.window import SLOTS
from predictor.inference.limits import STORE_TIMEOUT_SEC
from predictor.telemetry import metrics

log = logging.getLogger("predictor.budgets")
PREFIX: Final = "llm-predictor"
PAUSE_SEC: Final = 1.0  # after a failure, in which the store is not asked, so that a dead store costs one request its timeout

# KEYS: the running requests, then one hash for each limit. ARGV: amount, concurrent, claim, lease in s, then seconds, slots and
# most of each limit. Returns granted, running, and of each limit whether it refused, remaining, reset and wait in ms, and the slot.
CLAIM: Final = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1e6
local amount, concurrent, lease = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
local granted, running, windows = 1, 0, {}
for i = 2, #KEYS do
  local place = 5 + (i - 2) * 3
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
if concurrent > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  running = redis.call('ZCARD', KEYS[1])
  if running >= concurrent then granted = 0 end
end
if granted == 1 and concurrent > 0 then
  redis.call('ZADD', KEYS[1], now + lease, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], math.ceil(lease * 1000) + 1000)
end
local answer = {granted, running}
for i = 2, #KEYS do
  local window = windows[i]
  table.sort(window.order)
  if granted == 1 and amount > 0 then
    redis.call('HINCRBY', KEYS[i], string.format('%d', window.slot), amount)
    redis.call('PEXPIRE', KEYS[i], (window.seconds + 2 * math.ceil(window.length)) * 1000)
    window.used = window.used + amount
    if window.order[#window.order] ~= window.slot then table.insert(window.order, window.slot) end
  end
  local wait, left = 0, window.over
  for _, slot in ipairs(window.order) do
    if left <= 0 or granted == 1 then break end
    left = left - window.amounts[slot]
    wait = (slot + window.slots + 1) * window.length - now
  end
  local newest, reset = window.order[#window.order], 0
  if newest then reset = (newest + window.slots + 1) * window.length - now end
  local refused = 0
  if granted == 0 and window.over > 0 then refused = 1 end
  local remaining = math.max(0, window.most - window.used)
  table.insert(answer, {refused, remaining, math.ceil(reset * 1000), math.ceil(wait * 1000), window.slot})
end
return answer
"""

# KEYS as above. ARGV: claim, the unused rest (negative: used beyond the claim), then seconds, slots and the claim's slot of each.
SETTLE: Final = """
redis.call('ZREM', KEYS[1], ARGV[1])
local rest = tonumber(ARGV[2])
local clock = redis.call('TIME')
for i = 2, #KEYS do
  local place = 3 + (i - 2) * 3
  local seconds, slots, slot = tonumber(ARGV[place]), tonumber(ARGV[place + 1]), ARGV[place + 2]
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
        self._asked_again_at = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def claim(self, claim: Claim) -> Grant:
        """Take all that is claimed, or nothing; raises LedgerUnavailable within STORE_TIMEOUT_SEC."""
        arguments: list[Any] = [claim.amount, claim.concurrent, claim.id, claim.lease_sec]
        for limit in claim.limits:
            arguments += [limit.seconds, SLOTS[limit.seconds], limit.most]
        granted, running, *limits = await self._run(self._claim, claim, arguments)
        refused = tuple(index for index, row in enumerate(limits) if row[0])
        states = tuple(State(remaining, reset / 1000, wait / 1000, slot) for _, remaining, reset, wait, slot in limits)
        return Grant(bool(granted), running, states, refused)

    def settle(self, claim: Claim, grant: Grant, used: int) -> None:
        """End a claim that was granted, in the background; while the store is lost the claim stays until it leaves its windows."""
        arguments: list[Any] = [claim.id, claim.amount - used]
        for limit, state in zip(claim.limits, grant.states, strict=True):
            arguments += [limit.seconds, SLOTS[limit.seconds], state.slot]
        self._spawn(self._run(self._settle, claim, arguments))

    def close(self) -> None:
        """Close the connections."""
        for task in self._tasks:
            task.cancel()
        self._bridge.storage.connection_pool.disconnect()

    async def _run(self, script: Any, claim: Claim, arguments: list[Any]) -> Any:
        if time.monotonic() < self._asked_again_at:
            raise LedgerUnavailable
        try:
            async with asyncio.timeout(STORE_TIMEOUT_SEC):
                return await script(keys=self._keys(claim.account, claim.limits), args=arguments)
        except Exception as error:
            self._asked_again_at = time.monotonic() + PAUSE_SEC
            metrics.BUDGET_STORE_ERRORS.inc()
            log.warning("the budgets' store does not answer: %s", type(error).__name__)
            raise LedgerUnavailable from error

    def _keys(self, account: str, limits: tuple[Limit, ...]) -> list[str]:
        """The keys of an account; the braces keep them on one node of a cluster."""
        base = f"{PREFIX}:{{{self._name}/{account}}}"
        return [f"{base}:running", *(f"{base}:{limit.resource}:{limit.seconds}" for limit in limits)]

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # counted and logged already
