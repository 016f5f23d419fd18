"""The image that is written is what `docker load` reads."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

from tests.cluster import containerimage


def test_config_and_layer_carry_the_digests_that_name_them(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    containerimage.write(tmp_path / "image.tar", "dev.local/x:1", ["/bin/program"], {"/bin/program": program, "/bin/sh": "program"})
    with tarfile.open(tmp_path / "image.tar") as tar:
        (manifest,) = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
        config = tar.extractfile(manifest["Config"]).read()  # type: ignore[union-attr]
        layer = tar.extractfile(manifest["Layers"][0]).read()  # type: ignore[union-attr]
    assert manifest["RepoTags"] == ["dev.local/x:1"]
    assert manifest["Config"] == hashlib.sha256(config).hexdigest() + ".json"
    assert json.loads(config)["rootfs"]["diff_ids"] == ["sha256:" + hashlib.sha256(layer).hexdigest()]
    with tarfile.open(fileobj=io.BytesIO(layer)) as files:
        assert files.getmember("bin/program").mode == 0o755
        assert files.getmember("bin/sh").linkname == "program"
        assert files.getmember("tmp").mode == 0o1777
