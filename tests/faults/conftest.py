"""The real server with two workers, and everything around it that can be made to fail."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from sqlalchemy import create_engine, func, make_url, select

from app.store.schema import members
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from scrapers.standin.server import Standin, serve

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running gunicorn; what it logs goes to a file."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str, **params: Any) -> requests.Response:
        return requests.get(f"{self.url}{path}", params=params, timeout=PATIENCE_SECONDS)

    def recommend(self, **params: Any) -> requests.Response:
        return self.get("/api/v1/recommendations", **({"model": "popular", "limit": 3} | params))

    def upload(self, archive: bytes) -> requests.Response:
        files = {"file": ("letterboxd.zip", archive, "application/zip")}
        address = f"{self.url}/api/v1/profiles"
        return requests.post(address, files=files, timeout=PATIENCE_SECONDS)

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with starting(tmp_path) as begin:
        yield begin


@contextmanager
def starting(folder: Path) -> Iterator[Start]:
    """Starts servers, which end with the context; settings are environment variables. `within`
    is a program that becomes the one that its arguments name."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*options: str, within: Sequence[str] = (), **settings: str) -> Server:
        port, log = free_port(), folder / "log"
        command = [*within, sys.executable, "-m", "gunicorn", "-c", "python:app.gunicorn", *options]
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [*command, "app.wsgi:app"],
                env=_environment(folder, port) | settings,
                cwd=ROOT,
                stderr=stderr,
            )
        started.append(process)
        return _awaited(Server(f"http://127.0.0.1:{port}", log, process))

    yield begin
    for process in started:
        process.terminate()
        process.wait(40)


def _environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
        "DATA_DIR": str(folder / "data"),
        "TMPDIR": str(folder),
        "CATALOGUE_MINUTES": "0",
        "LETTERBOXD_SCRAPING": "permitted",
        "LETTERBOXD_RATE": "0",
        "LETTERBOXD_RETRIES": "0",
        "LETTERBOXD_TIMEOUT": "2",
        "RATE_LIMIT_CLIENT": "off",
        "RATE_LIMIT_READING": "off",
        "RATE_LIMIT_USERNAME": "off",
        "RATE_LIMIT_UPLOADS": "off",
        "RATE_LIMIT_REMOVALS": "off",
    }


def _awaited(server: Server) -> Server:
    """Once it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.get("/healthz")
            return server
        except requests.ConnectionError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start: {server.log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def eventually(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until something holds; how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it did not come"
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.fixture
def database(create_database: Callable[[str], str], full_database: str) -> str:
    return create_database(full_database)


@pytest.fixture
def own_site(world: BuiltinWorld) -> Iterator[Standin]:
    """A stand-in that the test may slow down or break."""
    with serve(world) as standin:
        yield standin


@pytest.fixture
def archive(world: BuiltinWorld) -> bytes:
    """An export."""
    member = world.member(world.suggestions()[0])
    assert member is not None
    return export_zip(member)


@contextmanager
def beside(*asks: Callable[[], requests.Response]) -> Iterator[list[Future[requests.Response]]]:
    """Requests that run while the context lasts."""
    with ThreadPoolExecutor(len(asks)) as pool:
        yield [pool.submit(ask) for ask in asks]


def stored_members(database: str) -> int:
    engine = create_engine(make_url(database).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        found: int = connection.execute(select(func.count()).select_from(members)).scalar_one()
    engine.dispose()
    return found


def workers_reading(server: Server, site: Standin) -> list[psutil.Process]:
    """Those that have a connection to the site."""
    port = int(site.url.rpartition(":")[2])
    return [
        worker
        for worker in server.workers()
        if any(it.raddr and it.raddr.port == port for it in worker.net_connections("tcp"))
    ]
