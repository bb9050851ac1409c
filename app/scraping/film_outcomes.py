"""What became of film pages, and what the store remembers of that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from app.config import Settings
from app.store import film_reads, film_urls, films
from app.store.film_reads import PageRead
from app.store.kept_films import Kept, digest, kept
from app.store.leases import DuePage
from scrapers.errors import NotFoundError, ScraperError
from scrapers.letterboxd import FilmRead
from scrapers.records import Film

Kind = Literal["new", "changed", "unchanged", "renamed", "gone", "doubtful", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What became of one film page; `old` is what was stored of its film before, `doubt` why the
    page is to be read again before it is believed."""

    page: DuePage
    result: FilmRead | ScraperError
    old: Kept | None = None
    doubt: str | None = None

    @property
    def slug(self) -> str:
        return self.page.slug

    @property
    def failed_before(self) -> bool:
        return self.page.failed_before

    def confirms(self, doubt: str) -> bool:
        """Whether that was the doubt when the page was read the last time."""
        return self.page.error == doubt

    def doubted(self, doubt: str) -> "Outcome":
        """Believed nevertheless, if the page was read the same twice in a row."""
        return self if self.confirms(doubt) else replace(self, doubt=doubt)

    @property
    def film(self) -> Film | None:
        return self.result.film if isinstance(self.result, FilmRead) and not self.doubt else None

    @property
    def read(self) -> bool:
        """Whether the film is in the store now."""
        return isinstance(self.result, FilmRead) and not self.doubt

    @property
    def kind(self) -> Kind:
        if self.doubt:
            return "doubtful"
        if isinstance(self.result, ScraperError):
            return "gone" if isinstance(self.result, NotFoundError) else "failed"
        if self.film is None:
            return "unchanged"
        return "renamed" if self.film.slug != self.slug else _kind(self.film, self.old)


def _kind(film: Film, old: Kept | None) -> Kind:
    if old is None or old.movie_id != film.film_id:
        return "new"
    return "unchanged" if old.digest == digest(film) else "changed"


def with_kept(connection: Connection, outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes with what is stored of their films."""
    stored = kept(connection, [outcome.slug for outcome in outcomes])
    return [replace(outcome, old=stored.get(outcome.slug)) for outcome in outcomes]


def store(connection: Connection, outcomes: list[Outcome], settings: Settings) -> None:
    """Bring films and their pages up to date; the page of a renamed film must be known."""
    # A page's own outcome says more than that of another that leads to it, and comes last.
    ordered = sorted(outcomes, key=lambda outcome: outcome.kind != "renamed")
    reads = {read.slug: read for outcome in ordered for read in _reads(outcome)}
    film_urls.lock(connection, reads.keys())
    films.upsert(connection, (o.film for o in outcomes if o.film), settings.letterboxd_url)
    film_reads.record(connection, reads.values(), settings.film_refresh_days)
    films.retire(connection, [o.old.movie_id for o in outcomes if o.old and _lost(o, o.old)])


def _reads(outcome: Outcome) -> Iterator[PageRead]:
    slug, result, film = outcome.slug, outcome.result, outcome.film
    if outcome.doubt:
        yield PageRead(slug, "failed", error=outcome.doubt)
    elif isinstance(result, ScraperError):
        gone = outcome.kind == "gone"
        yield PageRead(slug, "gone") if gone else PageRead(slug, "failed", error=str(result))
    elif film is None:
        yield PageRead(slug, "scraped", validators=result.validators)
    else:
        if film.slug != slug:
            yield PageRead(slug, "renamed", film.film_id)
        yield PageRead(
            film.slug,
            "scraped",
            film.film_id,
            changed=outcome.kind != "unchanged",
            rating_count=film.letterboxd_rating_count,
            validators=result.validators,
        )


def _lost(outcome: Outcome, old: Kept) -> bool:
    """Whether the page no longer leads to the film it led to."""
    moved = outcome.film is not None and outcome.film.film_id != old.movie_id
    return moved or outcome.kind == "gone"
