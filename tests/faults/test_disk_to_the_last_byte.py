"""A small disk of the server's own, on which nothing is left."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from scrapers.standin.server import Standin
from tests.faults.conftest import Server, Start, eventually

# Becomes the program that its arguments name, with disks that nobody else sees.
AS_ROOT = ("--map-root-user",) if os.geteuid() else ()
OWN_DISKS = ("unshare", "--mount", *AS_ROOT, "sh", "-ec")
SMALL = 'mount -t tmpfs -o size=4m small "$TMPDIR"; '
NO_MEMORY = "mount -t tmpfs -o size=4k small /dev/shm; head -c 4096 /dev/zero > /dev/shm/filling; "
GO_ON = 'exec "$0" "$@"'
COUNTED = 'projectionist_requests_total{method="GET",route="/healthz",status="200"} '
TOKEN = "a-token-of-the-tests"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where it may be mounted."""
    tried = subprocess.run(
        [*OWN_DISKS, "mount -t tmpfs small /mnt"], check=False, capture_output=True
    )
    if tried.returncode:
        pytest.skip("this machine lets its users mount nothing (unshare --mount)")
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.fixture
def serve(start: Start, database: str, site: Standin, disk: Path) -> Callable[[str], Server]:
    """Starts a server on that disk, once a program has prepared it."""

    def begin(prepare: str) -> Server:
        return start(
            within=(*OWN_DISKS, prepare + GO_ON),
            TMPDIR=str(disk),
            DATA_DIR=str(disk / "data"),
            DATABASE_URL=database,
            LETTERBOXD_URL=site.url,
            METRICS_TOKEN=TOKEN,
        )

    return begin


def fill(server: Server, folder: Path) -> None:
    """As the server sees it."""
    path = Path(f"/proc/{server.process.pid}/root{folder}/filling")
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while file.write(bytes(4096)):
            pass


def visit(server: Server) -> None:
    """Pages that have not been counted yet."""
    for path in ("/", "/api/v1/films?q=alien", "/metrics", "/group", "/rate", "/privacy", "/no"):
        assert server.get(path).status_code in (200, 404)


def metrics(server: Server) -> str:
    asked = {"Authorization": f"Bearer {TOKEN}"}
    answer = requests.get(f"{server.url}/internal/metrics", headers=asked, timeout=10)
    assert answer.status_code == 200
    return answer.text


def assert_goes_on(server: Server) -> None:
    """Also with a new worker."""
    visit(server)
    eventually(lambda: len(server.workers()) == 2)
    [killed, _] = server.workers()
    killed.kill()
    eventually(lambda: len(server.workers()) == 2 and killed not in server.workers())
    for _ in range(4):
        visit(server)
    assert "projectionist_model_info" in metrics(server)
    assert "SIGBUS" not in server.log.read_text()


def test_it_goes_on_when_the_disk_fills(serve: Callable[[str], Server], disk: Path) -> None:
    server = serve(SMALL)
    eventually(lambda: COUNTED in metrics(server))
    fill(server, disk)
    assert_goes_on(server)
    assert COUNTED in metrics(server)
    assert "no disk has room for metrics" not in server.log.read_text()


def test_it_starts_where_nothing_is_left_for_its_files(serve: Callable[[str], Server]) -> None:
    server = serve(SMALL + 'head -c 4m /dev/zero > "$TMPDIR/filling" || :; ' + NO_MEMORY)
    assert_goes_on(server)
