"""Films in the store: what their pages said."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.schema import films
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
    films.c.scraped_at,
)
NUMBER_TYPES = {
    "release_year": "Int16",
    "runtime": "Int32",
    "letterboxd_rating": "float64",
    "letterboxd_rating_count": "Int32",
}


def upsert(connection: Connection, scraped: Iterable[Film], base_url: str) -> None:
    """Store film pages just read; a film already there is brought up to date."""
    rows = [_row(film, base_url) for film in scraped]
    if not rows:
        return
    statement = insert(films).values(scraped_at=func.clock_timestamp())
    fresh = {c.name: statement.excluded[c.name] for c in films.c if not c.primary_key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["movie_id"], set_=fresh), rows
    )


def _row(film: Film, base_url: str) -> dict[str, Any]:
    row = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(film).items()}
    row["movie_id"] = row.pop("film_id")
    row["country_of_origin"] = film.countries[0] if film.countries else None
    row["url"] = f"{base_url}/film/{film.slug}/"
    row["poster"] = film.poster and film.poster.removeprefix(base_url)
    return row


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(films)).scalar_one()


def newest(connection: Connection) -> datetime | None:
    """When the last film was written; None while the store is empty."""
    latest: datetime | None = connection.execute(select(func.max(films.c.scraped_at))).scalar_one()
    return latest


def catalogue_frame(connection: Connection, since: datetime | None = None) -> pd.DataFrame:
    """The films written after `since` (all, if None), one row each, indexed by movie_id."""
    query = select(*CATALOGUE_COLUMNS).order_by(films.c.movie_id)
    if since is not None:
        query = query.where(films.c.scraped_at > since)
    rows = connection.execute(query).all()
    columns = [column.name for column in CATALOGUE_COLUMNS]
    frame = pd.DataFrame.from_records(rows, columns=columns, index="movie_id")
    return frame.astype(NUMBER_TYPES)
