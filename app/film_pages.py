"""Film pages from the site into the store; used by the film job and while a visitor waits."""

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial

from app.film_drift import Drift
from app.film_outcomes import Outcome, ScrapeStoppedError, with_kept
from app.film_outcomes import store as store_outcomes
from app.services import Services
from app.store import film_urls
from app.store.leases import DuePage
from scrapers.errors import (
    BlockedError,
    NotFoundError,
    ScrapingDisabledError,
)
from scrapers.http import Client
from scrapers.letterboxd import FilmRead, is_slug, read_film

BATCH_FILMS = 50
BATCH_SECONDS = 2.0
PATIENCE = 10  # pages in a row that cannot be read: the site is down, or its markup has changed


def scrape(services: Services, pages: Iterable[DuePage]) -> Generator[Outcome, None, None]:
    """Read film pages, several at a time; each is in the store when its outcome is yielded.

    Raises ScrapeStoppedError when the site refuses, is switched off, cannot be read, or no longer
    says what it said.
    """
    client, drift = services.letterboxd, Drift()
    with closing(client.map(partial(_read, client), pages)) as read:
        outcomes = (Outcome(page.slug, result) for page, result in read)
        for batch in _batches(_watched(outcomes)):
            yield from _store(services, drift.sift(_compared(services, batch)))
    yield from _store(services, drift.rest())


def _read(client: Client, page: DuePage) -> FilmRead:
    """What cannot be a slug, though a page linked it, must not keep the others from being read."""
    if not is_slug(page.slug):
        raise NotFoundError(f"/film/{page.slug}/")
    return read_film(client, page.slug, page.known)


def _watched(outcomes: Iterable[Outcome]) -> Iterator[Outcome | ScrapeStoppedError]:
    """The same outcomes, ended by a ScrapeStoppedError when going on makes no sense."""
    unreadable = 0
    for outcome in outcomes:
        unreadable = unreadable + 1 if outcome.kind == "failed" else 0
        refused = isinstance(outcome.result, BlockedError | ScrapingDisabledError)
        if not refused:
            yield outcome
        if refused or unreadable == PATIENCE:
            yield ScrapeStoppedError(str(outcome.result))
            return


def _batches(outcomes: Iterable[Outcome | ScrapeStoppedError]) -> Iterator[list[Outcome]]:
    """Groups small enough that a killed job loses seconds; a stop is raised after the last."""
    batch: list[Outcome] = []
    started = time.monotonic()
    for outcome in outcomes:
        if isinstance(outcome, ScrapeStoppedError):
            yield batch
            raise outcome
        batch.append(outcome)
        if len(batch) == BATCH_FILMS or time.monotonic() - started > BATCH_SECONDS:
            yield batch
            batch, started = [], time.monotonic()
    yield batch


def _compared(services: Services, batch: list[Outcome]) -> list[Outcome]:
    with services.engine.connect() as connection:
        return with_kept(connection, batch)


def _store(services: Services, outcomes: list[Outcome]) -> list[Outcome]:
    """In two transactions, so that no lock is waited for out of order."""
    renamed = {o.film.slug: None for o in outcomes if o.film and o.kind == "renamed"}
    if renamed:
        with services.engine.begin() as connection:
            film_urls.add(connection, renamed)
    if outcomes:
        with services.engine.begin() as connection:
            store_outcomes(connection, outcomes, services.settings)
    return outcomes
