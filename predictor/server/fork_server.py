"""The fork server: imports the engine's libraries once, launches what the front ends share, and forks the front ends.

It has no event loop and no thread, so it can fork at any time; a front end that has ended is forked anew with all imports done.
"""

import gc
import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Sequence
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any

from predictor.config import Settings
from predictor.engines import create_host, subprocesses
from predictor.engines.base import EngineHost
from predictor.errors import EXIT_LOAD_FAILED, Fatal
from predictor.model import find_model
from predictor.pii import Masker
from predictor.server import front_end_process
from predictor.server.control import ChannelClosed, Lines, socket_path

log = logging.getLogger("predictor.server")
FORK = multiprocessing.get_context("fork")


class ForkServer:
    """Runs in a process of its own; `listening` is the HTTP port's socket."""

    def __init__(self, settings: Settings, masker: Masker | None, listening: socket.socket) -> None:
        self.settings = settings
        self.masker = masker
        self.listening = listening
        self.front_ends: dict[int, BaseProcess] = {}
        self.cores: Sequence[BaseProcess] = ()
        self.host: EngineHost
        self._stopping = False

    def run(self) -> None:
        """Serve until the supervisor is gone."""
        channel = socket.socket(socket.AF_UNIX)
        channel.connect(str(socket_path()))
        self.supervisor = Lines(channel)
        self.supervisor.tell("fork_server")
        try:
            self._load()
            self._serve()
        except ChannelClosed:
            pass
        except Fatal as fatal:
            self.supervisor.tell("failed", reason=fatal.reason, exit_code=fatal.exit_code)
            self._wait_for_the_end()
        except Exception as error:
            reason = f"model could not be loaded: {type(error).__name__}: {error}"
            self.supervisor.tell("failed", reason=reason, exit_code=EXIT_LOAD_FAILED)
            self._wait_for_the_end()

    def _load(self) -> None:
        find_model(self.settings.model)
        count = self.settings.frontend_count
        self.host = create_host(self.settings, count)
        self.host.configure()
        gc.collect()
        gc.freeze()  # so that the collector of a forked process does not copy what all have in common
        self.supervisor.tell("imported")
        # Before the engine's start, because that makes threads, and a process with threads must not fork.
        for index in range(count):
            self._fork(index, again=False)
        self.cores = self.host.launch(list(self.front_ends.values()))
        self.supervisor.tell("launched", pids=[core.pid for core in self.cores])

    def _fork(self, index: int, again: bool) -> None:
        work = (self.settings, self.masker, self.host, index, again, self.listening)
        process = FORK.Process(target=front_end_process.run, args=work, name=f"front-end-{index}", daemon=False)
        with subprocesses.forking_server():
            process.start()
        self.front_ends[index] = process

    def _serve(self) -> None:
        cores = {core.sentinel for core in self.cores}
        while True:
            ended = {process.sentinel: (index, process) for index, process in self.front_ends.items()}
            for ready in connection.wait([self.supervisor.connection, *cores, *ended]):
                if ready is self.supervisor.connection:
                    for name, arguments in self.supervisor.take():
                        self._obey(name, **arguments)
                elif ready in cores:
                    cores.discard(ready)  # type: ignore[arg-type]
                    self.supervisor.tell("engine_died")
                else:
                    self._reap(*ended[ready])  # type: ignore[index]

    def _reap(self, index: int, process: BaseProcess) -> None:
        if self.front_ends.get(index) is process:  # another one may have been forked in its place
            del self.front_ends[index]
        process.join()
        self.supervisor.tell("ended", index=index, pid=process.pid, exit_code=process.exitcode)

    def _obey(self, name: str, **arguments: Any) -> None:
        if name == "fork":
            self._fork(arguments["index"], again=True)
        elif name == "kill" and arguments["index"] in self.front_ends:
            self.front_ends[arguments["index"]].kill()
        elif name == "close_port":
            self.listening.close()
        elif name == "stop":
            self.host.stop()
            self.supervisor.tell("stopped")

    def _wait_for_the_end(self) -> None:
        try:
            while True:
                self.supervisor.take()
        except (ChannelClosed, OSError):
            pass


def start(settings: Settings, masker: Masker | None, listening: socket.socket) -> int:
    """Fork the fork server from this process, which must have no thread and no running loop; returns its process id."""
    with subprocesses.forking_server():
        pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ForkServer(settings, masker, listening).run()
        code = 0
    except BaseException as error:
        log.error("the fork server failed", exc_info=error)
    finally:
        logging.shutdown()
        os._exit(code)
