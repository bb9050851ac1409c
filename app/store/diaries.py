"""When members watched their films, in the store."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select, update

from app.store.members import number_of
from app.store.schema import members, ratings


def read_at(connection: Connection, username: str) -> datetime | None:
    """When a member's diary was last read; None if it never was."""
    query = select(members.c.diary_read_at).where(members.c.username == username)
    return connection.execute(query).scalar_one_or_none()


def save(connection: Connection, username: str, days: Mapping[int, date]) -> None:
    """Add the day on which each film was last watched, by film id, to a stored member's films."""
    stamp = update(members).where(members.c.username == username)
    connection.execute(stamp.values(diary_read_at=func.now()))
    rows = [{"film": film, "day": day} for film, day in days.items()]
    if rows:
        film = update(ratings).where(
            ratings.c.member == number_of(username), ratings.c.movie_id == bindparam("film")
        )
        connection.execute(film.values(watched_on=bindparam("day")), rows)
