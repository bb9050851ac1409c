"""All that is stored to learn from, in arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from app.services import Services
from app.store import stored_ratings

NEEDED_MEMBERS = 20


class TrainingError(Exception):
    """Nothing is published; the model that served still serves. `figures` and `plots` tell how
    far it came."""

    def __init__(
        self, why: str, figures: Mapping[str, object] | None = None, plots: Sequence[str] = ()
    ) -> None:
        super().__init__(why)
        self.figures = figures or {}
        self.plots = plots


class TooFewRatingsError(TrainingError):
    """There is nothing to learn from yet."""


@dataclass(frozen=True)
class Ratings:
    """Every stored rating, one array element each; members are numbered from 0. `draws`
    (members,) from 0 to 1 are each member's own, the same in every training."""

    members: NDArray[np.int32]
    movie_ids: NDArray[np.int64]
    stars: NDArray[np.float64]
    draws: NDArray[np.float64]

    @property
    def n_members(self) -> int:
        return len(np.unique(self.members))

    def only(self, kept: NDArray[np.bool_]) -> "Ratings":
        return Ratings(self.members[kept], self.movie_ids[kept], self.stars[kept], self.draws)

    def check(self, what: str) -> None:
        """Raises TooFewRatingsError."""
        if self.n_members < NEEDED_MEMBERS:
            raise TooFewRatingsError(
                f"{self.n_members} members who rated {what} are stored, "
                f"training needs {NEEDED_MEMBERS}",
                {"members": self.n_members, "ratings": len(self.stars)},
            )


def all_ratings(services: Services) -> Ratings:
    with services.engine.connect() as connection:
        stored = stored_ratings.all_ratings(connection)
    draws = np.array([_draw(name) for name in stored.usernames], np.float64)
    return Ratings(stored.members, stored.movie_ids, stored.stars, draws)


def _draw(username: str) -> float:
    """From 0 to 1, and nothing to be told from it."""
    digest = blake2b(username.encode(), digest_size=6, person=b"held out").digest()
    return int.from_bytes(digest, "big") / 2**48
