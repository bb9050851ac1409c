"""When Redis is asked again after a failure."""

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from redis import exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")

PAUSE_SECONDS = 5.0


class Reconnecting(Retry):
    """Once, where a connection has ended: it may be from before Redis restarted. While Redis
    hangs, one request in PAUSE_SECONDS waits for it, and the others do without at once."""

    def __init__(self) -> None:
        super().__init__(NoBackoff(), 1, (exceptions.ConnectionError,))
        self._until = 0.0

    def __deepcopy__(self, _memo: object) -> "Reconnecting":
        return self  # each connection makes a copy; all must know that Redis hangs

    def call_with_retry(
        self, do: Callable[[], T], fail: Callable[..., Any], *options: Any, **named: Any
    ) -> T:
        if monotonic() < self._until:
            raise exceptions.TimeoutError("no answer a moment ago")
        try:
            return super().call_with_retry(do, fail, *options, **named)
        except exceptions.TimeoutError:
            self._until = monotonic() + PAUSE_SECONDS
            raise
