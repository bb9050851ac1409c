"""Results kept in this process as long as what they were made from, bounded by their size."""

from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

from cachetools import LRUCache


class Sized(Protocol):
    """What knows how many bytes of memory it holds."""

    @property
    def nbytes(self) -> int: ...


S = TypeVar("S", bound=Sized)


class Memo(Generic[S]):
    """`ground` is what all results are made from: with another one they are all forgotten, so
    that none keeps an old one in memory."""

    def __init__(self, most_bytes: int) -> None:
        self._lock = Lock()
        self._ground: tuple[object, ...] = ()
        self._results: LRUCache[Hashable, S] = LRUCache(most_bytes, getsizeof=lambda it: it.nbytes)

    def find(self, ground: tuple[object, ...], key: Hashable) -> S | None:
        with self._lock:
            return self._results.get(key) if self._is_on(ground) else None

    def keep(self, ground: tuple[object, ...], key: Hashable, result: S) -> None:
        """One that is larger than all of the memo is not kept."""
        with self._lock:
            if not self._is_on(ground):
                self._ground = ground
                self._results.clear()
            if result.nbytes <= self._results.maxsize:
                self._results[key] = result

    def _is_on(self, ground: tuple[object, ...]) -> bool:
        """The very same, since to compare them would take long."""
        same = len(ground) == len(self._ground)
        return same and all(one is other for one, other in zip(ground, self._ground, strict=True))
