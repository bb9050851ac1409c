"""A film job that ends before its work does leaves the rest to others."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.jobs.films import scrape_films
from app.jobs.handover import HandOver
from app.services import Services
from app.store.leases import FILM_PAGES
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.film_site import add, states
from tests.app.test_film_job import environment, stored, wait_until


@pytest.fixture
def slow(world: BuiltinWorld) -> Iterator[Standin]:
    with serve(world, latency=0.1) as site:
        yield site


@pytest.fixture
def services(
    make_services: Callable[..., Services], slow: Standin, world: BuiltinWorld
) -> Services:
    services = make_services(slow, empty=True)
    add(services, world.slugs())
    return services


def leased(services: Services) -> int:
    with services.engine.connect() as connection:
        return FILM_PAGES.left(connection)[1]


def test_no_more_pages_are_read_than_asked_for(services: Services) -> None:
    run = scrape_films(services, limit=12)
    assert run.counts == {"new": 12}
    assert run.ended == "12 pages were asked for"
    assert states(services)["scraped"] == 12


def test_a_job_ends_when_its_time_is_up(services: Services, world: BuiltinWorld) -> None:
    started = time.monotonic()
    run = scrape_films(services, handover=HandOver(minutes=1 / 60))
    assert time.monotonic() - started < 10
    assert run.ended == "its time was up"
    assert not run.failed
    assert 0 < run.counts.total() < len(list(world.slugs()))
    assert leased(services) == 0


@pytest.mark.parametrize("request_to_stop", [signal.SIGTERM, signal.SIGINT])
def test_a_job_that_is_asked_to_stop_stores_what_it_read_and_gives_the_rest_back(
    services: Services, request_to_stop: signal.Signals
) -> None:
    job = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "scrape", "films"],
        env=os.environ | environment(services),
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: stored(services) > 0)
    job.send_signal(request_to_stop)
    told, _ = job.communicate(timeout=60)
    assert job.returncode == 0
    assert "it was asked to stop" in told
    pages = re.search(r"pages +(\d+)$", told, re.MULTILINE)
    assert pages is not None
    assert int(pages[1]) == stored(services)
    assert leased(services) == 0


def test_a_second_request_to_stop_ends_a_job_at_once() -> None:
    with HandOver() as handover:
        signal.raise_signal(signal.SIGINT)
        assert handover.reason == "it was asked to stop"
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_what_was_not_asked_for_when_it_is_stopped_is_left_to_others(
    services: Services, slow: Standin
) -> None:
    handover = HandOver()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(scrape_films, services, None, handover)
        wait_until(lambda: pages_asked(slow) > 2)
        handover.ask()
        begun = pages_asked(slow)
        ended = run.result()
    at_once = services.settings.letterboxd_concurrency
    assert pages_asked(slow) <= begun + at_once
    assert ended.counts.total() == pages_asked(slow)
    assert ended.ended == "it was asked to stop"
    assert leased(services) == 0


def pages_asked(site: Standin) -> int:
    return sum(request.path.startswith("/film/") for request in [*site.requests])


def test_a_refusal_is_told_with_a_summary_and_an_exit_code(
    make_services: Callable[..., Services],
    world: BuiltinWorld,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    with serve(world, faults=Faults(challenge=1.0)) as blocking:
        services = make_services(blocking, empty=True)
        add(services, ["heat"])
        app = create_app(services.settings)
        app.extensions["projectionist"] = services
        result = app.test_cli_runner().invoke(args=["scrape", "films", "--minutes", "1"])
    assert result.exit_code == 1
    assert "the site refuses this client" in result.output
    assert "run this again later" in result.output
    markdown = page.read_text(encoding="utf-8")
    assert markdown.startswith("### Film pages\n")
    assert "| still due | 1, of them leased by other runs: 0 |" in markdown


def test_a_database_that_goes_away_ends_the_job_with_a_reason(
    services: Services, postgres: str
) -> None:
    server = make_url(postgres).set(drivername="postgresql+psycopg")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")

    def drop() -> None:
        wait_until(lambda: stored(services) > 0)
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {services.engine.url.database} WITH (FORCE)"))

    with ThreadPoolExecutor(1) as pool:
        dropped = pool.submit(drop)
        run = scrape_films(services)
        dropped.result()
    admin.dispose()
    assert run.failed
    assert run.ended.startswith("the database failed: ")
    assert "UPDATE" not in run.ended


@pytest.mark.parametrize("option", [("--limit", "0"), ("--minutes", "0"), ("--minutes", "soon")])
def test_limits_that_mean_nothing_are_refused(services: Services, option: tuple[str, str]) -> None:
    runner = create_app(services.settings).test_cli_runner()
    assert runner.invoke(args=["scrape", "films", *option]).exit_code == 2


@pytest.mark.parametrize("minutes", ["331", "1e9", "nan", "inf"])
@pytest.mark.parametrize("things", ["films", "ratings"])
def test_a_job_takes_no_longer_than_a_runner_lasts(
    services: Services, things: str, minutes: str
) -> None:
    runner = create_app(services.settings).test_cli_runner()
    refused = runner.invoke(args=["scrape", things, "--minutes", minutes])
    assert refused.exit_code == 2
    assert "is not above 0 and at most 330. What is left is done by the next" in refused.output
