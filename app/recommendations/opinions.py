"""What each model thinks of the catalogue's films, for one member."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.artifacts import Trained
from app.catalogue import Catalogue
from app.problems import problem
from app.profiles import TRY_AGAIN_SECONDS
from app.store.members import Profile
from models.interface import History
from models.personal import PersonalModel

NEEDED = 5  # rated films; fewer do not show a taste


@dataclass(frozen=True)
class Opinion:
    """One value for each film of the catalogue: predicted `stars`, and a `scores` to rank by,
    NaN where the model knows nothing of the film."""

    stars: NDArray[np.float64]
    scores: NDArray[np.float64]


def personal(catalogue: Catalogue, profile: Profile) -> Opinion:
    """A forest fitted on all rated films that the catalogue knows; ranked by predicted stars.

    Raises Problem: films_pending if it knows too few of them yet.
    """
    positions = catalogue.positions(profile.movie_ids)
    usable = profile.rated & (positions >= 0)
    if usable.sum() < NEEDED:
        raise problem("films_pending", username=profile.username, retry_after=TRY_AGAIN_SECONDS)
    model = PersonalModel(profile.username).fit(
        catalogue.features[positions[usable]], profile.stars[usable]
    )
    stars = model.predict(catalogue.features)
    return Opinion(stars, stars)


def collaborative(
    trained: Trained | None, catalogue: Catalogue, profile: Profile, popularity: float
) -> Opinion:
    """What everybody's ratings say. Raises Problem: model_not_trained."""
    if trained is None:
        raise problem("model_not_trained")
    history = _history(trained, profile)
    films = trained.movie_ids.get_indexer(catalogue.films.index)
    known = films >= 0
    return Opinion(
        stars=np.where(known, trained.model.predict(history)[films], np.nan),
        scores=np.where(known, trained.model.score(history, popularity)[films], np.nan),
    )


def _history(trained: Trained, profile: Profile) -> History:
    """The profile's films that the model knows."""
    films = trained.movie_ids.get_indexer(pd.Index(profile.movie_ids))
    known = films >= 0
    return History(films[known], profile.stars[known], profile.liked[known])
