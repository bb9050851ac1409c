"""One member's recommendations: read the profile, ask a model, rank what the filters leave."""

import numpy as np

from app.catalogue import Catalogue
from app.filters.selection import Positions
from app.recommendations.answer import (
    FilmFacts,
    Meta,
    Recommendation,
    Recommendations,
    Report,
    Step,
    ignore,
)
from app.recommendations.candidates import select
from app.recommendations.opinions import Opinion
from app.recommendations.query import Helping, RecommendationQuery
from app.recommendations.reading import Reading, read
from app.recommendations.reasons import told
from app.services import Services
from models.ranking import best, drawn

POOL = 200  # films; a seed draws among so many of the best


def recommend(
    services: Services,
    query: RecommendationQuery,
    report: Report = ignore,
    visitor: str | None = None,
) -> Recommendations:
    """The films that the model puts first among those that the member may be shown, without those
    that the visitor marked.

    Raises Problem for every reason why there is no answer.
    """
    reading = read(services, query, query.popularity, report)
    selection = select(services, query, reading, report, visitor)
    report(Step("ranking"))
    chosen = rank(reading.catalogue, selection.candidates, reading.opinion, query)
    meta = Meta(
        **reading.meta.model_dump(),
        popularity=query.popularity,
        candidates=len(selection.candidates),
        emptied_by=selection.emptied_by,
        page=query.page,
        seed=query.seed,
    )
    return Recommendations(data=_recommendations(reading, chosen), meta=meta)


def rank(
    catalogue: Catalogue, candidates: Positions, opinion: Opinion, helping: Helping
) -> Positions:
    """The rows of the films on the page that is asked for, the best first; no film is on two."""
    first = (helping.page - 1) * helping.limit
    most = first + helping.limit
    films = catalogue.films.iloc[candidates]
    renown = films[["letterboxd_rating", "letterboxd_rating_count"]].to_numpy(
        np.float64, na_value=np.nan
    )
    keys = [opinion.scores[candidates], *renown.T]
    pool = most if helping.seed is None else max(most, POOL)
    order = candidates[best(keys, catalogue.identities[candidates], pool)]
    if helping.seed is not None:
        order = np.concatenate([drawn(order[:POOL], helping.seed), order[POOL:]])
    return order[first:most]


def _recommendations(reading: Reading, chosen: Positions) -> list[Recommendation]:
    catalogue, opinion = reading.catalogue, reading.opinion
    reasons = told(catalogue, opinion.because(chosen.tolist()))
    logged = catalogue.identities[_known(catalogue.positions(reading.profile.movie_ids))]
    return [
        Recommendation(
            film=FilmFacts.model_validate(film),
            predicted_rating=round(float(opinion.stars[row]), 2),
            score=round(float(opinion.scores[row]), 4),
            logged=bool(catalogue.identities[row] in logged),
            because=because,
        )
        for row, film, because in zip(chosen, catalogue.facts(chosen), reasons, strict=True)
    ]


def _known(rows: Positions) -> Positions:
    return rows[rows >= 0]
