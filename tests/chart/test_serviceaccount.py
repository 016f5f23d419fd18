"""The ServiceAccount: an identity for storage, with no rights in the cluster."""

from tests.chart.conftest import Render
from tests.chart.release import NAME


def test_every_pod_runs_under_it_without_its_token(render: Render) -> None:
    release = render({})
    account = release.one("ServiceAccount")
    assert account["automountServiceAccountToken"] is False
    assert (
        release.predictor["serviceAccountName"]
        == release.one("Pod")["spec"]["serviceAccountName"]
        == account["metadata"]["name"]
        == NAME
    )


def test_it_carries_the_cloud_s_role_and_storage_credentials(render: Render) -> None:
    account = render({"serviceAccount": {"annotations": {"role": "llm"}, "secrets": ["bucket"]}}).one("ServiceAccount")
    assert account["metadata"]["annotations"] == {"role": "llm"}
    assert account["secrets"] == [{"name": "bucket"}]


def test_an_existing_one_is_used(render: Render) -> None:
    release = render({"serviceAccount": {"create": False, "name": "own"}})
    assert release.all("ServiceAccount") == []
    assert release.predictor["serviceAccountName"] == "own"


def test_none_at_all_is_the_namespace_s_default(render: Render) -> None:
    assert render({"serviceAccount": {"create": False}}).predictor["serviceAccountName"] == "default"


def test_kserve_finds_the_token_of_an_hf_model_among_its_secrets(render: Render) -> None:
    token = {"tokenSecret": {"name": "hub", "key": "HF_TOKEN"}}
    hub = {"model": {"storageUri": "hf://a/b"} | token, "serviceAccount": {"secrets": ["bucket"]}}
    assert render(hub).one("ServiceAccount")["secrets"] == [{"name": "bucket"}, {"name": "hub"}]
    assert "secrets" not in render({"model": {"id": "a/b"} | token}).one("ServiceAccount")
