"""Files of metrics on disks that are full, or become so."""

import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict

from app.observability.reserved import BYTES, Reserved, reserve
from app.observability.workers import ROOM, roomy
from tests.full_disk import largest_file

COUNT = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), -1))
from app.observability import workers
workers.MEMORY = "/nowhere"
workers.share_metrics()
from app.observability.meters import meters
meters().problems.labels("internal").inc()
print(workers.are_shared(), meters().problems.labels("internal")._value.get())
"""


def told(file: Path) -> dict[str, float]:
    """What other processes find."""
    return {key: value for key, value, _, _ in MmapedDict.read_all_values_from_file(file)}


def on_disk(file: Path) -> int:
    return 512 * file.stat().st_blocks


def test_all_bytes_of_a_file_are_on_disk_however_it_grows(tmp_path: Path) -> None:
    file = tmp_path / "counter_0.db"
    values = Reserved(str(file))
    values.write_value("first", 1.0, 0.0)
    assert on_disk(file) >= file.stat().st_size == BYTES
    for number in range(500):
        values.write_value(f"{number} {'x' * 500}", 1.0, 0.0)
    values.close()
    assert on_disk(file) >= file.stat().st_size > 2 * BYTES
    assert len(told(file)) == 501


def test_what_finds_no_room_is_told_when_there_is_some(tmp_path: Path) -> None:
    file = tmp_path / "counter_0.db"
    values = Reserved(str(file))
    values.write_value("known", 1.0, 0.0)
    with largest_file(BYTES):
        for number in range(200):
            values.write_value(f"{number} {'x' * 500}", 1.0, 0.0)
        values.write_value("known", 2.0, 0.0)
        assert values.read_value(f"199 {'x' * 500}") == (0.0, 0.0)
        before = told(file)
        assert (before["known"], file.stat().st_size) == (2.0, BYTES)
        assert 50 < len(before) < 200
    values.write_value(f"199 {'x' * 500}", 7.0, 0.0)
    values.close()
    assert told(file) == before | {f"199 {'x' * 500}": 7.0}


def test_a_file_that_finds_no_room_at_first_is_made_later(tmp_path: Path) -> None:
    file = tmp_path / "counter_0.db"
    values = Reserved(str(file))
    with largest_file(BYTES - 1):
        values.write_value("one", 1.0, 0.0)
        assert values.read_value("one") == (0.0, 0.0)
        assert not file.exists()
    values.write_value("one", 2.0, 0.0)
    values.close()
    assert told(file) == {"one": 2.0}


def test_a_reservation_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    with (tmp_path / "file").open("ab") as file:
        reserve(file.fileno(), 100)
        with largest_file(150), pytest.raises(OSError, match=r"No space|too large"):
            reserve(file.fileno(), 1000)
    assert (tmp_path / "file").read_bytes() == bytes(100)


def test_the_first_folder_with_room_is_taken(tmp_path: Path) -> None:
    missing, there = str(tmp_path / "missing"), str(tmp_path)
    found = roomy([missing, there])
    assert found is not None
    assert not list(found.iterdir())
    found.rmdir()
    with largest_file(ROOM - 1):
        assert roomy([missing, there]) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("largest", "said"), [(2 * ROOM, "True 1.0\n"), (1000, "False 1.0\n"), (2, "False 1.0\n")]
)
def test_a_process_without_room_counts_in_its_memory(
    tmp_path: Path, largest: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", COUNT, str(largest)],
        env={"TMPDIR": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == said
    assert not list(tmp_path.iterdir())
