"""Predictions as a table."""

from app.formats import Table
from app.importable import importable
from app.predictions.answer import Predictions
from app.services import Services


def table(services: Services, answer: Predictions) -> Table:
    listed = [
        (item.film, {"PredictedRating": item.predicted_rating, "OwnRating": item.rating})
        for item in answer.data
    ]
    return importable(services, listed, ["PredictedRating", "OwnRating"])
