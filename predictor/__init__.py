"""A KServe predictor that serves an LLM by vLLM, masks personal data on the way in, and is ready only when it is warm."""

__version__ = "0.1.0"  # the one place: pyproject.toml reads it, the chart and the image are compared with it
