"""Film pages we have heard of, and when each is to be read (again)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import film_urls, films

FIRST_RETRY = timedelta(hours=1)
MAX_ATTEMPTS = 8


def add(connection: Connection, seen: Mapping[str, int | None]) -> int:
    """Remember film slugs (with their movie_id where known); returns how many were new."""
    if not seen:
        return 0
    before = _count(connection)
    statement = insert(film_urls)
    known_id = {"movie_id": func.coalesce(statement.excluded.movie_id, film_urls.c.movie_id)}
    # Sorted, so that two profiles saved at once lock the same rows in the same order.
    rows = [{"slug": slug, "movie_id": movie_id} for slug, movie_id in sorted(seen.items())]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["slug"],
            set_=known_id,
            where=film_urls.c.movie_id.is_distinct_from(statement.excluded.movie_id),
        ),
        rows,
    )
    return _count(connection) - before


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(film_urls)).scalar_one()


def due(connection: Connection) -> list[str]:
    """The slugs to read now, the longest due first."""
    query = (
        select(film_urls.c.slug)
        .where(film_urls.c.next_due_at <= func.now())
        .order_by(film_urls.c.next_due_at, film_urls.c.slug)
    )
    return list(connection.execute(query).scalars())


def unread(connection: Connection, movie_ids: Collection[int]) -> dict[int, str]:
    """The slugs, by movie_id, of these films that are due and were never stored."""
    query = (
        select(film_urls.c.movie_id, film_urls.c.slug)
        .outerjoin(films, films.c.movie_id == film_urls.c.movie_id)
        .where(film_urls.c.movie_id == func.any(list(movie_ids)))
        .where(films.c.movie_id.is_(None), film_urls.c.next_due_at <= func.now())
    )
    return {row.movie_id: row.slug for row in connection.execute(query)}


def mark_scraped(
    connection: Connection, read: Iterable[tuple[str, int]], refresh: timedelta
) -> None:
    """These (slug, movie_id) were read just now; they are due again after `refresh`."""
    _write(
        connection,
        [{"slug": slug, "movie_id": movie_id} for slug, movie_id in read],
        state="scraped",
        attempts=0,
        error=None,
        scraped_at=func.now(),
        next_due_at=func.now() + refresh,
    )


def mark_gone(connection: Connection, slug: str) -> None:
    """There is no such page (any more), or the film has moved to another slug."""
    _write(connection, [{"slug": slug}], state="gone", error=None, next_due_at=None)


def mark_failed(connection: Connection, slug: str, error: str) -> None:
    """The page could not be read; it is tried again later, each time twice as late."""
    wait = FIRST_RETRY * func.pow(2, func.least(film_urls.c.attempts, MAX_ATTEMPTS))
    statement = (
        update(film_urls)
        .where(film_urls.c.slug == slug)
        .values(
            state="failed",
            attempts=film_urls.c.attempts + 1,
            error=error,
            next_due_at=func.now() + wait,
        )
    )
    connection.execute(statement)


def _write(connection: Connection, rows: list[dict[str, object]], **values: object) -> None:
    """Upsert `rows` with the same `values` for all: a renamed film's new slug may be unknown."""
    if not rows:
        return
    statement = insert(film_urls).values(**values)
    fresh = {name: statement.excluded[name] for name in (*values, *rows[0]) if name != "slug"}
    connection.execute(statement.on_conflict_do_update(index_elements=["slug"], set_=fresh), rows)
