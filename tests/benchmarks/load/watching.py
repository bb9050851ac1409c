"""How much memory a server takes while it works."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import psutil

MB = 2**20


class Watch:
    """`points` are seconds since the beginning and MB of all processes; what they share counts
    once. `workers` are all that there ever were."""

    def __init__(self, server: psutil.Process) -> None:
        self._server, self._began = server, time.monotonic()
        self.points: list[tuple[float, float]] = []
        self.workers: set[int] = set()

    def look(self) -> None:
        processes = [self._server, *self._server.children()]
        self.workers |= {process.pid for process in processes[1:]}
        used = sum(_share(process) for process in processes)
        self.points.append((time.monotonic() - self._began, used / MB))

    @property
    def highest(self) -> float:
        return max(used for _, used in self.points)

    def each_minute(self) -> list[float]:
        """The first and the last, and one for each minute between them."""
        last = self.points[-1][0]
        minutes = [60.0 * number for number in range(int(last // 60) + 1)]
        return [
            next(used for seconds, used in self.points if seconds >= moment)
            for moment in [*minutes, last]
        ]


def _share(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


@contextmanager
def watched(server: psutil.Process, every: float = 1.0) -> Iterator[Watch]:
    """Until the context ends."""
    watch, over = Watch(server), Event()

    def look() -> None:
        while not over.is_set():
            watch.look()
            over.wait(every)

    thread = Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()
