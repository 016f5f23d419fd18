"""The ASGI layer around the whole application: request id, turn, key, rate, body, a caller's disconnect, the access log.

It reads the body before the application runs, because a slow or large body must take no place under the concurrency limit, and
because the connection can be watched only while no one else reads from it.
"""

import asyncio
import logging
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from predictor.config import Settings
from predictor.engines.http.disconnect import run_until_disconnect
from predictor.engines.http.headers import whole
from predictor.errors import BodyTooLarge, InternalError, PredictorError, SlowBody, UnsupportedMediaType, forget_frames
from predictor.inference.auth import TrustedProxies
from predictor.inference.budgets.allowance import Allowances
from predictor.inference.context import CONTEXT_KEY, RequestContext
from predictor.inference.keys.ring import Key
from predictor.inference.keys.watcher import KeyFile
from predictor.inference.lifecycle import Lifecycle
from predictor.inference.limits import Rate, RateLimit, RateWindow, RawHeaders
from predictor.inference.workers import WorkerPool
from predictor.protocols.accounting import Accounting
from predictor.protocols.error_bodies import error_body
from predictor.protocols.fair_start import FairStart
from predictor.protocols.json_body import read_object, read_text
from predictor.protocols.routing import ROUTE_KEY, classify, normalise, not_allowed
from predictor.telemetry import metrics
from predictor.telemetry.access_log import AccessLogEntry
from predictor.telemetry.gen_ai import Served

log = logging.getLogger("predictor.edge")
REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
# A request id that can hold no personal data: letters alone, or a generated id. Any other is masked, so its length is bounded.
PLAIN_ID = re.compile(r"[A-Za-z._:-]{1,128}|(?:[A-Za-z]{1,20}[-_.:])?(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
MASKED_ID_LENGTH = 64
CHARSET = re.compile(r"charset=[\"']?([^\s;\"']+)", re.IGNORECASE)
UTF8 = ("utf-8", "utf8", "us-ascii")
JSON_TYPE = "application/json"
JSON_TYPES = re.compile(r"application/([a-z0-9.-]+\+)?json")
BINARY_LENGTH = "inference-header-content-length"  # V2's binary tensor extension
LARGE = 65_536  # bytes from which on a body is parsed in the worker pool
WARM_UP_KEY = "llm_predictor.warm_up"  # key in the ASGI scope, which no client can set
Restore = Literal["off", "request", "on"]


class ClientDisconnect(Exception):
    """The caller closed the connection before the body was read."""


class Entry:
    """Authentication and rate limit of HTTP and gRPC requests, and the decisions about each."""

    def __init__(
        self,
        settings: Settings,
        redact: Callable[[str], str],
        keys: KeyFile,
        allowances: Allowances,
        rate: Rate | None = None,
    ) -> None:
        self.keys = keys
        self.allowances = allowances
        self.proxies = TrustedProxies(settings.trusted_proxies)
        self.rate = rate or RateLimit(settings.rate_limit, settings.rate_limit_uri)
        self.redact = redact
        self.timeout_sec = settings.timeout_sec
        self.restore: Restore = settings.pii_restore
        self.served = Served(settings.model_name, settings.engine_name)
        self.ai_notice = settings.ai_notice

    def request_id(self, given: str) -> str:
        """The caller's id where it is fit for logs and holds no personal data, else a new one. Its length bounds the work."""
        if PLAIN_ID.fullmatch(given):
            return given
        fit = REQUEST_ID.fullmatch(given) and len(given) <= MASKED_ID_LENGTH
        return given if fit and self.redact(given) == given else uuid4().hex

    async def authenticate(self, headers: Headers, peer: str, entry: AccessLogEntry) -> tuple[Key | None, RawHeaders]:
        """Check key, protocol and rate, and name the caller in `entry`; returns the key, and the headers of its rate.

        Raises Unauthorized, Forbidden or RateLimited.

        The rates of a key's own rules take the place of LLM_RATE_LIMIT. A wrong key is counted under its address, because an
        address that guesses keys must be slowed down. A request without a key guesses nothing, so it is 401 however often it comes.
        Several lines of X-Forwarded-For are one list (RFC 9110, 5.3).
        """
        address = entry.address = self.proxies.client_address(peer, ",".join(headers.getlist("x-forwarded-for")))
        authorization, api_key = headers.get("authorization"), headers.get("x-api-key")
        try:
            key = self.keys.ring.check(authorization, api_key)
        except PredictorError:
            if authorization or api_key:
                await self.rate.check(f"address:{address}")
            raise
        if key is None:
            return None, _headers(await self.rate.check(f"address:{address}"))
        entry.caller = key.name
        if key.rules is None:
            return key, _headers(await self.rate.check(f"key:{key.name}"))
        rules = key.rules
        if entry.protocol in rules.closed:
            raise rules.protocol_refusal()
        if rules.rates:
            return key, self.allowances.count_at_once(rules) or await self.allowances.count_request(rules)
        return key, _headers(await self.rate.check(f"key:{key.name}"))

    def decide(
        self, headers: Headers, peer: str, entry: AccessLogEntry, key: Key | None = None, is_warmup: bool = False
    ) -> RequestContext:
        """The context of a request that was authenticated as `key`."""
        rules = key.rules if key else None
        mode = rules.restore if rules and rules.restore else self.restore
        asks = headers.get("x-pii-restore", "").lower() == "true"
        restore = mode == "on" or (mode == "request" and asks)
        caller = key.name if key else None
        origin = caller or self.proxies.client_address(peer, ",".join(headers.getlist("x-forwarded-for")))
        return RequestContext(entry, self.timeout_sec, is_warmup, restore, caller, origin, rules=rules)


class EdgeMiddleware:
    """Holds configuration only; each request's state lives in its RequestResponder."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        entry: Entry,
        lifecycle: Lifecycle,
        accounting: Accounting,
        workers: WorkerPool,
    ) -> None:
        self.app = app
        self.workers = workers
        self.body_max_bytes = settings.body_max_bytes
        self.body_timeout_sec = settings.body_timeout_sec
        self.model_name = settings.model_name
        self.entry = entry
        self.lifecycle = lifecycle
        self.accounting = accounting
        self.starts = FairStart()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an HTTP request; other kinds of connection are not served."""
        if scope["type"] == "http":
            await RequestResponder(self, scope, receive, send).respond()


class RequestResponder:
    """One request from its arrival to its line in the access log."""

    def __init__(self, edge: EdgeMiddleware, scope: Scope, receive: Receive, send: Send) -> None:
        self.edge = edge
        self.scope = scope = dict(scope)
        self.receive = receive
        self.send = send
        self.headers = Headers(scope=scope)
        self.is_warmup = WARM_UP_KEY in scope
        self.started = self.completed = False
        self.rate_headers: RawHeaders = []
        scope["path"] = normalise(scope["path"])
        self.is_head = scope["method"] == "HEAD"
        self.route = route = scope[ROUTE_KEY] = classify(scope["path"])
        self.log = AccessLogEntry(
            request_id=edge.entry.request_id(self.headers.get("x-request-id", "")),
            protocol=route.protocol,
            path=route.template(scope["path"], edge.model_name),
            is_inference=scope["method"] == "POST" and route.is_inference,
            served=edge.entry.served,
            ai_notice=edge.entry.ai_notice,
        )

    async def respond(self) -> None:
        """Respond to the request; its line and metrics are written when the answer is out or the caller is gone."""
        if self.is_warmup:
            with self.edge.lifecycle.count_request():
                await self._respond()
        else:
            with self.edge.accounting.of(self.log, self.headers, audited=self.route.is_inference, traced=True):
                await self._respond()

    async def _respond(self) -> None:
        try:
            if not self.route.is_open:
                await self.edge.starts.turn()
            await self._enter()
            body = await self._read_body()
            if body:
                await self.edge.starts.turn()
            await self._parse_large(body)
            await self._run_app(body)
        except ClientDisconnect:
            self.log.cancelled = True
        except asyncio.CancelledError:
            self.log.cancelled = True
            raise
        except PredictorError as error:
            await self._refuse(error)
            forget_frames(error)
        except Exception as error:
            await self._answer_unforeseen(error)
            forget_frames(error)

    async def _enter(self) -> None:
        peer = self.scope["client"][0] if self.scope.get("client") else "unknown"
        key = None
        if not (self.is_warmup or self.route.is_open):
            key, self.rate_headers = await self.edge.entry.authenticate(self.headers, peer, self.log)
        if self.route.methods and self.scope["method"] not in self.route.methods:
            raise not_allowed(self.route.methods, self.headers.get("accept", ""))
        if self.route.methods and self.scope["method"] == "POST":
            self._check_media_type()
        if self.is_head:
            self.scope["method"] = "GET"  # the same answer, of which `_send` passes the head on (RFC 9110, 9.3.2)
        self.scope[CONTEXT_KEY] = self.edge.entry.decide(self.headers, peer, self.log, key, self.is_warmup)

    def _check_media_type(self) -> None:
        """Take JSON, named so or not named at all, and V2's binary tensors; raises UnsupportedMediaType."""
        media_type = self.headers.get("content-type", JSON_TYPE)
        charset = CHARSET.search(media_type)
        if charset and charset[1].lower() not in UTF8:
            raise UnsupportedMediaType()
        if (self.headers.get("content-encoding") or "identity").lower() != "identity":
            raise UnsupportedMediaType()
        kind = media_type.partition(";")[0].strip().lower()
        is_binary = self.route.protocol == "v2" and BINARY_LENGTH in self.headers
        if not JSON_TYPES.fullmatch(kind) and not is_binary:
            raise UnsupportedMediaType(
                "Content-Type이 application/json이어야 합니다. 압축하지 않은 UTF-8 JSON으로 보내 주세요",
                message="The Content-Type must be application/json; send uncompressed JSON in UTF-8",
            )
        if kind == JSON_TYPE:
            # KServe compares the whole header, so a charset, which many Java clients add, would make it skip the decoding.
            MutableHeaders(scope=self.scope)["content-type"] = JSON_TYPE

    async def _read_body(self) -> bytes:
        if self.scope["method"] in ("GET", "OPTIONS"):
            return b""
        self._check_size(whole(self.headers.get("content-length", "")) or 0)
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.edge.body_timeout_sec):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    self._check_size(size)
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            seconds = f"{self.edge.body_timeout_sec:g}"
            raise SlowBody(
                f"요청 본문이 {seconds}초 안에 도착하지 않았습니다 (LLM_BODY_TIMEOUT_SEC)",
                message=f"The request body did not arrive in {seconds} s (LLM_BODY_TIMEOUT_SEC)",
            ) from None

    async def _parse_large(self, body: bytes) -> None:
        """Parse the JSON of a large body in the worker pool; OpenAI's adapter does the same by itself."""
        if len(body) <= LARGE or not self.log.is_inference or self.route.protocol not in ("native", "v1", "v2"):
            return
        if self.route.protocol == "v2" and BINARY_LENGTH in self.headers:
            body = body[: whole(self.headers[BINARY_LENGTH]) or 0]
            if not body:  # KServe's adapter refuses the header
                return
        context = RequestContext.of(self.scope)
        parsed = await self.edge.workers.parse(context.origin, _parsed, body)
        self.scope[CONTEXT_KEY] = replace(context, parsed=parsed)

    def _check_size(self, size: int) -> None:
        limit = self.edge.body_max_bytes
        if size > limit:
            raise BodyTooLarge(
                f"요청 본문이 너무 큽니다 (최대 {limit}바이트, LLM_BODY_MAX_BYTES)",
                message=f"The request body is too large (at most {limit} bytes, LLM_BODY_MAX_BYTES)",
            )

    async def _run_app(self, body: bytes) -> None:
        work = self._app(body)
        if not await run_until_disconnect(self.receive, work, done=lambda: self.completed):
            self.log.cancelled = True

    async def _app(self, body: bytes) -> None:
        await self.edge.app(self.scope, self._body_reader(body), self._send)

    def _body_reader(self, body: bytes) -> Receive:
        messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if messages:
                return messages.pop()
            await asyncio.get_running_loop().create_future()  # a disconnect cancels the application from outside
            raise AssertionError

        return receive

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.log.status = message["status"]
            self._add_headers(MutableHeaders(scope=message))
        elif message["type"] == "http.response.body" and not message.get("more_body", False):
            self.completed = True
        if self.is_head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers.update(self.log.response_headers())
        if self.route.protocol == "openai":
            headers["OpenAI-Processing-Ms"] = str(round((time.perf_counter() - self.log.arrived_at) * 1000))
        # No other layer sets these, so that none has to be looked for.
        headers.raw.extend(self.rate_headers)
        headers.raw.extend(self.log.budget_headers)
        if not self.edge.lifecycle.ready and not self.edge.lifecycle.starting:
            headers["Connection"] = "close"  # the caller's next request should find another replica

    async def _refuse(self, error: PredictorError) -> None:
        self.log.error_code = error.code
        if self.log.is_inference:
            metrics.REFUSALS.labels(error.code).inc()
        if self.started:
            return
        close = {"Connection": "close"} if error.status in (408, 413) else {}
        response = JSONResponse(error_body(error, self.route.protocol), error.status, {**error.headers, **close})
        await response(self.scope, self.receive, self._send)

    async def _answer_unforeseen(self, error: Exception) -> None:
        """Answer a bug. Starlette's outermost layer raises an exception again after its handler has answered it."""
        if self.completed:
            return
        log.error("unhandled error", exc_info=error)
        await self._refuse(InternalError())


def _headers(window: RateWindow | None) -> RawHeaders:
    return [] if window is None else window.raw_headers()


def _parsed(body: bytes) -> dict[str, Any]:
    return read_object(read_text(body))
