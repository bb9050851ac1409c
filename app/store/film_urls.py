"""Film pages we have heard of, and when each is to be read (again)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from sqlalchemy import Connection, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import film_urls, films
from scrapers.records import LoggedFilm

FIRST_RETRY = timedelta(hours=1)
MAX_ATTEMPTS = 8


def add(connection: Connection, seen: Mapping[str, LoggedFilm | None]) -> int:
    """Remember film slugs, with what a profile says of them; returns how many were new."""
    if not seen:
        return 0
    before = _count(connection)
    statement = insert(film_urls)
    told = ("movie_id", "title", "release_year")
    known = {name: func.coalesce(statement.excluded[name], film_urls.c[name]) for name in told}
    # Sorted, so that two profiles saved at once lock the same rows in the same order.
    rows = [_row(slug, seen[slug]) for slug in sorted(seen)]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["slug"],
            set_=known,
            where=or_(*(film_urls.c[n].is_distinct_from(statement.excluded[n]) for n in told)),
        ),
        rows,
    )
    return _count(connection) - before


def _row(slug: str, film: LoggedFilm | None) -> dict[str, object]:
    if film is None:
        return {"slug": slug, "movie_id": None, "title": None, "release_year": None}
    return {
        "slug": slug,
        "movie_id": film.film_id,
        "title": film.title,
        "release_year": film.release_year,
    }


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(film_urls)).scalar_one()


def lock(connection: Connection, slugs: Collection[str]) -> None:
    """Hold these slugs until the transaction ends, in the order of add(): that of their bytes.

    Batches come in the order of completion; two that met half-way would wait for each other.
    """
    query = (
        select(film_urls.c.slug)
        .where(film_urls.c.slug == func.any(list(slugs)))
        .order_by(film_urls.c.slug.collate("C"))
        .with_for_update()
    )
    connection.execute(query).all()


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


def names(connection: Connection, movie_ids: Collection[int]) -> set[tuple[str, int]]:
    """Title and year of these films as profiles show them, where both are known."""
    query = select(film_urls.c.title, film_urls.c.release_year).where(
        film_urls.c.movie_id == func.any(list(movie_ids)),
        film_urls.c.title.is_not(None),
        film_urls.c.release_year.is_not(None),
    )
    return {(row.title, row.release_year) for row in connection.execute(query)}


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
