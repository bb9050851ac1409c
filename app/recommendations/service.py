"""One member's recommendations: read the profile, ask a model, rank what the filters leave."""

import numpy as np

from app.answers.basis import Needs
from app.answers.question import Question
from app.answers.service import answer
from app.catalogue.catalogue import Catalogue
from app.filters.selection import Positions
from app.observability.record import phase
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
from app.recommendations.query import Helping, RecommendationQuery
from app.recommendations.reading import Reading, read
from app.recommendations.reasons import told
from app.services import Services
from models.interface import Scores
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
    question = Question(
        kind="recommendations",
        query=query,
        members=[query],
        shape=Recommendations,
        told=lambda made: [made.meta],
        needs=Needs(watchlist=query.sets("watchlist"), diary=query.taste == "recent"),
        visitor=visitor,
        keepable=query.only_list is None,  # a list may expire sooner
    )
    return answer(services, question, lambda told: _rank(services, query, told, visitor), report)


def _rank(
    services: Services, query: RecommendationQuery, report: Report, visitor: str | None
) -> Recommendations:
    reading = read(services, query, query.popularity, report)
    selection = select(services, query, reading, report, visitor)
    report(Step("ranking"))
    chosen = rank(reading.catalogue, selection.candidates, reading.opinion.scores, query)
    meta = Meta(
        **reading.meta.model_dump(),
        popularity=query.popularity,
        candidates=len(selection.candidates),
        emptied_by=selection.emptied_by,
        page=query.page,
        seed=query.seed,
    )
    return Recommendations(data=_recommendations(reading, chosen), meta=meta)


@phase("rank")
def rank(
    catalogue: Catalogue, candidates: Positions, scores: Scores, helping: Helping
) -> Positions:
    """The rows of the films on the page that is asked for, the best first; no film is on two."""
    first = (helping.page - 1) * helping.limit
    most = first + helping.limit
    numbers = catalogue.films.numbers
    renown = [numbers["letterboxd_rating"], numbers["letterboxd_rating_count"]]
    keys = [values[candidates] for values in (scores, *renown)]
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
            predicted_rating=round(float(stars), 2),
            score=round(float(opinion.scores[row]), 4),
            logged=bool(catalogue.identities[row] in logged),
            because=because,
        )
        for row, film, stars, because in zip(
            chosen, catalogue.facts(chosen), opinion.stars(chosen), reasons, strict=True
        )
    ]


def _known(rows: Positions) -> Positions:
    return rows[rows >= 0]
