"""When the site changes its markup, what is stored stays."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from app.jobs.films import scrape_films
from app.services import Services
from scrapers.standin.server import Standin, serve
from tests.app.film_site import FilmWorld, add, make_due

GENRES = {"/films/genre/": "/films/kind/"}


@pytest.fixture
def films() -> FilmWorld:
    return FilmWorld()


@pytest.fixture
def changing(films: FilmWorld) -> Iterator[Standin]:
    with serve(films) as site:
        yield site


@pytest.fixture
def services(
    make_services: Callable[..., Services], changing: Standin, films: FilmWorld
) -> Services:
    services = make_services(changing, empty=True)
    add(services, list(films.slugs())[:80])
    scrape_films(services)
    make_due(services)
    return services


def without_genres(services: Services) -> int:
    query = "SELECT count(*) FROM projectionist.films WHERE genres = '{}' AND retired_at IS NULL"
    with services.engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def test_a_fact_that_vanishes_from_all_pages_ends_the_job_and_stays_stored(
    services: Services, changing: Standin
) -> None:
    before = without_genres(services)
    changing.rewrites = {'"genre"': '"kind"'} | GENRES
    run = scrape_films(services)
    assert run.failed
    assert "genres: missing from " in run.ended
    assert without_genres(services) == before
    assert run.leased == 0
    assert run.left == 80


def test_a_film_that_loses_a_fact_loses_it_in_the_store_too(
    services: Services, films: FilmWorld
) -> None:
    films.changes = {slug: {"genres": ()} for slug in list(films.slugs())[:8]}
    run = scrape_films(services)
    assert not run.failed
    assert run.counts["changed"] == 8
    assert without_genres(services) == 8


def test_a_site_without_any_film_retires_none(services: Services, films: FilmWorld) -> None:
    films.changes = dict.fromkeys(films.slugs())
    run = scrape_films(services)
    assert "page: missing from " in run.ended
    assert len(services.catalogue.current().films) == 80


def test_a_few_pages_say_nothing_of_the_site(services: Services, changing: Standin) -> None:
    changing.rewrites = {'"genre"': '"kind"'} | GENRES
    run = scrape_films(services, limit=20)
    assert not run.failed
    assert run.counts == {"changed": 20}
