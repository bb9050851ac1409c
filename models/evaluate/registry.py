"""Every model that can be measured, by the name the command line knows it by."""

from collections.abc import Callable

from models.bias import BiasModel
from models.collaborative import CollaborativeModel
from models.evaluate.data import TrainingData
from models.interface import Model
from models.popular import PopularModel

MODELS: dict[str, Callable[[TrainingData], Model]] = {
    "popular": lambda data: PopularModel.fit(data.films, data.ratings / 2, data.n_films),
    "bias": lambda data: BiasModel.fit(data.films, data.ratings / 2, data.n_films),
    "collaborative": lambda data: CollaborativeModel.fit(
        data.users, data.films, data.ratings / 2, data.n_films, seed=data.seed
    ),
}
