"""Rights for the job that judges a canary: off, and narrow when on."""

from tests.chart.conftest import Render
from tests.chart.release import NAME

ON = {"canary": {"analysisRBAC": True}}


def test_nobody_has_rights_by_default(render: Render) -> None:
    release = render({})
    assert release.all("Role") == release.all("RoleBinding") == []


def test_only_this_release_s_objects_can_be_changed(render: Render) -> None:
    release = render(ON, route={"enabled": True, "host": "llm.example.com"})
    services, routes = release.one("Role")["rules"]
    assert services["resourceNames"] == [NAME, f"{NAME}-canary"]
    assert routes["resourceNames"] == [release.one("HTTPRoute")["metadata"]["name"]]
    assert services["verbs"] == routes["verbs"] == ["get", "patch"]


def test_the_rights_go_to_the_release_s_account(render: Render) -> None:
    release = render(ON)
    (subject,) = release.one("RoleBinding")["subjects"]
    assert subject["name"] == release.one("ServiceAccount")["metadata"]["name"]
    assert release.one("RoleBinding")["roleRef"]["name"] == release.one("Role")["metadata"]["name"]
