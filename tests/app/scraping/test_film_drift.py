"""When the site changes its markup, what is stored stays."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from app import create_app
from app.jobs.films import scrape_films
from app.services import Services
from scrapers.standin.server import Standin, serve
from tests.app.film_site import FilmWorld, add, make_due

GENRES = {"/films/genre/": "/films/kind/"}
# Every fact that a page tells, and what hides it.
HIDDEN: dict[str, dict[str, str]] = {
    "release year": {
        "releasedate": "date",
        "name-and-year": "name",
        "og:title": "",
        "dateCreated": "",
    },
    "runtime": {"&nbsp;mins": "&nbsp;minutes", '"duration"': '"length"'},
    "countries": {"/films/country/": "/films/nation/"},
    "languages": {"/films/language/": "/films/lang/"},
    "letterboxd rating": {'"aggregateRating"': '"stars"', "twitter:data2": "twitter:data3"},
    "letterboxd rating count": {'"ratingCount"': '"ratings"'},
    "poster": {'"image"': '"picture"'},
    "directors": {"/director/": "/by/"},
    "cast": {"/actor/": "/performer/"},
    "studios": {"/studio/": "/company/"},
    "themes": {"/films/theme/": "/films/t/", "/films/mini-theme/": "/films/mt/"},
    "synopsis": {'class="truncate"': 'class="text"', "<p>": "<p hidden><!--", "</p>": "-->"},
    "tmdb id": {"www.themoviedb.org": "tmdb.example", "data-tmdb-id": "data-tmdb"},
    "imdb id": {"www.imdb.com": "imdb.example"},
    "tagline": {'class="tagline"': 'class="motto"'},
}
RARE: dict[str, object] = {
    "studios": ("Ada and Sons",),
    "tagline": "Nobody was there.",
    "imdb_id": "tt0000001",
    "content_type": "movie",
    "tmdb_id": 1,
}


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


@pytest.mark.parametrize("fact", HIDDEN)
def test_no_fact_vanishes_unseen(
    services: Services,
    changing: Standin,
    films: FilmWorld,
    fact: str,
) -> None:
    films.changes = dict.fromkeys(films.slugs(), RARE)
    scrape_films(services)
    make_due(services)
    before = stored_facts(services)
    changing.rewrites = HIDDEN[fact]
    run = scrape_films(services)
    assert run.failed
    assert f"{fact}: missing from " in run.ended
    assert stored_facts(services) == before


def stored_facts(services: Services) -> list[object]:
    query = "SELECT to_jsonb(films) - 'scraped_at' FROM projectionist.films ORDER BY movie_id"
    with services.engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def test_few_pages_that_all_lose_a_fact_keep_it_too(services: Services, changing: Standin) -> None:
    before = without_genres(services)
    changing.rewrites = {'"genre"': '"kind"'} | GENRES
    run = scrape_films(services, limit=20)
    assert "genres: missing from 20 of 20 film pages" in run.ended
    assert without_genres(services) == before


def test_a_page_that_alone_loses_a_fact_is_believed_when_it_is_read_the_same_again(
    services: Services, films: FilmWorld
) -> None:
    slug = next(iter(films.slugs()))
    rest_all_but(services, slug)
    before = without_genres(services)
    films.changes = {slug: {"genres": ()}}
    assert scrape_films(services).counts == {"doubtful": 1}
    assert without_genres(services) == before
    rest_all_but(services, slug)
    assert scrape_films(services).counts == {"changed": 1}
    assert without_genres(services) == before + 1


def test_pages_that_lose_a_fact_a_few_at_a_time_end_the_job_too(
    services: Services, changing: Standin, films: FilmWorld
) -> None:
    slugs = list(films.slugs())[:6]
    before = without_genres(services)
    changing.rewrites = {'"genre"': '"kind"'} | GENRES
    rest_all_but(services, *slugs[:3])
    assert scrape_films(services).counts == {"doubtful": 3}
    rest_all_but(services, *slugs)
    assert "genres: missing from 6 of 6 film pages" in scrape_films(services).ended
    assert without_genres(services) == before


def test_films_that_are_gone_together_are_believed_the_second_time(
    services: Services, films: FilmWorld
) -> None:
    slugs = list(films.slugs())[:10]
    films.changes = dict.fromkeys(slugs[:5])
    rest_all_but(services, *slugs)
    assert "page: missing from 5 of 10" in scrape_films(services).ended
    rest_all_but(services, *slugs)
    assert scrape_films(services).counts == {"gone": 5, "unchanged": 5}
    assert len(services.catalogue.current().films) == 75


def test_an_operator_may_say_that_the_site_tells_no_more(
    services: Services, changing: Standin
) -> None:
    changing.rewrites = {'"genre"': '"kind"'} | GENRES
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    runner = app.test_cli_runner()
    assert "--believe" in runner.invoke(args=["scrape", "films"]).output
    assert runner.invoke(args=["scrape", "films", "--believe"]).exit_code == 0
    assert without_genres(services) == 80


def rest_all_but(services: Services, *slugs: str) -> None:
    """Only these are due now."""
    statement = text(
        "UPDATE projectionist.film_urls SET next_due_at ="
        " CASE WHEN slug = ANY(:slugs) THEN now() ELSE now() + interval '9 days' END"
    )
    with services.engine.begin() as connection:
        connection.execute(statement, {"slugs": list(slugs)})


def test_new_films_that_all_lack_what_nearly_all_others_have_end_the_job(
    services: Services, changing: Standin, films: FilmWorld
) -> None:
    rest_all_but(services)
    add(services, list(films.slugs())[80:140])
    changing.rewrites = {"/actor/": "/performer/"}
    run = scrape_films(services)
    assert "cast: missing from " in run.ended
    assert "new film pages" in run.ended
    assert len(services.catalogue.current().films) == 80


def test_new_films_may_lack_what_others_have(services: Services, films: FilmWorld) -> None:
    rest_all_but(services)
    slugs = list(films.slugs())[80:140]
    films.changes = {slug: {"cast": (), "runtime": None} for slug in slugs[::2]}
    add(services, slugs)
    assert scrape_films(services).counts == {"new": 60}


def test_new_films_that_lack_it_still_are_believed(
    services: Services, changing: Standin, films: FilmWorld
) -> None:
    rest_all_but(services)
    slugs = list(films.slugs())[80:120]
    add(services, slugs)
    changing.rewrites = {"/actor/": "/performer/"}
    while scrape_films(services).failed:
        rest_all_but(services, *slugs)
    assert len(services.catalogue.current().films) == 120
