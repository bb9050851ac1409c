"""Who reads which film page."""

from dataclasses import dataclass
from datetime import timedelta

from app.store.leased import Leases
from app.store.schema import film_urls
from scrapers.validators import UNKNOWN, Validators


@dataclass(frozen=True, slots=True)
class DuePage:
    """A film page to read, and how to ask whether it has changed since it was last read."""

    slug: str
    known: Validators = UNKNOWN

    @property
    def key(self) -> str:
        return self.slug


# Of those that are due as long, the best known come first.
FILM_PAGES = Leases(
    key=film_urls.c.slug,
    due=film_urls.c.next_due_at,
    ties=(film_urls.c.rating_count.desc(),),
    columns=(film_urls.c.slug, film_urls.c.etag, film_urls.c.last_modified),
    item=lambda row: DuePage(row.slug, Validators(row.etag, row.last_modified)),
    lifetime=timedelta(minutes=5),
)
