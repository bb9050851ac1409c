"""The ratings job: read the films of known members who are due, beside any number of others."""

from contextlib import closing

from app.jobs.handover import HandOver
from app.jobs.leasing import Leased, Limits
from app.jobs.run import Done, Job, Run, run_job
from app.scraping.member_pages import scrape
from app.services import Services
from app.store.known_members import MEMBERS, DueMember

KINDS = ("new", "changed", "unchanged", "gone", "private", "failed", "dropped")
JOB = Job("member", KINDS, MEMBERS, at_once=20)


def scrape_ratings(
    services: Services, limit: int | None = None, handover: HandOver | None = None
) -> Run:
    """Read due members until there are none, `limit` is reached, or it is handed over.

    A database that fails and a site that refuses or cannot be read end the run as failed. What
    was read is kept, and what was not is left to others.
    """

    def read(due: Leased[DueMember]) -> Done:
        with closing(scrape(services, due, due.worker)) as outcomes:
            for outcome in outcomes:
                yield outcome.username, outcome.kind

    return run_job(services.engine, JOB, read, Limits(limit, handover))
