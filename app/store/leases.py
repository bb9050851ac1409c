"""Who reads which film page: a lease expires, so that what a killed process held is read again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from app.store.film_urls import lock
from app.store.schema import film_urls
from scrapers.validators import UNKNOWN, Validators

LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class DuePage:
    """A film page to read, and how to ask whether it has changed since it was last read."""

    slug: str
    known: Validators = UNKNOWN


def take(connection: Connection, worker: str, count: int) -> list[DuePage]:
    """Lease up to `count` pages that are due and nobody else's: the longest due first, and of
    those the best known. It waits for nobody."""
    chosen = (
        free()
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("chosen")
        .prefix_with("MATERIALIZED")
    )
    statement = (
        update(film_urls)
        .where(film_urls.c.slug == chosen.c.slug)
        .values(leased_by=worker, leased_until=func.now() + LIFETIME)
        .returning(film_urls.c.slug, film_urls.c.etag, film_urls.c.last_modified)
    )
    rows = connection.execute(statement)
    return [DuePage(row.slug, Validators(row.etag, row.last_modified)) for row in rows]


def free() -> Select[str]:
    """The slugs that are due and not leased, in the order to read them."""
    return (
        select(film_urls.c.slug)
        .where(_due(), or_(film_urls.c.leased_until.is_(None), ~_leased()))
        .order_by(film_urls.c.next_due_at, film_urls.c.rating_count.desc(), film_urls.c.slug)
    )


def renew(connection: Connection, worker: str, slugs: Collection[str]) -> None:
    """Hold these pages longer, unless their lease ended and others took them."""
    lock(connection, slugs)
    statement = update(film_urls).where(_held(worker, slugs))
    connection.execute(statement.values(leased_until=func.now() + LIFETIME))


def give_back(connection: Connection, worker: str, slugs: Collection[str]) -> None:
    """Leave what was not read to others."""
    lock(connection, slugs)
    statement = update(film_urls).where(_held(worker, slugs))
    connection.execute(statement.values(leased_by=None, leased_until=None))


def _held(worker: str, slugs: Collection[str]) -> ColumnElement[bool]:
    return and_(film_urls.c.slug == func.any(list(slugs)), film_urls.c.leased_by == worker)


def left(connection: Connection) -> tuple[int, int]:
    """How many pages are due now, and how many of them are leased."""
    query = select(func.count(), func.count().filter(_leased())).where(_due())
    due, leased = connection.execute(query).one()
    return due, leased


def _due() -> ColumnElement[bool]:
    return film_urls.c.next_due_at <= func.now()


def _leased() -> ColumnElement[bool]:
    return film_urls.c.leased_until > func.now()
