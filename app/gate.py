"""Who may wait for Letterboxd: a few visitors at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from app.observability.meters import meters

PLACES = 4  # half of a worker's threads; the others go on answering
# At the usual pace 15,000 films take 8 minutes, if nobody else reads meanwhile; four may.
SECONDS = 1800.0


class GateFullError(Exception):
    """All places are taken, or somebody else reads the same for too long."""


class Gate:
    """Reading is slow on purpose, so waiting visitors could otherwise take every thread. `seconds`
    is how long one of them may have a place."""

    def __init__(self, places: int = PLACES, name: str = "pages", seconds: float = SECONDS) -> None:
        self.name, self.seconds = name, seconds
        self._places = BoundedSemaphore(places)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Raises GateFullError if there is no place."""
        if not self._places.acquire(blocking=False):
            meters().turned_away.labels(self.name).inc()
            raise GateFullError
        try:
            with meters().places.labels(self.name).track_inprogress():
                yield
        finally:
            self._places.release()
