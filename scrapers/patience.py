"""How long somebody waits for the site, whatever is asked of it for them meanwhile."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import TIMEOUT_MAX
from time import monotonic
from typing import TypeVar

from scrapers.errors import OutOfTimeError

T = TypeVar("T")
R = TypeVar("R")

_until: ContextVar[float] = ContextVar("until", default=math.inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What this thread asks of a site, and the threads of a Client that do it for this one, fails
    with OutOfTimeError once so many seconds have passed; sooner, if that was said before."""
    token = _until.set(min(_until.get(), monotonic() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


def carried(work: Callable[[T], R]) -> Callable[[T], R]:
    """`work` for another thread, with the time that this one has left."""
    until = _until.get()

    def working(item: T) -> R:
        _until.set(until)
        return work(item)

    return working


def seconds_left(path: str) -> float:
    """At most what a lock can wait for. Raises OutOfTimeError, for which there is no second
    attempt, if there are none."""
    left = _until.get() - monotonic()
    if left <= 0:
        raise OutOfTimeError(path)
    return min(left, TIMEOUT_MAX)


def is_too_long(seconds: float = 0.0) -> bool:
    """Whether a pause ends after the time is over; without one, whether it is over."""
    return monotonic() + seconds >= _until.get()
