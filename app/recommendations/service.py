"""One member's recommendations: read the profile, ask a model, rank what is unseen."""

import numpy as np
from numpy.typing import NDArray

from app.catalogue import Catalogue
from app.recommendations.answer import (
    FilmFacts,
    Meta,
    Recommendation,
    Recommendations,
    Report,
    Step,
    ignore,
)
from app.recommendations.opinions import Opinion
from app.recommendations.query import RecommendationQuery
from app.recommendations.reading import read
from app.recommendations.reasons import told
from app.services import Services
from app.store import film_urls
from app.store.members import Profile
from models.ranking import best, unseen


def recommend(
    services: Services, query: RecommendationQuery, report: Report = ignore
) -> Recommendations:
    """The films that the model puts first among those that the member has not logged.

    Raises Problem for every reason why there is no answer.
    """
    reading = read(services, query, query.popularity, report)
    report(Step("ranking"))
    logged = _logged(services, reading.catalogue, reading.profile)
    films, candidates = rank(reading.catalogue, logged, reading.opinion, query.limit)
    meta = reading.meta.model_dump() | {"popularity": query.popularity, "candidates": candidates}
    return Recommendations(data=films, meta=Meta(**meta))


def _logged(services: Services, catalogue: Catalogue, profile: Profile) -> NDArray[np.intp]:
    """The rows of logged films; of one that was never read, other entries may still be here."""
    positions = catalogue.positions(profile.movie_ids)
    unknown = profile.movie_ids[positions < 0].tolist()
    if not unknown:
        return positions
    with services.engine.connect() as connection:
        names = film_urls.names(connection, unknown)
    return np.concatenate([positions, catalogue.entries(names)])


def rank(
    catalogue: Catalogue, logged: NDArray[np.intp], opinion: Opinion, limit: int
) -> tuple[list[Recommendation], int]:
    """The best `limit` films besides the `logged` ones, and how many there were to choose from."""
    candidates = unseen(catalogue.identities, logged)
    candidates = candidates[~np.isnan(opinion.scores[candidates])]
    films = catalogue.films.iloc[candidates]
    renown = films[["letterboxd_rating", "letterboxd_rating_count"]].to_numpy(
        np.float64, na_value=np.nan
    )
    keys = [opinion.scores[candidates], *renown.T]
    chosen = candidates[best(keys, catalogue.identities[candidates], limit)]
    return _recommendations(catalogue, chosen, opinion), len(candidates)


def _recommendations(
    catalogue: Catalogue, chosen: NDArray[np.intp], opinion: Opinion
) -> list[Recommendation]:
    reasons = told(catalogue, opinion.because(chosen.tolist()))
    return [
        Recommendation(
            film=FilmFacts.model_validate(film),
            predicted_rating=round(float(opinion.stars[row]), 2),
            score=round(float(opinion.scores[row]), 4),
            because=because,
        )
        for row, film, because in zip(chosen, catalogue.facts(chosen), reasons, strict=True)
    ]
