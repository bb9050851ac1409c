"""The ratings job: read the films of known members who are due, beside any number of others."""

from contextlib import closing

from app.jobs.handover import HandOver
from app.jobs.leasing import Leased, Limits
from app.jobs.run import Done, Job, Run, run_job
from app.scraping.member_pages import scrape
from app.services import Services
from app.store.known_members import MEMBERS, DueMember

KINDS = ("new", "changed", "unchanged", "gone", "private", "doubtful", "failed", "dropped")
JOB = Job("member", KINDS, MEMBERS, at_once=20)


def scrape_ratings(
    services: Services,
    limit: int | None = None,
    handover: HandOver | None = None,
    *,
    believe: bool = False,
) -> Run:
    """Read due members until there are none, `limit` is reached, or it is handed over.

    A database that fails and a site that refuses, cannot be read, or no longer says what it said
    of many end the run as failed, the last of them not with `believe`. What was read is kept, and
    what was not is left to others.
    """

    def read(due: Leased[DueMember]) -> Done:
        scraped = scrape(services, due, due.worker, due.stopped, due.cut, believe=believe)
        with closing(scraped) as outcomes:
            for outcome in outcomes:
                yield outcome.username, outcome.kind

    return run_job(services.engine, JOB, read, Limits(limit, handover))
