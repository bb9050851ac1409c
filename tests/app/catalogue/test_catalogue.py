from collections.abc import Callable
from dataclasses import replace

import numpy as np
from sqlalchemy import text

from app.catalogue.catalogue import identities
from app.catalogue.holder import CatalogueHolder
from app.services import Services
from app.store import films
from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld

ALIEN = Film(film_id=1, slug="alien", title="Alien", release_year=1979, genres=("Horror",))
HEAT = Film(film_id=2, slug="heat", title="Heat", release_year=1995, genres=("Crime",))


def store(services: Services, *scraped: Film) -> None:
    with services.engine.begin() as connection:
        films.upsert(connection, scraped, "http://films.test")


def test_an_empty_store_is_an_empty_catalogue(make_services: Callable[..., Services]) -> None:
    catalogue = make_services(empty=True).catalogue.current()
    assert len(catalogue.films) == 0
    assert catalogue.positions(np.array([1])).tolist() == [-1]


def test_films_stored_later_appear_and_changed_ones_change(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(empty=True)
    store(services, ALIEN)
    assert list(services.catalogue.current().films.texts["title"]) == ["Alien"]
    store(services, HEAT, replace(ALIEN, title="Alien: Restored", genres=("Drama",)))
    refreshed = services.catalogue.current()
    named = {film: title for film, title, _ in refreshed.films.named()}
    assert named == {1: "Alien: Restored", 2: "Heat"}
    fresh = CatalogueHolder(services.engine, "http://films.test").current()
    np.testing.assert_array_equal(refreshed.features, fresh.features)


def test_a_catalogue_is_the_same_however_it_came_about(
    make_services: Callable[..., Services], world: BuiltinWorld
) -> None:
    services = make_services()
    with services.engine.begin() as connection:
        connection.execute(
            text("UPDATE projectionist.films SET scraped_at = now() - interval '1 day'")
        )
    services.catalogue.current()
    for part in (slice(200, 400), slice(50, 100)):
        slugs = list(world.slugs())[part]
        store(services, *filter(None, map(world.film, slugs)))
        refreshed = services.catalogue.current()
    fresh = CatalogueHolder(services.engine, "http://films.test").current()
    rows = range(len(fresh.films))
    assert [*map(refreshed.films.facts, rows)] == [*map(fresh.films.facts, rows)]
    for name, names in fresh.films.names.items():
        assert refreshed.films.names[name].names == names.names
    np.testing.assert_array_equal(refreshed.features, fresh.features)


def test_nothing_new_means_the_very_same_catalogue(services: Services) -> None:
    assert services.catalogue.current() is services.catalogue.current()


def test_unknown_facts_are_none(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True)
    store(services, Film(film_id=9, slug="mystery", title="Mystery"))
    (facts,) = services.catalogue.current().facts(np.array([0]))
    assert facts["release_year"] is None
    assert facts["poster"] is None
    assert facts["genres"] == []


def test_a_poster_on_the_site_itself_moves_with_the_site(
    make_services: Callable[..., Services],
) -> None:
    services = make_services(empty=True)
    own = replace(ALIEN, poster="http://films.test/posters/alien.svg")
    store(services, own, replace(HEAT, poster="https://images.test/heat.jpg"))
    catalogue = CatalogueHolder(services.engine, "http://moved.test").current()
    alien, heat = catalogue.facts(catalogue.positions(np.array([1, 2])))
    assert alien["poster"] == "http://moved.test/posters/alien.svg"
    assert alien["url"] == "http://moved.test/film/alien/"
    assert heat["poster"] == "https://images.test/heat.jpg"


def test_films_are_found_by_title_and_year(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True)
    store(services, ALIEN, HEAT)
    catalogue = services.catalogue.current()
    found = catalogue.entries({("heat", 1995), ("Alien", 1986)})
    assert catalogue.films.ids.values[found].tolist() == [2]
    assert catalogue.entries(set()).tolist() == []


def test_two_entries_with_one_title_and_year_are_one_film() -> None:
    titles = ["Heat", "HEAT", "Heat", "Heat", "Heat"]
    years = np.array([1995, 1995, 1986, np.nan, np.nan])
    assert identities(titles, years).tolist() == [0, 0, 1, 2, 3]


def test_of_a_long_cast_the_main_parts_are_kept(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True)
    store(services, replace(ALIEN, cast=tuple(f"Actor {number}" for number in range(50))))
    with services.engine.connect() as connection:
        kept = dict(films.names(connection, "cast"))[1]
    assert kept == [f"Actor {number}" for number in range(films.MOST_CAST)]


def test_films_are_read_in_parts_without_loss(make_services: Callable[..., Services]) -> None:
    services = make_services(empty=True)
    count = 2 * films.ROWS_AT_ONCE + 1
    store(services, *(Film(film_id=n, slug=f"f-{n}", title=f"F {n}") for n in range(1, count + 1)))
    assert services.catalogue.current().films.ids.values.tolist() == [*range(1, count + 1)]
