"""Bytes kept for a while: in Redis where there is one, else in this process."""

import hashlib
import logging
from threading import Lock
from time import monotonic
from typing import NamedTuple, Protocol

import redis
from cachetools import TLRUCache

from app.config import Settings
from app.holding import SECONDS, Alone, Held, Locked
from app.reconnecting import Reconnecting

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 2**20
LEAST_SIZE = 1024  # what an entry counts at least, so that their number is bounded too
PREFIX = "projectionist:"
REDIS_SECONDS = 1.0  # without an answer
COMPLAINT_SECONDS = 60.0
# The index of an owner has the keys by when they end, so that those that ended leave it.
KEEP = """
redis.call("SET", KEYS[1], ARGV[1], "EX", ARGV[2])
local now = tonumber(redis.call("TIME")[1])
for place = 2, #KEYS do
  redis.call("ZREMRANGEBYSCORE", KEYS[place], "-inf", now - 1)
  redis.call("ZADD", KEYS[place], now + ARGV[2], KEYS[1])
  redis.call("EXPIRE", KEYS[place], ARGV[2], "NX")
  redis.call("EXPIRE", KEYS[place], ARGV[2], "GT")
end
return 1
"""
REPLACE = """
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1
"""  # both in Lua, which Redis runs as one step


class Cache(Protocol):
    """A value may be gone at any time; keys are ASCII."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes, seconds: int, *owners: str | None) -> bool:
        """Keep `value` so long; False if it could not be kept. `owners` are the members it is of,
        or the keys of what it was made from."""

    def replace(self, key: str, old: bytes, new: bytes, seconds: int) -> bool:
        """Keep `new` so long if the value still is `old`; False if somebody else was faster."""

    def delete(self, key: str) -> bool:
        """False if there was nothing."""

    def delete_owned(self, owner: str) -> int | None:
        """Delete all that is kept of a member: how many values, None if they are out of reach."""

    def hold(self, key: str, wait: float, /) -> Held | None:
        """Have `key` to oneself among all processes; None if another still has it after `wait`
        seconds. A process that reaches no other has it at once."""

    def answers(self) -> bool:
        """Whether what is kept is within reach."""


def open_cache(settings: Settings) -> Cache:
    """Nothing is connected before the first use."""
    url = settings.redis_url
    return MemoryCache() if url is None else RedisCache(url.get_secret_value())


class _Entry(NamedTuple):
    value: bytes
    seconds: float
    owners: tuple[str | None, ...]


class MemoryCache:
    """Forgets what was used least recently when it is full."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lock = Lock()
        self._entries: TLRUCache[str, _Entry] = TLRUCache(
            most_bytes,
            ttu=lambda _, entry, now: now + entry.seconds,
            timer=monotonic,
            getsizeof=lambda entry: max(len(entry.value), LEAST_SIZE),
        )

    def get(self, key: str) -> bytes | None:
        with self._lock:
            entry = self._entries.get(key)
        return None if entry is None else entry.value

    def put(self, key: str, value: bytes, seconds: int, *owners: str | None) -> bool:
        with self._lock:
            try:
                self._entries[key] = _Entry(value, seconds, owners)
            except ValueError:  # larger than the whole cache
                return False
        return True

    def replace(self, key: str, old: bytes, new: bytes, seconds: int) -> bool:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or entry.value != old:
                return False
            self._entries[key] = _Entry(new, seconds, entry.owners)
        return True

    def delete(self, key: str) -> bool:
        with self._lock:
            return self._entries.pop(key, None) is not None

    def delete_owned(self, owner: str) -> int | None:
        with self._lock:
            owned = [key for key, entry in self._entries.items() if owner in entry.owners]
            return sum(self._entries.pop(key, None) is not None for key in owned)

    def hold(self, _key: str, _wait: float, /) -> Held:
        return Alone()

    def answers(self) -> bool:
        return True


class RedisCache:
    """While Redis does not answer, nothing is there and nothing is kept."""

    def __init__(self, url: str) -> None:
        self._complaints = _Complaints()
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Reconnecting(),
        )

    def get(self, key: str) -> bytes | None:
        try:
            value = self._redis.get(PREFIX + key)
        except redis.RedisError as error:
            self._complaints.note(error)
            return None
        return value if isinstance(value, bytes) else None

    def put(self, key: str, value: bytes, seconds: int, *owners: str | None) -> bool:
        keys = [PREFIX + key, *{_index(owner) for owner in owners if owner is not None}]
        try:
            return bool(self._redis.eval(KEEP, len(keys), *keys, value, seconds))
        except redis.RedisError as error:
            self._complaints.note(error)
            return False

    def replace(self, key: str, old: bytes, new: bytes, seconds: int) -> bool:
        try:
            return bool(self._redis.eval(REPLACE, 1, PREFIX + key, old, new, seconds))
        except redis.RedisError as error:
            self._complaints.note(error)
            return False

    def delete(self, key: str) -> bool:
        try:
            return bool(self._redis.delete(PREFIX + key))
        except redis.RedisError as error:
            self._complaints.note(error)
            return False

    def delete_owned(self, owner: str) -> int | None:
        index = _index(owner)
        try:
            owned = self._redis.zrange(index, 0, -1)
            if not owned:
                return 0
            with self._redis.pipeline() as pipe:
                pipe.delete(*owned)
                pipe.zrem(index, *owned)  # not all of it: it may just have grown
                return int(pipe.execute()[0])
        except redis.RedisError as error:
            self._complaints.note(error)
            return None

    def hold(self, key: str, wait: float, /) -> Held | None:
        lock = self._redis.lock(PREFIX + key, SECONDS, blocking_timeout=wait)
        try:
            return Locked(lock, self._complaints.note) if lock.acquire() else None
        except redis.RedisError as error:
            self._complaints.note(error)
            return Alone()

    def answers(self) -> bool:
        try:
            return bool(self._redis.ping())
        except redis.RedisError as error:
            self._complaints.note(error)
            return False


def _index(owner: str) -> str:
    """The name of the index of the keys under which a member's values are kept."""
    return f"{PREFIX}owned:{hashlib.sha256(owner.encode()).hexdigest()}"


class _Complaints:
    """One line a minute, however often Redis is asked in vain."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._silent_until = 0.0

    def note(self, error: redis.RedisError) -> None:
        with self._lock:
            silent = monotonic() < self._silent_until
            if not silent:
                self._silent_until = monotonic() + COMPLAINT_SECONDS
        if not silent:
            # The kind alone: the message may name the address with its password.
            log.warning("Redis does not answer: %s", type(error).__name__)
