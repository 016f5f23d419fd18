"""The table client × protocol × case of tests/clients/README.md, from what the tests saw."""

from pathlib import Path

CASES = ("ok", "error's shape", "time-out", "killed server")
PROTOCOLS = {
    "NATIVE": "/infer",
    "V1": "KServe V1",
    "V2": "V2 REST",
    "GRPC": "V2 gRPC",
    "OPENAI": "OpenAI chat",
    "STREAM": "/infer/stream",
    "ANTHROPIC": "/v1/messages",
}
END = "<!-- end -->"


def rows(results: str) -> list[str]:
    """The table's lines, of lines with client, protocol, case and what was seen; a case that was not tried is a dash."""
    cells = [tuple(line.split("\t")) for line in results.splitlines()]
    seen = {(client, protocol, case): text for client, protocol, case, text in cells}
    named = sorted({(client, list(PROTOCOLS).index(protocol)) for client, protocol, _, _ in cells})
    lines = [f"| client | protocol | {' | '.join(CASES)} |", "|---" * (len(CASES) + 2) + "|"]
    for client, place in named:
        protocol = list(PROTOCOLS)[place]
        outcomes = [seen.get((client, protocol, case), "–") for case in CASES]
        lines.append(f"| {client} | {PROTOCOLS[protocol]} | {' | '.join(outcomes)} |")
    return lines


def write(results: Path, page: Path, engine: str) -> None:
    """Put the table between the page's marks of the engine."""
    text = page.read_text(encoding="utf-8")
    table = "\n".join(rows(results.read_text(encoding="utf-8")))
    begin = f"<!-- made by CLIENTS_ENGINE={engine} make test-clients -->"
    before, _, rest = text.partition(begin)
    _, _, behind = rest.partition(END)
    page.write_text(f"{before}{begin}\n{table}\n{END}{behind}", encoding="utf-8")
