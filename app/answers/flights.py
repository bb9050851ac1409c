"""One answer about a member at a time: who asks meanwhile waits, and finds the first one's work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakValueDictionary

from app.cache import Cache
from app.holding import Held

TICK_SECONDS = 1.0


class _Turn:
    """A lock that may be forgotten when nobody holds or awaits it."""

    def __init__(self) -> None:
        self.lock = Lock()


class Flights:
    """Among the threads of this process, and all processes that share the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._lock = Lock()
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()

    @contextmanager
    def alone(self, name: str, tick: Callable[[], None]) -> Iterator[Held]:
        """Be the only one at `name`. While it waits it calls `tick` each second, which may end
        that by raising."""
        with self._lock:
            turn = self._turns.setdefault(name, _Turn())
        # One thread of a process asks the others' cache, however many wait here.
        while not turn.lock.acquire(timeout=TICK_SECONDS):
            tick()
        try:
            while (held := self._cache.hold(f"flight:{name}", TICK_SECONDS)) is None:
                tick()
            try:
                yield held
            finally:
                held.release()
        finally:
            turn.lock.release()
