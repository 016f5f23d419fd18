"""The pages' files, sent as they lie in `static/`: no template, no build step, nothing from another host."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

FOLDER: Final = Path(__file__).parent / "static"
STATUS_PAGE: Final = "status.html"
PLAYGROUND_PAGE: Final = "playground.html"
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
# Scripts, styles and requests of this origin alone; text reaches the document as text (CSP Level 3, Trusted Types).
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def send(name: str, status: int = 200) -> Response:
    """One file of `static/`."""
    content = (FOLDER / name).read_bytes()
    return Response(content, status, {**HEADERS, "Content-Type": TYPES[Path(name).suffix]})


def register(app: FastAPI) -> None:
    """Serve every file but the pages themselves below `/page/`."""
    for path in sorted(FOLDER.iterdir()):
        if path.suffix != ".html":
            app.router.add_route(f"/page/{path.name}", _sender(path.name), include_in_schema=False)


def _sender(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def file(request: Request) -> Response:
        return send(name)

    return file
