"""The statistics of a member, as they are answered."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from app.recommendations.answer import FilmFacts
from app.recommendations.notices import Notice
from app.store.members import Source

Kind = Literal["genre", "decade", "era", "country", "language", "runtime", "director", "actor"]
Rounded = Annotated[float, AfterValidator(lambda value: round(value, 4))]


class Figures(BaseModel):
    """Numbers that JSON can hold; null is what is not known."""

    model_config = ConfigDict(allow_inf_nan=False, from_attributes=True)


class Spread(Figures):
    """A mean and the standard deviation around it."""

    mean: Rounded
    deviation: Rounded


class Numbers(Figures):
    """In stars: `own` ratings, Letterboxd's averages of the same films as `crowd`, and own less
    those as `differential`. The rating counts are of Letterboxd, over all films watched.
    `runtime_unknown` films are not in `hours`."""

    films: int
    rated: int
    own: Spread | None
    crowd: Spread | None
    differential: Spread | None
    mean_rating_count: Rounded | None
    median_rating_count: Rounded | None
    hours: Rounded
    runtime_unknown: int


class Styles(Figures):
    """In words: how the member rates, and how far off the beaten track they watch."""

    rating: str | None
    obscurity: str | None


class Standing(Figures):
    """The share of `members`, in per cent, that have a lower figure, equal ones as half; null
    where there are fewer than 20 of them."""

    percentile: Rounded | None
    members: int


class Standings(Figures):
    """The member among all others that were stored here at `counted_at`; null if that was
    never."""

    counted_at: datetime | None
    films: Standing
    rated: Standing
    mean_rating: Standing
    differential: Standing
    median_rating_count: Standing


class Category(Figures):
    """Such as one genre. `share`, 0..1, is of the films watched; `shrunken_mean` is what the best
    are ordered by."""

    name: str
    films: int
    share: Rounded
    rated: int
    mean: Rounded | None
    shrunken_mean: Rounded | None
    differential: Rounded | None


class Breakdown(Figures):
    """At most 20 categories each; the best rated have two ratings or more."""

    most_watched: list[Category]
    best_rated: list[Category]


class Bin(Figures):
    """How many films have so many stars: by the member, and by Letterboxd's average, rounded."""

    stars: float
    own: int
    crowd: int


class Gap(Figures):
    """A film on which the member and Letterboxd differ."""

    film: FilmFacts
    rating: float
    differential: Rounded


class Year(Figures):
    """A year in which films were watched, with the genre most frequent in it."""

    year: int
    films: int
    mean: Rounded | None
    genre: str | None
    genre_share: Rounded | None


class StatisticsMeta(BaseModel):
    """Whose statistics these are. `films_pending` of the logged films are not in the catalogue,
    so that only their ratings are known; `dated` have a day that can be believed."""

    username: str | None
    source: Source
    read_at: datetime
    freshened_at: datetime | None
    logged: int
    rated: int
    dated: int
    films_added: int
    films_pending: int
    notices: list[Notice]


class Statistics(Figures):
    """The body of an answer. Under- and overrated is meant by this member: the films that they
    put furthest above and below Letterboxd's average."""

    numbers: Numbers
    styles: Styles
    standings: Standings
    breakdowns: dict[Kind, Breakdown]
    histogram: list[Bin]
    underrated: list[Gap]
    overrated: list[Gap]
    years: list[Year]
    meta: StatisticsMeta
