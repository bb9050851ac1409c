"""Films as a table that Letterboxd imports as a list or a watchlist (letterboxd.com/import)."""

from collections.abc import Mapping, Sequence

from app.formats import Cell, Table
from app.recommendations.answer import FilmFacts
from app.services import Services
from app.store import films

COLUMNS = ("LetterboxdURI", "tmdbID", "imdbID", "Title", "Year", "Directors")


def importable(
    services: Services, listed: Sequence[tuple[FilmFacts, Mapping[str, Cell]]], more: Sequence[str]
) -> Table:
    """A row for each film, with `more` columns of what else is said of it.

    They must not be called Rating, Rating10, WatchedDate, Rewatch, Tags or Review: Letterboxd would
    take that for what the member says.
    """
    with services.engine.connect() as connection:
        ids = films.ids_elsewhere(connection, [film.film_id for film, _ in listed])
    rows = [{**_film(film, *ids[film.film_id]), **said} for film, said in listed]
    return rows, [*COLUMNS, *more]


def _film(film: FilmFacts, tmdb_id: int | None, imdb_id: str | None) -> dict[str, Cell]:
    values = (film.url, tmdb_id, imdb_id, film.title, film.release_year, ", ".join(film.directors))
    return dict(zip(COLUMNS, values, strict=True))
