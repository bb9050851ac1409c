"""An export names films by Letterboxd's ids, which films of other sources do not have."""

from dataclasses import replace
from typing import TypeVar

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.catalogue.derived import Derived
from app.store.merging import FIRST_IMPORTED
from app.uploads.listed import YEARS_AWAY
from scrapers.export.join import plain
from scrapers.export.records import Export, ExportedFilm, ExportedRating, ExportedViewing

Row = TypeVar("Row", ExportedFilm, ExportedRating, ExportedViewing)


def with_imported(export: Export, catalogue: Catalogue) -> Export:
    """The export with the ids of imported films, by title and year, for films that the catalogue
    has from elsewhere alone."""
    if not _imported(catalogue):
        return export
    return replace(
        export,
        ratings=_named(export.ratings, catalogue),
        watched=_named(export.watched, catalogue),
        watchlist=_named(export.watchlist, catalogue),
        likes=_named(export.likes, catalogue),
        diary=_named(export.diary, catalogue),
        reviews=_named(export.reviews, catalogue),
    )


def _named(rows: tuple[Row, ...], catalogue: Catalogue) -> tuple[Row, ...]:
    ids = np.array([min(row.film_id, FIRST_IMPORTED) for row in rows], np.int64)
    known = catalogue.positions(ids) >= 0
    return tuple(
        row if there else replace(row, film_id=_find(row, catalogue))
        for row, there in zip(rows, known.tolist(), strict=True)
    )


def _find(row: Row, catalogue: Catalogue) -> int:
    """The id of the imported film; its own where there is none."""
    if row.year is None:
        return row.film_id
    title, films = plain(row.title), _imported(catalogue)
    found = (films.get((title, row.year + away)) for away in YEARS_AWAY)
    return next((film_id for film_id in found if film_id is not None), row.film_id)


@Derived
def _imported(catalogue: Catalogue) -> dict[tuple[str, int], int]:
    """The ids of imported films by plain title and year."""
    films = catalogue.films
    if not (films.ids.values >= FIRST_IMPORTED).any():
        return {}
    return {
        (plain(title), year): film_id
        for film_id, title, year in films.named()
        if film_id >= FIRST_IMPORTED and year is not None
    }
