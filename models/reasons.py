"""Why a film is recommended: the member's own films that speak for it, and its traits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.features import COLUMNS, GENRES

MOST_FILMS, MOST_TRAITS = 3, 2
LEAST_STARS = 0.02  # a trait that moves a prediction by less is not worth a word


@dataclass(frozen=True)
class FilmReason:
    """A film of the history, as its row in the catalogue; `share` is its part, 0..1, of the sum
    of all positive contributions."""

    film: int
    share: float


@dataclass(frozen=True)
class TraitReason:
    """Such as "Horror" or "1980s", and what it adds to the predicted stars (or takes away)."""

    trait: str
    stars: float


@dataclass(frozen=True)
class Because:
    """The reasons for one film, the strongest first: at most 3 films and 2 traits."""

    films: list[FilmReason]
    traits: list[TraitReason]


def strongest(films: NDArray[np.intp], contributions: NDArray[np.float64]) -> list[FilmReason]:
    """The films that contribute most, at most MOST_FILMS and only if they contribute at all.

    A film without a row in the catalogue (-1) has its part in the sum, but cannot be named.

    >>> strongest(np.array([7, -1, 9]), np.array([0.25, 0.25, 0.5]))
    [FilmReason(film=9, share=0.5), FilmReason(film=7, share=0.25)]
    """
    positive = contributions.clip(min=0)
    total = positive.sum()
    named = np.flatnonzero((films >= 0) & (positive > 0))
    best = named[np.argsort(-positive[named], kind="stable")[:MOST_FILMS]]
    return [FilmReason(int(films[i]), float(positive[i] / total)) for i in best]


def traits(moves: NDArray[np.float64], features: NDArray[np.floating]) -> list[TraitReason]:
    """The traits of a film that move its predicted stars most, at most MOST_TRAITS.

    `moves` (columns,) are what each of its `features` (columns,) adds. Only what the film is
    counts as a trait, not what it is not.
    """
    reasons = [
        TraitReason(name, float(moves[column]))
        for column in np.argsort(-np.abs(moves), kind="stable").tolist()
        if abs(moves[column]) >= LEAST_STARS and (name := _trait(COLUMNS[column], features[column]))
    ]
    return reasons[:MOST_TRAITS]


def _trait(column: str, value: float) -> str | None:
    """A genre, the era or the length of a film, in a word; None for what is no trait of it."""
    if np.isnan(value):
        return None
    if column == "release_year":
        return f"{int(value) // 10 * 10}s"
    if column == "runtime":
        return f"{int(value)} minutes"
    return column if column in GENRES and value else None
