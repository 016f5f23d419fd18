"""KServe's ModelServer with the predictor's protocols: one ASGI application over one model."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from kserve import ModelServer
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from predictor import __version__
from predictor.config import Settings
from predictor.engines.base import Engine
from predictor.errors import EXIT_SETTINGS, Fatal, PredictorError, forget_frames
from predictor.inference.budgets.allowance import Allowances
from predictor.inference.budgets.ledger import Ledger, LocalLedger
from predictor.inference.budgets.shared_store import StoreLedger
from predictor.inference.context import RequestContext
from predictor.inference.keys.key_file import KeyFileError
from predictor.inference.keys.watcher import KeyFile
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.limits import Places, Rate
from predictor.model import Predictor
from predictor.pii import Masker
from predictor.protocols import docs_page, native
from predictor.protocols.accounting import Accounting
from predictor.protocols.edge import EdgeMiddleware, Entry
from predictor.protocols.error_bodies import ErrorMapper, error_body
from predictor.protocols.kserve import rest
from predictor.protocols.kserve.data_plane import PredictorDataPlane
from predictor.protocols.openai import OpenAIMiddleware
from predictor.protocols.page import files, playground
from predictor.protocols.routing import Route, not_found
from predictor.telemetry.audit import setup
from predictor.telemetry.tracing import Tracing

log = logging.getLogger("predictor.server")
EXPOSED_HEADERS = [
    "X-Request-ID",
    "Retry-After",
    "X-Should-Retry",
    "X-PII-Masked",
    "X-LLM-Fallback",
    "X-AI-Generated",
    "X-RateLimit-Limit-Requests",
    "X-RateLimit-Remaining-Requests",
    "X-RateLimit-Reset-Requests",
    "X-RateLimit-Limit-Tokens",
    "X-RateLimit-Remaining-Tokens",
    "X-RateLimit-Reset-Tokens",
]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a front end has in common with the others of its predictor; None is one of its own.

    `kept_keys` is the file of the latest good content of the key file.
    """

    index: int = 0
    rate: Rate | None = None
    places: Places | None = None
    ledger: Ledger | None = None
    kept_keys: Path | None = None


class FrontEnd(ModelServer):  # type: ignore[misc]
    """The application of one predictor, from outside to inside: CORS, edge, OpenAI's routes, native and KServe's routes.

    `app` is the ASGI application, `routes` the FastAPI application within it, `model` the Predictor. Must be made on the event
    loop that serves it. One of several front ends gets what it shares with the others. Raises Fatal for a key file that cannot be
    used.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        masker: Masker | None,
        lifecycle: Lifecycle | None = None,
        shared: Shared | None = None,
    ) -> None:
        super().__init__(http_port=settings.port, enable_grpc=False, workers=1, enable_latency_logging=False)
        self.settings = settings
        self.lifecycle = lifecycle or Lifecycle(masker.redact if masker else str)
        shared = shared or Shared()
        self.keys = _key_file(settings, shared.kept_keys)
        allowances = Allowances(
            shared.ledger or make_ledger(settings), settings.budget_store_loss, settings.timeout_sec, shared.index
        )
        self.audit = setup.create(settings, masker)
        self.model = Predictor(settings, engine, masker, self.lifecycle, shared.places, allowances, self.audit)
        self.register_model(self.model)
        pipeline = self.model.pipeline
        self.data_plane = PredictorDataPlane(self.lifecycle, model_registry=self.registered_models)
        self.errors = ErrorMapper(self.lifecycle)
        self.tracing = Tracing(settings.otlp_endpoint, settings.service_name)
        self.entry = Entry(settings, pipeline.redact, self.keys, allowances, shared.rate)
        self.accounting = Accounting(self.lifecycle, self.tracing, self.audit, pipeline.redact)
        self.routes = self._routes()
        openai = OpenAIMiddleware(self.routes, self.model.name, settings, pipeline, self.lifecycle)
        edge = EdgeMiddleware(openai, settings, self.entry, self.lifecycle, self.accounting, pipeline.workers)
        self.app = self._with_cors(edge)
        self._grpc: Any = None

    def _routes(self) -> FastAPI:
        schema = "/openapi.json" if self.settings.docs else None
        app = FastAPI(title="llm-predictor", version=__version__, docs_url=None, openapi_url=schema, redoc_url=None)
        if self.settings.docs:
            docs_page.register(app)
        files.register(app)
        if self.settings.playground:
            playground.register(app, self.model.pipeline)
        app.router.redirect_slashes = False  # the edge has normalised the path, and a redirect would name http:// behind TLS
        app.include_router(native.router(self.model, self.lifecycle))
        rest.register(app, self.data_plane)
        for kind in (Exception, PredictorError, RequestValidationError, HTTPException):
            app.add_exception_handler(kind, self._answer_error)
        return app

    async def _answer_error(self, request: Request, exception: Exception) -> JSONResponse:
        error = self.errors.map(exception)
        if isinstance(exception, HTTPException) and error.status == 404:
            error = not_found(request.scope["path"])
        forget_frames(exception)
        RequestContext.of(request.scope).log.error_code = error.code
        return JSONResponse(error_body(error, Route.of(request.scope).protocol), error.status, error.headers)

    def _with_cors(self, app: ASGIApp) -> ASGIApp:
        if not self.settings.cors_origins:
            return app
        return CORSMiddleware(
            app,
            allow_origins=list(self.settings.cors_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
            expose_headers=EXPOSED_HEADERS,
        )

    async def watch_keys(self) -> None:
        """Read the key file again when it changes, and show what the keys have used, until cancelled."""
        if self.settings.key_file is not None:
            await asyncio.gather(self.keys.watch(), self.entry.allowances.watch())

    async def start_grpc(self) -> None:
        """Open KServe's gRPC port, which must follow the forks of the engine; raises Fatal where the port is taken."""
        self._grpc = self.grpc_service(self.settings.grpc_port)
        await self._grpc.start()

    def grpc_service(self, port: int) -> Any:
        """KServe's gRPC service over this front end, not yet started; raises Fatal where the port is taken."""
        from predictor.protocols.kserve.grpc import EdgeInterceptor, GrpcService

        interceptor = EdgeInterceptor(self.data_plane, self.entry, self.errors, self.accounting)
        return GrpcService(port, interceptor, self.settings.body_max_bytes)

    async def stop_grpc(self) -> None:
        """Close the gRPC port, if it is open."""
        if self._grpc is not None:
            await self._grpc.stop(0)

    def open_audit(self) -> None:
        """Begin the audit record, which must follow the forks of the engine."""
        if self.audit is not None:
            self.audit.open()

    def close(self) -> None:
        """End the worker threads, close the rate limit's store, write the last audit lines and send the buffered spans."""
        self.model.pipeline.workers.close()
        self.entry.rate.close()
        self.entry.allowances.close()
        if self.audit is not None:
            self.audit.close()
        self.tracing.close()


def make_ledger(settings: Settings) -> Ledger:
    """The ledger of this process alone, or the one that replicas share."""
    if settings.key_file is None or settings.counts_budgets_here:
        return LocalLedger()
    return StoreLedger(settings.rate_limit_uri, settings.model_name)


def _key_file(settings: Settings, kept: Path | None) -> KeyFile:
    try:
        return KeyFile(settings.key_file, settings.keys, kept)
    except KeyFileError as error:
        raise Fatal(f"LLM_KEY_FILE: {error}", EXIT_SETTINGS) from None
