"""Trained models as they answer visitors: asked and answering in rows of the catalogue."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.artifacts import Trained
from app.catalogue.catalogue import Catalogue
from models.collaborative import CollaborativeModel
from models.general import GeneralModel
from models.hybrid import HybridModel
from models.interface import History, Scores, Stars


def served_collaborative(trained: Trained[CollaborativeModel], catalogue: Catalogue) -> HybridModel:
    """The default model, which it is trained for."""
    rows = trained.movie_ids.places(catalogue.films.ids.values)
    return HybridModel(trained.model, catalogue.features, rows)


@dataclass(frozen=True)
class ServedGeneral:
    """`rows` (films,) are the catalogue's films in the model, -1 where it does not know one."""

    model: GeneralModel
    rows: NDArray[np.intp]

    @classmethod
    def of(cls, trained: Trained[GeneralModel], catalogue: Catalogue) -> "ServedGeneral":
        return cls(trained.model, trained.movie_ids.places(catalogue.films.ids.values))

    def predict(self, history: History) -> Stars:
        """A film that came after the training gets what the others get on average."""
        stars = self.model.predict(self._known(history))
        return np.where(self.rows < 0, stars.mean(), stars[self.rows])

    def score(self, history: History, popularity: float = 0.0) -> Scores:
        """A film that came after the training comes last."""
        scores = self.model.score(self._known(history), popularity)
        return np.where(self.rows < 0, -np.inf, scores[self.rows])

    def _known(self, history: History) -> History:
        rows = self.rows[history.films]
        return replace(history.take(rows >= 0), films=rows[rows >= 0])
