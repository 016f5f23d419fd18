"""Writes what an image installs as a bill of materials, from the pinned requirements: SPDX 2.3, https://spdx.github.io/spdx-spec/v2.3/.

python requirements/sbom.py gpu dist/llm-predictor-gpu.spdx.json
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    Checksum,
    ChecksumAlgorithm,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    Package,
    PackagePurpose,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
)
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
from spdx_tools.spdx.writer.write_anything import write_file

sys.path.insert(0, str(Path(__file__).parents[1]))
from predictor import __version__

HERE = Path(__file__).parent
PINNED = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
SHA256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")
PROJECT = "SPDXRef-llm-predictor"


def pinned(kind: str) -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 sums of the files of each package that an image of this kind installs."""
    for match in PINNED.finditer((HERE / f"{kind}.txt").read_text(encoding="utf-8")):
        yield match["name"], match["version"], SHA256.findall(match["rest"])


def library(name: str, version: str, sums: list[str]) -> Package:
    """A package of PyPI. A sum is given where one file alone is allowed, because SPDX's checksum is that of the file."""
    return Package(
        spdx_id="SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", f"{name}-{version}"),
        name=name,
        version=version,
        download_location=f"https://pypi.org/project/{name}/{version}/",
        checksums=[Checksum(ChecksumAlgorithm.SHA256, sums[0])] if len(sums) == 1 else [],
        files_analyzed=False,
        license_concluded=SpdxNoAssertion(),
        external_references=[
            ExternalPackageRef(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", f"pkg:pypi/{name.lower()}@{version}")
        ],
        primary_package_purpose=PackagePurpose.LIBRARY,
    )


def document(kind: str) -> Document:
    """The bill of one kind of image."""
    name = f"llm-predictor-{__version__}-{kind}"
    creation = CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id="SPDXRef-DOCUMENT",
        name=name,
        document_namespace=f"https://spdx.org/spdxdocs/{name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        creators=[Actor(ActorType.TOOL, "llm-predictor make release")],
        created=datetime.now(UTC).replace(microsecond=0, tzinfo=None),
    )
    project = Package(
        spdx_id=PROJECT,
        name="llm-predictor",
        version=__version__,
        download_location=SpdxNoAssertion(),
        files_analyzed=False,
        primary_package_purpose=PackagePurpose.APPLICATION,
    )
    libraries = [library(*package) for package in pinned(kind)]
    relations = [Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, PROJECT)]
    relations += [Relationship(PROJECT, RelationshipType.DEPENDS_ON, package.spdx_id) for package in libraries]
    return Document(creation, packages=[project, *libraries], relationships=relations)


def main(kind: str, path: str) -> int:
    """Write the bill; returns 1 where it would not be valid SPDX."""
    bill = document(kind)
    faults = validate_full_spdx_document(bill)
    for fault in faults:
        print(fault.validation_message, file=sys.stderr)
    if not faults:
        write_file(bill, path, validate=False)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
