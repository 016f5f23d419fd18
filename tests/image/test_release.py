"""`make release` builds what is published: a wheel, the chart's package, a bill of materials for each image, checksums."""

import hashlib
import json
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from predictor import __version__
from tests.service import ROOT

URL, IMAGE = "https://git.example.com/team/llm-predictor", "registry.example.com/llm-predictor"
PINNED = re.compile(r"^([\w.-]+)(?:\[.*?\])?==", re.MULTILINE)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    options = [f"DIST={folder}", f"URL={URL}", f"REGISTRY_IMAGE={IMAGE}", "SIGN_KEY=0123ABCD=https://keys.example.com/team.asc"]
    done = subprocess.run(
        ["make", "--no-print-directory", "release", *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_has_the_version_and_what_serves_and_nothing_that_only_trains(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.startswith(f"llm_predictor-{__version__}-")
    assert {"predictor/__main__.py", "predictor/demo/model/config.json", "predictor/protocols/page/static/status.html"} <= set(
        names
    )
    assert [name for name in names if "training" in name or name.startswith("tests")] == []


def test_the_chart_s_package_says_where_its_parts_are(dist: Path) -> None:
    (package,) = dist.glob("llm-predictor-*.tgz")
    with tarfile.open(package) as files:
        member = files.extractfile("llm-predictor/Chart.yaml")
        assert member is not None
        chart = yaml.safe_load(member.read())
    notes = {name.removeprefix("artifacthub.io/"): text for name, text in chart["annotations"].items()}
    assert package.name == f"llm-predictor-{chart['version']}.tgz"
    assert chart["home"] == URL
    assert notes["license"] == "Apache-2.0"
    images = [image["image"] for image in yaml.safe_load(notes["images"])]
    assert images == [f"{IMAGE}:{__version__}", f"{IMAGE}:{__version__}-cpu"]
    pages = [*yaml.safe_load(notes["links"]), *yaml.safe_load(notes["screenshots"])]
    for page in pages:
        path = re.sub(r"^/(?:blob|raw)/main/", "", page["url"].removeprefix(URL))
        assert (ROOT / path).exists() if path else True
    assert yaml.safe_load(notes["signKey"]) == {"fingerprint": "0123ABCD", "url": "https://keys.example.com/team.asc"}


@pytest.mark.parametrize("kind", ["cpu", "gpu"])
def test_a_bill_of_materials_names_every_package_that_the_image_installs(dist: Path, kind: str) -> None:
    bill = json.loads((dist / f"llm-predictor-{kind}.spdx.json").read_text())
    pinned = PINNED.findall((ROOT / f"requirements/{kind}.txt").read_text())
    named = [package["name"] for package in bill["packages"]]
    assert bill["spdxVersion"] == "SPDX-2.3"
    assert sorted(named) == sorted([*pinned, "llm-predictor"])
    assert all(package["versionInfo"] for package in bill["packages"])
    assert len(bill["relationships"]) == len(named)


def test_the_checksums_are_those_of_all_files(dist: Path) -> None:
    lines = (dist / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in dist.iterdir() if path.name != "SHA256SUMS"}
    assert sums == files
    assert len(files) == 4
