"""Who reads which film page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from app.store.leased import Leases
from app.store.schema import film_urls
from scrapers.validators import UNKNOWN, Validators


@dataclass(frozen=True, slots=True)
class DuePage:
    """A film page to read, how to ask whether it has changed since it was last read, and whether
    that failed, and why."""

    slug: str
    known: Validators = UNKNOWN
    failed_before: bool = False
    error: str | None = None

    @property
    def key(self) -> str:
        return self.slug


def _due(row: Row[Any]) -> DuePage:
    validators = Validators(row.etag, row.last_modified)
    return DuePage(row.slug, validators, row.attempts > 0, row.error)


# Of those that are due as long, the best known come first.
FILM_PAGES = Leases(
    key=film_urls.c.slug,
    due=film_urls.c.next_due_at,
    ties=(film_urls.c.rating_count.desc(),),
    columns=(
        film_urls.c.slug,
        film_urls.c.etag,
        film_urls.c.last_modified,
        film_urls.c.attempts,
        film_urls.c.error,
    ),
    item=_due,
    lifetime=timedelta(minutes=5),
)
