"""Which titles are taken, and what title.basics and title.ratings say of them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.imports.genres import genres
from app.imports.identity import IMDB_ID, identity
from app.imports.imdb.tables import Row, rows
from app.imports.text import MOST_COUNT, clean, number, runtime, year
from scrapers.records import ContentType, Film

KINDS: dict[str, ContentType] = {
    "movie": "movie",
    "short": "movie",
    "tvMovie": "movie",
    "tvMiniSeries": "tv",
    "tvShort": "movie",
    "tvSpecial": "movie",
    "video": "movie",
}
BASICS = (
    *("tconst", "titleType", "primaryTitle", "isAdult"),
    *("startYear", "runtimeMinutes", "genres"),
)
MOST_STARS = 10
DECIMALS = 4

Votes = dict[str, tuple[float, int]]


@dataclass(frozen=True)
class Titles:
    """Films by their IMDb ids, and how many rows could not be read, by file."""

    films: dict[str, Film]
    bad_rows: Counter[str]


def read_titles(folder: Path, least_votes: int) -> Titles:
    """Titles with so many votes at least. Raises ImportRefusedError."""
    bad: Counter[str] = Counter()
    votes = _votes(folder, least_votes, bad)
    films = {}
    for row in rows(folder, "title.basics", BASICS, votes):
        if row and (row["titleType"] not in KINDS or row["isAdult"] == "1"):
            continue
        film = _film(row, votes) if row else None
        if film is None:
            bad["title.basics"] += 1
        else:
            films[row["tconst"]] = film
    return Titles(films, bad)


def _votes(folder: Path, least: int, bad: Counter[str]) -> Votes:
    """Mean stars (0.5 to 5) and votes of the titles that have enough of them."""
    votes: Votes = {}
    for row in rows(folder, "title.ratings", ("tconst", "averageRating", "numVotes")):
        count, stars = _count(row), _stars(row)
        if count is None or stars is None or not IMDB_ID.fullmatch(row["tconst"]):
            bad["title.ratings"] += 1
        elif count >= least:
            votes[row["tconst"]] = stars, count
    return votes


def _count(row: Row) -> int | None:
    return number(row.get("numVotes", ""), 0, MOST_COUNT)


def _stars(row: Row) -> float | None:
    try:
        stars = float(row.get("averageRating", ""))
    except ValueError:
        return None
    return round(stars / 2, DECIMALS) if 1 <= stars <= MOST_STARS else None


def _film(row: Row, votes: Votes) -> Film | None:
    title = clean(row["primaryTitle"])
    stars, count = votes[row["tconst"]]
    if not title:
        return None
    film_id, slug = identity(None, row["tconst"])
    return Film(
        film_id=film_id,
        slug=slug,
        title=title,
        release_year=year(row["startYear"]),
        runtime=runtime(row["runtimeMinutes"]),
        genres=genres(row["genres"].split(",")),
        content_type=KINDS[row["titleType"]],
        letterboxd_rating=stars,
        letterboxd_rating_count=count,
        imdb_id=row["tconst"],
    )
