"""The disk takes no more."""

import io
import zipfile
from pathlib import Path

import psutil

from scrapers.standin.server import Standin
from tests.app.test_recommendations_api import assert_problem
from tests.faults.conftest import Start
from tests.full_disk import largest_file

FREE_BYTES = 100_000
LARGE_BYTES = 1_000_000  # what is so large goes through a file


def make_room(process: psutil.Process) -> None:
    _, most = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (most, most))


def enlarged(archive: bytes) -> bytes:
    """With a file in it that nobody reads."""
    buffer = io.BytesIO(archive)
    with zipfile.ZipFile(buffer, "a") as added:
        added.writestr("picture.jpg", bytes(LARGE_BYTES))
    return buffer.getvalue()


def test_what_needs_no_disk_goes_on_and_the_rest_is_told(
    start: Start, database: str, site: Standin, archive: bytes, tmp_path: Path
) -> None:
    with largest_file(FREE_BYTES):
        server = start(DATABASE_URL=database, LETTERBOXD_URL=site.url, WEB_CONCURRENCY="1")
    assert "the catalogue cannot be kept" in server.log.read_text()
    assert not list((tmp_path / "data").iterdir())
    profile = server.upload(archive).json()["profile"]
    assert server.recommend(profile=profile).status_code == 200
    refused = server.upload(enlarged(archive))
    assert_problem(refused, 503, "disk_full")
    assert refused.headers["Retry-After"] == "30"
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} <= {
        "data",
        "log",
        "projectionist",
    }
    for worker in server.workers():
        make_room(worker)
    assert server.upload(enlarged(archive)).status_code == 201
