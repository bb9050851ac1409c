"""Films that are written one after the other reach the servers together."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.profiles import read_profile
from app.recommendations.missing import complete
from app.services import Services
from tests.app.catalogue.test_catalogue import ALIEN, HEAT, store

DAY = 1440


def silent(*_: object) -> None:
    """Nobody wants to hear."""


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    services = make_services(empty=True, catalogue_minutes=DAY)
    store(services, ALIEN)
    age(services, ALIEN.film_id, 3)
    assert titles(services) == ["Alien"]
    return services


def age(services: Services, film: int, days: int) -> None:
    """As if the film had been written so long ago."""
    stamp = "now() - make_interval(days => :days)"
    statement = text(f"UPDATE projectionist.films SET scraped_at = {stamp} WHERE movie_id = :film")
    with services.engine.begin() as connection:
        connection.execute(statement, {"days": days, "film": film})


def titles(services: Services) -> list[str]:
    return sorted(services.catalogue.current().films.texts["title"])


def test_an_empty_catalogue_does_not_wait(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True, catalogue_minutes=DAY)
    assert titles(services) == []
    store(services, ALIEN)
    assert titles(services) == ["Alien"]


def test_what_is_written_serves_once_the_clock_has_struck(services: Services) -> None:
    before = services.catalogue.current()
    store(services, HEAT)
    assert services.catalogue.current() is before
    age(services, HEAT.film_id, 1)
    assert titles(services) == ["Alien", "Heat"]


def test_who_waits_for_a_film_has_it_at_once(services: Services) -> None:
    store(services, HEAT)
    services.catalogue.catch_up()
    assert titles(services) == ["Alien", "Heat"]
    after = services.catalogue.current()
    assert services.catalogue.current() is after


def test_a_member_has_the_films_that_were_read_meanwhile(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(catalogue_minutes=DAY)
    retire = "UPDATE projectionist.films SET retired_at = now() WHERE slug >= 'b'"
    with services.engine.begin() as connection:
        connection.execute(text(retire))
    profile = read_profile(services, services.settings.suggested_usernames[0], silent)
    assert (services.catalogue.current().positions(profile.movie_ids) < 0).any()
    with services.engine.begin() as connection:  # another process reads them
        connection.execute(
            text("UPDATE projectionist.films SET retired_at = NULL, scraped_at = now()")
        )
    assert complete(services, profile, silent) == (0, 0)
    assert (services.catalogue.current().positions(profile.movie_ids) >= 0).all()
