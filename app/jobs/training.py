"""The training job: from all stored ratings to a model that serves."""

import numpy as np

from app.services import Services
from app.store import members
from models.artifacts import Manifest
from models.collaborative import CollaborativeModel

NEEDED_MEMBERS = 20
SEED = 0


class TooFewRatingsError(Exception):
    """There is nothing to learn from yet."""


def train_collaborative(services: Services) -> Manifest:
    """Train the collaborative model on every stored rating and publish it.

    The same ratings give the same model. Raises TooFewRatingsError.
    """
    with services.engine.connect() as connection:
        ratings = members.all_ratings(connection)
    usernames, rows = np.unique(ratings.usernames, return_inverse=True)
    if len(usernames) < NEEDED_MEMBERS:
        raise TooFewRatingsError(
            f"{len(usernames)} members are stored, training needs {NEEDED_MEMBERS}"
        )
    movie_ids, films = np.unique(ratings.movie_ids, return_inverse=True)
    model = CollaborativeModel.fit(
        rows.astype(np.int32), films.astype(np.int32), ratings.stars, len(movie_ids), seed=SEED
    )
    return services.artifacts.publish(model, movie_ids, len(usernames), len(films))
