"""The door's routes in OpenAPI's form (`/openai/openapi.json`, with LLM_DOCS): what the engine's app says of those on the list."""

from typing import Any

from starlette.types import ASGIApp

from predictor.protocols import routing as surface

PATH = "/openai/openapi.json"


def described(app: ASGIApp, tokenize: bool) -> dict[str, Any] | None:
    """The engine's own description without the routes that the door does not pass; None where the engine has none."""
    openapi = getattr(app, "openapi", None)
    if openapi is None:
        return None
    whole: dict[str, Any] = openapi()
    paths = {}
    for path, methods in whole["paths"].items():
        route = path.removeprefix("/v1/") if path.startswith("/v1/") else path.lstrip("/")
        served = route in surface.OPENAI_ROUTES and (tokenize or route not in ("tokenize", "detokenize"))
        if served and "post" in methods and path in (f"/v1/{route}", "/tokenize", "/detokenize"):
            paths[f"/openai/v1/{route}"] = {"post": methods["post"]}
    return {**whole, "info": {"title": "llm-predictor, OpenAI's API", "version": "1"}, "paths": paths}
