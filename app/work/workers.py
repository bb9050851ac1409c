"""The workers as a server sees them: asked, and waited for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

import redis

from app.cache import Cache
from app.cold import Patience
from app.observability.record import current
from app.problems import Problem, problem
from app.work.line import Length, Line, handed
from app.work.task import News, Task

RETRY_SECONDS = 30
MOMENT_SECONDS = 1.0
TRIES = 2  # a worker may end in the middle, and another one begins anew

Report = Callable[[dict[str, Any]], None]  # of the fields of a Step


class _LostError(Exception):
    """The worker that took the task is gone."""


class Workers:
    """Answers come back through the cache, which all share."""

    def __init__(self, line: Line, cache: Cache) -> None:
        self._line, self._cache = line, cache

    @property
    def present(self) -> bool:
        """Whether any worker is alive, as far as Redis tells."""
        try:
            return self._line.staffed()
        except redis.RedisError:
            return False

    @property
    def line(self) -> Length | None:
        """None where Redis does not tell."""
        try:
            return self._line.length()
        except redis.RedisError:
            return None

    def answer(self, task: Task, report: Report, patience: Patience) -> bytes:
        """As a worker made it. `report` hears about it each second at least. Raises Problem: busy,
        workers_away, and whatever the worker does."""
        for _ in range(TRIES):
            try:
                return self._once(task, report, patience)
            except _LostError:
                continue
            except redis.RedisError as error:
                raise _away() from error
        raise _away()

    def _once(self, task: Task, report: Report, patience: Patience) -> bytes:
        if not self._line.staffed():
            raise _away()
        with self._added(task) as name:
            self._await(name, report, patience)
            answer = self._cache.get(handed(name))
            if answer is None:  # the member was removed this moment, or Redis came back empty
                raise _LostError
            self._cache.delete(handed(name))
            return answer

    @contextmanager
    def _added(self, task: Task) -> Iterator[str]:
        name = self._line.add(task)
        try:
            yield name
        finally:
            self._line.drop(name)

    def _await(self, name: str, report: Report, patience: Patience) -> None:
        step = _waiting(0)
        while not (news := self._line.hear(name) or self._look(name, step, patience)).ended:
            if news.refused:
                raise Problem(**news.refused)
            step = news.step or step
            report(step)
        _note(news.phases)

    def _look(self, name: str, step: dict[str, Any], patience: Patience) -> News:
        """Where nothing is heard. Raises Problem: busy, workers_away."""
        before = self._line.before(name)
        if before is None:
            if not self._is_held(name):
                raise _LostError
            return News(step=step)
        patience.check()
        if not self._line.staffed():
            raise _away()
        return News(step=_waiting(before + 1))

    def _is_held(self, name: str) -> bool:
        """A worker says so a moment after it has taken a task."""
        if self._line.held(name):
            return True
        sleep(MOMENT_SECONDS)
        return self._line.held(name)


def _waiting(before: int) -> dict[str, Any]:
    return {"stage": "waiting", "done": before}


def _note(phases: dict[str, float]) -> None:
    """Of the worker, for this request."""
    if record := current():
        for name, seconds in phases.items():
            record.phases[name] += seconds


def _away() -> Problem:
    return problem("workers_away", retry_after=RETRY_SECONDS)
