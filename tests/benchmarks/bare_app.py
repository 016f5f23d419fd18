"""vLLM's own API server over the scripted core: `python -m tests.benchmarks.bare_app COUNTER`.

It is what `vllm serve` runs in its process: vLLM's application with all of its middleware, AsyncLLM, uvicorn with httptools.
"""

import asyncio
import multiprocessing
import os
import sys
from pathlib import Path

from tests.benchmarks.scripted_core import Script


def serve(counter: Path) -> None:
    """Serve without end, by the predictor's settings of model, port and vLLM's arguments."""
    import uvloop
    from vllm.entrypoints.launchers.api_server.entry import build_and_serve

    from predictor.engines import subprocesses
    from predictor.engines.vllm import SharedCore
    from predictor.options import load
    from predictor.server.listener import listen

    settings = load([])
    listening = listen(settings.host, settings.port)
    subprocesses.prepare(settings.port)
    core = SharedCore(settings, 1)
    core.configure()

    def run_core() -> None:
        Script(core, counter).run()

    # Before any thread is made, because a process with threads must not fork.
    multiprocessing.get_context("fork").Process(target=run_core, name="scripted-core", daemon=True).start()
    engine = core.engine(0, again=False)

    async def run() -> None:
        await asyncio.to_thread(engine.build, lambda: None)
        engine.begin_counting()
        engine.args.disable_uvicorn_access_log, engine.args.uvicorn_log_level = True, "warning"
        await (await build_and_serve(engine.llm, settings.host, listening, engine.args))

    uvloop.new_event_loop().run_until_complete(run())


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
    os._exit(0)
