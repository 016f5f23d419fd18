"""A KServe predictor that serves an LLM by vLLM, masks personal data on the way in, and is ready only when it is warm."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("llm-predictor")
except PackageNotFoundError:  # run from a checkout that was not installed
    __version__ = "0.1.0"
