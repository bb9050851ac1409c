"""What each model thinks of the catalogue's films, for one member."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.artifacts import Trained
from app.catalogue.catalogue import Catalogue
from app.catalogue.ids import FilmIds
from app.observability.record import phase
from app.problems import Problem, problem
from app.profiles.refusals import TRY_AGAIN_SECONDS
from app.recommendations.choice import NEEDED, Serving, required
from app.recommendations.dates import weights
from app.recommendations.popular import popular_model
from app.recommendations.query import ModelName, Taste
from app.store.members import Profile
from models.collaborative import CollaborativeModel
from models.general import GeneralModel
from models.hybrid import HybridModel
from models.interface import History, Scores, Stars
from models.personal import COUNT, PersonalModel
from models.ranking import popularity_term
from models.reasons import Because, strongest

Explain = Callable[[Sequence[int]], list[Because]]
PredictStars = Callable[[NDArray[np.intp]], Stars]


def _without_reasons(films: Sequence[int]) -> list[Because]:
    return [Because([], []) for _ in films]


@dataclass(frozen=True)
class Opinion:
    """`scores` to rank by, one for each film of the catalogue. `stars` predicts for the films at
    some rows, and `because` gives the reasons for them. NaN where the model knows nothing of the
    film."""

    stars: PredictStars
    scores: Scores
    because: Explain = _without_reasons
    held: int = 0  # bytes behind the other two

    @property
    def nbytes(self) -> int:
        return self.scores.nbytes + (self.held or self.scores.nbytes)


@dataclass(frozen=True)
class Known:
    """All that a model may look at, and whether recent viewings count more."""

    serving: Serving
    catalogue: Catalogue
    profile: Profile
    taste: Taste = "all"

    @property
    def history(self) -> History:
        """The profile's films in the catalogue."""
        return self.history_among(self.catalogue.films.ids)

    def history_among(self, movie_ids: FilmIds) -> History:
        """The profile's films among `movie_ids`, by their place there."""
        profile = self.profile
        films = movie_ids.places(profile.movie_ids)
        known, counted = films >= 0, weights(profile, self.taste)
        return History(films[known], profile.stars[known], profile.liked[known], counted[known])


def form_opinion(model: ModelName, known: Known, popularity: float = 0.0) -> Opinion:
    """What a model that can answer says. Raises Problem: films_pending, films_unknown."""
    with phase("predict"):
        return OPINIONS[model](known, popularity)


def _hybrid(known: Known, popularity: float) -> Opinion:
    trained = required("hybrid", known.serving.collaborative)
    with phase("fit"):
        read = _hybrid_model(trained, known.catalogue).read(known.history).learned()
    scores = read.scores(popularity)
    read.compact()
    # Stars of all films would take far longer than those of the few that are shown.
    return Opinion(phase("predict")(read.stars_of), scores, read.because, read.nbytes)


@lru_cache(maxsize=1)  # until another model or catalogue serves
def _hybrid_model(trained: Trained[CollaborativeModel], catalogue: Catalogue) -> HybridModel:
    rows = trained.movie_ids.places(catalogue.films.ids.values)
    return HybridModel(trained.model, catalogue.features, rows)


def _personal(known: Known, popularity: float) -> Opinion:
    """Raises Problem: films_pending or films_unknown if too few are in the catalogue."""
    history = known.history
    if history.rated.sum() < NEEDED:
        raise _too_few(known)
    features = known.catalogue.features
    stars = PersonalModel(features).predict(history)
    # As its score() has it, without fitting the forest once more.
    return Opinion(_looked_up(stars), stars + popularity_term(features[:, COUNT], popularity))


def _too_few(known: Known) -> Problem:
    if not known.profile.uploaded:
        username = known.profile.username
        return problem("films_pending", username=username, retry_after=TRY_AGAIN_SECONDS)
    return problem(
        "films_unknown",
        known=int(known.history.rated.sum()),
        needed=NEEDED,
        others=known.serving.others("personal"),
    )


def _general(known: Known, popularity: float) -> Opinion:
    return _trained(required("general", known.serving.general), known, popularity)


def _collaborative(known: Known, popularity: float) -> Opinion:
    trained = required("collaborative", known.serving.collaborative)
    opinion = _trained(trained, known, popularity)
    return Opinion(opinion.stars, opinion.scores, _film_reasons(trained, known))


def _popular(known: Known, popularity: float) -> Opinion:
    model, history = popular_model(known.catalogue), known.history
    return Opinion(_looked_up(model.predict(history)), model.score(history, popularity))


OPINIONS: dict[ModelName, Callable[[Known, float], Opinion]] = {
    "hybrid": _hybrid,
    "personal": _personal,
    "general": _general,
    "collaborative": _collaborative,
    "popular": _popular,
}


def _trained(
    trained: Trained[CollaborativeModel] | Trained[GeneralModel], known: Known, popularity: float
) -> Opinion:
    """The opinion of a model with rows of its own, in rows of the catalogue."""
    history = known.history_among(trained.movie_ids)
    films = trained.movie_ids.places(known.catalogue.films.ids.values)
    missing = films < 0
    return Opinion(
        stars=_looked_up(np.where(missing, np.nan, trained.model.predict(history)[films])),
        scores=np.where(missing, np.nan, trained.model.score(history, popularity)[films]),
    )


def _looked_up(stars: Stars) -> PredictStars:
    return lambda rows: stars[rows]


def _film_reasons(trained: Trained[CollaborativeModel], known: Known) -> Explain:
    history, items = known.history_among(trained.movie_ids), trained.model.items
    named = known.catalogue.positions(trained.movie_ids.values[history.films])

    def because(films: Sequence[int]) -> list[Because]:
        rows = trained.movie_ids.places(known.catalogue.films.ids.values[list(films)])
        contributions = items.contributions(history, rows)  # of any film where a row is -1
        return [
            Because(strongest(named, added) if row >= 0 else [], [])
            for row, added in zip(rows, contributions.T, strict=True)
        ]

    return because
