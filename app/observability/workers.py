"""Metrics of several worker processes: each counts in files of its own, any of them adds up.

Workers have numbered places, which a new worker takes over from one that has ended, so that
there are never more files than workers at once.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

from app.observability.reserved import Reserved, reserve

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus_client looks for it
MAIN = "main"
MEMORY = str(Path("/dev", "shm"))  # files that are no disk's, of Linux
ROOM = 2**20  # bytes, to begin with


class _Place:
    """Of this process."""

    name = MAIN


def share_metrics() -> None:
    """Before any metric is made, in the process that the workers are forked from. Where no disk
    has room for it, each process counts for itself."""
    folder = roomy(_parents())
    if folder is None:
        return
    atexit.register(_remove, folder, os.getpid())
    os.environ[FOLDER] = str(folder)
    vars(values)["MmapedDict"] = Reserved
    values.ValueClass = values.MultiProcessValue(lambda: _Place.name)


def are_shared() -> bool:
    """Whether any worker can tell the metrics of all."""
    return FOLDER in os.environ


def scratch() -> str | None:
    """Where workers may have an empty file each; None leaves it to the system."""
    return os.environ.get(FOLDER) or (MEMORY if Path(MEMORY).is_dir() else None)


def roomy(parents: Iterable[str]) -> Path | None:
    """A new folder in the first of these that has room."""
    for parent in parents:
        try:
            folder = Path(tempfile.mkdtemp(prefix="projectionist-metrics-", dir=parent))
        except OSError:
            continue
        if _has_room(folder):
            return folder
        shutil.rmtree(folder, ignore_errors=True)
    return None


def _parents() -> Iterator[str]:
    with suppress(FileNotFoundError):  # it is none without a byte of room
        yield tempfile.gettempdir()
    yield MEMORY


def _has_room(folder: Path) -> bool:
    trial = folder / "room"
    try:
        with trial.open("ab") as file:
            reserve(file.fileno(), ROOM)
        trial.unlink()
    except OSError:
        return False
    return True


def free_place(taken: set[str]) -> str:
    """
    >>> free_place({"0", "2"})
    '1'
    """
    return next(str(n) for n in range(len(taken) + 1) if str(n) not in taken)


def take_place(place: str) -> None:
    """In a worker that was just forked."""
    _Place.name = place


def leave_place(place: str) -> None:
    """A worker has ended: what it counted stays, what it had goes."""
    if are_shared():
        mark_process_dead(place)


def _remove(folder: Path, pid: int) -> None:
    if os.getpid() == pid:  # a worker ends by the same way
        shutil.rmtree(folder, ignore_errors=True)
