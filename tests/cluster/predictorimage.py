"""The predictor's image by the project's Dockerfile (ENGINE=mock), on the stand-in base, in three versions.

A fourth image, `WITH_HUB`, adds the hub's library, which the mock image lacks and the download Job needs.
"""

import json
import re
import subprocess
import tarfile
from hashlib import sha256
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tests.cluster import containerimage
from tests.cluster.build import Artifact
from tests.cluster.paths import ROOT
from tests.cluster.process import ClusterError, Unable

REPOSITORY = "dev.local/llm-predictor"
BASE = "localhost/python:3.11-slim"
# A version shows in each answer by the form of its placeholders, as a later release of a service would differ in what it answers.
VERSIONS = {"0.1.0": "[{label}_{n}]", "0.2.0": "<{label}_{n}>", "0.3.0": "({label}_{n})"}
WITH_HUB = "0.1.0-hub"
HUB = "huggingface-hub"
PACKAGES = "/opt/llm/lib/python3.11/site-packages"
COPIED = (
    "Dockerfile",
    ".dockerignore",
    "requirements/uv.txt",
    "requirements/base.txt",
    "tests/image/base.sh",
    "tests/cluster/predictorimage.py",
    "tests/cluster/containerimage.py",
)


def artifact() -> Artifact:
    """The archive with all versions: FOLDER/image.tar."""
    code = sorted(path for path in (ROOT / "predictor").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    names = "\n".join(str(path.relative_to(ROOT)) for path in code)
    return Artifact("image-llm-predictor", (names, *hub(), *(ROOT / path for path in COPIED), *code), recipe)


def hub() -> dict[str, str]:
    """Versions in this virtualenv of the hub's library and of what it needs beside the mock image; empty without the library."""
    there = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / "base.txt").read_text(), re.MULTILINE))
    found: dict[str, str] = {}
    wanted = [HUB]
    while wanted:
        name = wanted.pop()
        if name in found or name in there:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            return {}
        needs = [Requirement(text) for text in metadata.requires(name) or []]
        wanted += [need.name.lower().replace("_", "-") for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    return found


def recipe(folder: Path, deadline: float) -> None:
    """Build the image once by `make image`, and write its versions."""
    shell(str(ROOT / "tests" / "image" / "base.sh"), BASE)
    name = f"{REPOSITORY}:0.1.0"
    inside = "--network=host -v /etc/ssl/certs:/etc/ssl/certs:ro --build-arg MASKER=once"
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
        entries = [
            entry(target, version, with_environment(config, f"LLM_PII_PLACEHOLDER={placeholder}"), manifest["Layers"])
            for version, placeholder in VERSIONS.items()
        ]
        if packages := hub():
            layer = containerimage.layer(files_of(packages))
            digest = sha256(layer).hexdigest()
            add(target, f"{digest}.tar", layer)
            config["rootfs"]["diff_ids"].append(f"sha256:{digest}")
            config["history"].append({"created_by": "tests/cluster"})
            entries.append(entry(target, WITH_HUB, config, [*manifest["Layers"], f"{digest}.tar"]))
        add(target, "manifest.json", json.dumps(entries).encode())


def with_environment(config: dict[str, Any], variable: str) -> dict[str, Any]:
    """An image's configuration with one more variable."""
    return {**config, "config": {**config["config"], "Env": [*config["config"]["Env"], variable]}}


def entry(archive: tarfile.TarFile, version: str, config: dict[str, Any], layers: list[str]) -> dict[str, Any]:
    """Add an image's configuration; returns its entry of the manifest."""
    encoded = json.dumps(config).encode()
    name = f"{sha256(encoded).hexdigest()}.json"
    add(archive, name, encoded)
    return {"Config": name, "RepoTags": [f"{REPOSITORY}:{version}"], "Layers": layers}


def files_of(packages: dict[str, str]) -> dict[str, Path]:
    """The files of installed packages, by their paths in the image; scripts are left out."""
    found: dict[str, Path] = {}
    for package in packages:
        for file in metadata.files(package) or []:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                found[f"{PACKAGES}/{file}"] = Path(str(file.locate()))
    return found


def read(archive: tarfile.TarFile, name: str) -> BytesIO:
    """The content of a member, which may be a link to another."""
    file = archive.extractfile(name)
    if file is None:
        raise ClusterError(f"{archive.name!r} has no file {name}")
    return BytesIO(file.read())


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Append a file."""
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, BytesIO(content))


def shell(*command: str) -> None:
    """Run a command in the repository; raises Unable with the end of its output, because most that fails here is the network."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Unable(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr)[-3000:]}")
