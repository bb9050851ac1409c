"""Film pages are shared out by leases."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from app.services import Services
from app.store import film_urls
from app.store.film_reads import PageRead, record
from app.store.leases import FILM_PAGES
from scrapers.validators import Validators
from tests.app.film_site import due, end_leases

SLUGS = [f"film-{number}" for number in range(10)]


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    services = make_services(empty=True)
    with services.engine.begin() as connection:
        film_urls.add(connection, dict.fromkeys(SLUGS))
    return services


@pytest.fixture
def engine(services: Services) -> Engine:
    return services.engine


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def take(engine: Engine, worker: str, count: int = 4) -> set[str]:
    with engine.begin() as connection:
        return {page.slug for page in FILM_PAGES.take(connection, worker, count)}


def test_no_page_is_leased_twice(engine: Engine) -> None:
    taken = [take(engine, worker) for worker in ("ada", "bob", "carl", "dora")]
    assert [len(slugs) for slugs in taken] == [4, 4, 2, 0]
    assert set().union(*taken) == set(SLUGS)


def test_pages_that_another_is_about_to_lease_are_not_waited_for(engine: Engine) -> None:
    with engine.begin() as other:
        theirs = {page.slug for page in FILM_PAGES.take(other, "bob", 4)}
        assert take(engine, "ada", 10) == set(SLUGS) - theirs


def test_what_a_dead_process_leased_is_leased_again_when_its_time_is_over(
    services: Services,
) -> None:
    lost = take(services.engine, "dead", 10)
    assert take(services.engine, "ada", 10) == set()
    end_leases(services)
    assert take(services.engine, "ada", 10) == lost


def test_what_is_given_back_is_free_at_once_and_nobody_elses_is(engine: Engine) -> None:
    mine, theirs = take(engine, "ada"), take(engine, "bob")
    with engine.begin() as connection:
        FILM_PAGES.give_back(connection, "ada", mine | theirs)
        assert FILM_PAGES.left(connection) == (10, len(theirs))
        assert set(due(connection)) == set(SLUGS) - theirs


def test_a_lease_that_is_renewed_lasts_longer(engine: Engine) -> None:
    mine = take(engine, "ada")
    first, later = next(iter(mine)), text("SELECT max(leased_until) FROM projectionist.film_urls")
    with engine.begin() as connection:
        before = connection.execute(later).scalar_one()
    with engine.begin() as connection:
        FILM_PAGES.renew(connection, "ada", [first])
        FILM_PAGES.renew(connection, "bob", mine)
        assert connection.execute(later).scalar_one() > before
        held = text("SELECT count(*) FROM projectionist.film_urls WHERE leased_until = :before")
        assert connection.execute(held, {"before": before}).scalar_one() == len(mine) - 1


def test_the_longest_due_come_first_and_of_those_the_best_known(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE projectionist.film_urls SET rating_count = 7 WHERE slug = 'film-5';"
            "UPDATE projectionist.film_urls SET next_due_at = next_due_at - interval '1 day'"
            " WHERE slug = 'film-8'"
        )
    )
    assert due(connection)[:3] == ["film-8", "film-5", "film-0"]


def test_a_lease_tells_how_to_ask_for_changes(connection: Connection) -> None:
    known = Validators('"abc"', "Mon, 02 Nov 2026 10:00:00 GMT")
    record(connection, [PageRead("film-3", "scraped", 3, validators=known)], 30)
    connection.execute(text("UPDATE projectionist.film_urls SET next_due_at = now()"))
    pages = {page.slug: page.known for page in FILM_PAGES.take(connection, "ada", 10)}
    assert pages["film-3"] == known
    assert pages["film-4"] == Validators()


def test_what_was_read_is_no_longer_leased(connection: Connection) -> None:
    FILM_PAGES.take(connection, "ada", 10)
    record(connection, [PageRead(SLUGS[0], "scraped", 1), PageRead(SLUGS[1], "gone")], 30)
    assert FILM_PAGES.left(connection) == (8, 8)
