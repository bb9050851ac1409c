"""`make demo`, as a visitor starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import psutil
import pytest
import requests

Start = Callable[[], "Demo"]


class Demo:
    """A running demo; `lines` is what it printed so far."""

    def __init__(self, port: int, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.demo"],
            env=os.environ | {"PORT": str(port), "DATA_DIR": str(data_dir)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            self.lines.extend(line.rstrip() for line in output)

    def wait_for(self, start: str, seconds: float = 90) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [line for line in list(self.lines) if line.startswith(start)]
            if found:
                return found[0]
            assert self.process.poll() is None, self.lines
            time.sleep(0.1)
        raise AssertionError(f"no line {start!r} in {self.lines}")

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        self.process.send_signal(how)
        self.process.wait(60)
        self._reader.join()


def free(port: int) -> bool:
    """Of these ports the system gives none away by itself."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Demo] = []
    port = next(port for port in range(20_000, 30_000, 2) if free(port) and free(port + 1))

    def start() -> Demo:
        started.append(Demo(port, tmp_path))
        return started[-1]

    yield start
    for demo in started:
        if demo.process.poll() is None:
            demo.stop(signal.SIGTERM)


def postgres_processes(data_dir: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(data_dir) in part for part in process.info["cmdline"] or ())
    ]


def test_the_demo_answers_ends_completely_and_starts_again_without_reading(
    start: Start, tmp_path: Path
) -> None:
    demo = start()
    url = demo.wait_for("ready ").removeprefix("ready ")
    names = demo.wait_for("try ").split()[1:]
    assert len(names) == 3
    for name in names:
        answer = requests.get(
            f"{url}/api/v1/recommendations", params={"username": name}, timeout=60
        )
        assert len(answer.json()["data"]) == 24
        assert answer.json()["meta"]["model"] == "hybrid"
    general = requests.get(
        f"{url}/api/v1/recommendations",
        params={"username": names[0], "model": "general"},
        timeout=60,
    )
    assert general.status_code == 200
    children = demo.children()
    assert len(children) >= 2
    demo.stop()
    assert demo.process.returncode == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
    assert not postgres_processes(tmp_path)
    assert not [line for line in demo.lines if "rror" in line]

    again = start()
    again.wait_for("ready ")
    assert not [line for line in again.lines if "films read" in line]
    again.stop(signal.SIGTERM)


def test_a_port_that_is_taken_is_said_so(start: Start) -> None:
    first = start()
    first.wait_for("starting Postgres")
    second = start()
    second.wait_for("demo: port ")
    assert second.process.wait(60) == 1
    first.stop()
