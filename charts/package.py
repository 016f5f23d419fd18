"""Packages the chart for a registry, with the annotations that Artifact Hub shows.

https://artifacthub.io/docs/topics/annotations/helm/ lists the annotations.

    python charts/package.py dist --url https://github.com/ORGANISATION/llm-predictor --image registry.example.com/llm-predictor

What only the publisher knows comes by options: the repository's address, the image's, and the key that signs the package.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
CHART = ROOT / "charts" / "llm-predictor"
SCREENSHOTS = {"The status page": "status-1280-light.png", "The playground": "playground-1280-light.png"}


def annotations(options: argparse.Namespace, version: str) -> dict[str, str]:
    """Artifact Hub's annotations. Links and screenshots need the repository's address, images and key their own options."""
    made: dict[str, Any] = {"artifacthub.io/license": "Apache-2.0"}
    if options.image:
        kinds = {"gpu": "", "cpu": "-cpu"}
        made["artifacthub.io/images"] = [
            {"name": f"llm-predictor-{kind}", "image": f"{options.image}:{version}{suffix}"} for kind, suffix in kinds.items()
        ]
    if options.url:
        pages = {"source": "", "documentation": "/blob/main/charts/llm-predictor/README.md", "changes": "/blob/main/CHANGELOG.md"}
        made["artifacthub.io/links"] = [{"name": name, "url": options.url + path} for name, path in pages.items()]
        made["artifacthub.io/screenshots"] = [
            {"title": title, "url": f"{options.url}/raw/main/docs/screenshots/{file}"} for title, file in SCREENSHOTS.items()
        ]
    if options.sign_key:
        fingerprint, _, address = options.sign_key.partition("=")
        made["artifacthub.io/signKey"] = {"fingerprint": fingerprint, "url": address}
    return {name: value if isinstance(value, str) else yaml.safe_dump(value, sort_keys=False) for name, value in made.items()}


def main(arguments: list[str]) -> int:
    """Package the chart; returns helm's exit code."""
    parser = argparse.ArgumentParser(description="Package the chart with Artifact Hub's annotations.")
    parser.add_argument("folder", type=Path, help="where the package goes")
    parser.add_argument("--url", default="", help="address of the repository, without a slash at its end")
    parser.add_argument("--image", default="", help="the published image's repository")
    parser.add_argument("--sign-key", default="", metavar="FINGERPRINT=URL", help="the public key that the package is signed with")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / CHART.name
        shutil.copytree(CHART, copy)
        chart = yaml.safe_load((copy / "Chart.yaml").read_text(encoding="utf-8"))
        chart["annotations"] |= annotations(options, chart["appVersion"])
        if options.url:
            chart |= {"home": options.url, "sources": [options.url]}
        (copy / "Chart.yaml").write_text(yaml.safe_dump(chart, sort_keys=False, allow_unicode=True), encoding="utf-8")
        helm = os.environ.get("HELM", "helm")
        return subprocess.run([helm, "package", str(copy), "--destination", str(options.folder)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
