"""Columns of films of which a test needs only some facts."""

from collections.abc import Iterable, Mapping

from app.catalogue.table import LISTED, NO_FILMS, Columns


def films_of(films: Iterable[Mapping[str, object]]) -> Columns:
    """As the store gives them; what is not told is unknown, and ids count from 1."""
    rows = [{"movie_id": place} | dict(film) for place, film in enumerate(films, start=1)]
    return {
        name: [row.get(name, [] if name in LISTED else None) for row in rows] for name in NO_FILMS
    }
