"""Every model that can be measured, by the name the command line knows it by."""

from collections.abc import Callable
from functools import partial

import numpy as np

from models.bias import BiasModel
from models.collaborative import CollaborativeModel
from models.evaluate.data import TrainingData
from models.general import GeneralModel
from models.hybrid import HybridModel
from models.interface import Model
from models.personal import PersonalModel
from models.popular import PopularModel


def _collaborative(data: TrainingData, *, blended: bool) -> CollaborativeModel:
    return CollaborativeModel.fit(
        data.users, data.films, data.ratings / 2, data.features, seed=data.seed, blended=blended
    )


MODELS: dict[str, Callable[[TrainingData], Model]] = {
    "popular": lambda data: PopularModel.fit(data.films, data.ratings / 2, data.n_films),
    "bias": lambda data: BiasModel.fit(data.films, data.ratings / 2, data.n_films),
    "personal": lambda data: PersonalModel(data.features),
    "general": lambda data: GeneralModel.fit(
        data.films, data.ratings / 2, data.features, seed=data.seed
    ),
    "collaborative": partial(_collaborative, blended=False),
    "hybrid": lambda data: HybridModel(
        _collaborative(data, blended=True), data.features, np.arange(data.n_films)
    ),
}
