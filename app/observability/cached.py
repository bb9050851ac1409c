"""A cache that tells how often it had what was looked for."""

from dataclasses import dataclass

from app.cache import Cache
from app.holding import Held
from app.observability.meters import meters

KINDS = (
    *("answer", "profile", "pages", "feed", "feed-failure"),
    *("list", "group", "removal", "metrics"),
)


def count_read(kind: str, value: object) -> None:
    """Nothing is a miss."""
    meters().kept.labels(kind, "miss" if value is None else "hit").inc()


@dataclass(frozen=True)
class CountedCache:
    """Does what `cache` does."""

    cache: Cache

    def get(self, key: str) -> bytes | None:
        value = self.cache.get(key)
        kind = key.partition(":")[0]
        count_read(kind if kind in KINDS else "other", value)
        return value

    def put(self, key: str, value: bytes, seconds: int, *owners: str | None) -> bool:
        return self.cache.put(key, value, seconds, *owners)

    def replace(self, key: str, old: bytes, new: bytes, seconds: int) -> bool:
        return self.cache.replace(key, old, new, seconds)

    def delete(self, key: str) -> bool:
        return self.cache.delete(key)

    def delete_owned(self, owner: str) -> int | None:
        return self.cache.delete_owned(owner)

    def hold(self, key: str, wait: float, /) -> Held | None:
        return self.cache.hold(key, wait)

    def answers(self) -> bool:
        return self.cache.answers()
