"""The cluster's Go programs, out of Go's module proxy: fetched, then compiled without the network."""

import os
import signal
import subprocess
import time
from pathlib import Path

from tests.cluster.paths import HERE
from tests.cluster.process import ClusterError, Unable, Unfinished

MODULES = HERE / "modules"
ENVIRONMENT = {
    "CGO_ENABLED": "0",
    "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false",
    "GOWORK": "off",
    # The compiler collects its garbage less often: more memory, less processor time.
    "GOGC": "400",
}
PROGRESS_SECONDS = 60


def environment(**more: str) -> dict[str, str]:
    """The environment of go."""
    return os.environ | ENVIRONMENT | more


def go(*args: str, module: str) -> str:
    """Run go in a module's folder for what comes from the proxy; raises Unable, because the network is the machine's."""
    done = subprocess.run(["go", *args], cwd=MODULES / module, env=environment(), capture_output=True, text=True)
    if done.returncode:
        raise Unable(f"`go {' '.join(args)[:200]}` in {MODULES / module} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def compile_program(output: Path, module: str, package: str, flags: str, tags: str, deadline: float) -> None:
    """Fetch what `package` needs and compile it; `flags` are the linker's.

    Raises Unable where the sources cannot be fetched, ClusterError where they do not compile, and Unfinished at `deadline`, a time
    of `time.monotonic`; Go's build cache keeps what was compiled until then.
    """
    needed = len(go("list", "-deps", f"-tags={tags}", package, module=module).splitlines())
    log = output.with_suffix(".log")
    with log.open("w") as lines:
        process = subprocess.Popen(
            ["go", "build", "-v", f"-tags={tags}", f"-ldflags=-s -w {flags}", "-o", str(output), package],
            cwd=MODULES / module,
            env=environment(GOPROXY="off"),
            stderr=lines,
            start_new_session=True,
        )
        try:
            follow(process, log, needed, deadline)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    if process.returncode:
        raise ClusterError(f"{package} in {MODULES / module} does not compile:\n{log.read_text()[-3000:]}")
    log.unlink()


def follow(process: subprocess.Popen[bytes], log: Path, needed: int, deadline: float) -> None:
    """Wait for `go build -v`, which writes a line for each package that it compiles; prints now and then how many there were."""
    printed = time.monotonic()
    while process.poll() is None:
        now = time.monotonic()
        if now > deadline:
            raise Unfinished(f"{compiled(log)} packages of at most {needed} were compiled now")
        if now - printed > PROGRESS_SECONDS:
            print(f"{compiled(log)} packages of at most {needed} …", end=" ", flush=True)
            printed = now
        time.sleep(0.2)


def compiled(log: Path) -> int:
    """The packages that `go build -v` has named."""
    return log.read_text().count("\n")
