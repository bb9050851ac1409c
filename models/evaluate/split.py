"""Members held out of training, and a part of each one's ratings held out of the profile."""

import numpy as np
from numpy.typing import NDArray

from models.evaluate.data import DataError, Ratings

MEMBERS = 500
FEWEST_RATINGS = 20
TARGET_SHARE = 0.2


def split(ratings: Ratings, members: int, seed: int) -> tuple[Ratings, Ratings, Ratings]:
    """Training, profile and target ratings; no member of the last two is in the first.

    `members` are drawn from those with at least 20 ratings, all of them if there are fewer;
    a fifth of each one's ratings, drawn too, is the target. Raises DataError if none has 20.
    """
    rng = np.random.default_rng(seed)
    users, counts = np.unique(ratings.users, return_counts=True)
    eligible = users[counts >= FEWEST_RATINGS]
    if not len(eligible):
        raise DataError(f"no member has {FEWEST_RATINGS} ratings: nobody to measure with")
    chosen = rng.choice(eligible, min(members, len(eligible)), replace=False)
    held_out = np.isin(ratings.users, chosen)
    tested = ratings.take(held_out)
    in_target = _fifth_of_each(tested.users, rng)
    return ratings.take(~held_out), tested.take(~in_target), tested.take(in_target)


def _fifth_of_each(users: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.bool_]:
    """A random fifth of every member's rows."""
    shuffled = np.lexsort((rng.random(len(users)), users))
    _, first, counts = np.unique(users[shuffled], return_index=True, return_counts=True)
    rank = np.arange(len(users)) - np.repeat(first, counts)
    chosen = np.zeros(len(users), np.bool_)
    chosen[shuffled] = rank < np.repeat(np.round(counts * TARGET_SHARE), counts)
    return chosen
