import asyncio
import subprocess
import sys
import threading

import pytest

from predictor.server.loader_thread import run_in_loader_thread
from tests.service import ROOT


async def test_the_loop_goes_on_while_the_model_is_loaded() -> None:
    release = threading.Event()
    loading = run_in_loader_thread(release.wait)
    await asyncio.sleep(0.01)
    assert not loading.done()
    release.set()
    await asyncio.wait_for(loading, 5)


async def test_what_loading_raises_is_the_futures_outcome() -> None:
    def fail() -> None:
        raise OSError("no such folder")

    with pytest.raises(OSError, match="no such folder"):
        await asyncio.wait_for(run_in_loader_thread(fail), 5)


async def test_the_thread_stays_because_the_engines_processes_end_with_it() -> None:
    threads: list[threading.Thread] = []
    await asyncio.wait_for(run_in_loader_thread(lambda: threads.append(threading.current_thread())), 5)
    await asyncio.sleep(0.05)
    assert threads[0].is_alive()
    assert threads[0].daemon


def test_a_process_ends_although_its_loading_does_not() -> None:
    code = (
        "import asyncio, time; from predictor.server.loader_thread import run_in_loader_thread as run;\n"
        "async def main():\n    run(lambda: time.sleep(60)); await asyncio.sleep(0.1)\n"
        "asyncio.run(main())"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=30).returncode == 0
