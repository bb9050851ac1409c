"""When to read no more, and how much is stored at once."""

import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from scrapers.errors import BlockedError, RateLimitedError, RefusedError, ScrapingDisabledError

BATCH_SECONDS = 2.0
PATIENCE = 10  # pages in a row that cannot be read: the site is down, or its markup has changed


class ScrapeStoppedError(Exception):
    """The site cannot or must not be read any more; everything read before is stored."""


class Outcome(Protocol):
    """What became of one thing that was asked for."""

    @property
    def kind(self) -> str:
        """One of them is: failed."""

    @property
    def result(self) -> object: ...

    @property
    def failed_before(self) -> bool:
        """The last time it was asked for."""


R = TypeVar("R", bound=Outcome)


def watched(outcomes: Iterable[R]) -> Iterator[R | ScrapeStoppedError]:
    """The same outcomes, ended by a ScrapeStoppedError when going on makes no sense."""
    unreadable = 0
    for outcome in outcomes:
        unreadable = _unreadable(outcome, unreadable)
        refused = isinstance(outcome.result, BlockedError | ScrapingDisabledError)
        if not refused:
            yield outcome
        if refused or unreadable == PATIENCE:
            yield ScrapeStoppedError(str(outcome.result))
            return


def _unreadable(outcome: Outcome, before: int) -> int:
    """How many cannot be read in a row now. What failed the last time too may well be broken by
    itself, and says nothing of the site, unless the site refuses us."""
    if outcome.kind != "failed":
        return 0
    refused = isinstance(outcome.result, RateLimitedError | RefusedError)
    return before if outcome.failed_before and not refused else before + 1


def batches(outcomes: Iterable[R | ScrapeStoppedError], most: int) -> Iterator[list[R]]:
    """Groups small enough that a killed job loses seconds; a stop is raised after the last."""
    batch: list[R] = []
    started = time.monotonic()
    for outcome in outcomes:
        if isinstance(outcome, ScrapeStoppedError):
            yield batch
            raise outcome
        batch.append(outcome)
        if len(batch) == most or time.monotonic() - started > BATCH_SECONDS:
            yield batch
            batch, started = [], time.monotonic()
    yield batch
