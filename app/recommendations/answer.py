"""What a visitor gets: the body of an answer, and the steps on the way to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from app.formats import ALSO_CSV
from app.recommendations.notices import Notice
from app.recommendations.query import ModelName, Taste
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
    put it in its place: higher is better, comparable only within one answer. `logged` ones are
    in it only if rewatches are asked for."""

    film: FilmFacts
    predicted_rating: float
    score: float
    logged: bool
    because: Reasons


class MemberMeta(BaseModel):
    """Who was asked about, and which model answered. `films_pending` are those of the member's
    films that the catalogue lacks; of an upload, they are left out. `dated` films have a day on
    which they were watched; `taste` is all where recent is asked for and there are none."""

    username: str | None
    source: Source
    model: ModelName
    read_at: datetime
    freshened_at: datetime | None
    logged: int
    rated: int
    taste: Taste
    dated: int
    films_added: int
    films_pending: int
    notices: list[Notice]


class Meta(MemberMeta):
    """How the answer came about. `candidates` films were left by the filters; if that is none,
    `emptied_by` names the one that left nothing."""

    popularity: float
    candidates: int
    emptied_by: str | None
    page: int
    seed: int | None


class Recommendations(BaseModel):
    """The body of an answer: films, the best first."""

    model_config = ALSO_CSV

    data: list[Recommendation]
    meta: Meta


@dataclass(frozen=True)
class Turn:
    """One of several members, who are read one after the other; `place` is from 1."""

    called: str
    place: int
    members: int


@dataclass(frozen=True)
class Step:
    """How far a request is: pages read, films added, or just the stage, and of whom. Of
    "waiting", `done` is how many others come before."""

    stage: Literal["reading", "films", "waiting", "training", "ranking"]
    done: int = 0
    total: int = 0
    turn: Turn | None = None


Report = Callable[[Step], None]


def ignore(_: Step) -> None:
    """For callers that do not show progress."""
