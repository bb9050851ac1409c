"""Whether the server has memory left for more work."""

import os
from threading import Lock
from time import monotonic

import psutil

from app.container import container_limit

MB = 2**20
HIGH = 0.85  # of the limit; the rest is for what is being done already
EXTREME = 0.95
MEASURE_SECONDS = 1.0  # a measurement takes some milliseconds


class Pressure:
    """Of the process that makes it, and of those forked from it."""

    def __init__(self, limit_mb: int | None = None) -> None:
        """Without a limit that of the container, if it has one."""
        self._limit = container_limit() if limit_mb is None else limit_mb * MB
        self._root = os.getpid()
        self._lock = Lock()
        self._measured = (float("-inf"), 0)

    @property
    def high(self) -> bool:
        """Whether heavy work had better come later."""
        return self._above(HIGH)

    @property
    def extreme(self) -> bool:
        """Whether the kernel may soon end a process."""
        return self._above(EXTREME)

    def _above(self, share: float) -> bool:
        return self._limit is not None and self._used() > share * self._limit

    def _used(self) -> int:
        with self._lock:
            at, used = self._measured
            if monotonic() - at > MEASURE_SECONDS:
                used = _memory_of(self._root)
                self._measured = (monotonic(), used)
            return used


def _memory_of(root: int) -> int:
    """Bytes of a process and its workers; what they share is counted once."""
    try:
        master = psutil.Process(root)
        processes = [master, *master.children()]
    except psutil.NoSuchProcess:
        processes = [psutil.Process()]
    return sum(map(_share, processes))


def _share(process: psutil.Process) -> int:
    try:
        told = process.memory_full_info()
    except psutil.Error:  # ended meanwhile, or another user's
        return 0
    return int(getattr(told, "pss", told.uss))
