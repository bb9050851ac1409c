"""A folder of MovieLens into the store. Stopped and started again, it goes on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.imports.keeping import keep
from app.imports.movielens.averages import Averages
from app.imports.movielens.films import read_films
from app.imports.movielens.ratings import RatingPiece, read_ratings
from app.services import Services
from app.store import imported_ratings
from app.store.members import IMPORTED
from scrapers.records import Film

MEMBER = f"{IMPORTED}%d"


def import_movielens(services: Services, folder: Path) -> dict[str, int]:
    """What was done, in figures by what they are. Raises ImportRefusedError."""
    read = read_films(folder)
    stored = keep(services, "movielens", dict.fromkeys(read.films.values()))
    ids = {movie: stored.ids[film.film_id] for movie, film in read.films.items()}
    counts: Counter[str] = Counter()
    averages = _keep_ratings(services, folder, ids, counts)
    rated = keep(services, "movielens", _rated(read.films, ids, averages))
    return {
        "films read": len(read.films),
        "films added": stored.added,
        "films changed": stored.changed + rated.changed,
        "film rows that cannot be used": read.bad_rows,
        "ratings read": counts["read"],
        "ratings added": counts["added"],
        "ratings of unknown films": counts["unknown"],
        "rating rows that cannot be used": counts["bad"],
    }


def _rated(read: Mapping[int, Film], ids: Mapping[int, int], averages: Averages) -> Iterator[Film]:
    films: dict[int, Film] = {}
    for movie, film in read.items():
        films.setdefault(ids[movie], film)
    for film_id, (mean, count) in averages.stars().items():
        yield replace(films[film_id], letterboxd_rating=mean, letterboxd_rating_count=count)


def _keep_ratings(
    services: Services, folder: Path, ids: Mapping[int, int], counts: Counter[str]
) -> Averages:
    movies = np.array(sorted(ids), np.int64)
    film_ids = np.array([ids[movie] for movie in movies.tolist()], np.int64)
    averages = Averages(np.unique(film_ids))
    for piece in read_ratings(folder):
        known = np.isin(piece.movies, movies)
        films = film_ids[np.searchsorted(movies, piece.movies[known])]
        averages.add(films, piece.half_stars[known])
        counts["read"] += len(piece.users)
        counts["bad"] += piece.bad_rows
        counts["unknown"] += int(np.count_nonzero(~known))
        counts["added"] += _store(services, piece, known, films)
    return averages


def _store(
    services: Services, piece: RatingPiece, known: NDArray[np.bool_], films: NDArray[np.int64]
) -> int:
    users, half_stars = piece.users[known].tolist(), piece.half_stars[known].tolist()
    rows = (
        {"username": MEMBER % user, "movie_id": film, "half_stars": stars, "liked": False}
        for user, film, stars in zip(users, films.tolist(), half_stars, strict=True)
    )
    with services.engine.begin() as connection:
        return imported_ratings.add(connection, rows)
