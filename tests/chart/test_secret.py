"""The API key: made once, unless the user brings one or wants none."""

import base64
import re

from tests.chart.conftest import Render
from tests.chart.release import NAME, Helm


def test_a_random_key_is_made_and_kept(render: Render) -> None:
    secret = render({}).one("Secret")
    assert secret["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    assert re.fullmatch(rb"[A-Za-z0-9]{40}", base64.b64decode(secret["data"]["api-keys"]))


def test_two_installations_have_different_keys(helm: Helm) -> None:
    assert helm.render({}).one("Secret")["data"] != helm.render({}).one("Secret")["data"]


def test_an_existing_secret_is_used(render: Render) -> None:
    release = render({"apiKeys": {"existingSecret": "own", "key": "keys"}})
    assert release.all("Secret") == []
    assert release.env["LLM_API_KEYS"] == {"secretKeyRef": {"name": "own", "key": "keys"}}


def test_an_open_door_has_no_secret(render: Render) -> None:
    release = render({"apiKeys": {"enabled": False}})
    assert release.all("Secret") == []
    assert "LLM_API_KEYS" not in release.env


def test_the_pod_reads_the_secret_that_is_made(render: Render) -> None:
    release = render({})
    assert release.one("Secret")["metadata"]["name"] == release.env["LLM_API_KEYS"]["secretKeyRef"]["name"] == f"{NAME}-api-keys"
