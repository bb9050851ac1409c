"""What is stored of films, to be compared with what their pages say now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, RowMapping, func, select

from app.store.schema import film_urls, films
from scrapers.records import Film

LATEST = 1000  # films
ENOUGH = 50  # of them to tell anything
NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a film."""

    movie_id: int
    digest: int | None
    facts: Mapping[str, object]


def kept(connection: Connection, slugs: Collection[str]) -> dict[str, Kept]:
    """What is stored of the films that these slugs name, of those that are not retired."""
    query = (
        select(film_urls.c.slug.label("known_as"), films)
        .join(films, films.c.movie_id == film_urls.c.movie_id)
        .where(film_urls.c.slug == func.any(list(slugs)), films.c.retired_at.is_(None))
    )
    rows = connection.execute(query).mappings()
    return {row["known_as"]: Kept(row["movie_id"], row["digest"], _told(row)) for row in rows}


def _told(row: RowMapping) -> dict[str, object]:
    """What pages told; not what is from other sources."""
    return {**row} | dict.fromkeys(row["sources"])


def usual(connection: Connection, facts: Sequence[str]) -> set[str]:
    """Those of these columns that nearly all films had whose pages were read latest."""
    latest = (
        select(*(films.c[fact] for fact in facts))
        .where(films.c.digest.is_not(None))
        .order_by(films.c.scraped_at.desc())
        .limit(LATEST)
        .subquery()
    )
    counts = [func.count().filter(_is_told(column)) for column in latest.c]
    total, *having = connection.execute(select(func.count(), *counts).select_from(latest)).one()
    least = NEARLY_ALL * max(total, ENOUGH)
    return {fact for fact, count in zip(facts, having, strict=True) if count >= least}


def _is_told(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.cardinality(column) > 0 if isinstance(column.type, ARRAY) else column.is_not(None)


def digest(film: Film) -> int:
    """Equal for the same facts; the ratings, which change every day, count in tenths of a star,
    and what else is similar does not count."""
    stars = film.letterboxd_rating and round(film.letterboxd_rating, 1)
    facts = asdict(film) | {"letterboxd_rating": stars, "letterboxd_rating_count": None}
    del facts["similar"]
    hashed = blake2b(repr((*facts.values(),)).encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)
