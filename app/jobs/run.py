"""How a run of a job goes that shares its work by leases, and what it tells."""

import logging
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Engine
from tqdm import tqdm

from app.doctor.connecting import fault
from app.jobs.leasing import Leased, Limits
from app.jobs.plots import Pace, bars, pie
from app.scraping.circuit import ScrapeStoppedError
from app.store.failures import DATABASE_ERRORS
from app.store.leased import Due, Leases

log = logging.getLogger(__name__)

LOG_EVERY_SECONDS = 10

T = TypeVar("T", bound=Due)
Done = Generator[tuple[str, str], None, None]  # the key of what is in the store now, and its kind


@dataclass(frozen=True)
class Job(Generic[T]):
    """Work that is done a `thing` at a time, `at_once` of them leased; `kinds` is what can become
    of one."""

    thing: str
    kinds: tuple[str, ...]
    leases: Leases[T]
    at_once: int


@dataclass
class Run:
    """What a run did: things by what became of them, and why it ended."""

    thing: str
    kinds: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    pace: Pace = field(default_factory=Pace)
    ended: str = ""
    failed: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    left: int = 0
    leased: int = 0
    also: dict[str, object] = field(default_factory=dict)

    def figures(self) -> dict[str, object]:
        """What the summary tells, by name."""
        done = self.counts.total()
        return {
            f"{self.thing}s": done,
            **{kind: self.counts[kind] for kind in self.kinds},
            f"{self.thing}s a second": f"{done / max(self.seconds, 1e-9):.1f}",
            f"CPU time a {self.thing}": f"{1000 * self.cpu_seconds / max(done, 1):.1f} ms",
            **self.also,
            "most memory": f"{_peak_bytes() / 2**20:.0f} MB",
            "still due": f"{self.left}, of them leased by other runs: {self.leased}",
            "ended because": self.ended,
        }

    def plots(self) -> list[str]:
        """What the summary draws."""
        return [
            bars(f"{self.thing}s in each minute", f"{self.thing}s", self.pace.points()),
            pie("What became of them", {kind: self.counts[kind] for kind in self.kinds}),
        ]


def run_job(
    engine: Engine, job: Job[T], read: Callable[[Leased[T]], Done], limits: Limits | None = None
) -> Run:
    """Do what is due until there is no more or a limit is reached.

    A database that fails and a ScrapeStoppedError end the run as failed. What was read is kept,
    and what was not is left to others.
    """
    run, limits = Run(job.thing, job.kinds), limits or Limits()
    started, cpu_started = time.monotonic(), time.process_time()
    leased = Leased(engine, job.leases, job.thing, job.at_once, limits)
    try:
        due = _left(engine, job)[0]
        total = due if limits.things is None else min(due, limits.things)
        with closing(read(leased)) as done:
            for key, kind in _shown(done, total, run):
                run.counts[kind] += 1
                run.pace.count()
                leased.done(key)
        run.ended = leased.ended
    except ScrapeStoppedError as stop:
        run.ended, run.failed = str(stop), True
    except DATABASE_ERRORS as error:
        run.ended, run.failed = f"the database failed: {fault(error).says}", True
    finally:
        with suppress(*DATABASE_ERRORS):  # leases end by themselves as well
            leased.give_back()
    run.seconds = time.monotonic() - started
    run.cpu_seconds = time.process_time() - cpu_started
    with suppress(*DATABASE_ERRORS):
        run.left, run.leased = _left(engine, job)
    return run


def _left(engine: Engine, job: Job[T]) -> tuple[int, int]:
    with engine.connect() as connection:
        return job.leases.left(connection)


def _shown(done: Iterable[tuple[str, str]], total: int, run: Run) -> Iterator[tuple[str, str]]:
    """The same with a progress bar on a terminal, and a log line now and then elsewhere."""
    things = f"{run.thing}s"
    bar = tqdm(done, total=total, desc=things, unit=run.thing, disable=None)
    logged = time.monotonic()
    for one in bar:
        yield one
        if bar.disable and time.monotonic() - logged > LOG_EVERY_SECONDS:
            told = (things, run.counts.total(), total, dict(run.counts))
            log.info("%s: %d of %d done, %s", *told)
            logged = time.monotonic()


def _peak_bytes() -> int:
    """Kibibytes on Linux, bytes on macOS (getrusage(2))."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
