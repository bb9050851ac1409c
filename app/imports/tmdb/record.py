"""What TMDB's API says of a film, as the record that a page gives."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from app.imports.genres import genres
from app.imports.identity import IMDB_ID, MOST_TMDB, identity
from app.imports.text import LONGEST_RUNTIME, MOST_COUNT, clean, year
from scrapers.records import Film

IMAGES = "https://image.tmdb.org"
POSTER = f"{IMAGES}/t/p/w342%s"
POSTER_PATH = r"^/[A-Za-z0-9_-]+\.(jpg|png)$"
DECIMALS = 4
COUNTRIES = {  # as Letterboxd calls them
    "United States of America": "USA",
    "United Kingdom": "UK",
    "Soviet Union": "USSR",
}

Text = Annotated[str, BeforeValidator(lambda text: text or "")]  # TMDB says null and "" alike


class Named(BaseModel):
    name: str


class Spoken(BaseModel):
    english_name: str


class Crew(Named):
    job: str


class Credits(BaseModel):
    cast: list[Named] = []
    crew: list[Crew] = []


class Movie(BaseModel):
    """The parts of the answer that are used."""

    id: int = Field(ge=1, le=MOST_TMDB)
    title: str = Field(min_length=1)
    imdb_id: Text = ""
    release_date: Text = ""
    runtime: int | None = None
    genres: list[Named] = []
    production_countries: list[Named] = []
    production_companies: list[Named] = []
    spoken_languages: list[Spoken] = []
    overview: Text = ""
    tagline: Text = ""
    vote_average: float = Field(0, ge=0, le=10)
    vote_count: int = Field(0, ge=0, le=MOST_COUNT)
    poster_path: str | None = Field(None, pattern=POSTER_PATH)
    credits: Credits = Credits()


def read_movie(text: str) -> Film:
    """Raises pydantic.ValidationError."""
    movie = Movie.model_validate_json(text)
    film_id, slug = identity(movie.id, None)
    voted = movie.vote_count > 0
    return Film(
        film_id=film_id,
        slug=slug,
        title=clean(movie.title),
        release_year=year(movie.release_date[:4]),
        runtime=_runtime(movie.runtime),
        genres=genres(it.name for it in movie.genres),
        countries=tuple(COUNTRIES.get(it, it) for it in _names(movie.production_countries)),
        languages=tuple(clean(it.english_name) for it in movie.spoken_languages),
        content_type="movie",
        letterboxd_rating=_stars(movie.vote_average) if voted else None,
        letterboxd_rating_count=movie.vote_count if voted else None,
        poster=movie.poster_path and POSTER % movie.poster_path,
        directors=tuple(clean(it.name) for it in movie.credits.crew if it.job == "Director"),
        cast=_names(movie.credits.cast),
        studios=_names(movie.production_companies),
        synopsis=clean(movie.overview, None) or None,
        tagline=clean(movie.tagline) or None,
        tmdb_id=movie.id,
        imdb_id=movie.imdb_id if IMDB_ID.fullmatch(movie.imdb_id) else None,
    )


def _names(named: list[Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(it.name) for it in named))


def _runtime(minutes: int | None) -> int | None:
    return minutes if minutes is not None and 0 < minutes <= LONGEST_RUNTIME else None


def _stars(average: float) -> float:
    """Votes are from 0.5 to 10."""
    return min(5.0, max(0.5, round(average / 2, DECIMALS)))
