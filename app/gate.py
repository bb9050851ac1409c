"""Who may wait for Letterboxd: a few visitors at once, and one for each member."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from weakref import WeakValueDictionary

PLACES = 4  # half of a worker's threads; the others go on answering


class GateFullError(Exception):
    """All places are taken."""


class _Turn:
    """A lock that may be forgotten when nobody holds or awaits it."""

    def __init__(self) -> None:
        self.lock = Lock()


class Gate:
    """Reading is slow on purpose, so waiting visitors could otherwise take every thread."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = BoundedSemaphore(places)
        self._lock = Lock()
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()

    @contextmanager
    def enter(self, username: str) -> Iterator[None]:
        """Wait for others who read the same member; raises GateFullError if there is no place."""
        if not self._places.acquire(blocking=False):
            raise GateFullError
        try:
            with self._lock:
                turn = self._turns.setdefault(username, _Turn())
            with turn.lock:
                yield
        finally:
            self._places.release()
