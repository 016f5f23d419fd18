"""`make image` labels the image with the version and the commit of this build, however warm the builder's cache is."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = 'FROM scratch\nCOPY file /file\nARG VERSION=0\nLABEL org.opencontainers.image.version="${VERSION}"\n'


def options(version: str) -> list[str]:
    """The options that `make image` gives the builder, without image and context."""
    command = ["make", "-n", "image", f"VERSION={version}", "BUILDER=buildah"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.replace("\\\n", " ")
    (line,) = [line for line in text.splitlines() if line.startswith("buildah build")]
    return shlex.split(line)[2:-3]


def test_version_and_commit_are_labels_of_the_command() -> None:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    given = options("9.9.9")
    assert "org.opencontainers.image.version=9.9.9" in given
    assert f"org.opencontainers.image.revision={commit}" in given


@pytest.mark.skipif(not shutil.which("buildah"), reason="buildah is not installed")
def test_a_warm_cache_does_not_keep_an_old_version(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("content")
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    labels = []
    for version in ("1.0.0", "2.0.0"):
        name = f"localhost/llm-predictor-labels:{version}"
        build = ["buildah", "build", "--quiet", "--isolation", "chroot", *options(version), "-t", name, str(tmp_path)]
        subprocess.run(build, check=True, capture_output=True)
        reported = subprocess.run(
            ["buildah", "inspect", "--type", "image", name], check=True, capture_output=True, text=True
        ).stdout
        subprocess.run(["buildah", "rmi", "--force", name], check=True, capture_output=True)
        labels += re.findall(r'"org.opencontainers.image.version": "([^"]*)"', reported)[:1]
    assert labels == ["1.0.0", "2.0.0"]


def test_the_image_that_readme_builds_is_the_one_that_it_pushes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^make image (IMAGE=\S+) && docker push (\S+)$", readme, re.MULTILINE)
    assert found is not None
    command = ["make", "-n", "image", found[1], "BUILDER=docker"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"-t {found[2]} ." in text
    assert f"image.repository={found[2].rpartition(':')[0]} " in readme
