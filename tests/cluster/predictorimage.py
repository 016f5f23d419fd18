"""The predictor's image by the project's Dockerfile (ENGINE=mock), on the stand-in base, in three versions."""

import json
import subprocess
import tarfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from tests.cluster.build import Artifact
from tests.cluster.paths import ROOT
from tests.cluster.process import ClusterError

REPOSITORY = "dev.local/llm-predictor"
BASE = "localhost/python:3.11-slim"
# A version shows in each answer by the form of its placeholders, as a later release of a service would differ in what it answers.
VERSIONS = {"0.1.0": "[{label}_{n}]", "0.2.0": "<{label}_{n}>", "0.3.0": "({label}_{n})"}
COPIED = (
    "Dockerfile",
    ".dockerignore",
    "requirements/uv.txt",
    "requirements/base.txt",
    "tests/image/base.sh",
    "tests/cluster/predictorimage.py",
)


def artifact() -> Artifact:
    """The archive with all versions: FOLDER/image.tar."""
    code = sorted(path for path in (ROOT / "predictor").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    names = "\n".join(str(path.relative_to(ROOT)) for path in code)
    return Artifact("image-llm-predictor", (names, *(ROOT / path for path in COPIED), *code), recipe)


def recipe(folder: Path) -> None:
    """Build the image once by `make image`, and write its versions."""
    shell(str(ROOT / "tests" / "image" / "base.sh"), BASE)
    name = f"{REPOSITORY}:0.1.0"
    inside = "--network=host -v /etc/ssl/certs:/etc/ssl/certs:ro"
    builder = "buildah --runtime runc"
    shell("make", "image", "ENGINE=mock", f"BASE={BASE}", f"IMAGE={name}", f"BUILDER={builder}", f"IMAGE_ARGS={inside}")
    single = folder / "single.tar"
    shell("buildah", "push", "--quiet", name, f"docker-archive:{single}:{name}")
    write_versions(single, folder / "image.tar")
    single.unlink()


def write_versions(single: Path, archive: Path) -> None:
    """Copy a docker archive, with an image for each version: the same layers, another environment."""
    with tarfile.open(single) as source, tarfile.open(archive, "w") as target:
        (manifest,) = json.load(read(source, "manifest.json"))
        config = json.load(read(source, manifest["Config"]))
        for layer in manifest["Layers"]:
            member = source.getmember(layer)
            target.addfile(member, source.extractfile(member) if member.isfile() else None)
        entries = []
        for version, placeholder in VERSIONS.items():
            changed = {**config["config"], "Env": [*config["config"]["Env"], f"LLM_PII_PLACEHOLDER={placeholder}"]}
            encoded = json.dumps({**config, "config": changed}).encode()
            name = f"{sha256(encoded).hexdigest()}.json"
            add(target, name, encoded)
            entries.append({"Config": name, "RepoTags": [f"{REPOSITORY}:{version}"], "Layers": manifest["Layers"]})
        add(target, "manifest.json", json.dumps(entries).encode())


def read(archive: tarfile.TarFile, name: str) -> BytesIO:
    """The content of a member, which may be a link to another."""
    file = archive.extractfile(name)
    if file is None:
        raise ClusterError(f"{archive.name!r} has no file {name}")
    return BytesIO(file.read())


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Append a file."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, BytesIO(content))


def shell(*command: str) -> None:
    """Run a command in the repository; raises ClusterError with the end of its output."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise ClusterError(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr)[-3000:]}")
