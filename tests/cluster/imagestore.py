"""containerd's store with the images of all but the predictor, filled once; a start copies it instead of importing them."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.cluster import build
from tests.cluster.build import Artifact
from tests.cluster.paths import HERE
from tests.cluster.process import ClusterError, run, wait

CONFIG = """\
version = 2
root = "{root}"
state = "{state}"
[grpc]
  address = "{socket}"
"""
# What containerd writes into its store later; all other files of it are never changed.
DATABASES = ("io.containerd.metadata.v1.bolt/meta.db", "io.containerd.snapshotter.v1.overlayfs/metadata.db")


def artifact() -> Artifact:
    """The store: FOLDER/root. It follows the images and containerd's version, because another version may have another form."""
    version = subprocess.run(["containerd", "--version"], capture_output=True, text=True).stdout
    return Artifact("image-store", (*(image.folder.name for image in build.images()), version, HERE / "imagestore.py"), recipe)


def recipe(folder: Path, deadline: float) -> None:
    """Import all images by a containerd of its own; raises ClusterError."""
    with tempfile.TemporaryDirectory(prefix="llm-images-") as place:
        socket, config, log = Path(place) / "containerd.sock", Path(place) / "containerd.toml", Path(place) / "log"
        config.write_text(CONFIG.format(root=folder / "root", state=Path(place) / "state", socket=socket))
        with log.open("wb") as output:
            process = subprocess.Popen(["containerd", "--config", config], stdout=output, stderr=output, start_new_session=True)
        try:
            fill(socket)
        except ClusterError as error:
            raise ClusterError(f"{error}\n{log.read_text(errors='replace')[-2000:]}") from error
        finally:
            process.terminate()
            process.wait(30)


def fill(socket: Path) -> None:
    """Import the images of all but the predictor."""
    ctr = ("ctr", "-a", socket, "-n", "k8s.io")
    wait(lambda: subprocess.run([*ctr, "version"], capture_output=True).returncode == 0, "containerd", 60)
    for image in build.images():
        run(*ctr, "images", "import", image.folder / "image.tar")


def copy(root: Path) -> None:
    """Make a containerd's root of the store: hard links, and databases of its own."""
    source = artifact().folder / "root"
    run("cp", "-a", "--link", source, root)
    for database in DATABASES:
        (root / database).unlink()
        shutil.copy2(source / database, root / database)
