"""Every model that can be measured, by the name the command line knows it by."""

from collections.abc import Callable

import numpy as np

from models.bias import BiasModel
from models.collaborative import CollaborativeModel
from models.evaluate.data import TrainingData
from models.general import GeneralModel
from models.hybrid import HybridModel
from models.interface import Model
from models.personal import PersonalModel
from models.popular import PopularModel


def _collaborative(data: TrainingData) -> CollaborativeModel:
    stars = data.ratings / 2
    return CollaborativeModel.fit(data.users, data.films, stars, data.features, seed=data.seed)


MODELS: dict[str, Callable[[TrainingData], Model]] = {
    "popular": lambda data: PopularModel.fit(data.films, data.ratings / 2, data.n_films),
    "bias": lambda data: BiasModel.fit(data.films, data.ratings / 2, data.n_films),
    "personal": lambda data: PersonalModel(data.features),
    "general": lambda data: GeneralModel.fit(
        data.films, data.ratings / 2, data.features, seed=data.seed
    ),
    "collaborative": _collaborative,
    "hybrid": lambda data: HybridModel(
        _collaborative(data), data.features, np.arange(data.n_films)
    ),
}
