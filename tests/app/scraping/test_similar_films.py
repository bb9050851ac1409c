from collections.abc import Callable
from dataclasses import replace

import pytest

from app.jobs.films import scrape_films
from app.jobs.run import Run
from app.services import Services
from app.store import film_urls
from app.store.kept_films import digest
from scrapers.standin.builtin import BuiltinWorld
from tests.app.film_site import add, make_due, states

MakeServices = Callable[..., Services]
FIRST = "parasite-2019"


def read_from_one(make_services: MakeServices, limit: int, most: int | None = None) -> Run:
    services = make_services(empty=True, film_discovery_limit=limit)
    add(services, [FIRST])
    run = scrape_films(services, most)
    assert not run.failed, run.ended
    assert film_count(services) == sum(states(services).values())
    return run


def film_count(services: Services) -> int:
    with services.engine.connect() as connection:
        return film_urls.count(connection)


def test_one_film_leads_to_all_of_its_kind(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    first = world.film(FIRST)
    assert first is not None
    kind = [slug for slug in world.slugs() if alike(world, slug, first.genres[0])]
    run = read_from_one(make_services, limit=1000)
    assert run.counts == {"new": len(kind)}
    assert run.figures()["similar films noted"] == len(kind) - 1


def alike(world: BuiltinWorld, slug: str, genre: str) -> bool:
    film = world.film(slug)
    return film is not None and film.genres[:1] == (genre,)


@pytest.mark.parametrize(("limit", "read"), [(0, 1), (1, 1), (5, 5)])
def test_no_more_are_noted_than_the_operator_wants(
    make_services: MakeServices, limit: int, read: int
) -> None:
    assert read_from_one(make_services, limit).counts == {"new": read}


def test_the_pages_asked_for_are_counted_over_all_that_was_found(
    make_services: MakeServices,
) -> None:
    run = read_from_one(make_services, limit=1000, most=4)
    assert run.counts == {"new": 4}
    assert run.ended == "4 pages were asked for"


def test_what_else_is_similar_is_no_change_of_a_film(world: BuiltinWorld) -> None:
    film = world.film(FIRST)
    assert film is not None
    assert film.similar
    assert digest(replace(film, similar=())) == digest(film)


def test_films_that_are_known_are_not_noted_again(services: Services) -> None:
    before = film_count(services)
    make_due(services)
    run = scrape_films(services)
    assert set(run.counts) == {"unchanged"}
    assert run.figures()["similar films noted"] == 0
    assert film_count(services) == before
