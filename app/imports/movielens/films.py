"""movies.csv and links.csv, or the movies.dat of ML-1M and ML-10M."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.imports.errors import ImportRefusedError
from app.imports.genres import genres
from app.imports.identity import MOST_TMDB, identity
from app.imports.movielens.titles import split
from app.imports.text import number
from scrapers.records import Film

MOST_ID = 10**9
MOVIE = 3  # columns: id, title, genres


@dataclass
class MovieLensFilms:
    """Films by their MovieLens ids, and how many rows could not be read. Some have several
    entries, which are the same film here."""

    films: dict[int, Film]
    bad_rows: int


Links = dict[int, tuple[int | None, str | None]]


def read_films(folder: Path) -> MovieLensFilms:
    """Raises ImportRefusedError."""
    links = _links(folder)
    rows = list(_movies(folder))
    films = {}
    known: dict[object, Film] = {}
    for row in rows:
        film = _film(row, links)
        if film is not None:
            films[film[0]] = _first(film[1], known)
    return MovieLensFilms(films, len(rows) - len(films))


def _first(film: Film, known: dict[object, Film]) -> Film:
    """The film, or the one that came before with its id on TMDB, of which its own is made, or on
    IMDb."""
    ids = [film.film_id, *([film.imdb_id] if film.imdb_id else [])]
    first = next((known[it] for it in ids if it in known), film)
    for it in ids:
        known.setdefault(it, first)
    return first


def _film(row: list[str], links: Links) -> tuple[int, Film] | None:
    movielens_id = number(row[0], 1, MOST_ID) if len(row) == MOVIE else None
    title, released = split(row[1]) if movielens_id else ("", None)
    if movielens_id is None or not title:
        return None
    tmdb_id, imdb_id = links.get(movielens_id, (None, None))
    film_id, slug = identity(tmdb_id, imdb_id, movielens_id)
    film = Film(
        film_id=film_id,
        slug=slug,
        title=title,
        release_year=released,
        genres=genres(row[2].split("|")),
        content_type="movie",
        tmdb_id=tmdb_id,
        imdb_id=imdb_id,
    )
    return movielens_id, film


def _movies(folder: Path) -> Iterator[list[str]]:
    if (folder / "movies.csv").exists():
        return _table(folder / "movies.csv", ["movieId", "title", "genres"])
    return _dat(folder / "movies.dat")


def _links(folder: Path) -> Links:
    path = folder / "links.csv"
    if not path.exists():
        return {}
    return {
        movielens_id: (number(row[2], 1, MOST_TMDB), _imdb(row[1]))
        for row in _table(path, ["movieId", "imdbId", "tmdbId"])
        if len(row) == MOVIE and (movielens_id := number(row[0], 1, MOST_ID)) is not None
    }


def _imdb(text: str) -> str | None:
    """MovieLens leaves out the tt, and some spreadsheets the zeros."""
    found = number(text, 1, MOST_TMDB)
    return None if found is None else f"tt{found:07}"


def _table(path: Path, header: list[str]) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            if next(rows, []) != header:
                raise ImportRefusedError(f"{path.name} does not begin with {','.join(header)}")
            yield from rows
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"{path.name} is not UTF-8 text") from error
    except (OSError, csv.Error) as error:
        raise ImportRefusedError(f"{path.name} cannot be read: {error}") from error


def _dat(path: Path) -> Iterator[list[str]]:
    """ML-1M is in Latin-1, ML-10M in UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportRefusedError(f"there is neither movies.csv nor {path.name}") from error
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return (line.rstrip("\r").split("::") for line in text.split("\n") if line)
