"""OpenAI's chat and completions over any engine's `generate`."""

from predictor.engines.chat.app import ChatApp

__all__ = ["ChatApp"]
