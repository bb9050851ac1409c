"""How much would I like this film?"""

import numpy as np

from app.answers.basis import Needs
from app.answers.question import Question
from app.answers.service import answer
from app.film_names import slugs
from app.predictions.answer import Prediction, Predictions
from app.predictions.query import PredictionQuery
from app.recommendations.answer import FilmFacts, Report, ignore
from app.recommendations.reading import Reading, read
from app.recommendations.reasons import told
from app.services import Services


def predict(services: Services, query: PredictionQuery, report: Report = ignore) -> Predictions:
    """A prediction for each film that the catalogue has; films are not read for it.

    Raises Problem for every reason why there is no answer.
    """
    question = Question(
        kind="predictions",
        query=query,
        members=[query],
        shape=Predictions,
        told=lambda made: [made.meta],
        needs=Needs(diary=query.taste == "recent"),
    )
    return answer(services, question, lambda told: _predict(services, query, told), report)


def _predict(services: Services, query: PredictionQuery, report: Report) -> Predictions:
    asked = slugs(query.film, services.settings.letterboxd_url)
    reading = read(services, query, 0.0, report)
    rows = reading.catalogue.rows_of(asked)
    return Predictions(
        data=_predictions(reading, [rows[slug] for slug in asked if slug in rows]),
        unknown=[slug for slug in asked if slug not in rows],
        meta=reading.meta,
    )


def _predictions(reading: Reading, rows: list[int]) -> list[Prediction]:
    catalogue, films = reading.catalogue, np.array(rows, np.intp)
    reasons = told(catalogue, reading.opinion.because(rows))
    own = _own_ratings(reading)
    return [
        Prediction(
            film=FilmFacts.model_validate(film),
            predicted_rating=_known(round(float(stars), 2)),
            logged=catalogue.identities[row] in own,
            rating=own.get(catalogue.identities[row]),
            because=because,
        )
        for row, film, stars, because in zip(
            rows, catalogue.facts(films), reading.opinion.stars(films), reasons, strict=True
        )
    ]


def _own_ratings(reading: Reading) -> dict[int, float | None]:
    """What the member gave each film that they logged, by its identity."""
    positions = reading.catalogue.positions(reading.profile.movie_ids)
    logged = positions >= 0
    films = reading.catalogue.identities[positions[logged]].tolist()
    return dict(zip(films, map(_known, reading.profile.stars[logged].tolist()), strict=True))


def _known(stars: float) -> float | None:
    return None if np.isnan(stars) else stars
