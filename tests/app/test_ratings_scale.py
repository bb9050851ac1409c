"""Two ratings jobs on one database, one of them killed.

SCALE_MEMBERS=10000 makes it the month's work; what each job tells is in its temporary folder.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.jobs.ratings import scrape_ratings
from app.services import Services
from app.store import members, stored_ratings
from app.store.schema import members as members_table
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.server import Standin
from tests.app.member_site import end_leases, know, states
from tests.app.scraping_job import start

MEMBERS = int(os.environ.get("SCALE_MEMBERS", "40"))
FILMS, HISTORY = 24_000, 400


@pytest.fixture
def large_site() -> Iterator[Standin]:
    """In a process of its own, so that it takes no time from the test."""
    options = [f"--films={FILMS}", f"--members={MEMBERS}", f"--history={HISTORY}", "--port=0"]
    command = [sys.executable, "-m", "scrapers.standin", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        world = GeneratedWorld(FILMS, MEMBERS, history=HISTORY)
        yield Standin(world, url=process.stdout.readline().split()[1])
        process.terminate()


@pytest.mark.timeout(120 + MEMBERS)
def test_of_members_read_by_two_jobs_none_is_lost_or_doubled_though_one_is_killed(
    make_services: Callable[..., Services], large_site: Standin, tmp_path: Path
) -> None:
    services = make_services(large_site, empty=True)
    names = list(large_site.world.usernames())
    assert know(services, *names) == MEMBERS
    jobs = [
        start(services, "ratings", tmp_path / f"{number}.txt", LETTERBOXD_CONCURRENCY="2")
        for number in range(2)
    ]
    started = time.monotonic()
    while stored(services) < MEMBERS // 4:
        assert time.monotonic() - started < 60 + MEMBERS
        time.sleep(0.1)
    jobs[0].send_signal(signal.SIGKILL)
    assert [job.wait() for job in jobs] == [-signal.SIGKILL, 0]
    end_leases(services)
    scrape_ratings(services)
    assert states(services) == {"active": MEMBERS}
    with services.engine.connect() as connection:
        ratings = stored_ratings.all_ratings(connection)
        last = members.load(connection, names[-1])
    expected = large_site.world.member(names[-1])
    assert ratings.usernames == sorted(names)
    assert MEMBERS * HISTORY * 0.85 < len(ratings.stars) < MEMBERS * HISTORY * 0.95
    assert expected is not None
    assert last is not None
    assert set(last.movie_ids.tolist()) == {film.film_id for film in expected.films}


def stored(services: Services) -> int:
    with services.engine.connect() as connection:
        return connection.execute(select(func.count(members_table.c.username))).scalar_one()
