"""A headless Chromium over the WebDriver protocol (W3C) of Debian's chromedriver."""

import base64
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests.service import free_port
from tests.waiting import wait_until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's name of a reference to an element
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-gpu",
    "--no-first-run",
    "--accept-lang=ko-KR,ko",
)
WAIT_SEC = 20.0


def missing() -> str:
    """What this machine lacks, in words; empty where a browser can be driven."""
    absent = [name for name in ("chromedriver", "chromium") if shutil.which(name) is None]
    return f"{' and '.join(absent)} not installed (Debian: apt-get install chromium chromium-driver fonts-nanum)" if absent else ""


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The address of a site that shows a folder's files, and is another origin than a predictor's."""

    class Site(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Browser:
    """One session: a window that is empty at first."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        with (folder / "chromedriver.log").open("wb") as log:
            self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=log, stderr=log)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        wait_until(lambda: self.client.get("/status").json()["value"]["ready"], passing=(httpx.HTTPError,))
        options = {"args": [*ARGUMENTS, f"--user-data-dir={folder / 'profile'}"], "binary": shutil.which("chromium")}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        answer = self.client.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
        assert "sessionId" in answer, answer
        self.session = str(self.client.base_url.join(f"/session/{answer['sessionId']}"))
        self.client.base_url = self.session

    def close(self) -> None:
        """End the browser and its driver."""
        try:
            self.client.delete(self.session).raise_for_status()  # without a slash at its end, which chromedriver does not know
        finally:
            self.client.close()
            self.driver.terminate()
            self.driver.wait(10)

    def _do(self, path: str, **fields: Any) -> Any:
        answer = self.client.post(path, json=fields)
        value = answer.json()["value"]
        assert answer.is_success, value["message"]
        return value

    def devtools(self, command: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol."""
        return self._do("goog/cdp/execute", cmd=command, params=parameters)

    def look(self, width: int, scheme: str) -> None:
        """Be a screen of so many pixels and of a colour scheme (light or dark)."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self._do("url", url=url)

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a function's body in the page; a promise is awaited."""
        return self._do("execute/sync", script=script, args=list(arguments))

    def text(self, selector: str) -> str:
        """The text of the first element that matches; empty where none does."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def is_shown(self, selector: str) -> bool:
        """True where an element matches and takes room on the page."""
        return bool(self.run("return (document.querySelector(arguments[0])?.getClientRects().length ?? 0) > 0", selector))

    def click(self, selector: str) -> None:
        """Click on an element, as a person would."""
        self._do(f"element/{self._find(selector)}/click")

    def type(self, selector: str, text: str) -> None:
        """Empty a field and type a text."""
        element = self._find(selector)
        self._do(f"element/{element}/clear")
        self._do(f"element/{element}/value", text=text)

    def _find(self, selector: str) -> str:
        return str(self._do("element", using="css selector", value=selector)[ELEMENT])

    def wait(self, selector: str, text: str) -> str:
        """Wait until an element holds a text, and return its whole text."""
        wait_until(lambda: text in self.text(selector), WAIT_SEC, lambda: f"{selector} holds {self.text(selector)!r}")
        return self.text(selector)

    def complaints(self) -> list[str]:
        """What the console has shown since the last call: errors of scripts, and whatever the Content-Security-Policy refused."""
        return [entry["message"] for entry in self._do("se/log", type="browser") if entry["level"] in ("SEVERE", "WARNING")]

    def screenshot(self, file: Path) -> None:
        """The whole page as PNG, also what is below the window."""
        time.sleep(0.3)  # the browser paints what the last script changed
        size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(shot["data"]))
