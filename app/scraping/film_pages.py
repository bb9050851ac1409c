"""Film pages from the site into the store; used by the film job and while a visitor waits."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from functools import partial

from app.scraping.circuit import batches, watched
from app.scraping.film_drift import FACTS, Drift
from app.scraping.film_outcomes import Outcome, with_kept
from app.scraping.film_outcomes import store as store_outcomes
from app.services import Services
from app.store import film_urls
from app.store.kept_films import usual
from app.store.leases import DuePage
from scrapers.errors import NotFoundError, OutOfTimeError, StoppedError
from scrapers.http import Client, never
from scrapers.letterboxd import FilmRead, is_slug, read_film

BATCH_FILMS = 50
LEFT_OUT = (StoppedError, OutOfTimeError)  # these say nothing of the page


def scrape(
    services: Services,
    pages: Iterable[DuePage],
    stopped: Callable[[], bool] = never,
    *,
    believe: bool = False,
) -> Generator[Outcome, None, None]:
    """Read film pages, several at a time; each is in the store when its outcome is yielded.
    Once `stopped`, pages that were not asked for yet are left out. With `believe` they may say
    less than is stored.

    Raises ScrapeStoppedError when the site refuses, is switched off, cannot be read, or no longer
    says what it said.
    """
    client, drift = services.letterboxd.until(stopped), Drift(_usual(services), believe)
    with closing(client.map(partial(_read, client), pages)) as read:
        outcomes = (
            Outcome(page, result) for page, result in read if not isinstance(result, LEFT_OUT)
        )
        for batch in batches(watched(outcomes), BATCH_FILMS):
            yield from _store(services, drift.sift(_compared(services, batch)))
            drift.check()
    yield from _store(services, drift.rest())
    drift.check()


def _read(client: Client, page: DuePage) -> FilmRead:
    """What cannot be a slug, though a page linked it, must not keep the others from being read."""
    if not is_slug(page.slug):
        raise NotFoundError(f"/film/{page.slug}/")
    return read_film(client, page.slug, page.known)


def _usual(services: Services) -> set[str]:
    with services.engine.connect() as connection:
        return usual(connection, FACTS)


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
