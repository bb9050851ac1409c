"""What became of film pages that were read, and when each is to be read again."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    case,
    func,
    literal,
    update,
)

from app.store.copying import copied
from app.store.schema import film_urls
from scrapers.validators import UNKNOWN, Validators

State = Literal["scraped", "gone", "renamed", "failed"]

FIRST_RETRY = timedelta(hours=1)
MAX_ATTEMPTS = 8
GROWTH = 1.5  # of the time until a page that has not changed is read again
MOST_REFRESHES = 6  # that time is at most so many times FILM_REFRESH_DAYS
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page that was asked for; the film's id is None where the page did not tell it."""

    slug: str
    state: State
    movie_id: int | None = None
    changed: bool = False
    rating_count: int | None = None
    error: str | None = None
    validators: Validators = UNKNOWN


def record(connection: Connection, reads: Iterable[PageRead], refresh_days: int) -> None:
    """Remember what was read just now; leases of these pages end. film_urls.lock() comes before."""
    rows = [_row(read) for read in reads]
    if not rows:
        return
    columns = [film_urls.c[name] for name in rows[0] if name != "changed"]
    with copied(connection, [*columns, Column("changed", Boolean)], rows) as read:
        connection.execute(
            update(film_urls)
            .where(film_urls.c.slug == read.c.slug)
            .values(_columns(read.c, refresh_days))
        )


def _row(read: PageRead) -> dict[str, Any]:
    row = asdict(read)
    validators: dict[str, Any] = row.pop("validators")
    return row | validators


def _columns(read: Any, refresh_days: int) -> dict[str, Any]:
    page = film_urls.c
    failed, scraped = read.state == "failed", read.state == "scraped"
    days = _refresh_days(read, refresh_days)
    return {
        "state": read.state,
        "movie_id": func.coalesce(read.movie_id, page.movie_id),
        "rating_count": func.coalesce(read.rating_count, page.rating_count),
        "error": read.error,
        "attempts": case((failed, page.attempts + 1), else_=0),
        "scraped_at": case((failed, page.scraped_at), else_=func.now()),
        "refresh_days": case((scraped, days), else_=page.refresh_days),
        "etag": case((failed, page.etag), else_=read.etag),
        "last_modified": case((failed, page.last_modified), else_=read.last_modified),
        "next_due_at": case((scraped, _days_from_now(days)), (failed, _retry_at())),
        "leased_by": None,
        "leased_until": None,
    }


def _refresh_days(read: Any, refresh_days: int) -> ColumnElement[float]:
    """A film that changes is read every `refresh_days`, one that does not ever more seldom."""
    last = func.greatest(func.coalesce(film_urls.c.refresh_days, refresh_days), refresh_days)
    grown = func.least(GROWTH * last, MOST_REFRESHES * refresh_days)
    return case((read.changed, refresh_days), else_=grown)


def _days_from_now(days: ColumnElement[float]) -> ColumnElement[datetime]:
    """The next midnight then: all that is due on one day is read in the order of its fame."""
    return func.date_trunc("day", func.now() + (days + 1) * literal(DAY), "UTC")


def _retry_at() -> ColumnElement[datetime]:
    """Each time twice as late."""
    wait = FIRST_RETRY * func.pow(2, func.least(film_urls.c.attempts, MAX_ATTEMPTS))
    return func.now() + wait
