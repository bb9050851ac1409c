"""The real server, gunicorn with its workers, in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from app.services import Services

ROOT = Path(__file__).parents[3]
TOKEN = "a-token-of-the-tests"
START_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running gunicorn; what it logs goes to a file."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def lines(self) -> list[dict[str, Any]]:
        """Whatever is not JSON fails here; a line that is being written is not there yet."""
        *whole, _ = self.log.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in whole]

    def answered(self, count: int = 1) -> list[dict[str, Any]]:
        """The lines of requests; each is written after its answer, so they are waited for."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            told = [line for line in self.lines() if line["logger"] == "projectionist.requests"]
            if len(told) >= count:
                return told
            time.sleep(0.02)
        pytest.fail(f"fewer than {count} requests are logged")

    def metrics(self) -> str:
        asked = {"Authorization": f"Bearer {TOKEN}"}
        answer = requests.get(f"{self.url}/internal/metrics", headers=asked, timeout=10)
        assert answer.status_code == 200
        return answer.text

    def workers(self) -> list[int]:
        """Oldest first."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]


Start = Callable[..., Served]


@pytest.fixture
def start(services: Services, tmp_path: Path) -> Iterator[Start]:
    """Starts a server on the services' database and site; settings are changed by name."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(**changes: str) -> Served:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = tmp_path / "log"
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "python:app.gunicorn", "app.wsgi:app"],
                env=_environment(services, port, tmp_path) | changes,
                cwd=ROOT,
                stderr=stderr,
            )
        started.append(process)
        return _awaited(Served(f"http://127.0.0.1:{port}", log, process))

    yield begin
    for process in started:
        process.terminate()
        process.wait(40)


@pytest.fixture
def served(start: Start) -> Served:
    return start(WEB_CONCURRENCY="2")


def _environment(services: Services, port: int, folder: Path) -> dict[str, str]:
    settings = services.settings
    assert settings.database_url is not None
    return os.environ | {
        "PORT": str(port),
        "DATA_DIR": str(folder / "data"),
        "TMPDIR": str(folder),
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "LETTERBOXD_URL": settings.letterboxd_url,
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
        "LOG_FORMAT": "json",
        "METRICS_TOKEN": TOKEN,
    }


def _awaited(served: Served) -> Served:
    """Once it listens; no request is counted before the test's own."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if served.process.poll() is not None:
            break
        with socket.socket() as probe:
            address = served.url.rpartition("/")[2].split(":")
            if probe.connect_ex((address[0], int(address[1]))) == 0:
                return served
        time.sleep(0.05)
    served.process.send_signal(signal.SIGTERM)
    pytest.fail(f"the server did not start: {served.log.read_text()}")
