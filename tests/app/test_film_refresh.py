"""Films that change, keep still, move and go."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from app.jobs.films import scrape_films
from app.services import Services
from app.store import film_urls
from scrapers.records import LoggedFilm
from scrapers.standin.server import Standin, serve
from tests.app.film_site import FilmWorld, add, due, make_due, states

GODFATHER, PARASITE = "the-godfather", "parasite-2019"
LIKE_IT = "a-woman-of-the-sea"  # its page names the first


@pytest.fixture
def films() -> FilmWorld:
    return FilmWorld()


@pytest.fixture
def changing(films: FilmWorld) -> Iterator[Standin]:
    with serve(films) as site:
        yield site


@pytest.fixture
def services(make_services: Callable[..., Services], changing: Standin) -> Services:
    services = make_services(changing, empty=True, film_refresh_days=10)
    add(services, [GODFATHER, PARASITE])
    assert scrape_films(services).counts == {"new": 2}
    return services


def again(services: Services) -> Counter[str]:
    make_due(services)
    return scrape_films(services).counts


def days_until_due(services: Services, slug: str = GODFATHER) -> float:
    query = text("SELECT next_due_at - scraped_at FROM projectionist.film_urls WHERE slug = :slug")
    with services.engine.connect() as connection:
        wait: timedelta = connection.execute(query, {"slug": slug}).scalar_one()
    return wait / timedelta(days=1)


def profile_shows(services: Services, slug: str, film_id: int) -> list[str]:
    """The slugs due after somebody's profile showed a film."""
    with services.engine.begin() as connection:
        film_urls.add(connection, {slug: LoggedFilm(film_id, slug, "A film")})
        return due(connection)


def rest(services: Services, days: int = 2) -> None:
    """As if all pages had been read so many days ago."""
    statement = "UPDATE projectionist.film_urls SET scraped_at = now() - :days * interval '1 day'"
    with services.engine.begin() as connection:
        connection.execute(text(statement), {"days": days})


def film_id(films: FilmWorld, slug: str) -> int:
    film = films.film(slug)
    assert film is not None
    return film.film_id


def catalogue(services: Services) -> list[str]:
    return sorted(services.catalogue.current().films.texts["slug"])


def known(services: Services, number: str) -> dict[str, float]:
    """What the catalogue knows of each film, by slug."""
    films = services.catalogue.current().films
    return dict(zip(films.texts["slug"], films.numbers[number].tolist(), strict=True))


def test_a_film_that_does_not_change_is_read_ever_more_seldom_but_not_without_end(
    services: Services,
) -> None:
    waits = []
    for _ in range(6):
        waits.append(days_until_due(services))
        assert again(services) == {"unchanged": 2}
    # A page is due at the midnight after its time is over.
    for wait, days in zip(waits, (10, 15, 22.5, 33.75, 50.625, 60), strict=True):
        assert days <= wait <= days + 1


def test_a_film_that_changes_is_read_as_often_as_at_first(
    services: Services, films: FilmWorld
) -> None:
    again(services)
    films.changes[GODFATHER] = {"runtime": 201}
    assert again(services) == {"changed": 1, "unchanged": 1}
    assert 10 <= days_until_due(services) <= 11
    assert 22.5 <= days_until_due(services, PARASITE) <= 23.5


def test_more_ratings_are_stored_but_are_no_change(services: Services, films: FilmWorld) -> None:
    films.changes[GODFATHER] = {"letterboxd_rating_count": 3_000_001}
    assert again(services) == {"unchanged": 2}
    assert known(services, "letterboxd_rating_count")[GODFATHER] == 3_000_001


def test_a_page_that_is_still_the_same_is_not_sent_again(
    services: Services, changing: Standin, films: FilmWorld
) -> None:
    changing.etags = True
    again(services)  # now the ETags are known
    films.changes[PARASITE] = {"runtime": 201}
    with services.engine.begin() as connection:
        connection.execute(text("UPDATE projectionist.films SET runtime = 1, digest = 1"))
    assert again(services) == {"unchanged": 1, "changed": 1}
    assert known(services, "runtime") == {GODFATHER: 1, PARASITE: 201}


def test_a_renamed_film_stays_one_film_that_both_slugs_name(
    services: Services, films: FilmWorld
) -> None:
    before = film_id(films, GODFATHER)
    films.rename(GODFATHER, "godfather-anew")
    assert again(services) == {"renamed": 1, "unchanged": 1}
    assert catalogue(services) == ["godfather-anew", PARASITE]
    with services.engine.connect() as connection:
        known = film_urls.movie_ids(connection, [GODFATHER, "godfather-anew"])
    assert known == {GODFATHER: before, "godfather-anew": before}
    assert states(services) == {"scraped": 2, "renamed": 1}
    assert profile_shows(services, GODFATHER, before) == []


def test_a_slug_that_names_another_film_now_is_read_again_when_a_profile_tells_so(
    services: Services, films: FilmWorld
) -> None:
    before = film_id(films, GODFATHER)
    films.rename(GODFATHER, "godfather-anew")
    again(services)
    films.moved.clear()
    films.changes |= {GODFATHER: {"film_id": 77, "title": "Another film"}}
    films.changes["godfather-anew"] = {"was": GODFATHER, "slug": "godfather-anew"}
    assert profile_shows(services, GODFATHER, 77) == [GODFATHER]
    assert scrape_films(services).counts == {"new": 1}
    assert catalogue(services) == ["godfather-anew", PARASITE, GODFATHER]
    with services.engine.connect() as connection:
        assert film_urls.movie_ids(connection, [GODFATHER]) == {GODFATHER: 77}
    assert before in services.catalogue.current().films.ids


def test_a_film_that_is_gone_leaves_the_catalogue_and_comes_back_when_a_profile_shows_it(
    services: Services, films: FilmWorld
) -> None:
    number = film_id(films, GODFATHER)
    assert GODFATHER in catalogue(services)
    films.changes[GODFATHER] = None
    assert again(services) == {"doubtful": 1, "unchanged": 1}
    assert catalogue(services) == [PARASITE, GODFATHER]
    assert again(services) == {"gone": 1, "unchanged": 1}
    assert catalogue(services) == [PARASITE]
    films.changes.clear()
    assert again(services) == {"unchanged": 1}
    assert profile_shows(services, GODFATHER, number) == []  # it was asked for a moment ago
    rest(services)
    assert profile_shows(services, GODFATHER, number) == [GODFATHER]
    assert scrape_films(services).counts["gone"] == 0
    assert catalogue(services) == [PARASITE, GODFATHER]


def test_a_film_that_is_back_at_the_second_look_was_never_gone(
    services: Services, films: FilmWorld
) -> None:
    films.changes[GODFATHER] = None
    assert again(services) == {"doubtful": 1, "unchanged": 1}
    films.changes.clear()
    assert again(services) == {"unchanged": 2}
    films.changes[GODFATHER] = None
    assert again(services) == {"doubtful": 1, "unchanged": 1}


def test_a_film_that_is_gone_is_read_again_when_the_operator_names_it(
    services: Services, films: FilmWorld, tmp_path: Path
) -> None:
    lose(services, films)
    films.changes.clear()
    file = tmp_path / "films.csv"
    file.write_text(f"slug\n{GODFATHER}\n{PARASITE}\n", encoding="utf-8")
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    result = app.test_cli_runner().invoke(args=["films", "add", str(file)])
    assert result.output == "added 0 film pages\n1 that were gone are read once more\n"
    assert scrape_films(services).counts == {"new": 1}
    assert GODFATHER in catalogue(services)


def test_a_film_that_is_gone_is_read_again_some_weeks_later_when_another_names_it_as_similar(
    make_services: Callable[..., Services], changing: Standin, films: FilmWorld
) -> None:
    services = make_services(changing, empty=True, film_discovery_limit=2)
    add(services, [GODFATHER, LIKE_IT])
    scrape_films(services)
    lose(services, films)
    films.changes.clear()
    rest(services, days=20)
    assert again(services) == {"unchanged": 1}
    assert GODFATHER not in catalogue(services)
    rest(services, days=30)
    again(services)
    assert GODFATHER in catalogue(services)


def lose(services: Services, films: FilmWorld) -> None:
    films.changes[GODFATHER] = None
    again(services)
    assert again(services)["gone"] == 1


def test_a_film_whose_slug_another_took_is_retired(services: Services, films: FilmWorld) -> None:
    before = film_id(films, GODFATHER)
    films.changes[GODFATHER] = {"film_id": 77}
    assert again(services) == {"new": 1, "unchanged": 1}
    assert before not in services.catalogue.current().films.ids
    assert 77 in services.catalogue.current().films.ids
