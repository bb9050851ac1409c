"""What a member logged, kept by writing no more than what changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Connection,
    Select,
    SmallInteger,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.types import TypeEngine

from app.store.schema import ratings
from scrapers.records import LoggedFilm

TOLD: Mapping[str, type[TypeEngine[Any]]] = {
    "movie_id": BigInteger,
    "half_stars": SmallInteger,
    "liked": Boolean,
}


def replace(connection: Connection, member: int, logged: Iterable[LoggedFilm]) -> None:
    """Keep these films of a member, by number, and no others; the days are forgotten.

    Rows that stay as they are cost a database nothing, and members seldom change many.
    """
    rows = [(film.film_id, _half_stars(film), film.liked) for film in logged]
    gone = ratings.c.movie_id != func.all(cast([row[0] for row in rows], ARRAY(BigInteger)))
    connection.execute(delete(ratings).where(ratings.c.member == member, gone))
    new = insert(ratings).from_select(["member", *TOLD], _told(member, rows))
    fresh = {name: new.excluded[name] for name in ("half_stars", "liked", "watched_on")}
    changed = or_(*(ratings.c[name].is_distinct_from(fresh[name]) for name in fresh))
    connection.execute(
        new.on_conflict_do_update(index_elements=["member", "movie_id"], set_=fresh, where=changed)
    )


def _half_stars(film: LoggedFilm) -> int | None:
    return None if film.rating is None else round(film.rating * 2)


def _told(member: int, rows: list[tuple[int, int | None, bool]]) -> Select[tuple[object, ...]]:
    """In the order of the key, so that its pages are full."""
    columns = (
        cast([row[place] for row in rows], ARRAY(kind)) for place, kind in enumerate(TOLD.values())
    )
    told = func.unnest(*columns).table_valued(*TOLD).render_derived()
    return select(literal(member), *told.c).order_by(told.c.movie_id)
