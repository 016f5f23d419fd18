"""The loop's system calls wait for no worker thread that computes."""

import subprocess
import sys

# Prints the seconds of 100 system calls on the loop beside a thread that computes: by uvloop as it is, and by the server's loop.
SCRIPT = """
import asyncio, os, sys, threading, time
import uvloop
from predictor.server.event_loop import new_event_loop

def compute():
    while True:
        sum(range(1000))

async def calls():
    begun = time.perf_counter()
    for _ in range(100):
        time.sleep(0.0002)  # gives the lock away, as a system call does
        await asyncio.sleep(0)
    return time.perf_counter() - begun

threading.Thread(target=compute, daemon=True).start()
for make in (uvloop.new_event_loop, new_event_loop):
    loop = make()
    print(loop.run_until_complete(calls()), flush=True)
os._exit(0)
"""


def test_a_thread_that_computes_delays_the_loop_less_than_by_python_s_own_interval() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    plain, served = map(float, done.stdout.split())
    assert served < plain / 2
