"""Render `manifests/NAME/llm-predictor.yaml` from the chart and the values.yaml beside it, for `kubectl apply -k`.

    python charts/manifests.py            # write them all
    python charts/manifests.py --check    # exit 1 and a diff when one is not current

Needs helm (3 or 4); HELM names another binary.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHART, MANIFESTS = ROOT / "charts" / "llm-predictor", ROOT / "manifests"
RELEASE = "llm-predictor"
KUBERNETES = "1.35.0"
KUSTOMIZATION = """\
# Made by charts/manifests.py: change values.yaml and run `make manifests`.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [llm-predictor.yaml]
"""


def rendered(values: Path) -> str:
    """The chart's manifests without what only Helm knows of; raises CalledProcessError."""
    command = [
        os.environ.get("HELM", "helm"),
        "template",
        RELEASE,
        str(CHART),
        "--values",
        str(values),
        "--kube-version",
        KUBERNETES,
    ]
    text = subprocess.run([*command, "--no-hooks"], check=True, stdout=subprocess.PIPE, text=True).stdout
    # kubectl's -n and kustomize's namespace decide, and nobody is managed by Helm here.
    text = re.sub(r"^  namespace: default\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ +(helm\.sh/chart|app\.kubernetes\.io/managed-by): .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^  annotations:\n    helm\.sh/resource-policy: keep\n", "", text, flags=re.MULTILINE)
    return f"# Made by charts/manifests.py from {values.relative_to(ROOT)}: change that and run `make manifests`.\n{text}"


def documents() -> dict[Path, str]:
    """What each file under manifests/ should hold."""
    made: dict[Path, str] = {}
    for values in sorted(MANIFESTS.glob("*/values.yaml")):
        made[values.with_name("llm-predictor.yaml")] = rendered(values)
        made[values.with_name("kustomization.yaml")] = KUSTOMIZATION
    return made


def main(argv: list[str]) -> int:
    """Write, or compare with --check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is not current")
    options = parser.parse_args(argv)
    try:
        made = documents()
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        print(f"error: {error}; helm 3 or 4 must be on PATH, or named by HELM", file=sys.stderr)
        return 2
    stale = False
    for path, text in made.items():
        old = path.read_text() if path.exists() else ""
        if not options.check:
            path.write_text(text)
        elif old != text:
            stale = True
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), text.splitlines(True), str(path), "from the chart", n=1)
            )
    if stale:
        print("Not current: run `make manifests`.", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
