"""Spring's clients, by Maven: RestClient, WebClient, @HttpExchange, Spring AI and Resilience4j on Spring Boot 3.5 and 4.1."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.clients.harness import KEY, Harness
from tests.service import free_port
from tests.waiting import wait_until

FOLDER = Path(__file__).parent
MISSING = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed (Debian: apt-get install maven)"),
    pytest.mark.skipif("CLIENTS_RUN" not in os.environ, reason="Maven downloads 200 MB; make test-clients runs it"),
    pytest.mark.timeout(900),
]


def maven(folder: Path, control: str, *arguments: str) -> str:
    """The output of `mvn test` with the URL of the harness's control; fails with it where a test failed."""
    done = subprocess.run(
        ["mvn", "-B", "-q", "test", f"-Dclients.control={control}", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LLM_API_KEY": KEY},
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("profile", ["boot3", "boot4"])
def test_springs_clients_work_and_fail_as_they_should(profile: str, harness: Harness) -> None:
    with harness.control() as control:
        maven(FOLDER, control, f"-P{profile}", f"-Dclients.results={harness.results}")


@pytest.mark.parametrize("pom", ["pom.xml", "pom-boot4.xml"])
def test_the_sample_service_works(pom: str, harness: Harness) -> None:
    with harness.control() as control:
        maven(FOLDER / "spring-sample", control, "-f", pom)


def test_the_sample_service_starts_by_the_command_of_readme(harness: Harness, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    command = ["mvn", "-B", "-q", "spring-boot:run"]
    environment = os.environ | {"LLM_URL": harness.service("open").url, "LLM_API_KEY": KEY, "SERVER_PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=FOLDER / "spring-sample", env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_until(lambda: "Started SampleApplication" in log.read_text() or process.poll() is not None, 400)
        answer = httpx.get(f"http://localhost:{port}/ask/stream", params={"q": "배송은 언제 오나요"}, timeout=60)
        assert "배송" in answer.text
        assert "event:end" in answer.text
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
