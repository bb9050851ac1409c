"""Recommendations as a table."""

from app.formats import Table
from app.importable import importable
from app.recommendations.answer import Recommendations
from app.services import Services


def table(services: Services, answer: Recommendations) -> Table:
    listed = [
        (item.film, {"PredictedRating": item.predicted_rating, "Score": item.score})
        for item in answer.data
    ]
    return importable(services, listed, ["PredictedRating", "Score"])
