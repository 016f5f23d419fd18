"""A gateway as a process before a predictor, with its configuration of docs/gateways.md."""

import os
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.service import ROOT, free_port
from tests.waiting import wait_until

PAGE = (ROOT / "docs/gateways.md").read_text(encoding="utf-8")
IDLE_MS = 300  # in place of the page's 60 s
CLUSTER = Path(os.environ.get("LLM_PREDICTOR_CLUSTER", Path.home() / ".cache/llm-predictor-cluster"))


@dataclass(frozen=True)
class Kind:
    """A gateway: the language of its block on the page, its command, and what stands around the block in a whole file."""

    language: str
    command: tuple[str, ...]
    frame: str = "{block}"
    idle: str = f"{IDLE_MS}ms"

    def program(self) -> str | None:
        """The path of its program; None where it is not installed. The cluster's tests build an Envoy from PyPI."""
        built = sorted(str(path) for path in CLUSTER.glob("envoy-*/envoy") if path.is_file()) if self.command[0] == "envoy" else []
        return shutil.which(self.command[0]) or (built[0] if built else None)


NGINX = """\
daemon off; master_process off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder};
    fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
    {block}
}}
"""
KINDS = {
    "nginx": Kind("nginx", ("nginx", "-c"), NGINX),
    "HAProxy": Kind("haproxy", ("haproxy", "-f")),
    "Envoy": Kind("yaml", ("envoy", "--disable-hot-restart", "--concurrency", "1", "-l", "error", "-c"), idle=f"{IDLE_MS / 1000}s"),
}


class Gateway:
    """A running gateway before the predictor at `port`; `url` is its address."""

    def __init__(self, kind: Kind, port: int, folder: Path) -> None:
        own = free_port()
        self.url = f"http://127.0.0.1:{own}"
        program = kind.program()
        assert program is not None
        file = folder / f"gateway.{kind.language}"
        file.write_text(kind.frame.format(block=block(kind, port, own), folder=folder), encoding="utf-8")
        with (folder / "gateway.log").open("wb") as log:
            self.process = subprocess.Popen([program, *kind.command[1:], str(file)], stdout=log, stderr=log, cwd=folder)
        wait_until(lambda: listens(own) or self.process.poll() is not None, 20)
        assert self.process.poll() is None, (folder / "gateway.log").read_text()

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def block(kind: Kind, port: int, own: int) -> str:
    """The page's configuration for this machine: its addresses, and a short idle time."""
    (text,) = re.findall(rf"^```{kind.language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    text = re.sub(r"llm\.example\.com(:80|, port_value: 80)", lambda m: f"127.0.0.1{m[1].replace('80', str(port))}", text)
    text = re.sub(r"(listen |bind :|0\.0\.0\.0, port_value: )80", rf"\g<1>{own}", text)
    assert "60s" in text
    return text.replace("60s", kind.idle)


def listens(port: int) -> bool:
    """True where a server accepts connections at the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
