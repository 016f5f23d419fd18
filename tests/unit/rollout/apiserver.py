"""The few endpoints of a Kubernetes API server that the judge calls, over HTTP, with the real one's optimistic locking.

Every call is kept as (verb, group, resource, name), so that a test can hold it against the chart's Role.
"""

import copy
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

Object = dict[str, Any]
Call = tuple[str, str, str, str]


class Refused(Exception):
    """An HTTP error."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class ApiServer:
    """Holds objects by (resource, name); `allow` refuses calls with 403 where it returns False; `down` answers 503."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], Object] = {}
        self.events: list[Object] = []
        self.calls: list[Call] = []
        self.allow: Callable[[Call], bool] = lambda call: True
        self.down = False
        self.metrics: Callable[[str], str] = lambda pod: ""
        self.version = 0
        self.lock = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def put(self, resource: str, body: Object) -> Object:
        """Make or replace an object, as another client would."""
        with self.lock:
            self.version += 1
            body["metadata"]["resourceVersion"] = str(self.version)
            self.objects[resource, body["metadata"]["name"]] = body
            return body

    def get(self, resource: str, name: str) -> Object:
        return self.objects[resource, name]

    def handle(self, method: str, path: str, query: dict[str, list[str]], kind: str, body: Any) -> tuple[int, Any]:
        parts = path.strip("/").split("/")
        group = parts[1] if parts[0] == "apis" else ""
        at = parts.index("namespaces")
        resource, name, *sub = [*parts[at + 2 :], ""][:2] + parts[at + 4 :]
        verb = {"GET": "get" if name else "list", "POST": "create", "PUT": "update", "PATCH": "patch"}[method]
        call = (verb, group, "/".join([resource, *sub[:1]]), name.split(":")[0])
        with self.lock:
            self.calls.append(call)
            if self.down:
                raise Refused(503, "Service Unavailable")
            if not self.allow(call):
                raise Refused(403, "Forbidden")
            if sub and sub[0] == "proxy":
                return 200, self.metrics(name.split(":")[0])
            answer = getattr(self, f"_{verb}")(resource, name, query, kind, body, bool(sub))
            return 201 if verb == "create" else 200, copy.deepcopy(answer)

    def _find(self, resource: str, name: str) -> Object:
        if (resource, name) not in self.objects:
            raise Refused(404, "Not Found")
        return self.objects[resource, name]

    def _get(self, resource: str, name: str, *_: Any) -> Object:
        return self._find(resource, name)

    def _list(self, resource: str, name: str, query: dict[str, list[str]], *_: Any) -> Object:
        wanted = dict(pair.split("=") for pair in query.get("labelSelector", [""])[0].split(",") if pair)
        items = [
            one
            for (kind, _), one in self.objects.items()
            if kind == resource and wanted.items() <= one["metadata"].get("labels", {}).items()
        ]
        return {"apiVersion": "v1", "kind": "List", "metadata": {}, "items": items}

    def _create(self, resource: str, name: str, query: Any, kind: str, body: Object, status: bool) -> Object:
        if resource == "events":
            self.events.append(body)
            return body
        if (resource, body["metadata"]["name"]) in self.objects:
            raise Refused(409, "Conflict")
        return self.put(resource, body)

    def _update(self, resource: str, name: str, query: Any, kind: str, body: Object, status: bool) -> Object:
        if body["metadata"].get("resourceVersion") != self._find(resource, name)["metadata"]["resourceVersion"]:
            raise Refused(409, "Conflict")
        return self.put(resource, body)

    def _patch(self, resource: str, name: str, query: Any, kind: str, body: Any, status: bool) -> Object:
        now = copy.deepcopy(self._find(resource, name))
        if kind == "application/json-patch+json":
            for operation in body:
                json_patch(now, operation)
        else:
            given = body.get("metadata", {}).get("resourceVersion")
            if given not in (None, now["metadata"]["resourceVersion"]):
                raise Refused(409, "Conflict")
            if status != ("status" in body) and "status" in {*body, "status" if status else ""}:
                raise Refused(422, "status is patched by its own endpoint")
            merge(now, body)
        return self.put(resource, now)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                url = urlparse(self.path)
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = json.loads(raw) if raw else None
                try:
                    kind = self.headers.get("Content-Type", "")
                    status, found = server.handle(self.command, unquote(url.path), parse_qs(url.query), kind, body)
                except Refused as refused:
                    status, found = refused.status, {"kind": "Status", "message": str(refused), "code": refused.status}
                data = found.encode() if isinstance(found, str) else json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/plain" if isinstance(found, str) else "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_PATCH = answer

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def merge(target: Object, patch: Object) -> None:
    """RFC 7386."""
    for key, value in patch.items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value


def json_patch(target: Any, operation: Object) -> None:
    """RFC 6902: test, add, replace and remove."""
    *path, last = operation["path"].strip("/").split("/")
    for part in path:
        target = target[int(part)] if isinstance(target, list) else target[part]
    key = int(last) if isinstance(target, list) else last
    if operation["op"] == "test" and target[key] != operation["value"]:
        raise Refused(422, f"test of {operation['path']} failed")
    if operation["op"] == "replace" and key not in target and isinstance(target, dict):
        raise Refused(422, f"{operation['path']} does not exist")
    if operation["op"] in ("add", "replace"):
        target[key] = operation["value"]
    if operation["op"] == "remove":
        del target[key]
