"""Films in the store: what their pages said."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from app.store import merging
from app.store.copying import copied
from app.store.kept_films import digest
from app.store.schema import film_urls, films
from scrapers.records import Film

# What the catalogue holds of a film; the rest stays in the database.
CATALOGUE_COLUMNS = (
    films.c.movie_id,
    films.c.slug,
    films.c.title,
    films.c.release_year,
    films.c.runtime,
    films.c.genres,
    films.c.country_of_origin,
    films.c.content_type,
    films.c.letterboxd_rating,
    films.c.letterboxd_rating_count,
    films.c.poster,
    films.c.directors,
)
ROWS_AT_ONCE = 5000  # all rows at once would take 130 MB more
MOST_CAST = 20  # for the free database's sake; a page names the main parts first
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_NOW: ColumnElement[datetime] = func.clock_timestamp()
UNREAD = ("scraped_at", "retired_at", "sources")  # what a page cannot say


def upsert(connection: Connection, scraped: Iterable[Film], base_url: str) -> None:
    """Store film pages just read; a film already there is brought up to date."""
    rows = {film.film_id: _row(film, base_url) for film in scraped}
    if not rows:
        return
    columns = [column for column in films.c if column.name not in UNREAD]
    with copied(connection, columns, rows.values()) as read:
        statement = insert(films).from_select(
            [*read.c.keys(), "scraped_at"], select(read, func.clock_timestamp())
        )
        fresh = {c.name: statement.excluded[c.name] for c in films.c if not c.primary_key}
        connection.execute(statement.on_conflict_do_update(index_elements=["movie_id"], set_=fresh))
    merging.merge(connection, rows)


def _row(film: Film, base_url: str) -> dict[str, Any]:
    row = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(film).items()}
    row["movie_id"] = row.pop("film_id")
    del row["similar"]
    row["country_of_origin"] = film.countries[0] if film.countries else None
    row["poster"] = film.poster and film.poster.removeprefix(base_url)
    row["cast"] = row["cast"][:MOST_CAST]
    row["digest"] = digest(film)
    return row


def retire(connection: Connection, movie_ids: Collection[int]) -> None:
    """Take films out of the catalogue that no page is left of; reading one brings it back."""
    living = film_urls.c.state.not_in(("gone", "renamed"))
    page = exists().where(film_urls.c.movie_id == films.c.movie_id, living)
    connection.execute(
        update(films)
        .where(films.c.movie_id == func.any(list(movie_ids)), films.c.retired_at.is_(None), ~page)
        .values(retired_at=func.now(), scraped_at=func.clock_timestamp())
    )


def retired(connection: Connection, since: datetime | None) -> list[int]:
    """The films that were retired after `since`."""
    query = select(films.c.movie_id).where(films.c.retired_at.is_not(None))
    if since is not None:
        query = query.where(films.c.scraped_at > since)
    return list(connection.execute(query).scalars())


def count(connection: Connection) -> int:
    """How many films there are, without the retired ones."""
    return connection.execute(
        select(func.count()).select_from(films).where(films.c.retired_at.is_(None))
    ).scalar_one()


def newest(connection: Connection) -> datetime | None:
    """When the last film was written; None while the store is empty. Films that a wrong clock
    dated in the future would hide what is written until then."""
    latest: datetime | None = connection.execute(select(_last(_NOW))).scalar_one()
    return latest


def newest_and_settled(
    connection: Connection, every: timedelta
) -> tuple[datetime | None, datetime | None]:
    """As newest(), and the same before the clock last struck `every`: for all who ask until it
    strikes again, that is alike."""
    struck = func.date_bin(every, _NOW, EPOCH) if every else _NOW
    latest, settled = connection.execute(select(_last(_NOW), _last(struck))).one()
    return latest, settled or latest


def _last(end: ColumnElement[datetime]) -> ScalarSelect[datetime | None]:
    return select(func.max(films.c.scraped_at)).where(films.c.scraped_at <= end).scalar_subquery()


def catalogue_columns(
    connection: Connection, since: datetime | None = None
) -> Iterator[dict[str, Sequence[Any]]]:
    """The films written after `since` (all, if None) in parts: their facts by column."""
    query = (
        select(*CATALOGUE_COLUMNS).where(films.c.retired_at.is_(None)).order_by(films.c.movie_id)
    )
    if since is not None:
        query = query.where(films.c.scraped_at > since)
    names = [column.name for column in CATALOGUE_COLUMNS]
    with connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)) as read:
        for rows in read.partitions():
            yield dict(zip(names, zip(*rows, strict=True), strict=True))


def fingerprint(connection: Connection) -> list[int]:
    """How many films there are, without the retired ones, and the sum of their ids."""
    query = select(func.count(), func.coalesce(func.sum(films.c.movie_id), 0))
    count, total = connection.execute(query.where(films.c.retired_at.is_(None))).one()
    return [int(count), int(total)]


def details(connection: Connection, movie_id: int) -> dict[str, Any]:
    """All columns of a film that is in the store."""
    query = select(films).where(films.c.movie_id == movie_id)
    return dict(connection.execute(query).mappings().one())


def ids_elsewhere(
    connection: Connection, movie_ids: Collection[int]
) -> dict[int, tuple[int | None, str | None]]:
    """The ids of films on TMDB, where it is no television there, and on IMDb, by movie_id."""
    query = select(films.c.movie_id, films.c.content_type, films.c.tmdb_id, films.c.imdb_id)
    rows = connection.execute(query.where(films.c.movie_id.in_(movie_ids)))
    return {
        row.movie_id: (None if row.content_type == "tv" else row.tmdb_id, row.imdb_id)
        for row in rows
    }


def names(connection: Connection, column: str) -> Iterator[tuple[int, list[str]]]:
    """Each film, and what one of the columns that hold names says of it."""
    query = select(films.c.movie_id, films.c[column]).order_by(films.c.movie_id)
    with connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)) as read:
        for row in read:
            yield row.movie_id, row[1]
