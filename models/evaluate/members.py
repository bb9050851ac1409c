"""The members a model is measured with: what each one shows, and what is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.evaluate.data import DataError, Ratings, has_duplicates, pairs
from models.interface import History

LIKED = 8  # half stars: a film rated 4 stars or more was worth recommending


@dataclass(frozen=True)
class Target:
    """The hidden ratings of one member: film rows and half stars."""

    films: NDArray[np.intp]
    ratings: NDArray[np.uint8]

    @property
    def relevant(self) -> NDArray[np.intp]:
        return self.films[self.ratings >= LIKED]


@dataclass(frozen=True)
class Members:
    """One history and one target for each of `users`, shape (members,), ascending.

    `order` leads from the targets, one after the other, back to the rows of the target file.
    """

    users: NDArray[np.int32]
    histories: list[History]
    targets: list[Target]
    order: NDArray[np.intp]


def members(profile: Ratings, target: Ratings) -> Members:
    """Everyone with a rating in either; a member without a profile has an empty history."""
    if not len(target):
        raise DataError("there is no target rating to measure with")
    both = np.concatenate([pairs(profile.users, profile.films), pairs(target.users, target.films)])
    if has_duplicates(both):
        raise DataError("a target film is in the same member's profile as well")
    users = np.union1d(profile.users, target.users)
    order = np.argsort(target.users, kind="stable")
    return Members(
        users,
        [_history(part) for part in _by_member(profile, users)],
        [Target(part.films.astype(np.intp), part.ratings) for part in _by_member(target, users)],
        order,
    )


def _history(ratings: Ratings) -> History:
    """Ratings alone: no film is known to be liked."""
    films = ratings.films.astype(np.intp)
    return History(films, ratings.stars, np.zeros(len(films), np.bool_))


def _by_member(ratings: Ratings, users: NDArray[np.int32]) -> Iterator[Ratings]:
    order = np.argsort(ratings.users, kind="stable")
    ends = np.searchsorted(ratings.users[order], users, side="right")
    for rows in np.split(order, ends)[: len(users)]:
        yield ratings.take(rows)
