"""The programs of the load test, each in a process of its own, all on this machine alone."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests

from tests.benchmarks.load.limits import Group

START_SECONDS, PAUSE = 120.0, 0.1
FAULTS = ("--latency", "0.1", "--server-error", "0.01", "--slow", "0.01")
GUNICORN = ("-m", "gunicorn", "--config", "python:app.gunicorn", "app.wsgi:app")

Program = subprocess.Popen[bytes]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str],
    ready: Callable[[], bool],
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Program]:
    """A program until the context ends."""
    with (log or Path(os.devnull)).open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, env=environment)
        try:
            _await(process, ready)
            yield process
        finally:
            process.terminate()
            process.wait(60)


def _await(process: Program, ready: Callable[[], bool]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(PAUSE)
    raise RuntimeError(f"{process.args!r} does not start")


@contextmanager
def standin(
    films: int, members: int, history: int, faults: tuple[str, ...] = FAULTS
) -> Iterator[str]:
    """The address of a site with generated members; it is slow, and sometimes fails, unless told
    otherwise."""
    port = free_port()
    size = ("--films", str(films), "--members", str(members), "--history", str(history))
    command = [sys.executable, "-m", "scrapers.standin", "--port", str(port), *size, *faults]
    url = f"http://127.0.0.1:{port}"
    with running(command, lambda: _listens(port)):
        yield url


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        raise RuntimeError("no Redis found: apt-get install redis-server")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with running([program, *options], lambda: _listens(port)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def web(
    settings: Mapping[str, str], port: int, log: Path, group: Group | None = None
) -> Iterator[psutil.Process]:
    """Gunicorn as it is run in production, within the limits of `group` if there are any."""
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), **settings}
    command = [sys.executable, *GUNICORN]
    if group:
        command = group.joined(command)
    with running(command, lambda: _answers(port), log, environment) as process:
        yield psutil.Process(process.pid)


@contextmanager
def worker(settings: Mapping[str, str], log: Path, group: Group) -> Iterator[psutil.Process]:
    """One that computes for the server, when that leaves it the time."""
    environment = {"PATH": os.environ["PATH"], **settings}
    command = ["nice", "-n", "19", sys.executable, "-m", "flask", "--app", "app", "work"]
    with running(group.joined(command), lambda: True, log, environment) as process:
        yield psutil.Process(process.pid)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False
