"""The pages' files: all from this server, under a strict policy, with every label in both languages."""

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from predictor import errors
from predictor.errors import EXIT_LOAD_FAILED, Fatal, PredictorError
from predictor.inference.lifecycle import Stage
from predictor.pii.kind import ACTIONS
from predictor.protocols.page.files import FOLDER
from tests.service import ROOT
from tests.unit.conftest import Serve

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FILES = sorted(FOLDER.iterdir())
PAGES = {"/": "status.html", "/playground": "playground.html"}


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def codes() -> dict[str, int]:
    """The HTTP status of each error code that a caller may get."""
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, PredictorError)]
    return {one.code: one.status if isinstance(one.status, int) else 400 for one in classes}


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_names_only_files_that_the_server_has_and_needs_no_key(path: str, serve: Serve) -> None:
    client = serve(playground=True, api_keys="set")
    page = (await client.get(path, headers=BROWSER)).text
    named = set(re.findall(r'(?:src|href)="(page/[^"]+)"', page))
    assert {"page/page.css", "page/status.js", "page/icon.svg"} <= named
    for name in named:
        assert (await client.get(f"/{name}")).status_code == 200, name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_names_another_host(file: Path) -> None:
    hosts = set(re.findall(r"https?://([\w.-]+)", file.read_text(encoding="utf-8")))
    assert hosts <= {"www.w3.org"}  # the name of SVG's namespace, which nothing fetches


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_or_style_within_it(path: str) -> None:
    page = read(PAGES[path])
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == []


@pytest.mark.parametrize("path", ["/", "/playground", "/page/status.js", "/page/texts.json"])
async def test_the_policy_allows_this_origin_alone(path: str, serve: Serve) -> None:
    answer = await serve(playground=True).get(path, headers=BROWSER)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_label_of_the_pages_is_there_in_both_languages() -> None:
    texts = json.loads(read("texts.json"))
    scripts = "".join(read(file.name) for file in FILES if file.suffix in (".js", ".html"))
    used = set(re.findall(r'data-text="(\w+)"|\btext\("(\w+)"', scripts))
    assert {name for pair in used for name in pair if name} - set(texts) == set()
    for name, both in texts.items():
        assert set(both) == {"ko", "en"}, name
        fields = [sorted(re.findall(r"{(\w+)}", answered)) for answered in both.values()]
        assert fields[0] == fields[1], name


def test_no_label_is_left_over() -> None:
    scripts = "".join(read(file.name) for file in FILES if file.suffix in (".js", ".html"))
    named_by_the_server = {*(stage.value for stage in Stage), *ACTIONS, "inputSide", "outputSide"}
    texts = set(json.loads(read("texts.json")))
    assert named_by_the_server <= texts
    assert [name for name in texts - named_by_the_server if not re.search(rf"\b{name}\b", scripts)] == []


def test_there_is_advice_for_every_error_code() -> None:
    advice = json.loads(read("advice.json"))
    assert {code: row["status"] for code, row in advice.items()} == codes()
    assert all(row["ko"] and row["en"] for row in advice.values())


def test_the_wheel_holds_every_file() -> None:
    globs = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["predictor"]
    for file in FILES:
        path = str(file.relative_to(ROOT / "predictor"))
        assert any(fnmatch(path, glob) for glob in globs), path


async def test_a_failed_server_shows_the_page_with_its_status(serve: Serve) -> None:
    client = serve()
    client.server.lifecycle.fail(Fatal("the model is gone", EXIT_LOAD_FAILED))
    answer = await client.get("/", headers=BROWSER)
    assert (answer.status_code, "<!doctype html>" in answer.text) == (503, True)


async def test_a_name_that_is_no_file_is_not_found(serve: Serve) -> None:
    client = serve()
    for path in ("/page/other.js", "/page/status.html", "/page/..%2ffiles.py", "/page/"):
        assert (await client.get(path)).status_code == 404, path
