"""An imported film whose Letterboxd page is read later is one film with it from then on."""

from collections.abc import Collection

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from app.store.schema import films, marks, ratings, watchlist

# The ids of imported films begin here; Letterboxd's own have seven digits.
FIRST_IMPORTED = 1_000_000_000_000
FIRST = literal_column(str(FIRST_IMPORTED), BigInteger)  # no parameter: an index depends on it
HOLDERS = ((ratings, "member"), (watchlist, "member"), (marks, "visitor"))


def merge(connection: Connection, movie_ids: Collection[int]) -> int:
    """Join imported films to those of these films that are the same on TMDB or IMDb; what members
    said of them goes along. Returns how many were joined."""
    pairs = _same(connection, movie_ids)
    for old, new in pairs:  # one by one: a member may have rated two entries of a film
        for table, holder in HOLDERS:
            _move(connection, table, holder, old, new)
    retired = update(films).where(films.c.movie_id == func.any([old for old, _ in pairs]))
    if pairs:
        connection.execute(retired.values(retired_at=func.now(), scraped_at=func.clock_timestamp()))
    return len(pairs)


def _same(connection: Connection, movie_ids: Collection[int]) -> list[tuple[int, int]]:
    """Imported films and the films that they are, each imported one once."""
    old = films.alias("old")
    on_tmdb = and_(old.c.tmdb_id == films.c.tmdb_id, no_tv(old), no_tv(films))
    query = (
        select(old.c.movie_id, func.min(films.c.movie_id))
        .join(films, or_(old.c.imdb_id == films.c.imdb_id, on_tmdb))
        .where(films.c.movie_id == func.any(list(movie_ids)), films.c.movie_id < old.c.movie_id)
        .where(old.c.movie_id >= FIRST, old.c.retired_at.is_(None))
        .group_by(old.c.movie_id)
        .order_by(old.c.movie_id)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def no_tv(table: FromClause) -> ColumnElement[bool]:
    """TMDB counts television on its own."""
    return table.c.content_type.is_distinct_from("tv")


def _move(connection: Connection, table: Table, holder: str, old: int, new: int) -> None:
    """What somebody already said of the film itself stays."""
    other = table.alias("other")
    known = (
        select(other.c.movie_id)
        .where(other.c[holder] == table.c[holder], other.c.movie_id == new)
        .exists()
    )
    here = (table.c.movie_id == old, table.c.movie_id >= FIRST)
    connection.execute(update(table).where(*here, ~known).values(movie_id=new))
    connection.execute(delete(table).where(*here))
