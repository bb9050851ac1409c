"""The film job: read due film pages into the store, beside any number of others like it."""

from contextlib import closing

from app.jobs.handover import HandOver
from app.jobs.leasing import Leased, Limits
from app.jobs.run import Done, Job, Run, run_job
from app.scraping.film_pages import scrape
from app.scraping.similar_films import SimilarFilms
from app.services import Services
from app.store.leases import FILM_PAGES, DuePage

KINDS = ("new", "changed", "unchanged", "renamed", "gone", "doubtful", "failed")
JOB = Job("page", KINDS, FILM_PAGES, at_once=50)


def scrape_films(
    services: Services,
    limit: int | None = None,
    handover: HandOver | None = None,
    *,
    believe: bool = False,
) -> Run:
    """Read due film pages until there are none, `limit` is reached, or it is handed over.

    A database that fails and a site that refuses, cannot be read, or says less than it did end
    the run as failed, the last of them not with `believe`. What was read is kept, and what was
    not is left to others.
    """

    similar = SimilarFilms(services.engine, services.settings.film_discovery_limit)

    def read(pages: Leased[DuePage]) -> Done:
        noted = -1
        while similar.noted > noted:
            noted = similar.noted
            try:
                with closing(scrape(services, pages, pages.stopped, believe=believe)) as outcomes:
                    for outcome in outcomes:
                        similar.hear(outcome)
                        yield outcome.slug, outcome.kind
            finally:
                similar.note()

    run = run_job(services.engine, JOB, read, Limits(limit, handover))
    run.also["similar films noted"] = similar.noted
    return run
