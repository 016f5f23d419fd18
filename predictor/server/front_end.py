"""KServe's ModelServer, completed: the port opens first, readiness is honest, stopping loses nothing."""

import asyncio
import contextlib
import logging
import signal
import sys
from unittest import mock

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from predictor import __version__
from predictor.config import Settings
from predictor.engines import subprocesses as children
from predictor.engines.base import Engine
from predictor.errors import Draining, EngineDead, Fatal, InvalidRequest, MethodNotAllowed, NotFound, PredictorError, typed
from predictor.inference.lifecycle import EXIT_ENGINE_DEAD, EXIT_LOAD_FAILED, EXIT_OK, Lifecycle, Stage
from predictor.model import Predictor
from predictor.pii import Masker
from predictor.protocols import native
from predictor.protocols import routing as surfaces
from predictor.protocols.edge import Gate
from predictor.protocols.kserve import rest as kserve
from predictor.protocols.openai import Door
from predictor.server.listener import LINGER_SEC, Listener
from predictor.server.loader_thread import in_thread
from predictor.server.warm_up import WarmUp
from predictor.server.watchdog import Watchdog
from predictor.telemetry.access_log import active
from predictor.telemetry.tracing import Tracing

# KServe's module reads the command line when it is imported; ours is not meant for it.
with mock.patch.object(sys, "argv", sys.argv[:1]):
    from kserve import ModelServer

log = logging.getLogger("predictor.server.front_end")
CUT_SEC = 1.0  # for telling those in flight that they are cut
EXPOSED = ["X-Request-ID", "Retry-After", "X-PII-Masked", "X-LLM-Fallback"]


class PredictorServer(ModelServer):  # type: ignore[misc]
    """One predictor from port to exit code. Must be made on the loop that serves it."""

    def __init__(self, settings: Settings, engine: Engine, masker: Masker | None) -> None:
        super().__init__(http_port=settings.port, enable_grpc=False, workers=1, enable_latency_logging=False)
        self.settings = settings
        self.lifecycle = Lifecycle(masker.redact if masker else str)
        self.hurry = asyncio.Event()
        self.model = Predictor(settings, engine, masker, self.lifecycle)
        self.register_model(self.model)
        self.dataplane = kserve.HonestDataPlane(self.lifecycle, model_registry=self.registered_models)
        self.tracing = Tracing(settings.otlp_endpoint, settings.service_name)
        door = Door(self._application(), self.model)
        self.gate = Gate(door, settings, self.model, self.tracing)
        self.app = self._with_cors(self.gate)

    # --- the application ---

    def _application(self) -> FastAPI:
        docs = "/docs" if self.settings.docs else None
        schema = "/openapi.json" if self.settings.docs else None
        app = FastAPI(title="llm-predictor", version=__version__, docs_url=docs, openapi_url=schema, redoc_url=None)
        app.include_router(native.router(self.model, self.lifecycle))
        kserve.register(app, self.dataplane)
        for kind in (Exception, PredictorError, RequestValidationError, HTTPException):
            app.add_exception_handler(kind, self._told)
        return app

    async def _told(self, request: Request, error: Exception) -> JSONResponse:
        told = self._translated(error)
        active().error = told
        surface = surfaces.of(request.url.path)
        return JSONResponse(surfaces.envelope(told, surface), told.status, told.headers)

    def _translated(self, error: Exception) -> PredictorError:
        match error:
            case PredictorError():
                return error
            case RequestValidationError():
                fields = [{"type": item["type"], "loc": list(item["loc"]), "msg": item["msg"]} for item in error.errors()]
                return InvalidRequest("입력값이 올바르지 않습니다", fields)
            case HTTPException(status_code=404):
                return NotFound()
            case HTTPException(status_code=405):
                return MethodNotAllowed()
            case HTTPException():
                return InvalidRequest(str(error.detail))
        known = kserve.translate(error, self.lifecycle, self.model.redact)
        if known is None:
            log.error("unforeseen error", exc_info=error)
        return known or typed(error)

    def _with_cors(self, app: ASGIApp) -> ASGIApp:
        if not self.settings.cors_origins:
            return app
        return CORSMiddleware(
            app,
            allow_origins=list(self.settings.cors_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
            expose_headers=EXPOSED,
        )

    # --- the life ---

    async def serve(self) -> int:
        """Serve until a signal or a failure; returns the exit code, with every child process gone."""
        listener = Listener(self.app, self.settings)
        children.prepare(self.settings.port)
        self._handle_signals()
        serving = asyncio.create_task(listener.serve())
        starting = asyncio.create_task(self._start())
        await self.lifecycle.ended.wait()
        if self.lifecycle.fatal is None:
            await self._drain()
        else:
            await self._fail()
        starting.cancel()
        listener.should_exit = True
        await asyncio.wait({serving}, timeout=LINGER_SEC + CUT_SEC + 2)
        await self._close()
        return self._exit_code()

    def _handle_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._signalled)

    def _signalled(self) -> None:
        """Begin to drain; a second signal, from somebody who waits at a terminal, cuts what is left."""
        if self.lifecycle.stage is Stage.DRAINING:
            self.hurry.set()
        self.lifecycle.drain()

    async def _start(self) -> None:
        """Load and warm the model, then open gRPC, become ready and watch the engine."""
        limit = self.settings.load_timeout_sec or None
        try:
            async with asyncio.timeout(limit):
                loop, warm_up = asyncio.get_running_loop(), WarmUp(self.app, self.settings)
                await in_thread(lambda: self.model.load(loop, warm_up))
            if self.settings.grpc_port:
                await self._start_grpc()
            self.lifecycle.enter(Stage.READY)
            await Watchdog(self.model.inference_engine, self.lifecycle, self.settings.watchdog_sec).run()
        except TimeoutError:
            self.lifecycle.fail(Fatal(f"model was not ready after {limit:g} s (LLM_LOAD_TIMEOUT_SEC)", EXIT_LOAD_FAILED))
        except Fatal as fatal:
            self.lifecycle.fail(fatal)
        except Exception as error:
            log.error("the engine cannot be watched any more", exc_info=error)
            self.lifecycle.fail(Fatal(f"unforeseen: {type(error).__name__}", EXIT_ENGINE_DEAD))

    async def _start_grpc(self) -> None:
        from predictor.protocols.kserve.grpc import GrpcService

        port, limit = self.settings.grpc_port, self.settings.body_max_bytes
        self._grpc_server = GrpcService(port, self.dataplane, self.model, self.tracing, limit)
        await self._grpc_server.start()

    async def _drain(self) -> None:
        """Stop as Kubernetes expects: unready already, serve the delay, refuse, wait for those in flight, cut what is left."""
        if Stage.READY.value not in self.lifecycle.seconds:
            return
        end = asyncio.get_running_loop().time() + self.settings.grace_sec
        hurried = asyncio.create_task(self.hurry.wait())
        await asyncio.wait({hurried}, timeout=self.settings.drain_delay_sec)
        self.lifecycle.refuse()
        quiet = asyncio.create_task(self.lifecycle.quiet.wait())
        left = end - asyncio.get_running_loop().time()
        await asyncio.wait({hurried, quiet}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if not quiet.done():
            await self._cut(Draining(retry_after=1))

    async def _fail(self) -> None:
        assert self.lifecycle.fatal is not None
        with contextlib.suppress(OSError):
            self.settings.termination_log.write_text(self.lifecycle.fatal.reason[:4096] + "\n")
        await self._cut(EngineDead())

    async def _cut(self, reason: PredictorError) -> None:
        self.model.generator.cut(reason)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CUT_SEC):
                await self.lifecycle.quiet.wait()

    async def _close(self) -> None:
        if self._grpc_server is not None:
            await self._grpc_server.stop(0)
        if self.lifecycle.fatal is None:  # a dead or frozen engine would only keep us waiting
            with contextlib.suppress(Exception):
                async with asyncio.timeout(2):
                    await self.model.inference_engine.close()
        children.stop_all()
        self.model.admission.rate.close()
        self.tracing.close()

    def _exit_code(self) -> int:
        fatal = self.lifecycle.fatal
        code = fatal.exit_code if fatal else EXIT_OK
        reason = fatal.reason if fatal else "stopped by a signal"
        log.log(logging.ERROR if code else logging.INFO, "exit: %s", reason, extra={"fields": {"exit_code": code}})
        return code
