"""Removes what was built for other pins or another state of the code."""

import os
import re
import shutil
import time
from pathlib import Path

from tests.cluster import build, imagestore, predictorimage
from tests.cluster.paths import CACHE

DAYS = 14
BUILT = re.compile(r".+-[0-9a-f]{12}(\.unfinished)?")


def unused(days: float = DAYS) -> None:
    """Remove folders that no run has used for `days`; marks those that this run uses."""
    wanted = used()
    for name in wanted:
        if (CACHE / name).exists():
            os.utime(CACHE / name)
    remove([folder for folder in others(wanted) if time.time() - folder.stat().st_mtime > days * 86400])


def all_others() -> None:
    """Remove every folder that the present pins and code do not name."""
    remove(others(used()))


def used() -> set[str]:
    """The names of the folders that a run of this code uses."""
    return {artifact.folder.name for artifact in [*build.artifacts(), imagestore.artifact(), predictorimage.artifact()]}


def others(wanted: set[str]) -> list[Path]:
    """Folders of artifacts that are not among `wanted`; logs and what runs are none."""
    return [path for path in sorted(CACHE.iterdir()) if path.is_dir() and BUILT.fullmatch(path.name) and path.name not in wanted]


def remove(folders: list[Path]) -> None:
    """Remove folders, with a line where there are some."""
    size = sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
    for folder in folders:
        shutil.rmtree(folder)
    if folders:
        print(f"cluster: removed {len(folders)} folders of other pins, {size / 2**30:.1f} GiB", flush=True)
