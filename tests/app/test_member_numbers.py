"""The schema before members had numbers becomes this one, with all that it holds."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from psycopg.errors import DuplicateTable
from sqlalchemy import Connection, Engine, Table, create_engine, func, make_url, select, text
from sqlalchemy.exc import ProgrammingError

from app.store import imported_ratings, members, schema, watchlists
from app.store.known_members import MEMBERS, DueMember
from app.store.migration import MIGRATIONS, migrate, version
from app.store.stored_ratings import all_ratings
from scrapers.records import LoggedFilm

BEFORE, IMPORTED_FILM = "0007", 1_000_000_000_862
ROWS = f"""
INSERT INTO projectionist.members (username, read_at, watchlist_read_at)
VALUES ('zoe', now(), now()), ('anna', now(), NULL), ('ml:7', now(), NULL),
    ('empty', now(), NULL);
INSERT INTO projectionist.ratings (username, movie_id, half_stars, liked, watched_on)
VALUES ('zoe', 3, 9, true, '2024-02-29'), ('zoe', 1, NULL, false, NULL),
    ('anna', 3, 1, false, NULL),
    ('ml:7', {IMPORTED_FILM}, 10, false, NULL);
INSERT INTO projectionist.watchlist (username, movie_id) VALUES ('zoe', 8), ('zoe', 2);
"""


@pytest.fixture
def engine(create_database: Callable[..., str]) -> Iterator[Engine]:
    """On a database of the version before, with rows."""
    engine = create_engine(make_url(create_database()).set(drivername="postgresql+psycopg"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        connection.execute(text(ROWS))
    yield engine
    engine.dispose()


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_members_keep_what_they_logged(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        zoe, empty = members.load(connection, "zoe"), members.load(connection, "empty")
        wanted = watchlists.load(connection, "zoe")
    assert zoe is not None
    assert empty is not None
    assert wanted is not None
    assert (zoe.movie_ids.tolist(), zoe.liked.tolist()) == ([1, 3], [False, True])
    assert (zoe.rated.tolist(), zoe.stars[1]) == ([False, True], 4.5)
    assert zoe.watched_on[1].item() == date(2024, 2, 29)
    assert (empty.movie_ids.tolist(), wanted.movie_ids.tolist()) == ([], [2, 8])
    with engine.connect() as connection:
        ratings = all_ratings(connection)
    assert ratings.usernames == ["anna", "ml:7", "zoe"]
    assert ratings.members.tolist() == [0, 1, 2]
    assert ratings.movie_ids.tolist() == [3, IMPORTED_FILM, 3]
    assert ratings.stars.tolist() == [0.5, 5, 4.5]


def test_who_was_read_is_known_from_then_on_and_due_but_imported_people_are_not(
    engine: Engine,
) -> None:
    migrate(engine)
    with engine.begin() as connection:
        due = MEMBERS.take(connection, "ada", 10)
    assert sorted(due, key=lambda member: member.username) == [
        DueMember(name, there=True) for name in ("anna", "empty", "zoe")
    ]


def test_whoever_comes_later_gets_another_number(engine: Engine) -> None:
    migrate(engine)
    imported = {"username": "ml:8", "movie_id": 3, "half_stars": 2, "liked": False}
    with engine.begin() as connection:
        members.save(connection, "new", [LoggedFilm(1, "film-1", "One", 2001, rating=2.5)])
        assert imported_ratings.add(connection, [imported, imported]) == 1
        numbers = connection.execute(select(schema.members.c.number)).scalars().all()
    assert len(set(numbers)) == len(numbers) == 6


def test_a_member_forgotten_afterwards_leaves_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        assert members.forget(connection, "zoe")
        tables = (schema.members, schema.ratings, schema.watchlist)
        assert [count(connection, table) for table in tables] == [3, 2, 0]


def test_what_fails_half_way_leaves_all_as_it_was(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE projectionist.numbered (something integer)"))
    with pytest.raises(ProgrammingError) as failed:
        migrate(engine)
    assert isinstance(failed.value.orig, DuplicateTable)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT username FROM projectionist.ratings")).scalars()
        assert sorted(kept) == ["anna", "ml:7", "zoe", "zoe"]
        assert version(connection) == BEFORE
