"""GET /api/v1/recommendations"""

from flask import Response, current_app
from flask_openapi3 import APIBlueprint, Tag

from app.problems import problem_responses
from app.recommendations.answer import Recommendations
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services

api = APIBlueprint("recommendations_api", __name__, url_prefix="/api/v1")

# What any question about a member may be answered with.
PROBLEMS = (
    "invalid_username",
    "invalid_request",
    "not_enough_ratings",
    "member_not_found",
    "profile_private",
    "letterboxd_unavailable",
    "films_pending",
    "films_unknown",
    "profile_expired",
    "busy",
    "model_not_trained",
    "scraping_disabled",
    "internal",
)


@api.get(
    "/recommendations",
    tags=[Tag(name="recommendations", description="Films worth watching next.")],
    summary="Films that one member is predicted to love",
    responses={200: Recommendations, **problem_responses(*PROBLEMS)},
)
def recommendations(query: RecommendationQuery) -> Response:
    """Reads the member's public films page, asks the model, and returns the films that it puts
    first among those they have not logged."""
    services: Services = current_app.extensions["projectionist"]
    answer = recommend(services, query)
    return Response(answer.model_dump_json(), mimetype="application/json")
