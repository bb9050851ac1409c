"""Viewings into a profile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.store.members import Profile

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class Viewing:
    """One viewing of a film. `stars` (0.5..5) are None where it was not rated, `liked` where the
    source does not tell."""

    movie_id: int
    stars: float | None
    liked: bool | None
    watched_on: date | None


def is_since(day: date | None, since: date) -> bool:
    """Whether a viewing of this day is of `since` or later; of no day, it is the oldest."""
    return (day or date.min) >= since


def merged(profile: Profile, viewings: Sequence[Viewing], since: date) -> Profile:
    """The profile with those of the viewings, the oldest first, that are of `since` or later, or
    of films that it lacks.

    A film's newest viewing wins, but what it does not tell stays as it was. Films are sorted by
    movie_id.
    """
    known = set(profile.movie_ids.tolist())
    newer = [v for v in viewings if v.movie_id not in known or is_since(v.watched_on, since)]
    watched = np.array([viewing.movie_id for viewing in newer], np.int64)
    movie_ids = np.union1d(profile.movie_ids, watched)
    rows = np.searchsorted(movie_ids, profile.movie_ids)
    changed = replace(
        profile,
        movie_ids=movie_ids,
        stars=_spread(profile.stars, rows, np.full(len(movie_ids), np.nan)),
        liked=_spread(profile.liked, rows, np.zeros(len(movie_ids), np.bool_)),
        watched_on=_spread(
            profile.watched_on, rows, np.full(len(movie_ids), np.datetime64("NaT", "D"))
        ),
    )
    for row, viewing in zip(np.searchsorted(movie_ids, watched), newer, strict=True):
        _tell(changed, row, viewing)
    return changed


def _spread(
    values: NDArray[Scalar], rows: NDArray[np.intp], empty: NDArray[Scalar]
) -> NDArray[Scalar]:
    empty[rows] = values
    return empty


def _tell(profile: Profile, row: np.intp, viewing: Viewing) -> None:
    if viewing.stars is not None:
        profile.stars[row] = viewing.stars
    if viewing.liked is not None:
        profile.liked[row] = viewing.liked
    if viewing.watched_on is not None:
        profile.watched_on[row] = viewing.watched_on
