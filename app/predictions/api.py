"""GET /api/v1/predictions"""

from functools import partial

from flask.wrappers import Response
from flask_openapi3 import APIBlueprint, Tag

from app.formats import Formatted, answered
from app.predictions.answer import Predictions
from app.predictions.query import PredictionQuery
from app.predictions.service import predict
from app.predictions.table import table
from app.problems import problem_responses
from app.recommendations.api import PROBLEMS
from app.services import current_services

api = APIBlueprint("predictions_api", __name__, url_prefix="/api/v1")


class PredictionAsk(PredictionQuery, Formatted):
    """As the API is asked."""


@api.get(
    "/predictions",
    tags=[Tag(name="predictions", description="What a member would give certain films.")],
    summary="How much one member would like certain films",
    responses={200: Predictions, **problem_responses(*PROBLEMS)},
)
def predictions(query: PredictionAsk) -> Response:
    """Reads the member's public films page and predicts the stars that they would give to 1 to 50
    films. Of a film that they have logged, the prediction knows what they gave it."""
    services = current_services()
    return answered(query.format, lambda: predict(services, query), partial(table, services))
