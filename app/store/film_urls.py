"""Film pages we have heard of, and when each is to be read (again)."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.locking import lock_rows
from app.store.schema import film_urls, films
from scrapers.records import LoggedFilm, WatchlistFilm

NamedFilm = LoggedFilm | WatchlistFilm

GONE_REST = timedelta(days=1)  # a page that is gone is not asked for again so soon


def add(connection: Connection, seen: Mapping[str, NamedFilm | None]) -> int:
    """Remember film slugs, with what a profile says of them; returns how many were new."""
    if not seen:
        return 0
    before = count(connection)
    statement = insert(film_urls)
    told = ("movie_id", "title", "release_year")
    known: dict[str, ColumnElement[Any]] = {
        name: func.coalesce(statement.excluded[name], film_urls.c[name]) for name in told
    }
    again = _read_again(statement.excluded.movie_id)
    known["state"] = case((again, "new"), else_=film_urls.c.state)
    known["next_due_at"] = case((again, func.now()), else_=film_urls.c.next_due_at)
    # Sorted, so that two profiles saved at once lock the same rows in the same order.
    rows = [_row(slug, seen[slug]) for slug in sorted(seen)]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["slug"],
            set_=known,
            where=or_(
                again, *(film_urls.c[n].is_distinct_from(statement.excluded[n]) for n in told)
            ),
        ),
        rows,
    )
    return count(connection) - before


def _read_again(movie_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a profile shows a film under a slug that was thought to be gone or another's."""
    other = and_(film_urls.c.movie_id.is_not(None), film_urls.c.movie_id != movie_id)
    rested = film_urls.c.scraped_at < func.now() - GONE_REST
    gone = and_(film_urls.c.state == "gone", rested)
    return and_(movie_id.is_not(None), or_(other, gone))


def ask_again(connection: Connection, slugs: Collection[str], rest: timedelta) -> int:
    """Have those of these pages read again that were found gone so long ago; returns how many."""
    gone = and_(film_urls.c.state == "gone", film_urls.c.scraped_at <= func.now() - rest)
    query = select(film_urls.c.slug).where(film_urls.c.slug == func.any(list(slugs)), gone)
    found = connection.execute(query).scalars().all()
    lock(connection, found)
    again = update(film_urls).where(film_urls.c.slug == func.any(list(found)), gone)
    connection.execute(again.values(state="new", next_due_at=func.now()))
    return len(found)


def _row(slug: str, film: NamedFilm | None) -> dict[str, object]:
    if film is None:
        return {"slug": slug, "movie_id": None, "title": None, "release_year": None}
    return {
        "slug": slug,
        "movie_id": film.film_id,
        "title": film.title,
        "release_year": film.release_year,
    }


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(film_urls)).scalar_one()


def lock(connection: Connection, slugs: Collection[str]) -> None:
    """Hold these slugs until the transaction ends, in the order of add(): that of their bytes.

    Batches come in the order of completion; two that met half-way would wait for each other.
    """
    lock_rows(connection, film_urls.c.slug, slugs)


def unread(connection: Connection, movie_ids: Collection[int]) -> dict[int, str]:
    """The slugs, by movie_id, of these films that are due and are not in the catalogue."""
    query = (
        select(film_urls.c.movie_id, film_urls.c.slug)
        .outerjoin(films, films.c.movie_id == film_urls.c.movie_id)
        .where(film_urls.c.movie_id == func.any(list(movie_ids)))
        .where(or_(films.c.movie_id.is_(None), films.c.retired_at.is_not(None)))
        .where(film_urls.c.next_due_at <= func.now())
    )
    return {row.movie_id: row.slug for row in connection.execute(query)}


def movie_ids(connection: Connection, slugs: Collection[str]) -> dict[str, int]:
    """The movie_ids of the films with these slugs, where they are known."""
    query = select(film_urls.c.slug, film_urls.c.movie_id).where(
        film_urls.c.slug == func.any(list(slugs)), film_urls.c.movie_id.is_not(None)
    )
    return {row.slug: row.movie_id for row in connection.execute(query)}


def unknown(connection: Connection, slugs: Collection[str]) -> list[str]:
    """Those of the slugs that nobody has heard of, in their order."""
    query = select(film_urls.c.slug).where(film_urls.c.slug == func.any(list(slugs)))
    known = set(connection.execute(query).scalars())
    return [slug for slug in slugs if slug not in known]


def names(connection: Connection, movie_ids: Collection[int]) -> set[tuple[str, int]]:
    """Title and year of these films as profiles show them, where both are known."""
    query = select(film_urls.c.title, film_urls.c.release_year).where(
        film_urls.c.movie_id == func.any(list(movie_ids)),
        film_urls.c.title.is_not(None),
        film_urls.c.release_year.is_not(None),
    )
    return {(row.title, row.release_year) for row in connection.execute(query)}
