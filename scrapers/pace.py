"""The time between two requests."""

import math
from threading import Lock

from pyrate_limiter import Limiter, Rate, SingleBucketFactory, StateBucket


class Pace:
    """At most one request every `seconds`, whichever thread makes it; 0 means no limit."""

    def __init__(self, seconds: float) -> None:
        self._lock = Lock()
        self._seconds = seconds
        self._limiter = _limiter(seconds) if seconds else None

    def slow_to(self, seconds: float) -> None:
        """Leave at least `seconds` between requests from now on, the next one included."""
        with self._lock:
            if seconds > self._seconds:
                limiter = _limiter(seconds)
                limiter.try_acquire()  # in place of the request made just now
                self._seconds, self._limiter = seconds, limiter

    def wait(self) -> None:
        """Return when the next request may be made."""
        limiter = self._limiter
        if limiter is not None:
            limiter.try_acquire()


def _limiter(seconds: float) -> Limiter:
    """A bucket of constant size, so that no thread has to empty it in the background."""
    milliseconds = max(1, math.ceil(seconds * 1000))
    bucket = StateBucket([Rate(1, milliseconds)])
    return Limiter(SingleBucketFactory(bucket, schedule_leak=False), buffer_ms=1)
