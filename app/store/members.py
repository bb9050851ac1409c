"""Members and what they logged."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import members, ratings
from scrapers.records import LoggedFilm


def save(connection: Connection, username: str, logged: Iterable[LoggedFilm]) -> None:
    """Replace what is stored of a member by what their profile says now."""
    stamp = insert(members).values(username=username, read_at=func.now())
    connection.execute(
        stamp.on_conflict_do_update(
            index_elements=["username"], set_={"read_at": stamp.excluded.read_at}
        )
    )
    connection.execute(delete(ratings).where(ratings.c.username == username))
    rows = [
        {
            "username": username,
            "movie_id": film.film_id,
            "half_stars": None if film.rating is None else round(film.rating * 2),
            "liked": film.liked,
        }
        for film in logged
    ]
    if rows:
        connection.execute(insert(ratings), rows)


def is_fresh(connection: Connection, username: str, ttl: timedelta) -> bool:
    """Whether the member's profile was read less than `ttl` ago."""
    query = select(members.c.username).where(
        members.c.username == username, members.c.read_at > func.now() - ttl
    )
    return connection.execute(query).first() is not None


def forget(connection: Connection, username: str) -> bool:
    """Delete all that is stored of a member; False if there was nothing."""
    gone = connection.execute(delete(members).where(members.c.username == username))
    return gone.rowcount > 0
