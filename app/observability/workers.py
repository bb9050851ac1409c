"""Metrics of several worker processes: each counts in files of its own, any of them adds up.

Workers have numbered places, which a new worker takes over from one that has ended, so that
there are never more files than workers at once.
"""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus_client looks for it
MAIN = "main"


class _Place:
    """Of this process."""

    name = MAIN


def share_metrics() -> None:
    """Before any metric is made, in the process that the workers are forked from."""
    folder = Path(mkdtemp(prefix="projectionist-metrics-"))
    atexit.register(_remove, folder, os.getpid())
    os.environ[FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: _Place.name)


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
    mark_process_dead(place)


def _remove(folder: Path, pid: int) -> None:
    if os.getpid() == pid:  # a worker ends by the same way
        shutil.rmtree(folder, ignore_errors=True)
