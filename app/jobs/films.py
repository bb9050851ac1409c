"""The film job: read due film pages into the store, beside any number of others like it."""

import logging
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field

from tqdm import tqdm

from app.film_outcomes import Outcome, ScrapeStoppedError
from app.film_pages import scrape
from app.jobs.handover import HandOver
from app.jobs.leasing import LeasedPages
from app.services import Services
from app.store import leases
from app.store.failures import DATABASE_ERRORS, reason

log = logging.getLogger(__name__)

LOG_EVERY_SECONDS = 10
KINDS = ("new", "changed", "unchanged", "renamed", "gone", "failed")


@dataclass
class FilmRun:
    """What a run did: pages by what became of them, and why it ended."""

    counts: Counter[str] = field(default_factory=Counter)
    ended: str = ""
    failed: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    left: int = 0
    leased: int = 0

    def figures(self) -> dict[str, object]:
        """What the summary tells, by name."""
        pages = self.counts.total()
        return {
            "pages": pages,
            **{kind: self.counts[kind] for kind in KINDS},
            "pages a second": f"{pages / max(self.seconds, 1e-9):.1f}",
            "CPU time a page": f"{1000 * self.cpu_seconds / max(pages, 1):.1f} ms",
            "most memory": f"{_peak_bytes() / 2**20:.0f} MB",
            "still due": f"{self.left}, of them leased by other runs: {self.leased}",
            "ended because": self.ended,
        }


def scrape_films(
    services: Services, limit: int | None = None, handover: HandOver | None = None
) -> FilmRun:
    """Read due film pages until there are none, `limit` is reached, or it is handed over.

    A database that fails and a site that refuses, cannot be read, or says less than it did end
    the run as failed. What was read is kept, and what was not is left to others.
    """
    run = FilmRun()
    started, cpu_started = time.monotonic(), time.process_time()
    pages = LeasedPages(services.engine, limit, handover or HandOver())
    try:
        _read(services, pages, run, limit)
        run.ended = pages.ended
    except ScrapeStoppedError as stop:
        run.ended, run.failed = str(stop), True
    except DATABASE_ERRORS as error:
        run.ended, run.failed = f"the database failed: {reason(error)}", True
    finally:
        with suppress(*DATABASE_ERRORS):  # leases end by themselves as well
            pages.give_back()
    run.seconds = time.monotonic() - started
    run.cpu_seconds = time.process_time() - cpu_started
    with suppress(*DATABASE_ERRORS):
        run.left, run.leased = _left(services)
    return run


def _read(services: Services, pages: LeasedPages, run: FilmRun, limit: int | None) -> None:
    due = _left(services)[0]
    total = due if limit is None else min(due, limit)
    with closing(scrape(services, pages)) as outcomes:
        for outcome in _shown(outcomes, total, run.counts):
            run.counts[outcome.kind] += 1
            pages.done(outcome.slug)


def _left(services: Services) -> tuple[int, int]:
    with services.engine.connect() as connection:
        return leases.left(connection)


def _shown(outcomes: Iterable[Outcome], total: int, counts: Counter[str]) -> Iterator[Outcome]:
    """The outcomes with a progress bar on a terminal, and a log line now and then elsewhere."""
    bar = tqdm(outcomes, total=total, desc="films", unit="film", disable=None)
    logged = time.monotonic()
    for outcome in bar:
        yield outcome
        if bar.disable and time.monotonic() - logged > LOG_EVERY_SECONDS:
            log.info("films: %d of %d done, %s", counts.total(), total, dict(counts))
            logged = time.monotonic()


def _peak_bytes() -> int:
    """Kibibytes on Linux, bytes on macOS (getrusage(2))."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
