"""GET /api/v1/predictions"""

from flask import Response, current_app
from flask_openapi3 import APIBlueprint, Tag

from app.predictions.answer import Predictions
from app.predictions.query import PredictionQuery
from app.predictions.service import predict
from app.problems import problem_responses
from app.recommendations.api import PROBLEMS
from app.services import Services

api = APIBlueprint("predictions_api", __name__, url_prefix="/api/v1")


@api.get(
    "/predictions",
    tags=[Tag(name="predictions", description="What a member would give certain films.")],
    summary="How much one member would like certain films",
    responses={200: Predictions, **problem_responses(*PROBLEMS)},
)
def predictions(query: PredictionQuery) -> Response:
    """Reads the member's public films page and predicts the stars that they would give to 1 to 50
    films. Of a film that they have logged, the prediction knows what they gave it."""
    services: Services = current_app.extensions["projectionist"]
    answer = predict(services, query)
    return Response(answer.model_dump_json(), mimetype="application/json")
