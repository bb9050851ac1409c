"""A worker that takes too much memory ends, and visitors notice nothing."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
import requests

from tests.app.observability.conftest import Served, Start

LEAST_REQUESTS = 500  # of a worker that may end
PATIENCE_SECONDS = 20
SLOW = (
    "POST /api/v1/profiles HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    "Content-Length: 20\r\nConnection: close\r\n\r\n{{"
)


@contextmanager
def slow_request(served: Served) -> Iterator[socket.socket]:
    """One whose body is still coming."""
    host = served.url.rpartition("/")[2]
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), PATIENCE_SECONDS) as connection:
        connection.sendall(SLOW.format(host=host).encode())
        time.sleep(0.2)
        yield connection


def wait_for(served: Served, *workers: int | None) -> list[int]:
    """Until these are there and no others; None stands for a new one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    known = {pid for pid in workers if pid}
    while len(found := served.workers()) != len(workers) or known - {*found}:
        assert time.monotonic() < deadline, f"{found} instead of {workers}"
        time.sleep(0.02)
    return found


def healthy(served: Served) -> bool:
    return requests.get(f"{served.url}/healthz", timeout=1).ok


def wear_out(served: Served) -> None:
    """With so many requests that the worker may end."""
    with requests.Session() as session:
        for _ in range(LEAST_REQUESTS):
            assert session.get(f"{served.url}/healthz", timeout=5).ok


@pytest.fixture
def short(start: Start) -> Served:
    """All that it has is used from the beginning."""
    return start(WEB_CONCURRENCY="1", MEMORY_LIMIT_MB="1", RATE_LIMIT_CLIENT="off")


def test_another_worker_answers_while_the_old_one_ends(short: Served) -> None:
    [old] = wait_for(short, None)
    with slow_request(short) as slow:
        wear_out(short)
        assert all(healthy(short) for _ in range(10))
        _, new = wait_for(short, old, None)
        assert psutil.pid_exists(old)
        slow.sendall(b" " * 19)
        assert slow.recv(100).startswith(b"HTTP/1.1 4")
    assert wait_for(short, new) == [new]
    for _ in range(20):  # the server looks each second
        assert healthy(short)
        time.sleep(0.1)
    assert short.workers() == [new]


def test_there_are_never_more_than_one_that_end(short: Served) -> None:
    [old] = wait_for(short, None)
    with slow_request(short) as first:
        wear_out(short)
        [_, new] = wait_for(short, old, None)
        wear_out(short)
        assert all(healthy(short) for _ in range(10))
        assert short.workers() == [old, new]
        psutil.Process(old).kill()
        assert wait_for(short, new) == [new]
        first.close()
    wear_out(short)
    wait_for(short, None)
    assert short.log.read_text().count("because memory is short") == 2
    assert healthy(short)
