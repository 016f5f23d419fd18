"""How late the event loop runs what is due, measured all the time."""

import asyncio

from predictor.telemetry import metrics

SAMPLE_SEC = 0.05


async def measure_loop_lag() -> None:
    """Observe the lag of the running loop in `llm_event_loop_lag_seconds` until the task is cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + SAMPLE_SEC
        await asyncio.sleep(SAMPLE_SEC)
        metrics.LOOP_LAG.observe(max(0.0, loop.time() - due))
