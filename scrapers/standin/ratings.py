"""Ratings in memory: arrays sorted by user, and where each user's begin."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray


@dataclass(frozen=True)
class Ratings:
    """`users` ascending; the ratings of users[i] are those from starts[i] to starts[i + 1]."""

    users: NDArray[np.int64]
    starts: NDArray[np.int64]
    films: NDArray[np.int32]
    half_stars: NDArray[np.uint8]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of ratings of each user."""
        return np.diff(self.starts)

    def of(self, user: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The films of one user and their half stars; none if there is no such user."""
        place = int(np.searchsorted(self.users, user))
        if place == len(self.users) or self.users[place] != user:
            return self.films[:0], self.half_stars[:0]
        first, last = self.starts[place : place + 2]
        return self.films[first:last], self.half_stars[first:last]


def read_ratings(path: Path) -> Ratings:
    """The table of user, film and rating at `path`."""
    table = pq.read_table(path, columns=["user", "film", "rating"])
    users, films, half_stars = (table[name].to_numpy() for name in ("user", "film", "rating"))
    if (users[1:] < users[:-1]).any():
        order = np.argsort(users, kind="stable")
        users, films, half_stars = users[order], films[order], half_stars[order]
    changes = np.flatnonzero(users[1:] != users[:-1]) + 1
    firsts = np.append(np.zeros(min(1, len(users)), dtype=np.int64), changes)
    return Ratings(
        users=users[firsts].astype(np.int64),
        starts=np.append(firsts, len(users)),
        films=films.astype(np.int32, copy=False),
        half_stars=half_stars.astype(np.uint8, copy=False),
    )
