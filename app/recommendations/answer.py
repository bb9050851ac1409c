"""What a visitor gets: the body of an answer, and the steps on the way to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from app.recommendations.query import ModelName
from app.store.members import Source


class FilmFacts(BaseModel):
    """A film as its Letterboxd page describes it; `runtime` in minutes, rating in stars."""

    film_id: int
    slug: str
    title: str
    release_year: int | None
    runtime: int | None
    genres: list[str]
    country_of_origin: str | None
    content_type: str | None
    letterboxd_rating: float | None
    letterboxd_rating_count: int | None
    poster: str | None
    directors: list[str]
    url: str


class BecauseFilm(BaseModel):
    """A film that the member logged; `share`, 0..1, is its part of all that speaks for the
    recommended one."""

    film_id: int
    slug: str
    title: str
    url: str
    share: float


class BecauseTrait(BaseModel):
    """Such as a genre or a decade, and the stars that it adds to the prediction or takes away."""

    trait: str
    stars: float


class Reasons(BaseModel):
    """Why a film is predicted as it is, the strongest first; empty where a model gives none."""

    films: list[BecauseFilm]
    traits: list[BecauseTrait]


class Recommendation(BaseModel):
    """A film, the stars, 0.5..5, that the member is predicted to give it, and the score that
    put it in its place: higher is better, comparable only within one answer."""

    film: FilmFacts
    predicted_rating: float
    score: float
    because: Reasons


class MemberMeta(BaseModel):
    """Who was asked about, and which model answered. `films_pending` are those of the member's
    films that the catalogue lacks; of an upload, they are left out."""

    username: str | None
    source: Source
    model: ModelName
    read_at: datetime
    logged: int
    rated: int
    films_added: int
    films_pending: int


class Meta(MemberMeta):
    """How the answer came about."""

    popularity: float
    candidates: int


class Recommendations(BaseModel):
    """The body of an answer: films, the best first."""

    data: list[Recommendation]
    meta: Meta


@dataclass(frozen=True)
class Step:
    """How far a request is: pages read, films added, or just the stage."""

    stage: Literal["reading", "films", "training", "ranking"]
    done: int = 0
    total: int = 0


Report = Callable[[Step], None]


def ignore(_: Step) -> None:
    """For callers that do not show progress."""
