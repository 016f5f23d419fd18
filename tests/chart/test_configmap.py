"""Files that come from values: their ConfigMap is named by its content."""

from typing import Any

from tests.chart.conftest import Render

TEMPLATE = {"model": {"chatTemplate": {"inline": "{{ messages }}\n"}}}


def test_there_is_none_without_files(render: Render) -> None:
    assert render({}).all("ConfigMap") == []


def test_a_chat_template_reaches_the_predictor_unchanged(render: Render) -> None:
    release = render(TEMPLATE)
    assert release.one("ConfigMap")["data"] == {"chat_template.jinja": "{{ messages }}\n"}
    (mount,) = [mount for mount in release.container["volumeMounts"] if mount["name"] == "chat"]
    assert release.env["LLM_CHAT_TEMPLATE"] == f"{mount['mountPath']}/chat_template.jinja"


def test_patterns_reach_the_predictor(render: Render) -> None:
    release = render({"pii": {"patterns": "a = 1\n"}})
    assert release.one("ConfigMap")["data"] == {"patterns.toml": "a = 1\n"}
    assert release.env["LLM_PII_PATTERNS"] == "/etc/llm-predictor/pii/patterns.toml"


def test_a_change_makes_another_map_so_that_pods_roll_out(render: Render) -> None:
    def name(**values: Any) -> str:
        return str(render(values).one("ConfigMap")["metadata"]["name"])

    assert name(**TEMPLATE) != name(model={"chatTemplate": {"inline": "other"}})


def test_a_canary_s_template_does_not_reach_stable_pods(render: Render) -> None:
    canary = {"enabled": True, "model": {"chatTemplate": {"inline": "new"}}}
    release = render(TEMPLATE, canary=canary, route={"enabled": True, "host": "a.example.com"})
    assert len(release.all("ConfigMap")) == 2
    assert release.predictor["volumes"] == render(TEMPLATE).predictor["volumes"]


def test_a_config_map_of_one_s_own_is_mounted(render: Render) -> None:
    release = render({"model": {"chatTemplate": {"configMap": "templates", "key": "qwen.jinja"}}})
    assert release.all("ConfigMap") == []
    (volume,) = [volume for volume in release.predictor["volumes"] if volume["name"] == "chat"]
    assert volume["configMap"] == {"name": "templates", "items": [{"key": "qwen.jinja", "path": "qwen.jinja"}]}
    assert release.env["LLM_CHAT_TEMPLATE"].endswith("/qwen.jinja")
