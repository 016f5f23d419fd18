"""Fetch a model into the cache volume (`fetch`), or wait until another pod has (`wait`). Runs in the predictor's image.

`fetch` prints its progress every ten seconds, and once every file is there leaves a mark beside the cache, named after
model and revision.
"""

import hashlib
import os
import sys
import threading
import time
from pathlib import Path

PERIOD = 10.0
GIB = 1024**3


def mark(home: Path, model: str, revision: str) -> Path:
    """The file that tells that this model is complete."""
    name = hashlib.sha256(f"{model}@{revision}".encode()).hexdigest()[:16]
    return home / ".complete" / name


def size_on_disk(folder: Path) -> int:
    """Bytes under `folder`, each blob once, unfinished ones included."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def progress(done: int, total: int, seconds: float) -> str:
    """One line for the log."""
    share = f" of {total / GIB:.2f} GiB ({done / total:.0%})" if total else " GiB"
    return f"downloaded {done / GIB:.2f}{share} in {seconds:.0f} s"


def report(folder: Path, total: int, stop: threading.Event) -> None:
    """Print the progress until told to stop."""
    started = time.monotonic()
    while not stop.wait(PERIOD):
        print(progress(size_on_disk(folder), total, time.monotonic() - started), flush=True)


def fetch(home: Path, model: str, revision: str) -> None:
    """Download all files of the model; raises what the hub's library raises, exits with 1 where the image lacks it."""
    try:
        from huggingface_hub import HfApi, snapshot_download
    except ModuleNotFoundError:
        sys.exit("this image has no huggingface_hub: use one with an engine (ENGINE=gpu or cpu), or switch download.enabled off")

    info = HfApi().model_info(model, revision=revision or None, files_metadata=True)
    total = sum(file.size or 0 for file in info.siblings or [])
    print(f"fetching {model} at {info.sha}: {total / GIB:.2f} GiB", flush=True)
    folder = home / "hub" / f"models--{model.replace('/', '--')}"
    stop = threading.Event()
    reporter = threading.Thread(target=report, args=(folder, total, stop), daemon=True)
    reporter.start()
    try:
        snapshot_download(model, revision=revision or None)
    finally:
        stop.set()
        reporter.join()
    done = mark(home, model, revision)
    done.parent.mkdir(parents=True, exist_ok=True)
    done.touch()
    print(progress(size_on_disk(folder), total, 0).split(" in ")[0] + ", complete", flush=True)


def wait(home: Path, model: str, revision: str, timeout: float) -> None:
    """Return once the mark is there; exits with 1 when it does not come in `timeout` seconds."""
    ends = time.monotonic() + timeout
    while not mark(home, model, revision).exists():
        if time.monotonic() > ends:
            sys.exit(f"{model} did not arrive in {timeout:.0f} s: see the log of the download Job")
        print(f"waiting for the download Job: {size_on_disk(home) / GIB:.2f} GiB are there", flush=True)
        time.sleep(PERIOD)


def main() -> None:
    """Read the environment and do what the first argument says."""
    home, model = Path(os.environ["HF_HOME"]), os.environ["MODEL_ID"]
    revision = os.environ.get("MODEL_REVISION", "")
    if sys.argv[1] == "fetch":
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
        fetch(home, model, revision)
    else:
        wait(home, model, revision, float(os.environ["TIMEOUT_SECONDS"]))


if __name__ == "__main__":
    main()
