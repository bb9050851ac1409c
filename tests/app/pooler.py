"""A real pgbouncer that hands each transaction to another connection, as Supabase's pooler does."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

START_SECONDS = 30
CONFIG = """
[databases]
* = host={host} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
server_round_robin = 1
server_idle_timeout = 2
"""


@contextmanager
def pooling(postgres: str, folder: Path) -> Iterator[int]:
    """A pooler before the server at this address; the port that it listens at."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.fail("no pgbouncer found: apt-get install pgbouncer")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = make_url(postgres)
    host = str(server.query["host"])
    config = folder / "pgbouncer.ini"
    config.write_text(CONFIG.format(host=host, user=server.username, port=port), encoding="utf-8")
    # It does not run as root; the owner of Postgres may use its socket.
    owner = pwd.getpwuid(Path(host).stat().st_uid).pw_name
    process = subprocess.Popen([program, "--quiet", f"--user={owner}", str(config)])
    try:
        _await(f"postgresql://postgres@127.0.0.1:{port}/postgres")
        yield port
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _await(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
