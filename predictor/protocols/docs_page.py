"""The page at `/docs` (LLM_DOCS): Swagger UI from files of the package fastapi-offline, because a cluster may have no internet."""

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse

PACKAGE: Final = "fastapi_offline"
SCRIPT: Final = "swagger-ui-bundle.js"
STYLE: Final = "swagger-ui.css"
NO_ICON: Final = "data:,"


def register(app: FastAPI) -> None:
    """Add the page and its files; raises ModuleNotFoundError where the package is missing."""
    folder = Path(str(files(PACKAGE))) / "static"

    @app.get("/docs", include_in_schema=False)
    async def page() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="openapi.json",
            title=app.title,
            swagger_js_url=f"docs/{SCRIPT}",
            swagger_css_url=f"docs/{STYLE}",
            swagger_favicon_url=NO_ICON,
        )

    for name in (SCRIPT, STYLE):
        app.add_api_route(f"/docs/{name}", _file(folder / name), include_in_schema=False)


def _file(path: Path) -> Callable[[], Awaitable[FileResponse]]:
    async def send() -> FileResponse:
        return FileResponse(path)

    return send
