"""The cache's claim: made where a hub model needs it, and kept."""

from typing import Any

from tests.chart.conftest import Render
from tests.chart.release import NAME, Release

HUB = {"model": {"id": "a/b"}}


def cache(release: Release) -> dict[str, Any]:
    """The volume that the predictor's cache is on."""
    (found,) = [volume for volume in release.predictor["volumes"] if volume["name"] == "cache"]
    return dict(found)


def test_a_hub_model_gets_a_claim_that_outlives_the_release(render: Render) -> None:
    release = render(HUB)
    claim = release.one("PersistentVolumeClaim")
    assert claim["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    assert cache(release)["persistentVolumeClaim"] == {"claimName": claim["metadata"]["name"]} == {"claimName": f"{NAME}-cache"}


def test_it_may_go_with_the_release(render: Render) -> None:
    assert "annotations" not in render(HUB, cache={"keep": False}).one("PersistentVolumeClaim")["metadata"]


def test_the_demo_model_needs_none(render: Render) -> None:
    release = render({})
    assert release.all("PersistentVolumeClaim") == []
    assert cache(release)["emptyDir"] == {"sizeLimit": "50Gi"}


def test_size_mode_and_class_are_the_user_s(render: Render) -> None:
    spec = render(HUB, cache={"size": "2Ti", "accessMode": "ReadWriteMany", "storageClassName": "fast"}).one(
        "PersistentVolumeClaim"
    )["spec"]
    assert spec == {"accessModes": ["ReadWriteMany"], "storageClassName": "fast", "resources": {"requests": {"storage": "2Ti"}}}


def test_a_dash_asks_for_no_class_and_nothing_for_the_default(render: Render) -> None:
    assert render(HUB, cache={"storageClassName": "-"}).one("PersistentVolumeClaim")["spec"]["storageClassName"] == ""
    assert "storageClassName" not in render(HUB).one("PersistentVolumeClaim")["spec"]


def test_an_existing_claim_is_used_as_it_is(render: Render) -> None:
    release = render(HUB, cache={"existingClaim": "models"})
    assert release.all("PersistentVolumeClaim") == []
    assert cache(release)["persistentVolumeClaim"] == {"claimName": "models"}


def test_compile_cache_and_models_lie_on_it(render: Render) -> None:
    release = render(HUB)
    (mount,) = [mount for mount in release.container["volumeMounts"] if mount["name"] == "cache"]
    assert release.env["HF_HOME"].startswith(mount["mountPath"])
    assert release.env["VLLM_CACHE_ROOT"].startswith(mount["mountPath"])
