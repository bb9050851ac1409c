"""A server that leaves computing to workers, and workers in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.faults.conftest import (
    ROOT,
    Server,
    Start,
    archive,
    database,
    eventually,
    own_site,
    start,
)
from tests.redis_server import RedisServer

__all__ = ["archive", "database", "own_site", "start"]

Worker = subprocess.Popen[bytes]
Hire = Callable[[], Worker]


@pytest.fixture
def settings(database: str, own_site: Standin, redis_server: RedisServer) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "LETTERBOXD_URL": own_site.url,
        "REDIS_URL": redis_server.url,
        "LOG_FORMAT": "json",
        "RATE_LIMIT_READING": "off",
        "RATE_LIMIT_USERNAME": "off",
    }


@pytest.fixture
def server(start: Start, settings: dict[str, str]) -> Server:
    return start(COLD_WORK="queue", COLD_SECONDS="60", WEB_CONCURRENCY="1", **settings)


@pytest.fixture
def hire(server: Server, settings: dict[str, str], tmp_path: Path) -> Iterator[Hire]:
    """Starts a worker, and waits until the server knows of it."""
    with hiring(settings, tmp_path) as begin:

        def hired() -> Worker:
            worker = begin()
            eventually(lambda: server.get("/readyz").ok, 60)
            return worker

        yield hired


@pytest.fixture
def hasty(start: Start, settings: dict[str, str], hire: Hire) -> Server:
    """Another server with the same queue and one worker, where nobody waits for long."""
    hire()
    return start(COLD_WORK="queue", COLD_SECONDS="1", WEB_CONCURRENCY="1", **settings)


@contextmanager
def hiring(settings: dict[str, str], folder: Path) -> Iterator[Hire]:
    """Starts workers, which end with the context; they log to `worker.log`."""
    started: list[Worker] = []
    command = [sys.executable, "-m", "flask", "--app", "app", "work"]
    environment = os.environ | {
        "DATA_DIR": str(folder / "data"),
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
        **settings,
    }
    with (folder / "worker.log").open("ab") as log:

        def begin() -> Worker:
            started.append(
                subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
            )
            return started[-1]

        yield begin
        for worker in started:
            worker.terminate()
            worker.wait(40)


@pytest.fixture
def names(world: BuiltinWorld) -> list[str]:
    return list(world.suggestions())
