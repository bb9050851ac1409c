"""Which model answers: the one asked for, or the best that can."""

from dataclasses import dataclass
from typing import get_args

from app.artifacts import M, Trained
from app.problems import Problem, problem
from app.recommendations.query import ModelName
from app.services import Services
from models.collaborative import CollaborativeModel
from models.general import GeneralModel

NEEDED = 5  # rated films that show a taste of one's own
# What the command `train` must have made before a model can answer; the others need nothing.
TRAINED_AS: dict[ModelName, str] = {
    "hybrid": "collaborative",
    "general": "general",
    "collaborative": "collaborative",
}


@dataclass(frozen=True)
class Serving:
    """The trained models that serve, the same ones throughout a request."""

    collaborative: Trained[CollaborativeModel] | None
    general: Trained[GeneralModel] | None

    @classmethod
    def now(cls, services: Services) -> "Serving":
        return cls(services.collaborative.current(), services.general.current())

    def names(self) -> list[ModelName]:
        """The models that can answer, the best first."""
        names: tuple[ModelName, ...] = get_args(ModelName)
        return [name for name in names if self._has(TRAINED_AS.get(name))]

    def others(self, model: ModelName) -> str:
        """The models that can answer besides this one, in words."""
        return ", ".join(name for name in self.names() if name != model)

    def _has(self, artifact: str | None) -> bool:
        return artifact is None or getattr(self, artifact) is not None

    def check(self, asked: ModelName | None) -> None:
        """Raises Problem: model_not_trained."""
        if asked is not None and asked not in self.names():
            raise untrained(asked)

    def choose(self, asked: ModelName | None, rated: int) -> ModelName:
        """The model for a member who `rated` so many films of the catalogue."""
        if asked is not None:
            return asked
        return next(name for name in self.names() if name != "personal" or rated >= NEEDED)


def untrained(model: ModelName) -> Problem:
    return problem("model_not_trained", model=model, artifact=TRAINED_AS[model])


def required(model: ModelName, trained: Trained[M] | None) -> Trained[M]:
    """What `model` cannot answer without. Raises Problem: model_not_trained."""
    if trained is None:
        raise untrained(model)
    return trained
