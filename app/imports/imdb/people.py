"""Directors and cast: title.crew, title.principals and name.basics, where the folder has them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.imports.imdb.tables import has, rows
from app.imports.text import clean
from scrapers.records import Film

ACTING = ("actor", "actress", "self")
MOST_DIRECTORS = 10  # of an anthology; a series has hundreds

People = defaultdict[str, list[str]]  # ids of people by those of titles


@dataclass
class Credits:
    """In the order of the files, which is that of the credits."""

    directors: People = field(default_factory=lambda: defaultdict(list))
    cast: People = field(default_factory=lambda: defaultdict(list))


def with_people(folder: Path, films: Mapping[str, Film], bad: Counter[str]) -> dict[str, Film]:
    """The films with the names of who made them. Raises ImportRefusedError."""
    told = Credits()
    if has(folder, "title.crew"):
        _read_directors(folder, films, told, bad)
    if has(folder, "title.principals"):
        _read_cast(folder, films, told, bad)
    wanted = {it for people in (told.directors, told.cast) for ids in people.values() for it in ids}
    names = _names(folder, wanted, bad) if wanted else {}
    return {
        title: replace(
            film,
            directors=_named(told.directors.get(title, ()), names),
            cast=_named(told.cast.get(title, ()), names),
        )
        for title, film in films.items()
    }


def _read_directors(folder: Path, films: Collection[str], told: Credits, bad: Counter[str]) -> None:
    for row in rows(folder, "title.crew", ("tconst", "directors"), films):
        bad["title.crew"] += not row
        if row and row["directors"]:
            told.directors[row["tconst"]] = row["directors"].split(",")[:MOST_DIRECTORS]


def _read_cast(folder: Path, films: Collection[str], told: Credits, bad: Counter[str]) -> None:
    for row in rows(folder, "title.principals", ("tconst", "nconst", "category"), films):
        bad["title.principals"] += not row
        if row and row["category"] in ACTING:
            told.cast[row["tconst"]].append(row["nconst"])


def _names(folder: Path, wanted: Collection[str], bad: Counter[str]) -> dict[str, str]:
    names = {}
    for row in rows(folder, "name.basics", ("nconst", "primaryName"), wanted):
        bad["name.basics"] += not row
        if row:
            names[row["nconst"]] = clean(row["primaryName"])
    return names


def _named(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[it] for it in ids if names.get(it)))
