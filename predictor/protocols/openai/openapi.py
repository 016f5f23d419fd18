"""The served OpenAI routes in OpenAPI's form (`/openai/openapi.json`, with LLM_DOCS), from the engine's app."""

from typing import Any

from starlette.types import ASGIApp

from predictor.protocols.routing import OPENAI_ROUTES

PATH = "/openai/openapi.json"


def describe(app: ASGIApp, tokenize: bool) -> dict[str, Any] | None:
    """The engine's own description without the routes that are not served; None where the engine has none."""
    openapi = getattr(app, "openapi", None)
    if openapi is None:
        return None
    whole: dict[str, Any] = openapi()
    served = [route for route in OPENAI_ROUTES if tokenize or route not in ("tokenize", "detokenize")]
    paths = {}
    for route in served:
        methods = whole["paths"].get(f"/v1/{route}") or whole["paths"].get(f"/{route}") or {}
        if "post" in methods:
            paths[f"/openai/v1/{route}"] = {"post": methods["post"]}
    return {**whole, "info": {"title": "llm-predictor, OpenAI's API", "version": "1"}, "paths": paths}
