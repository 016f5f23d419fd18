"""The table client × protocol × case of tests/clients/README.md, from what the tests saw."""

from pathlib import Path

from tests.benchmarks.results import put, table

CASES = ("ok", "error's shape", "time-out", "killed server")
PROTOCOLS = {
    "NATIVE": "/infer",
    "V1": "KServe V1",
    "V2": "V2 REST",
    "GRPC": "V2 gRPC",
    "OPENAI": "OpenAI chat",
    "STREAM": "/infer/stream",
    "ANTHROPIC": "/v1/messages",
    "TOOLS": "OpenAI chat, tools",
    "SCHEMA": "OpenAI chat, structured output",
    "EMBEDDINGS": "OpenAI embeddings",
}
END = "<!-- end -->"


def made(results: str) -> str:
    """The table, of lines with client, protocol, case and what was seen; a case that was not tried is a dash."""
    cells = [tuple(line.split("\t")) for line in results.splitlines()]
    seen = {(client, protocol, case): text for client, protocol, case, text in cells}
    named = sorted({(client, list(PROTOCOLS).index(protocol)) for client, protocol, _, _ in cells})
    rows = []
    for client, place in named:
        protocol = list(PROTOCOLS)[place]
        rows.append([client, PROTOCOLS[protocol], *(seen.get((client, protocol, case), "–") for case in CASES)])
    return table(["client", "protocol", *CASES], rows)


def write(results: Path, page: Path, engine: str) -> None:
    """Put the table between the page's marks of the engine."""
    put(page, f"<!-- made by CLIENTS_ENGINE={engine} make test-clients -->", END, made(results.read_text(encoding="utf-8")))
