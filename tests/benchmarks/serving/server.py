"""The real server, and what it takes of the machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil
import requests

MB = 2**20
GUNICORN = ("-m", "gunicorn", "--config", "python:app.gunicorn", "app.wsgi:app")
START_SECONDS, PAUSE = 120, 0.02


class Memory(NamedTuple):
    """MB: resident in the process, its share of that, and what no file backs."""

    rss: float
    pss: float
    uss: float


@dataclass(frozen=True)
class Server:
    """`started` are the seconds from the command to the first good answer, `computed` those of a
    processor in it."""

    url: str
    process: psutil.Process
    started: float
    computed: float

    def memory(self) -> dict[str, Memory]:
        """The master's and its workers'; the sum of the shares is the server's."""
        workers = self.process.children()
        return {"master": _memory(self.process)} | {
            f"worker {number}": _memory(worker) for number, worker in enumerate(workers, 1)
        }


def _memory(process: psutil.Process) -> Memory:
    told = process.memory_full_info()
    return Memory(told.rss / MB, told.pss / MB, told.uss / MB)


@contextmanager
def serving(database_url: str, data_dir: Path) -> Iterator[Server]:
    """Gunicorn as it is run in production, with one worker, until the context ends."""
    port = _free_port()
    settings = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "RATE_LIMIT_CLIENT": "off",
        "RATE_LIMIT_UPLOADS": "off",
    }
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *GUNICORN],
        env={"PATH": os.environ["PATH"], "HOME": str(data_dir), **settings},
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process)
            started, master = time.perf_counter() - began, psutil.Process(process.pid)
            yield Server(url, master, started, sum(master.cpu_times()[:2]))
        finally:
            process.terminate()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.perf_counter() + START_SECONDS
    while process.poll() is None and time.perf_counter() < until:
        try:
            if requests.get(f"{url}/healthz", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(PAUSE)
    raise RuntimeError("the server does not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
