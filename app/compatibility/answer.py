"""What a visitor gets who compares two members."""

from pydantic import BaseModel

from app.groups.answer import GroupMember
from app.recommendations.answer import FilmFacts


class CompatibilityParts(BaseModel):
    """What the score is made of, 0..100 each; null where nothing is known."""

    films: float | None
    taste: float | None
    genres: float | None
    eras: float | None


class SharedCorrelation(BaseModel):
    """Pearson's correlation of the stars for shared films, with its 95% interval."""

    value: float
    low: float
    high: float


class SharedFilm(BaseModel):
    """A film and the stars from both members, in their order."""

    film: FilmFacts
    ratings: tuple[float, float]


class ShownFilm(BaseModel):
    """A film that one member loved, and the stars that the other is predicted to give it; null
    where the model knows nothing of the film."""

    film: FilmFacts
    rating: float
    predicted_rating: float | None


class Showing(BaseModel):
    """What one member should show the other, the best first."""

    by: str
    to: str
    films: list[ShownFilm]


class SharedWatchlist(BaseModel):
    """The films that both mean to see: how many there are, and some of them."""

    count: int
    films: list[FilmFacts]


class Comparison(BaseModel):
    """`score` is 0..100, null where nothing is known; `verdict` says it in words, and `certainty`
    how sure it is. Of `shared` films, which both rated, `favourites` and `polarising` ones; their
    agreement counts by `credibility`, 0..1, and what is typical counts the rest. `correlation` is
    null under four shared films; `watchlist` where one of the lists is not known."""

    score: float | None
    verdict: str
    certainty: str
    parts: CompatibilityParts
    shared: int
    credibility: float
    correlation: SharedCorrelation | None
    favourites: list[SharedFilm]
    polarising: list[SharedFilm]
    shows: tuple[Showing, Showing]
    watchlist: SharedWatchlist | None


class CompatibilityMeta(BaseModel):
    """The two members, in the order in which they were named, members before uploads."""

    members: tuple[GroupMember, GroupMember]


class Compatibility(BaseModel):
    """The body of an answer."""

    data: Comparison
    meta: CompatibilityMeta
