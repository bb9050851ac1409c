"""What a visitor gets who looks at a film."""

from typing import Literal

from pydantic import BaseModel

from app.recommendations.answer import FilmFacts, MemberMeta, Reasons

SimilarBy = Literal["ratings", "features"]


class FilmDetails(FilmFacts):
    """All that is known of a film; `cast` as its page lists it, the main parts first."""

    tagline: str | None
    synopsis: str | None
    countries: list[str]
    languages: list[str]
    cast: list[str]
    studios: list[str]
    themes: list[str]
    tmdb_id: int | None
    imdb_id: str | None


class MemberView(BaseModel):
    """The stars, 0.5..5, that the member is predicted to give the film; null where the model
    knows nothing of it. `rating` is what they gave it, if they logged and rated it."""

    predicted_rating: float | None
    logged: bool
    rating: float | None
    because: Reasons


class SimilarFilm(BaseModel):
    """`similarity` is 0..1, comparable only within one answer."""

    film: FilmFacts
    similarity: float


class FilmPage(BaseModel):
    """A film; `member` is null where nobody was named. `similar` films, the most alike first."""

    film: FilmDetails
    member: MemberView | None
    similar: list[SimilarFilm]


class FilmMeta(BaseModel):
    """`similar_by` is ratings where similar films are those that the same members love, else
    features: alike in genre, year, country and so on."""

    similar_by: SimilarBy
    member: MemberMeta | None


class FilmAnswer(BaseModel):
    """The body of an answer."""

    data: FilmPage
    meta: FilmMeta
