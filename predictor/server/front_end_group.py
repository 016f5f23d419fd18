"""Several front ends in processes of their own, as the supervisor sees them: one service."""

import asyncio
import contextlib
import logging
import socket
from collections import deque
from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines import subprocesses
from predictor.engines.mock import MockEngine
from predictor.errors import EXIT_ENGINE_DEAD, EXIT_FRONT_ENDS, EXIT_LOAD_FAILED, EXIT_PORT_TAKEN, EngineDead, Fatal, PredictorError
from predictor.inference.lifecycle import Lifecycle, Stage
from predictor.inference.limits import RateLimit
from predictor.inference.shared_table import CLOSED, CONNECTIONS, SharedTable
from predictor.pii import Masker
from predictor.server.control import Channel, ChannelClosed, Handler, socket_path
from predictor.server.front_end import FrontEnd
from predictor.server.front_end_process import TABLE
from predictor.server.shared_ledger import LedgerKeeper
from predictor.server.shared_rate import RateKeeper
from predictor.server.watchdog import Patience
from predictor.telemetry import metrics

log = logging.getLogger("predictor.server")
MOST_ENDS, ENDS_SEC = 10, 60.0  # more front ends that end within these seconds are a fault that a new one does not mend
LINE_BYTES = 1 << 20


class Peer:
    """A front end's process, from its first word to its end."""

    def __init__(self, channel: Channel, index: int, pid: int) -> None:
        self.channel = channel
        self.index = index
        self.pid = pid
        self.attached = asyncio.Event()
        self.available = True
        self.serving = False


class FrontEndGroup:
    """The FrontEnds of LLM_FRONTENDS > 1, and the engine behind them for the watchdog.

    Must be made on the loop that serves it, after `control_socket` and the fork server. Until `open` this process answers HTTP
    itself: the stage, and 503 for every inference.
    """

    in_process = False

    def __init__(self, settings: Settings, masker: Masker | None, control: socket.socket) -> None:
        self.settings = settings
        # No engine stands behind the front end of this process, and none is asked.
        self.waiting_room = FrontEnd(settings, MockEngine(settings), masker)
        self.app: ASGIApp = closing(self.waiting_room.app)
        self.lifecycle: Lifecycle = self.waiting_room.lifecycle
        self.lifecycle.on_change = self._tell_stage
        self.table = SharedTable(subprocesses.folder() / TABLE, settings.frontend_count)
        for row in range(settings.frontend_count):
            self.table.set(row, CONNECTIONS, CLOSED)
        self.peers: dict[int, Peer] = {}
        self._control = control
        self._rates = RateKeeper(RateLimit(settings.rate_limit, settings.rate_limit_uri))
        self._ledger = LedgerKeeper()
        self._fork_server: Channel | None = None
        self._imported, self._launched, self._stopped = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._all_attached = asyncio.Event()
        self._core_pids: list[int] = []
        self._ends: deque[float] = deque(maxlen=MOST_ENDS)
        self._tasks: set[asyncio.Task[None]] = set()
        self._gone: dict[int, asyncio.Event] = {}
        self._awaited: set[int] = set()  # rows that are forked anew and have not said hello
        self._ended_pids: deque[int] = deque(maxlen=4 * MOST_ENDS)

    # --- what the supervisor calls ---

    async def start(self) -> "FrontEndGroup":
        """Wait for the fork server and the front ends, and warm them; raises Fatal."""
        if self.settings.grpc_port:
            _check_free(self.settings.grpc_port)
        await asyncio.start_unix_server(self._on_connected, sock=self._control, limit=LINE_BYTES)
        self._spawn(self._ledger.watch())
        await self._imported.wait()
        self.lifecycle.enter(Stage.LOADING)
        await self._launched.wait()
        await self._all_attached.wait()
        self.lifecycle.enter(Stage.WARMING)
        first, *others = (self.peers[index].channel for index in sorted(self.peers))
        try:
            await first.call("warm")  # alone, because it compiles what the engine compiles lazily
            await asyncio.gather(*(channel.call("warm") for channel in others))
            await first.call("end_warm_up")
        except RuntimeError as error:
            raise Fatal(f"model could not be loaded: {error}", EXIT_LOAD_FAILED) from error
        return self

    async def open(self) -> None:
        """Let every front end accept connections."""
        for peer in self.peers.values():
            peer.channel.tell("follow", **self.lifecycle.state())
        await asyncio.gather(*(self._open(peer) for peer in self.peers.values()))

    def refuse_new(self) -> None:
        """Refuse every inference that arrives from now on, and let the fork server close its copy of the port."""
        self._tell_all("refuse")
        if self._fork_server is not None:
            self._fork_server.tell("close_port")

    async def quiet(self) -> None:
        """Return once no inference runs in any of them."""
        await self._call_all("quiet")

    def abort_all(self, reason: PredictorError) -> None:
        """Cancel every running inference; each answers with `reason`."""
        self._tell_all("abort", code=reason.code)

    async def close(self, engine_lives: bool) -> None:
        """Let every front end close its ports and end, then the engine."""
        await self._call_all("close")
        self._rates.close()
        self.waiting_room.close()
        if engine_lives and self._fork_server is not None:
            self._fork_server.tell("stop")
            await self._stopped.wait()

    # --- what the watchdog sees ---

    dead = False  # a front end that notices the engine's end says so by `engine_died`

    @property
    def available(self) -> bool:
        """True while requests would be answered by at least one front end's engine."""
        return not self.peers or any(peer.available for peer in self.peers.values())

    def core_pids(self) -> Sequence[int]:
        """The engine's processes."""
        return self._core_pids

    async def ping(self) -> None:
        """Return once the engine has answered one of the front ends; raises EngineDead when it cannot any more."""
        asked = [asyncio.ensure_future(peer.channel.call("ping")) for peer in self.peers.values() if peer.serving]
        if not asked:
            return
        done, waiting = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        for task in done:
            if isinstance(error := task.exception(), RuntimeError) and EngineDead.__name__ in str(error):
                raise EngineDead()

    # --- what the other processes say ---

    async def _on_connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers: list[Peer] = []

        def fork_server() -> None:
            self._fork_server = channel

        def hello(index: int, pid: int, again: bool) -> None:
            if pid not in self._ended_pids:  # the end of a process may be read before its hello
                peers.append(self._on_hello(channel, index, pid))

        handlers: dict[str, Handler] = {
            "fork_server": fork_server,
            "imported": self._imported.set,
            "launched": self._on_launched,
            "stopped": self._stopped.set,
            "ended": self._on_ended,
            "engine_died": self._on_engine_died,
            "failed": self._on_failed,
            "hello": hello,
            "attached": self._on_attached,
            "available": self._on_available,
            "rate": self._rates.check,
            "claim": self._ledger.claim,
            "settle": self._ledger.settle,
        }
        channel: Channel = Channel(reader, writer, handlers)
        await channel.run()
        if peers:
            self._spawn(self._on_lost(peers[0]))
        elif channel is self._fork_server and self.lifecycle.fatal is None and self.lifecycle.stage is not Stage.DRAINING:
            self.lifecycle.fail(Fatal("the fork server died", EXIT_ENGINE_DEAD))

    def _on_launched(self, pids: list[int]) -> None:
        self._core_pids = pids
        self._launched.set()

    def _on_failed(self, reason: str, exit_code: int) -> None:
        self.lifecycle.fail(Fatal(reason, exit_code))

    def _on_engine_died(self) -> None:
        if self.lifecycle.stage is not Stage.DRAINING:
            reason = subprocesses.first_error() or "one of its processes ended"
            self.lifecycle.fail(Fatal(f"engine died: {reason}", EXIT_ENGINE_DEAD))

    def _on_hello(self, channel: Channel, index: int, pid: int) -> Peer:
        peer = self.peers[index] = Peer(channel, index, pid)
        self._gone[index] = asyncio.Event()
        self._awaited.discard(index)
        channel.tell("follow", **self.lifecycle.state())
        return peer

    def _on_attached(self, index: int) -> None:
        self.peers[index].attached.set()
        if sum(peer.attached.is_set() for peer in self.peers.values()) == self.settings.frontend_count:
            self._all_attached.set()
        if self.lifecycle.stage in (Stage.READY, Stage.DRAINING):
            self._spawn(self._open(self.peers[index]))

    def _on_available(self, index: int, available: bool) -> None:
        self.peers[index].available = available

    def _on_ended(self, index: int, pid: int, exit_code: int) -> None:
        self._ended_pids.append(pid)
        if index in self._gone:
            self._gone[index].set()
        if not self._all_attached.is_set():
            self.lifecycle.fail(Fatal(f"front end {index} ended while loading, with code {exit_code}", EXIT_LOAD_FAILED))
        elif index in self._awaited and self.lifecycle.stage is Stage.READY:
            self._replace(index, pid)  # no channel of it will close, because it ended before its hello

    # --- a front end's life ---

    async def _open(self, peer: Peer) -> None:
        try:
            await peer.channel.call("begin")
        except ChannelClosed:
            return
        except RuntimeError as error:
            code = EXIT_PORT_TAKEN if str(error).startswith(Fatal.__name__) else EXIT_FRONT_ENDS
            raise Fatal(f"a front end cannot serve: {error}", code) from error
        peer.serving = True
        self._show()
        self._spawn(self._watch(peer))

    async def _watch(self, peer: Peer) -> None:
        """Kill a front end that is frozen, because it holds connections and answers none of them."""
        name, limit = f"front end {peer.index}", self.settings.watchdog_sec
        try:
            reason = await Patience(name, lambda: peer.channel.call("alive"), lambda: [peer.pid], limit).until_frozen()
        except ChannelClosed:
            return
        log.error("%s", reason)
        self._kill(peer.index)

    async def _on_lost(self, peer: Peer) -> None:
        """Free what a front end held, and start another in its place."""
        if self.peers.get(peer.index) is peer:
            del self.peers[peer.index]
        self._ledger.forget(peer.index)
        self._show()
        if self.lifecycle.stage is not Stage.READY or self._fork_server is None:
            self.table.clear(peer.index)
            return
        self._kill(peer.index)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._gone[peer.index].wait()
        self._replace(peer.index, peer.pid)

    def _replace(self, index: int, pid: int) -> None:
        """Let the fork server start a front end in place of the process `pid`; too many within a minute end the service."""
        if self._fork_server is None:
            return
        log.error("front end %s ended; it is started again", index, extra={"fields": {"pid": pid}})
        self.table.clear(index)
        metrics.forget_gauges(pid)
        metrics.FRONT_END_RESTARTS.inc()
        now = asyncio.get_running_loop().time()
        if len(self._ends) == MOST_ENDS and now - self._ends[0] < ENDS_SEC:
            self.lifecycle.fail(Fatal(f"front ends ended {MOST_ENDS + 1} times in {ENDS_SEC:g} s", EXIT_FRONT_ENDS))
            return
        self._ends.append(now)
        self._awaited.add(index)
        self._fork_server.tell("fork", index=index)

    def _kill(self, index: int) -> None:
        if self._fork_server is not None:
            self._fork_server.tell("kill", index=index)

    # --- to all ---

    def _tell_stage(self) -> None:
        self._tell_all("follow", **self.lifecycle.state())

    def _tell_all(self, name: str, **arguments: Any) -> None:
        for peer in self.peers.values():
            peer.channel.tell(name, **arguments)

    async def _call_all(self, name: str) -> None:
        """Call every front end that serves; one that is gone has nothing left to do."""
        calls = [peer.channel.call(name) for peer in self.peers.values() if peer.serving]
        for outcome in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, ChannelClosed):
                raise outcome

    def _show(self) -> None:
        metrics.FRONT_ENDS.set(sum(peer.serving for peer in self.peers.values()))

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)

    def _on_done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.lifecycle.fail(
                error if isinstance(error, Fatal) else Fatal(f"unforeseen: {type(error).__name__}", EXIT_FRONT_ENDS)
            )


def control_socket() -> socket.socket:
    """The Unix socket between the supervisor and its processes; bind it before the fork server is forked."""
    control = socket.socket(socket.AF_UNIX)
    control.bind(str(socket_path()))
    control.listen()
    return control


def closing(app: ASGIApp) -> ASGIApp:
    """`app` with `Connection: close` on every response, so that each caller's next request reaches a front end."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_closing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        await app(scope, receive, send_closing)

    return respond


def _check_free(port: int) -> None:
    """Raise Fatal where gRPC's port is taken: front ends share it, so that none of them would notice another server."""
    with socket.socket(socket.AF_INET6) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("::", port))
        except OSError as error:
            raise Fatal(f"cannot listen on gRPC port {port}", EXIT_PORT_TAKEN) from error
