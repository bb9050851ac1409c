"""Mark films, look at the marks, and take them back; visitors are named by their token."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.marks.answer import Mark, Marks
from app.marks.visitor import digest
from app.problems import problem
from app.recommendations.answer import FilmFacts
from app.services import Services
from app.store import marks
from app.store.marks import MarkKind, StoredMark

MOST_MARKS = 5000  # films of one visitor
LIFETIME = timedelta(days=400)  # after the last mark; by then the cookie has expired
FRESH = timedelta(minutes=2)  # for so long a page offers to undo the last mark
SHOWN = 60  # characters of a slug that is not known


def mark(services: Services, visitor: str, slug: str, kind: MarkKind) -> None:
    """A film that was marked already changes its kind. Raises Problem: film_not_found,
    too_many_marks."""
    film_id = _film_id(services.catalogue.current(), slug)
    with services.engine.begin() as connection:
        marks.forget_idle(connection, LIFETIME)
        if marks.save(connection, digest(visitor), film_id, kind) > MOST_MARKS:
            raise problem("too_many_marks", most=MOST_MARKS)


def unmark(services: Services, visitor: str | None, slug: str) -> None:
    """As it is if the film is not marked. Raises Problem: film_not_found."""
    film_id = _film_id(services.catalogue.current(), slug)
    if visitor is not None:
        with services.engine.begin() as connection:
            marks.remove(connection, digest(visitor), film_id)


def forget(services: Services, visitor: str | None) -> None:
    """Delete all of a visitor's marks."""
    if visitor is not None:
        with services.engine.begin() as connection:
            marks.forget(connection, digest(visitor))


def marks_of(services: Services, visitor: str | None) -> Marks:
    """All of a visitor's marks, the newest first."""
    return Marks(data=_told(services, stored_marks(services, visitor)))


def fresh_mark(services: Services, visitor: str | None) -> Mark | None:
    """The last one, if it was made a short while ago."""
    since = datetime.now(UTC) - FRESH
    fresh = [mark for mark in stored_marks(services, visitor)[:1] if mark.at > since]
    return next(iter(_told(services, fresh)), None)


def _told(services: Services, stored_ones: Sequence[StoredMark]) -> list[Mark]:
    """Without films that the catalogue has lost."""
    stored = {it.movie_id: it for it in stored_ones}
    catalogue = services.catalogue.current()
    rows = catalogue.positions(np.array(list(stored), np.int64))
    films = [FilmFacts.model_validate(film) for film in catalogue.facts(rows[rows >= 0])]
    return [_mark(stored[film.film_id], film) for film in films]


def _mark(stored: StoredMark, film: FilmFacts) -> Mark:
    return Mark(film=film, kind=stored.kind, at=stored.at.astimezone(UTC))


def stored_marks(services: Services, visitor: str | None) -> list[StoredMark]:
    """The newest first; none of a visitor who never marked a film."""
    if visitor is None:
        return []
    with services.engine.connect() as connection:
        return marks.load(connection, digest(visitor))


def _film_id(catalogue: Catalogue, slug: str) -> int:
    row = catalogue.rows_of([slug]).get(slug)
    if row is None:
        raise problem("film_not_found", slug=slug[:SHOWN])
    return int(catalogue.films.ids.values[row])
