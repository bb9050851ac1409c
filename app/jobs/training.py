"""The training jobs: from all stored ratings to a model that serves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services import Services
from app.store import members
from models.artifacts import Manifest
from models.collaborative import CollaborativeModel
from models.general import GeneralModel

NEEDED_MEMBERS = 20


class TooFewRatingsError(Exception):
    """There is nothing to learn from yet."""


@dataclass(frozen=True)
class Ratings:
    """Every stored rating, one array element each; members are numbered from 0."""

    members: NDArray[np.int32]
    movie_ids: NDArray[np.int64]
    stars: NDArray[np.float64]

    @property
    def n_members(self) -> int:
        return len(np.unique(self.members))

    def only(self, kept: NDArray[np.bool_]) -> "Ratings":
        return Ratings(self.members[kept], self.movie_ids[kept], self.stars[kept])

    def check(self, what: str) -> None:
        """Raises TooFewRatingsError."""
        if self.n_members < NEEDED_MEMBERS:
            raise TooFewRatingsError(
                f"{self.n_members} members who rated {what} are stored, "
                f"training needs {NEEDED_MEMBERS}"
            )


def train_collaborative(services: Services, seed: int = 0) -> Manifest:
    """Train the collaborative model on every stored rating and publish it.

    The same ratings and seed give the same model. Raises TooFewRatingsError.
    """
    ratings = _all_ratings(services)
    ratings.check("films")
    movie_ids, films = np.unique(ratings.movie_ids, return_inverse=True)
    features = services.catalogue.current().features_of(movie_ids)
    model = CollaborativeModel.fit(
        ratings.members, films.astype(np.int32), ratings.stars, features, seed=seed
    )
    return services.collaborative.publish(model, movie_ids, ratings.n_members, len(films))


def train_general(services: Services, seed: int = 0) -> Manifest:
    """Train the general model on every stored rating of the catalogue's films and publish it.

    The same ratings, films and seed give the same model. Raises TooFewRatingsError.
    """
    catalogue = services.catalogue.current()
    stored = _all_ratings(services)
    rows = catalogue.positions(stored.movie_ids)
    ratings = stored.only(rows >= 0)
    ratings.check("films of the catalogue")
    films = rows[rows >= 0].astype(np.int32)
    model = GeneralModel.fit(films, ratings.stars, catalogue.features, seed=seed)
    movie_ids = catalogue.films.index.to_numpy()
    return services.general.publish(model, movie_ids, ratings.n_members, len(films))


def _all_ratings(services: Services) -> Ratings:
    with services.engine.connect() as connection:
        stored = members.all_ratings(connection)
    numbers = np.unique(stored.usernames, return_inverse=True)[1]
    return Ratings(numbers.astype(np.int32), stored.movie_ids, stored.stars)
