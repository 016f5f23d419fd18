"""OpenAI's API over any engine: an ASGI layer that guards the wire format and knows none of the engine's classes."""

from predictor.routes.openai.door import Door

__all__ = ["Door"]
