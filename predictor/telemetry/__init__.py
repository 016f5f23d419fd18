"""Logs, metrics and traces. None of them sees text that is not masked."""
