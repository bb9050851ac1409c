"""A clock was wrong for a while, so that what was written then is dated in the future."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import text

from app.services import Services
from app.store import film_urls, job_leases
from app.store.leases import FILM_PAGES
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_recommendations_api import ask
from tests.conftest import running

LATER = "now() + interval '1 year'"


def change(services: Services, statement: str) -> None:
    with services.engine.begin() as connection:
        connection.execute(text(statement.format(later=LATER)))


def test_a_member_who_was_read_in_the_future_is_read_again(
    services: Services, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    with running(services) as app:
        first = ask(app, username=name, model="popular").json()["meta"]["read_at"]
        assert ask(app, username=name, model="popular").json()["meta"]["read_at"] == first
        change(services, "UPDATE projectionist.members SET read_at = {later}")
        again = ask(app, username=name, model="popular").json()["meta"]
    assert again["source"] == "pages"
    read_at = datetime.fromisoformat(again["read_at"])
    assert datetime.fromisoformat(first) < read_at < datetime.now(UTC)


def test_a_lease_from_the_future_is_over(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True)
    with services.engine.begin() as connection:
        film_urls.add(connection, {"alien": None})
        assert len(FILM_PAGES.take(connection, "dead", 1)) == 1
        assert job_leases.take(connection, "training", "dead")
    with services.engine.begin() as connection:
        assert not FILM_PAGES.take(connection, "ada", 1)
        assert not job_leases.take(connection, "training", "ada")
    change(services, "UPDATE projectionist.film_urls SET leased_until = {later}")
    change(services, "UPDATE projectionist.job_leases SET until = {later}")
    with services.engine.begin() as connection:
        assert len(FILM_PAGES.take(connection, "ada", 1)) == 1
        assert job_leases.take(connection, "training", "ada")


def test_a_film_from_the_future_hides_no_later_change(services: Services) -> None:
    slugs = list(services.catalogue.current().films.texts["slug"])[:2]
    change(
        services, f"UPDATE projectionist.films SET scraped_at = {{later}} WHERE slug = '{slugs[0]}'"
    )
    services.catalogue.current()
    change(
        services,
        "UPDATE projectionist.films SET title = 'Changed', scraped_at = clock_timestamp()"
        f" WHERE slug = '{slugs[1]}'",
    )
    assert "Changed" in list(services.catalogue.current().films.texts["title"])
