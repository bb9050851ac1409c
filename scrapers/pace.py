"""The time between two requests."""

import math
import time
from threading import TIMEOUT_MAX, Lock

LEAST_SHARE = 1 / 64
RECOVERY = 0.02  # of the full rate, for each answer as it should be


class Pace:
    """At least `seconds` from one request to the next, whichever thread makes it; 0: no limit.

    A limit on the average would let requests catch up after a pause; this never does. The rate is
    halved when the site struggles, and comes back little by little, never above the full one.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._share = 1.0
        self._lock = Lock()
        self._state = Lock()
        self._last = -math.inf
        self._halved_at = -math.inf
        self._held_until = -math.inf

    @property
    def interval(self) -> float:
        """Seconds between two requests at present."""
        return self._seconds / self._share

    def slow_to(self, seconds: float) -> None:
        """Leave at least `seconds` between requests from now on, the next one included."""
        self._seconds = max(self._seconds, seconds)

    def hold(self, seconds: float) -> None:
        """No request at all for `seconds` from now: the site asked for a pause."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)

    def slow_down(self, asked_at: float) -> None:
        """Halve the rate: a request made at `asked_at` (of time.monotonic()) met a site that
        struggles. What was asked before the rate was last halved says nothing new."""
        with self._state:
            if asked_at >= self._halved_at:
                self._share = max(LEAST_SHARE, self._share / 2)
                self._halved_at = time.monotonic()

    def recover(self) -> None:
        """The site answered as it should."""
        with self._state:
            self._share = min(1.0, self._share + RECOVERY)

    def wait(self, longest: float = TIMEOUT_MAX) -> bool:
        """Return when the next request may be made; False if that is not within so many seconds."""
        until = time.monotonic() + longest
        if not self._lock.acquire(timeout=longest):
            return False
        try:
            free_at = max(self._last + self.interval, self._held_until)
            if free_at > until:
                return False
            time.sleep(max(0.0, free_at - time.monotonic()))
            self._last = time.monotonic()
        finally:
            self._lock.release()
        return True
