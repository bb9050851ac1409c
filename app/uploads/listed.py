"""A list made by hand as a profile."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.catalogue.catalogue import Catalogue
from app.catalogue.derived import Derived
from app.uploads.answer import Unmatched
from app.uploads.profile import GREATEST_ID, Taken, build
from scrapers.export.join import plain

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
MOST_LISTED = 5000
YEARS_AWAY = (0, -1, 1)  # festivals and cinemas differ by one


class NamedFilm(BaseModel):
    """A film by its id, its slug, or its title (with its year, if several have that title)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    film_id: int | None = Field(None, ge=1, le=GREATEST_ID)
    slug: Text | None = None
    title: Text | None = None
    year: int | None = Field(None, ge=1800, le=2200)

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.film_id is None and self.slug is None and self.title is None:
            raise PydanticCustomError("unnamed", "a film needs a film_id, a slug or a title")
        return self


class SeenFilm(NamedFilm):
    """A film that the visitor saw; `stars` is null where they do not rate it."""

    stars: float | None = Field(None, ge=0.5, le=5, multiple_of=0.5)
    liked: bool = False


class FilmList(BaseModel):
    """What a visitor saw, and what they mean to see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    films: list[SeenFilm] = Field(min_length=1, max_length=MOST_LISTED)
    watchlist: list[NamedFilm] = Field([], max_length=MOST_LISTED)


def match(films: FilmList, catalogue: Catalogue) -> Taken:
    """A film named twice counts as it was named last."""
    finder = _Finder(catalogue, [*films.films, *films.watchlist])
    found = [finder.find(film) for film in films.films]
    seen = {film: one for film, one in zip(found, films.films, strict=True) if film is not None}
    wanted = [film for film in map(finder.find, films.watchlist) if film is not None]
    profile = build(
        "list",
        None,
        seen,
        {film_id: film.stars for film_id, film in seen.items() if film.stars is not None},
        {film_id for film_id, film in seen.items() if film.liked},
        watched_on={},
        watchlist=wanted,
    )
    left_out = _unmatched(found, films.films)
    return Taken(profile, left_out, len(left_out))


def _unmatched(found: Sequence[int | None], films: Sequence[NamedFilm]) -> list[Unmatched]:
    return [
        Unmatched(
            file=None,
            row=place,
            title=film.title or film.slug or str(film.film_id),
            year=film.year,
            why="the catalogue has no such film, or several",
        )
        for place, (film_id, film) in enumerate(zip(found, films, strict=True), start=1)
        if film_id is None
    ]


class _Finder:
    """Finds the film ids of named films."""

    def __init__(self, catalogue: Catalogue, films: Sequence[NamedFilm]) -> None:
        self._catalogue = catalogue
        self._rows = catalogue.rows_of({film.slug for film in films if film.slug is not None})

    def find(self, film: NamedFilm) -> int | None:
        ids = self._catalogue.films.ids
        if film.film_id is not None:
            return film.film_id if film.film_id in ids else None
        if film.slug is not None:
            return int(ids.values[self._rows[film.slug]]) if film.slug in self._rows else None
        return self._titled(plain(film.title or ""), film.year)

    def _titled(self, title: str, year: int | None) -> int | None:
        found = _titles(self._catalogue).get(title, {})
        if year is None:
            return next(iter(found.values())) if len(found) == 1 else None
        near = (found.get(year + away) for away in YEARS_AWAY)
        return next((film_id for film_id in near if film_id is not None), None)


@Derived
def _titles(catalogue: Catalogue) -> dict[str, dict[int | None, int]]:
    """Film ids by plain title and year; entries that share both are one film."""
    titles: defaultdict[str, dict[int | None, int]] = defaultdict(dict)
    for film_id, title, year in catalogue.films.named():
        titles[plain(title)].setdefault(year, film_id)
    return titles
