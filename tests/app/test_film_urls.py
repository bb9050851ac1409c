from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from app.services import Services
from app.store import film_urls
from app.store.film_reads import PageRead, record
from scrapers.records import LoggedFilm
from tests.app.film_site import due


def logged(film_id: int, title: str = "A film", year: int | None = None) -> LoggedFilm:
    return LoggedFilm(film_id, "a-film", title, year)


@pytest.fixture
def connection(make_services: Callable[..., Services]) -> Iterator[Connection]:
    with make_services(empty=True).engine.begin() as connection:
        yield connection


def test_a_slug_is_remembered_once(connection: Connection) -> None:
    assert film_urls.add(connection, {"alien": None, "heat": logged(2)}) == 2
    assert film_urls.add(connection, {"alien": None, "brazil": None}) == 1
    assert sorted(due(connection)) == ["alien", "brazil", "heat"]


def test_a_film_id_learned_later_is_added_and_never_lost(connection: Connection) -> None:
    film_urls.add(connection, {"alien": None})
    film_urls.add(connection, {"alien": logged(7)})
    film_urls.add(connection, {"alien": None})
    assert film_urls.unread(connection, [7]) == {7: "alien"}


def test_what_failed_is_not_due_at_once(connection: Connection) -> None:
    film_urls.add(connection, {"alien": logged(7), "heat": logged(8)})
    record(connection, [PageRead("alien", "failed", error="no answer")], 30)
    assert due(connection) == ["heat"]
    assert film_urls.unread(connection, [7, 8]) == {8: "heat"}


def test_nothing_to_add_is_fine(connection: Connection) -> None:
    assert film_urls.add(connection, {}) == 0
    assert film_urls.unread(connection, []) == {}


def test_films_are_known_by_the_name_that_a_profile_shows(connection: Connection) -> None:
    film_urls.add(connection, {"heat": logged(7, "Heat", 1995), "yearless": logged(8, "Soon")})
    film_urls.add(connection, {"heat": None})
    assert film_urls.names(connection, [7, 8]) == {("Heat", 1995)}
