"""What the chart's tests need beside Python: `python tests/chart/tools.py` installs it, and skips what is there.

| tool | what for | from |
|---|---|---|
| helm-python-sdk | Helm 4 as a library: lint, schema, rendering in 20 ms | PyPI |
| grafana-foundation-sdk | Grafana's own types of a dashboard | PyPI |
| kubernetes-validate | Kubernetes' own JSON schemas, strict | PyPI |
| helm 3 | the same chart under Helm 3 | Go |
| promtool | checks and unit tests of the alerts | PATH, or Debian's prometheus package, unpacked but not installed |

They go to LLM_PREDICTOR_TOOLS, by default ~/.cache/llm-predictor-tools.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
HOME = Path(os.environ.get("LLM_PREDICTOR_TOOLS", Path.home() / ".cache" / "llm-predictor-tools"))
PACKAGES = HOME / "python"
HELM = HOME / "bin" / "helm"
PROMTOOL = HOME / "bin" / "promtool"
HELM_MODULE = "helm.sh/helm/v3/cmd/helm@v3.22.0"
KUBERNETES = "1.35.0"
KUBERNETES_SCHEMAS = PACKAGES / "kubernetes_validate" / "kubernetes-json-schema" / f"v{KUBERNETES}-local-strict"


class ToolError(Exception):
    """A tool cannot be had; the message says what to install by hand."""


def install() -> None:
    """Install what is missing; raises ToolError."""
    (HOME / "bin").mkdir(parents=True, exist_ok=True)
    for name, there, get in (
        ("Python packages", packages_current, packages),
        ("helm 3", HELM.exists, helm),
        ("promtool", PROMTOOL.exists, promtool),
    ):
        if not there():
            started = time.monotonic()
            get()
            print(f"chart tools: {name} installed in {time.monotonic() - started:.0f} s", flush=True)


def missing() -> list[str]:
    """Names of the tools that are not there."""
    found = {"Python packages": packages_current(), "helm 3": HELM.exists(), "promtool": PROMTOOL.exists()}
    return [name for name, there in found.items() if not there]


def packages_current() -> bool:
    """True when the installed packages are those of tools.txt."""
    mark = PACKAGES / "tools.txt"
    return mark.exists() and mark.read_text() == (HERE / "tools.txt").read_text()


def packages() -> None:
    """The pinned, hashed packages of tools.txt, into a folder of their own: their dependencies must not mix with the project's."""
    shutil.rmtree(PACKAGES, ignore_errors=True)
    options = ["--no-deps", "--require-hashes", "--target", str(PACKAGES), "-r", str(HERE / "tools.txt")]
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", "--quiet", "--python", sys.executable, *options)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(sys.executable, "-m", "venv", folder)
            run(f"{folder}/bin/pip", "install", "--quiet", "--no-compile", *options)
    shutil.copy(HERE / "tools.txt", PACKAGES / "tools.txt")


def helm() -> None:
    """Helm 3 by `go install`: 2 minutes of two cores."""
    if not shutil.which("go"):
        raise ToolError("helm 3 is built with Go, which is not on PATH: install Go 1.24 or newer, or put helm 3 at " + str(HELM))
    run("go", "install", HELM_MODULE, GOBIN=str(HELM.parent), GOFLAGS="-trimpath")


def promtool() -> None:
    """The promtool on PATH, or the one in Debian's package."""
    if found := shutil.which("promtool"):
        PROMTOOL.symlink_to(found)
        return
    if not shutil.which("apt-get"):
        raise ToolError("promtool is not on PATH: install Prometheus")
    with tempfile.TemporaryDirectory() as folder:
        try:
            run("apt-get", "download", "-qq", "prometheus", cwd=folder)
        except ToolError:
            run("apt-get", "update", "-qq")
            run("apt-get", "download", "-qq", "prometheus", cwd=folder)
        (package,) = Path(folder).glob("*.deb")
        run("dpkg", "-x", str(package), f"{folder}/root")
        shutil.copy(f"{folder}/root/usr/bin/promtool", PROMTOOL)


def run(*command: str, cwd: str | None = None, **env: str) -> None:
    """Run a command quietly; raises ToolError with the end of what it answered."""
    done = subprocess.run(command, cwd=cwd, env=os.environ | env, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr)[-2000:]}")


if __name__ == "__main__":
    try:
        install()
    except ToolError as error:
        sys.exit(f"error: {error}")
