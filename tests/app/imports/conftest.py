"""An empty store, and the commands on it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select

from app import create_app
from app.services import Services
from app.store.schema import films, members, ratings
from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import serve

Run = Callable[..., Result]
Stored = Callable[[], dict[str, dict[str, Any]]]


class NumberedWorld(BuiltinWorld):
    """A film has its numbers elsewhere."""

    def film(self, slug: str) -> Film | None:
        film = super().film(slug)
        if film is None or slug != "parasite-2019":
            return film
        return replace(film, tmdb_id=496243, imdb_id="tt6751668")


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Iterator[Services]:
    with serve(NumberedWorld()) as site:
        yield make_services(site=site, empty=True)


@pytest.fixture
def run(services: Services) -> Run:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return lambda *arguments: app.test_cli_runner().invoke(args=["import", *map(str, arguments)])


@pytest.fixture
def stored(services: Services) -> Stored:
    """The films of the catalogue, by slug."""

    def read() -> dict[str, dict[str, Any]]:
        with services.engine.connect() as connection:
            rows = connection.execute(select(films).where(films.c.retired_at.is_(None)))
            return {row["slug"]: dict(row) for row in rows.mappings()}

    return read


@pytest.fixture
def rated(services: Services) -> Callable[[], list[tuple[str, int, int]]]:
    """Every rating: who, which film, half stars."""

    def read() -> list[tuple[str, int, int]]:
        columns = (members.c.username, ratings.c.movie_id, ratings.c.half_stars)
        query = select(*columns).join_from(members, ratings)
        with services.engine.connect() as connection:
            return sorted(tuple(row) for row in connection.execute(query))

    return read
