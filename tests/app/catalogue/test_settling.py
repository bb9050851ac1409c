"""While films are written one after the other, the catalogue and kept answers last for minutes."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from app.answers.question import Question, shared
from app.catalogue.holder import LOOK_SECONDS
from app.profiles import read_profile
from app.recommendations.answer import Recommendations
from app.recommendations.missing import complete
from app.recommendations.query import RecommendationQuery
from app.services import Services
from tests.app.catalogue.test_catalogue import ALIEN, HEAT, store
from tests.conftest import serving

DAY = 1440


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    services = make_services(empty=True, catalogue_minutes=DAY)
    store(services, ALIEN)
    age(services, ALIEN.film_id, 3)
    return services


def age(services: Services, film: int, days: int) -> None:
    """As if the film had been written so long ago."""
    stamp = "now() - make_interval(days => :days)"
    statement = text(f"UPDATE projectionist.films SET scraped_at = {stamp} WHERE movie_id = :film")
    with services.engine.begin() as connection:
        connection.execute(statement, {"days": days, "film": film})


def titles(services: Services) -> list[str]:
    return sorted(services.catalogue.current().films.texts["title"])


def stamp(services: Services) -> str:
    """What kept answers are found by."""
    query = RecommendationQuery(username="ada")
    return shared(
        services, Question("any", query, [query], Recommendations, lambda made: [made.meta])
    )


def test_kept_answers_outlast_a_film_until_the_clock_strikes(services: Services) -> None:
    before = stamp(services)
    store(services, HEAT)
    services.catalogue.look()
    assert titles(services) == ["Alien", "Heat"]
    assert stamp(services) == before
    age(services, HEAT.film_id, 1)
    services.catalogue.look()
    assert stamp(services) != before


def test_all_servers_agree_whenever_they_looked(services: Services) -> None:
    stamp(services)
    store(services, HEAT)
    with serving(services.settings) as other:
        assert stamp(services) == stamp(other)


def test_the_first_films_of_all_are_waited_for(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True, catalogue_minutes=DAY)
    empty = stamp(services)
    store(services, ALIEN)
    services.catalogue.look()
    first = stamp(services)
    store(services, HEAT)
    services.catalogue.look()
    assert len({empty, first, stamp(services)}) == 3


def test_films_are_taken_over_when_the_clock_strikes(services: Services) -> None:
    assert titles(services) == ["Alien"]
    store(services, HEAT)
    time.sleep(LOOK_SECONDS + 0.1)
    assert titles(services) == ["Alien"]
    age(services, HEAT.film_id, 1)
    time.sleep(LOOK_SECONDS + 0.1)
    assert titles(services) == ["Alien", "Heat"]


def test_nobody_waits_while_the_store_is_read_again(services: Services) -> None:
    assert titles(services) == ["Alien"]
    store(services, HEAT)
    with services.engine.begin() as connection, ThreadPoolExecutor() as threads:
        connection.execute(text("LOCK TABLE projectionist.films"))
        looking = threads.submit(services.catalogue.look)
        time.sleep(LOOK_SECONDS + 0.2)
        assert titles(services) == ["Alien"]
        assert not looking.done()
        connection.rollback()
        looking.result(30)
    assert titles(services) == ["Alien", "Heat"]


def test_a_member_has_the_films_that_were_read_for_them_at_once(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(catalogue_minutes=DAY, profile_fetch_limit=1000)
    with services.engine.begin() as connection:
        connection.execute(text("DELETE FROM projectionist.films WHERE slug >= 'b'"))
        connection.execute(text("UPDATE projectionist.film_urls SET next_due_at = now()"))
    profile = read_profile(services, services.settings.suggested_usernames[0], ignore)
    assert (services.catalogue.current().positions(profile.movie_ids) < 0).any()
    added, pending = complete(services, profile, ignore)
    assert (added > 0, pending) == (True, 0)
    assert (services.catalogue.current().positions(profile.movie_ids) >= 0).all()


def ignore(*_: object) -> None:
    """Nobody wants to hear of the pages."""


def test_without_minutes_each_film_counts(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True, catalogue_minutes=0)
    store(services, ALIEN)
    age(services, ALIEN.film_id, 3)
    before = stamp(services)
    store(services, HEAT)
    assert stamp(services) != before
