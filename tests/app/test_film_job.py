import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select, text

from app.jobs.films import scrape_films
from app.profiles import read_profile
from app.scraping.film_pages import scrape
from app.services import Services
from app.store import films
from app.store.leases import DuePage
from app.store.schema import films as films_table
from scrapers.errors import PageError
from scrapers.letterboxd import FilmRead, MemberProfile
from scrapers.records import Film, LoggedFilm
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import serve
from tests.app.film_site import add, end_leases, states

MakeServices = Callable[..., Services]


def read(services: Services) -> Counter[str]:
    run = scrape_films(services)
    assert not run.failed, run.ended
    return run.counts


def stored(services: Services) -> int:
    with services.engine.connect() as connection:
        return films.count(connection)


def test_every_due_film_is_read_into_the_store(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    services = make_services(empty=True)
    slugs = list(world.slugs())[:40]
    add(services, slugs)
    assert read(services) == {"new": 40}
    with services.engine.connect() as connection:
        rows = connection.execute(select(films_table)).mappings().all()
    assert {row["slug"] for row in rows} == set(slugs)
    for row in rows:
        film = world.film(row["slug"])
        assert isinstance(film, Film)
        assert (row["movie_id"], row["title"], row["runtime"], tuple(row["genres"])) == (
            film.film_id,
            film.title,
            film.runtime,
            film.genres,
        )


def test_what_was_read_is_not_due_again_until_it_is_old(services: Services) -> None:
    assert read(services) == {}
    age = text("UPDATE projectionist.film_urls SET next_due_at = now() WHERE slug < 'b'")
    with services.engine.begin() as connection:
        aged = connection.execute(age).rowcount
    assert read(services) == {"unchanged": aged}


def test_a_killed_job_goes_on_where_it_was(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    with serve(world, latency=0.05) as slow:
        services = make_services(slow, empty=True)
        add(services, list(world.slugs()))
        job = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "scrape", "films"],
            env=os.environ | environment(services),
        )
        wait_until(lambda: stored(services) >= 100)
        job.send_signal(signal.SIGKILL)
        job.wait()
        before = stored(services)
        total = len(list(world.slugs()))
        assert 100 <= before < total
        assert read(services).total() < total - before  # some are leased to the one that is dead
        end_leases(services)
        read(services)
        asked = Counter(request.path for request in slow.requests)
    assert stored(services) == total
    assert states(services) == {"scraped": total}
    read_twice = [path for path, times in asked.items() if times > 1 and path != "/robots.txt"]
    assert len(read_twice) <= 60  # at most the batch that was lost and the pages in flight


def environment(services: Services) -> dict[str, str]:
    settings = services.settings
    assert settings.database_url is not None
    return {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "LETTERBOXD_URL": settings.letterboxd_url,
        "LETTERBOXD_SCRAPING": settings.letterboxd_scraping,
        "LETTERBOXD_RATE": "0",
    }


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_transient_faults_lose_nothing(make_services: MakeServices, world: BuiltinWorld) -> None:
    faults = Faults(seed=3, server_error=0.1, cut=0.1, forbidden=0.1)
    slugs = list(world.slugs())[:60]
    with serve(world, faults=faults) as flaky:
        services = make_services(flaky, empty=True, letterboxd_retries=5)
        add(services, slugs)
        assert read(services) == {"new": 60}
    assert states(services) == {"scraped": 60}


def test_a_block_stops_the_job_at_once_and_keeps_everything_due(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    slugs = list(world.slugs())[:200]
    with serve(world, faults=Faults(challenge=1.0)) as blocking:
        services = make_services(blocking, empty=True)
        add(services, slugs)
        run = scrape_films(services)
        assert run.failed
        assert "refuses" in run.ended
        assert len(blocking.requests) < 30
    assert states(services) == {"new": 200}
    assert (run.left, run.leased) == (200, 0)


def test_a_site_that_is_down_stops_the_job(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    slugs = list(world.slugs())[:200]
    with serve(world, faults=Faults(server_error=1.0)) as broken:
        services = make_services(broken, empty=True, letterboxd_retries=0)
        add(services, slugs)
        assert scrape_films(services).failed
        assert len(broken.requests) < 60


def test_pages_that_are_broken_by_themselves_keep_no_others_from_being_read(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    broken, sound = list(world.slugs())[:60], list(world.slugs())[60:140]
    faults = Faults(server_error=1.0, paths=f"/film/({'|'.join(broken)})/")
    with serve(world, faults=faults) as site:
        services = make_services(site, empty=True, letterboxd_retries=0)
        add(services, [*broken, *sound])
        fail(services, broken)
        assert read(services) == {"failed": 60, "new": 80}
        assert read(services) == {}


def test_a_page_that_failed_before_counts_when_the_site_refuses(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    slugs = list(world.slugs())[:60]
    with serve(world, faults=Faults(forbidden=1.0)) as site:
        services = make_services(site, empty=True, letterboxd_retries=0)
        add(services, slugs)
        fail(services, slugs)
        assert "status 403" in scrape_films(services).ended
        assert len(site.requests) < 40


def fail(services: Services, slugs: list[str]) -> None:
    """As if these pages had failed some days ago, longer than the others are due."""
    statement = text(
        "UPDATE projectionist.film_urls SET state = 'failed', attempts = 1, error = 'status 500',"
        " next_due_at = now() - interval '5 days' WHERE slug = ANY(:slugs)"
    )
    with services.engine.begin() as connection:
        connection.execute(statement, {"slugs": slugs})


def test_a_renamed_film_is_stored_once_under_its_new_slug(make_services: MakeServices) -> None:
    services = make_services(empty=True)
    old, new = BuiltinWorld.RENAMED
    add(services, [old, new])
    assert read(services).total() == 2
    assert stored(services) == 1
    assert states(services) == {"scraped": 1, "renamed": 1}


def test_a_film_that_does_not_exist_is_gone_and_never_asked_for_again(
    make_services: MakeServices,
) -> None:
    services = make_services(empty=True)
    add(services, ["no-such-film"])
    assert read(services) == {"gone": 1}
    assert read(services) == {}


def test_what_cannot_be_a_slug_does_not_stop_the_job(make_services: MakeServices) -> None:
    services = make_services(empty=True)
    add(services, ["%2e%2e", "Odd.Slug", "the-godfather"])
    assert read(services) == {"gone": 2, "new": 1}
    assert read(services) == {}


def test_a_profile_and_the_job_may_store_the_same_films_at_the_same_time(
    make_services: MakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services(empty=True, profile_ttl_minutes=0)
    logged = tuple(LoggedFilm(number, f"film-{number:03}", "A film") for number in range(300))
    pages = [
        (DuePage(film.slug), FilmRead(Film(film.film_id, film.slug, film.title)))
        for film in reversed(logged)
    ]
    monkeypatch.setattr(services.letterboxd, "map", lambda read, due: (page for page in pages))
    monkeypatch.setattr("app.profiles.pages.read_member", lambda *_: MemberProfile("ada", logged))
    read_profile(services, "ada", lambda done, total: None)
    ended = Event()

    def visit() -> None:
        while not ended.is_set():
            read_profile(services, "ada", lambda done, total: None)

    with ThreadPoolExecutor(1) as pool:
        visits = pool.submit(visit)
        try:
            for _ in range(10):
                assert len(list(scrape(services, []))) == len(pages)
        finally:
            ended.set()
        visits.result()  # Postgres ends a deadlock by failing one of the two


def test_pages_that_nobody_can_read_stop_the_job(
    make_services: MakeServices, world: BuiltinWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a change of the site's markup: the other 23,000 films need not be asked for."""
    services = make_services(empty=True)
    slugs = list(world.slugs())[:200]
    add(services, slugs)
    error = PageError("film", "the masthead")
    monkeypatch.setattr(services.letterboxd, "map", lambda _, due: ((page, error) for page in due))
    assert "the masthead" in scrape_films(services).ended
    assert states(services) == {"failed": 10, "new": 190}
