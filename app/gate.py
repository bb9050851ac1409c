"""Who may wait for Letterboxd: a few visitors at once, and one for each member."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from time import perf_counter
from weakref import WeakValueDictionary

from app.observability.meters import meters
from app.observability.record import phase

PLACES = 4  # half of a worker's threads; the others go on answering


class GateFullError(Exception):
    """All places are taken."""


class _Turn:
    """A lock that may be forgotten when nobody holds or awaits it."""

    def __init__(self) -> None:
        self.lock = Lock()


class Gate:
    """Reading is slow on purpose, so waiting visitors could otherwise take every thread."""

    def __init__(self, places: int = PLACES, name: str = "pages") -> None:
        self._name = name
        self._places = BoundedSemaphore(places)
        self._lock = Lock()
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()

    @contextmanager
    def enter(self, username: str) -> Iterator[None]:
        """Wait for others who read the same member; raises GateFullError if there is no place."""
        if not self._places.acquire(blocking=False):
            meters().turned_away.labels(self._name).inc()
            raise GateFullError
        try:
            with self._lock:
                turn = self._turns.setdefault(username, _Turn())
            with meters().places.labels(self._name).track_inprogress(), self._take(turn):
                yield
        finally:
            self._places.release()

    @contextmanager
    def _take(self, turn: _Turn) -> Iterator[None]:
        began = perf_counter()
        with phase("waiting"):
            turn.lock.acquire()
        try:
            meters().waits.labels(self._name).observe(perf_counter() - began)
            yield
        finally:
            turn.lock.release()
