"""A catalogue that outlives its server."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from app.catalogue.catalogue import Catalogue
from app.catalogue.holder import CatalogueHolder
from app.catalogue.snapshot import ARRAYS, MANIFEST
from app.services import Services
from app.store import films
from scrapers.records import Film

SITE = "http://films.test"
ALIEN = Film(film_id=1, slug="alien", title="Alien", release_year=1979, genres=("Horror",))
HEAT = Film(
    film_id=2,
    slug="heat",
    title="Heat",
    release_year=1995,
    genres=("Crime", "Drama"),
    directors=("Michael Mann",),
    letterboxd_rating=4.24,
)
RONIN = Film(film_id=3, slug="ronin", title="Rōnin", release_year=1998)
FORBIDDEN = "UPDATE projectionist.films SET title = 'Never read'"


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    services = make_services(empty=True)
    store(services, ALIEN, HEAT)
    return services


def store(services: Services, *scraped: Film) -> None:
    with services.engine.begin() as connection:
        films.upsert(connection, scraped, SITE)


def started(services: Services, folder: Path) -> Catalogue:
    """The catalogue of a server that starts now."""
    return CatalogueHolder(services.engine, SITE, folder).current()


def titles(catalogue: Catalogue) -> dict[int, str]:
    return {film: title for film, title, _ in catalogue.films.named()}


def unseen(services: Services) -> None:
    """A change without its time: only who reads every film anew sees it."""
    with services.engine.begin() as connection:
        connection.execute(text(FORBIDDEN))


def test_the_second_start_reads_no_film_and_knows_the_same(
    services: Services, tmp_path: Path
) -> None:
    first = started(services, tmp_path)
    unseen(services)
    second = started(services, tmp_path)
    rows = np.array([0, 1])
    assert second.facts(rows) == first.facts(rows)
    np.testing.assert_array_equal(second.features, first.features)
    assert second.identities.tolist() == first.identities.tolist()
    assert second.newest == first.newest
    assert second.facets.of("genre").names == first.facets.of("genre").names


def test_what_changed_since_is_read(services: Services, tmp_path: Path) -> None:
    started(services, tmp_path)
    store(services, RONIN, replace(ALIEN, title="Alien: Restored"))
    expected = {1: "Alien: Restored", 2: "Heat", 3: "Rōnin"}
    assert titles(started(services, tmp_path)) == expected
    unseen(services)
    assert titles(started(services, tmp_path)) == expected  # it was kept as well


def test_a_film_that_was_retired_since_is_gone(services: Services, tmp_path: Path) -> None:
    started(services, tmp_path)
    with services.engine.begin() as connection:
        films.retire(connection, [1])
    assert titles(started(services, tmp_path)) == {2: "Heat"}


def test_a_film_that_vanished_without_a_trace_is_gone(services: Services, tmp_path: Path) -> None:
    started(services, tmp_path)
    with services.engine.begin() as connection:
        connection.execute(text("DELETE FROM projectionist.films WHERE movie_id = 1"))
    assert titles(started(services, tmp_path)) == {2: "Heat"}


@pytest.mark.parametrize("name", [ARRAYS, MANIFEST])
@pytest.mark.parametrize(
    "damage",
    [b"", b"{}", b"[]", b"[" * 100_000, b"\xff\x00"],
    ids=["empty", "{}", "[]", "too deep", "?"],
)
def test_a_damaged_file_is_not_used(
    services: Services, tmp_path: Path, name: str, damage: bytes
) -> None:
    started(services, tmp_path)
    (tmp_path / name).write_bytes(damage)
    assert titles(started(services, tmp_path)) == {1: "Alien", 2: "Heat"}


def test_the_films_of_another_database_are_not_taken(
    services: Services, make_services: Callable[..., Services], tmp_path: Path
) -> None:
    started(services, tmp_path)
    other = make_services(empty=True)
    store(other, replace(ALIEN, title="Elsewhere"), HEAT)
    assert titles(started(other, tmp_path)) == {1: "Elsewhere", 2: "Heat"}


def test_a_server_starts_where_nothing_can_be_kept(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    assert titles(started(services, folder)) == {1: "Alien", 2: "Heat"}
    assert "cannot be kept" in caplog.text
