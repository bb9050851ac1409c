"""Film pages from the site into the store; used by the film job and while a visitor waits."""

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import starmap

from sqlalchemy import Connection

from app.services import Services
from app.store import film_urls, films
from scrapers.errors import (
    BlockedError,
    NotFoundError,
    ScraperError,
    ScrapingDisabledError,
)
from scrapers.http import Client
from scrapers.letterboxd import is_slug, read_film
from scrapers.records import Film

BATCH_FILMS = 50
BATCH_SECONDS = 2.0
PATIENCE = 10  # pages in a row that cannot be read: the site is down, or its markup has changed


@dataclass(frozen=True)
class Outcome:
    """What became of one film page."""

    slug: str
    result: Film | ScraperError


class ScrapeStoppedError(Exception):
    """The site cannot or must not be read any more; everything read before is stored."""


def scrape(services: Services, slugs: Iterable[str]) -> Iterator[Outcome]:
    """Read film pages, several at a time; each is in the store when its outcome is yielded.

    Raises ScrapeStoppedError when the site refuses, is switched off, or cannot be read.
    """
    client = services.letterboxd
    with closing(client.map(partial(_read, client), slugs)) as read:
        for batch in _batches(_watched(starmap(Outcome, read))):
            with services.engine.begin() as connection:
                _store(services, connection, batch)
            yield from batch


def _read(client: Client, slug: str) -> Film:
    """What cannot be a slug, though a page linked it, must not keep the others from being read."""
    if not is_slug(slug):
        raise NotFoundError(f"/film/{slug}/")
    return read_film(client, slug)


def _watched(outcomes: Iterable[Outcome]) -> Iterator[Outcome | ScrapeStoppedError]:
    """The same outcomes, ended by a ScrapeStoppedError when going on makes no sense."""
    unreadable = 0
    for outcome in outcomes:
        unreadable = 0 if isinstance(outcome.result, Film | NotFoundError) else unreadable + 1
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


def _store(services: Services, connection: Connection, batch: list[Outcome]) -> None:
    read = [(o.slug, o.result) for o in batch if isinstance(o.result, Film)]
    film_urls.lock(connection, {o.slug for o in batch} | {film.slug for _, film in read})
    films.upsert(connection, (film for _, film in read), services.settings.letterboxd_url)
    refresh = timedelta(days=services.settings.film_refresh_days)
    film_urls.mark_scraped(connection, [(film.slug, film.film_id) for _, film in read], refresh)
    for slug, film in read:
        if slug != film.slug:
            film_urls.mark_gone(connection, slug)
    for outcome in batch:
        if isinstance(outcome.result, NotFoundError):
            film_urls.mark_gone(connection, outcome.slug)
        elif isinstance(outcome.result, ScraperError):
            film_urls.mark_failed(connection, outcome.slug, str(outcome.result))
