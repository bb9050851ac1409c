"""What one process has to itself for a while, among all that share a Redis."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, Protocol

import redis
from redis.lock import Lock

P = ParamSpec("P")

SECONDS = 30.0  # unless renewed, so that a process that dies blocks nobody for long


class Held(Protocol):
    """Given back when it is released, or by itself."""

    def renew(self) -> None: ...

    def release(self) -> None: ...


class Alone:
    """Held where there is nobody to hold it against."""

    def renew(self) -> None:
        pass

    def release(self) -> None:
        pass


@dataclass(frozen=True)
class Locked:
    """By a lock in Redis; `note` hears that Redis does not answer."""

    lock: Lock
    note: Callable[[redis.RedisError], None]

    def renew(self) -> None:
        with self._forgiven():
            self.lock.reacquire()

    def release(self) -> None:
        with self._forgiven():
            self.lock.release()

    @contextmanager
    def _forgiven(self) -> Iterator[None]:
        try:
            yield
        except redis.exceptions.LockError:
            pass  # it took too long, and another process may have it by now
        except redis.RedisError as error:
            self.note(error)


def renewing(held: Held, tell: Callable[P, None]) -> Callable[P, None]:
    """`tell`, which is called while the work goes on."""

    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        held.renew()
        tell(*args, **kwargs)

    return told
