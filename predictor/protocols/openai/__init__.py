"""OpenAI's API over any engine: an ASGI layer that guards the wire format and knows none of the engine's classes."""

from predictor.protocols.openai.middleware import OpenAIMiddleware

__all__ = ["OpenAIMiddleware"]
