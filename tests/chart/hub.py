"""A model hub in little, over HTTP, for huggingface_hub's own client: one repository of files, at one commit."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

MODEL, COMMIT = "tiny/demo", "f00d" * 10


@contextmanager
def serve(files: dict[str, bytes], host: str = "127.0.0.1") -> Iterator[str]:
    """The hub's address while it serves `files` as MODEL."""
    with ThreadingHTTPServer((host, 0), type("Filled", (Hub,), {"files": files})) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{host}:{server.server_port}"
        server.shutdown()


class Hub(BaseHTTPRequestHandler):
    """Answers what the client asks: the model, its tree, and each file."""

    protocol_version = "HTTP/1.1"
    files: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith(f"/api/models/{MODEL}/tree/"):
            self._json([{"type": "file", "path": name, "size": len(raw), "oid": _etag(raw)} for name, raw in self.files.items()])
        elif path.startswith(f"/api/models/{MODEL}"):
            siblings = [{"rfilename": name, "size": len(raw)} for name, raw in self.files.items()]
            self._json({"id": MODEL, "sha": COMMIT, "siblings": siblings})
        elif path.startswith(f"/{MODEL}/resolve/") and path.rpartition("/")[2] in self.files:
            raw = self.files[path.rpartition("/")[2]]
            self._send(200, raw, {"ETag": f'"{_etag(raw)}"', "X-Repo-Commit": COMMIT})
        else:
            self._send(404, b"", {"X-Error-Code": "RepoNotFound"})

    do_HEAD = do_GET

    def _json(self, body: Any) -> None:
        self._send(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def _etag(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:40]
