"""Several film jobs on one database, one of them killed, on a site with faults.

SCALE_FILMS=100000 makes it the month's work; what each job tells is in its temporary folder.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.jobs.films import scrape_films
from app.services import Services
from app.store import films
from app.store.schema import films as films_table
from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.server import Standin
from tests.app.film_site import add, end_leases, make_due, states
from tests.app.scraping_job import start

FILMS = int(os.environ.get("SCALE_FILMS", "400"))
PAGE_BYTES = os.environ.get("SCALE_PAGE_BYTES", "0")
PROCESSES = 4
FAULTS = ("--server-error", "0.01", "--cut", "0.005", "--forbidden", "0.005")


@pytest.fixture
def films_of_the_site() -> GeneratedWorld:
    return GeneratedWorld(FILMS, members=0)


@pytest.fixture
def large_site(films_of_the_site: GeneratedWorld) -> Iterator[Standin]:
    """In a process of its own, so that it takes no time from the test."""
    options = ["--films", str(FILMS), "--page-bytes", PAGE_BYTES, "--port", "0", *FAULTS]
    command = [sys.executable, "-m", "scrapers.standin", *options, "--latency", "0.02"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Standin(films_of_the_site, url=process.stdout.readline().split()[1])
        process.terminate()


@pytest.mark.timeout(60 + FILMS)
def test_of_films_read_by_many_jobs_none_is_lost_or_doubled_though_one_is_killed(
    make_services: Callable[..., Services], large_site: Standin, tmp_path: Path
) -> None:
    services = make_services(large_site, empty=True, letterboxd_retries=3)
    world = large_site.world
    add(services, world.slugs())
    jobs = [
        start(
            services,
            "films",
            tmp_path / f"{number}.txt",
            LETTERBOXD_CONCURRENCY="4",
            LETTERBOXD_BACKOFF="0.05",
        )
        for number in range(PROCESSES)
    ]
    started = time.monotonic()
    while stored(services) < FILMS // 3:
        assert time.monotonic() - started < 60 + FILMS
        time.sleep(0.1)
    jobs[0].send_signal(signal.SIGKILL)
    assert [job.wait() for job in jobs] == [-signal.SIGKILL, 0, 0, 0]
    finish(services)
    with services.engine.connect() as connection:
        rows = connection.execute(
            select(films_table.c.movie_id, films_table.c.slug, films_table.c.title)
        )
        found = sorted(tuple(row) for row in rows)
    expected = (world.film(slug) for slug in world.slugs())
    assert found == sorted((film.film_id, film.slug, film.title) for film in expected if film)
    assert states(services) == {"scraped": FILMS}


def finish(services: Services) -> None:
    """The next run, when the leases of the killed job are over, and failed pages due again."""
    end_leases(services)
    if states(services) != {"scraped": FILMS}:
        scrape_films(services)
    if states(services)["failed"]:
        make_due(services)
        scrape_films(services)


def stored(services: Services) -> int:
    with services.engine.connect() as connection:
        return films.count(connection)
