"""A member who is read again: the store says what their profile says, and little was written."""

import random
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from sqlalchemy import Connection, text

from app.services import Services
from app.store import diaries, members
from scrapers.records import LoggedFilm

NAME = "ada"
PLACES = text("SELECT movie_id, ctid::text FROM projectionist.ratings ORDER BY movie_id")


@pytest.fixture
def connection(services: Services) -> Iterator[Connection]:
    with services.engine.begin() as connection:
        yield connection


def logged(film_id: int, rating: float | None = None, liked: bool = False) -> LoggedFilm:
    return LoggedFilm(film_id, f"film-{film_id}", "Any", rating=rating, liked=liked)


def places(connection: Connection) -> dict[int, str]:
    """Where the row of each film is; one that is written again is elsewhere."""
    return {row.movie_id: row.ctid for row in connection.execute(PLACES)}


def test_whatever_was_stored_it_becomes_what_the_profile_says(connection: Connection) -> None:
    rng = random.Random(3)
    ratings = [None, *(half_stars / 2 for half_stars in range(1, 11))]
    for _ in range(40):
        films = rng.sample([*range(1, 8), 1_000_000_000_862], rng.randint(0, 6))
        told = [logged(film, rng.choice(ratings), rng.random() < 0.5) for film in films]
        profile = members.save(connection, NAME, told)
        stars = np.where(profile.rated, profile.stars, 0)
        assert list(zip(profile.movie_ids, stars, profile.liked, strict=True)) == [
            (film.film_id, film.rating or 0, film.liked)
            for film in sorted(told, key=lambda film: film.film_id)
        ]


def test_only_rows_that_say_something_else_are_written(connection: Connection) -> None:
    members.save(connection, NAME, [logged(1, 4), logged(2, 3), logged(3), logged(4, 5, True)])
    before = places(connection)
    members.save(connection, NAME, [logged(1, 4), logged(2, 3.5), logged(3, 1), logged(5)])
    after = places(connection)
    assert [film for film in after if after[film] == before.get(film)] == [1]
    assert list(after) == [1, 2, 3, 5]


def test_the_days_are_forgotten(connection: Connection) -> None:
    members.save(connection, NAME, [logged(1, 4), logged(2, 3)])
    diaries.save(connection, NAME, {1: date(2024, 2, 29)})
    profile = members.save(connection, NAME, [logged(1, 4), logged(2, 3)])
    assert profile.watched_on.tolist() == [None, None]


def test_nobody_else_loses_anything(connection: Connection) -> None:
    members.save(connection, "bob", [logged(1, 4), logged(2)])
    members.save(connection, NAME, [logged(1, 2)])
    members.save(connection, NAME, [])
    bob, ada = members.load(connection, "bob"), members.load(connection, NAME)
    assert bob is not None
    assert ada is not None
    assert (bob.movie_ids.tolist(), ada.movie_ids.tolist()) == ([1, 2], [])
