"""Looks now and then, beside the requests, whether another version of a model is to serve."""

import logging
import time
from collections.abc import Callable
from threading import Lock, Thread

from sqlalchemy.exc import SQLAlchemyError

from app.bucket.bucket import BucketError
from app.model_versions import NotWrittenError
from models.artifacts import ArtifactError

log = logging.getLogger(__name__)

NAME = "following"
EVERY_SECONDS = 60.0
MOST_DOUBLINGS = 6  # after so many failures: an hour


class Following:
    """Calls `catch_up` when a request comes and the last time is a minute ago; it logs what that
    raises, and waits twice as long after each failure."""

    def __init__(self, catch_up: Callable[[], None], model: str) -> None:
        self._catch_up = catch_up
        self._model = model
        self._lock = Lock()
        self._running = False
        self._due = 0.0
        self._failures = 0

    def nudge(self) -> None:
        """Start to catch up in the background, if it is time to."""
        with self._lock:
            if self._running or time.monotonic() < self._due:
                return
            self._running = True
        Thread(target=self._follow, name=f"{NAME} {self._model}", daemon=True).start()

    def now(self) -> None:
        """Catch up before this returns."""
        self._failures = 0 if self._caught_up() else min(self._failures + 1, MOST_DOUBLINGS)
        self._due = time.monotonic() + EVERY_SECONDS * 2**self._failures

    def _follow(self) -> None:
        try:
            self.now()
        finally:
            self._running = False

    def _caught_up(self) -> bool:
        try:
            self._catch_up()
        except (ArtifactError, BucketError, NotWrittenError, OSError) as error:
            log.warning("the published model %s is not taken over: %s", self._model, error)
        except SQLAlchemyError as error:  # its words may hold the database's address
            told = type(error).__name__
            log.warning("no news of the model %s: the database failed (%s)", self._model, told)
        else:
            return True
        return False
