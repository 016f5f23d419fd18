"""The image that is written is what `docker load` reads."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.cluster import containerimage, predictorimage


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


@pytest.mark.skipif(not predictorimage.hub(), reason="the virtualenv has no huggingface_hub (make dev KIND=cpu)")
def test_the_image_with_the_hub_has_its_library_in_one_more_layer(tmp_path: Path) -> None:
    single = tmp_path / "single.tar"
    containerimage.write(single, "dev.local/llm-predictor:0.1.0", ["/bin/sh"], {"/bin/sh": "busybox"})
    predictorimage.write_versions(single, tmp_path / "image.tar")
    with tarfile.open(tmp_path / "image.tar") as tar:
        images = {image["RepoTags"][0].partition(":")[2]: image for image in json.load(tar.extractfile("manifest.json"))}  # type: ignore[arg-type]
        plain, hub = images["0.1.0"], images[predictorimage.WITH_HUB]
        assert hub["Layers"][:-1] == plain["Layers"]
        layer = tar.extractfile(hub["Layers"][-1]).read()  # type: ignore[union-attr]
        config = json.load(tar.extractfile(hub["Config"]))  # type: ignore[arg-type]
    assert config["rootfs"]["diff_ids"][-1] == "sha256:" + hashlib.sha256(layer).hexdigest()
    with tarfile.open(fileobj=io.BytesIO(layer)) as files:
        names = files.getnames()
    assert f"{predictorimage.PACKAGES.strip('/')}/huggingface_hub/__init__.py" in names
    assert not any(name.endswith("/kserve/__init__.py") for name in names)
