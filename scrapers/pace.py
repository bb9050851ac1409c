"""The time between two requests."""

import math
import time
from threading import Lock


class Pace:
    """At least `seconds` from one request to the next, whichever thread makes it; 0: no limit.

    A limit on the average would let requests catch up after a pause; this never does.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._last = -math.inf
        self._held_until = -math.inf

    def slow_to(self, seconds: float) -> None:
        """Leave at least `seconds` between requests from now on, the next one included."""
        self._seconds = max(self._seconds, seconds)

    def hold(self, seconds: float) -> None:
        """No request at all for `seconds` from now: the site asked for a pause."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)

    def wait(self) -> None:
        """Return when the next request may be made."""
        with self._lock:
            free_at = max(self._last + self._seconds, self._held_until)
            time.sleep(max(0.0, free_at - time.monotonic()))
            self._last = time.monotonic()
