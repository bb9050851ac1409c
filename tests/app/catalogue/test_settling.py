"""While films are written one after the other, kept answers last for minutes."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.answers.question import Question, shared
from app.recommendations.answer import Recommendations
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
    assert titles(services) == ["Alien", "Heat"]
    assert stamp(services) == before
    age(services, HEAT.film_id, 1)
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
    first = stamp(services)
    store(services, HEAT)
    assert len({empty, first, stamp(services)}) == 3


def test_without_minutes_each_film_counts(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True, catalogue_minutes=0)
    store(services, ALIEN)
    age(services, ALIEN.film_id, 3)
    before = stamp(services)
    store(services, HEAT)
    assert stamp(services) != before
