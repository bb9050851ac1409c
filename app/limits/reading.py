"""How often Letterboxd may be asked for a visitor, and of one member."""

import hashlib
import time
from collections.abc import Sequence

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from redis import RedisError

from app.config import Settings
from app.limits.allowed import parsed
from app.limits.storage import counting_place
from app.observability.record import client_asking

Counted = tuple[RateLimitItem, str, str]


class TooOftenError(Exception):
    """No more for now; `seconds` until it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too often: wait {seconds} s")
        self.seconds = seconds


class Reading:
    """Counts what is read for visitors; commands are free."""

    def __init__(self, settings: Settings) -> None:
        self._permitted = settings.letterboxd_scraping == "permitted"
        self._client = parsed(settings.rate_limit_reading)
        self._username = parsed(settings.rate_limit_username)
        self._shared = FixedWindowRateLimiter(counting_place(settings).open())
        self._own = FixedWindowRateLimiter(MemoryStorage())  # while Redis is away

    def count(self, username: str) -> None:
        """That a member is read. Raises TooOftenError."""
        client = client_asking()
        if client is not None and self._permitted:
            self._hit_all([(item, "reading", client) for item in self._client])
            self.count_more(username)

    def count_more(self, username: str) -> None:
        """That more is read of a member who is counted already. Raises TooOftenError."""
        if client_asking() is not None and self._permitted:
            name = hashlib.sha256(username.encode()).hexdigest()  # no one's history of visits
            self._hit_all([(item, "username", name) for item in self._username])

    def _hit_all(self, all_counted: Sequence[Counted]) -> None:
        for counted in all_counted:
            try:
                _hit(self._shared, counted)
            except RedisError:
                _hit(self._own, counted)


def _hit(limiter: FixedWindowRateLimiter, counted: Counted) -> None:
    if not limiter.hit(*counted):
        reset = limiter.get_window_stats(*counted).reset_time
        raise TooOftenError(max(1, round(reset - time.time())))
