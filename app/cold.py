"""Answers that are not there yet: how many visitors may wait for one, and who is next."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from time import perf_counter

from app.observability.meters import meters
from app.observability.record import phase
from app.pressure import Pressure
from app.problems import Problem, problem

FIRST_GUESS_SECONDS = 2.0
LATEST = 0.2  # how much the last duration counts in the average
LONGEST_RETRY_SECONDS = 300
TICK_SECONDS = 1.0

Tell = Callable[[int], None]  # how many are before this one; may raise, if nobody waits any more


class Patience:
    """How long a visitor waits for their turn before they are asked to come again."""

    def __init__(self, seconds: float, retry_after: Callable[[], int]) -> None:
        self._until = perf_counter() + seconds
        self._retry_after = retry_after

    def check(self) -> None:
        """Raises Problem: busy."""
        if perf_counter() > self._until:
            raise problem("busy", retry_after=self._retry_after())


class ColdWork:
    """The visitors of one process who wait for an answer that must be made.

    `waiting` of them may be here at once, whatever they wait for, so that threads are left for
    those whose answer is there. Heavy computing is done by `at_once` of them, in the order in
    which they came to it: more would be no faster, and need more memory.
    """

    def __init__(
        self, at_once: int, waiting: int, seconds: float, pressure: Pressure | None = None
    ) -> None:
        self._at_once, self._most, self._seconds = at_once, waiting + at_once, seconds
        self._pressure = pressure
        self._changed = Condition()
        self._here = 0
        self._queue: deque[object] = deque()  # who computes, then who waits for it
        self._usual = FIRST_GUESS_SECONDS

    @contextmanager
    def admitted(self) -> Iterator[Patience]:
        """A place among those who wait. Raises Problem: busy if there is none, or no memory."""
        with self._changed:
            if self._here >= self._most:
                raise self._busy()
            self._check_memory()
            self._here += 1
        try:
            with meters().places.labels("cold").track_inprogress():
                yield Patience(self._seconds, self._retry_after)
        finally:
            with self._changed:
                self._here -= 1

    @contextmanager
    def turn(self, tell: Tell) -> Iterator[None]:
        """Wait for the turn to compute, at most so long. Raises Problem: busy, also where memory
        has become short meanwhile."""
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
        try:
            with phase("waiting"):
                self._wait(ticket, tell)
            self._check_memory()
            began = perf_counter()
            yield
            self._learn(perf_counter() - began)
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _wait(self, ticket: object, tell: Tell) -> None:
        began, patience = perf_counter(), Patience(self._seconds, self._retry_after)
        while (before := self._before(ticket)) > 0:
            patience.check()
            tell(before)
            with self._changed:
                if self._place(ticket) == before:
                    self._changed.wait(TICK_SECONDS)
        meters().waits.labels("cold").observe(perf_counter() - began)

    def _before(self, ticket: object) -> int:
        with self._changed:
            return self._place(ticket)

    def _place(self, ticket: object) -> int:
        """How many turns must end before this one begins."""
        return self._queue.index(ticket) - self._at_once + 1

    def _learn(self, seconds: float) -> None:
        with self._changed:
            self._usual += LATEST * (seconds - self._usual)

    def _retry_after(self) -> int:
        """Seconds until those who are here now will have been answered."""
        turns = math.ceil(max(self._here, len(self._queue), 1) / self._at_once)
        return min(max(math.ceil(turns * self._usual), 1), LONGEST_RETRY_SECONDS)

    def _check_memory(self) -> None:
        if self._pressure and self._pressure.high:
            raise self._busy()

    def _busy(self) -> Problem:
        meters().turned_away.labels("cold").inc()
        return problem("busy", retry_after=self._retry_after())
