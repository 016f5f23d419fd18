"""A container image of a few files, written without any image tool."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path


def write(archive: Path, name: str, entrypoint: list[str], files: Mapping[str, Path | str]) -> None:
    """Write a one-layer image as a docker archive (the format of `docker save`), which containerd and buildah import.

    `files` maps paths in the image to files here; a string is the target of a symbolic link. The user is 65532.
    """
    content = layer(files)
    digest = hashlib.sha256(content).hexdigest()
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Entrypoint": entrypoint, "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "User": "65532"},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
        "history": [{"created_by": "tests/cluster"}],
    }
    encoded = json.dumps(config).encode()
    config_name = hashlib.sha256(encoded).hexdigest() + ".json"
    manifest = json.dumps([{"Config": config_name, "RepoTags": [name], "Layers": [f"{digest}.tar"]}]).encode()
    with tarfile.open(archive, "w") as tar:
        for path, part in ((config_name, encoded), (f"{digest}.tar", content), ("manifest.json", manifest)):
            _add(tar, path, part)


def layer(files: Mapping[str, Path | str]) -> bytes:
    """The tar of one layer; `files` as for `write`."""
    buffer = io.BytesIO()
    folders: set[str] = set()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, source in {**files, "/tmp/.keep": b""}.items():
            for folder in reversed([str(parent) for parent in Path(path.lstrip("/")).parents if str(parent) != "."]):
                if folder not in folders:
                    folders.add(folder)
                    entry = tarfile.TarInfo(folder)
                    entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755
                    tar.addfile(entry)
            if isinstance(source, str):
                entry = tarfile.TarInfo(path.lstrip("/"))
                entry.type, entry.linkname = tarfile.SYMTYPE, source
                tar.addfile(entry)
            else:
                _add(tar, path.lstrip("/"), source if isinstance(source, bytes) else source.read_bytes())
    return buffer.getvalue()


def _add(tar: tarfile.TarFile, path: str, content: bytes) -> None:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode = len(content), 0o755
    tar.addfile(entry, io.BytesIO(content))
