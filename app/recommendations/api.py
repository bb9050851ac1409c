"""GET /api/v1/recommendations"""

from functools import partial

from flask.wrappers import Response
from flask_openapi3 import APIBlueprint, Tag

from app.formats import Formatted, answered
from app.marks.visitor import visitor_asking
from app.problems import problem_responses
from app.recommendations.answer import Recommendations
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.recommendations.table import table
from app.services import current_services

api = APIBlueprint("recommendations_api", __name__, url_prefix="/api/v1")

# What any question about a member may be answered with.
PROBLEMS = (
    "invalid_username",
    "invalid_request",
    "not_enough_ratings",
    "profile_empty",
    "member_not_found",
    "profile_private",
    "opted_out",
    "letterboxd_blocked",
    "letterboxd_timeout",
    "letterboxd_unavailable",
    "films_pending",
    "films_unknown",
    "profile_expired",
    "uploads_unavailable",
    "busy",
    "workers_away",
    "not_acceptable",
    "model_not_trained",
    "scraping_disabled",
    "internal",
)


class RecommendationAsk(RecommendationQuery, Formatted):
    """As the API is asked."""


@api.get(
    "/recommendations",
    tags=[Tag(name="recommendations", description="Films worth watching next.")],
    summary="Films that one member is predicted to love",
    responses={200: Recommendations, **problem_responses(*PROBLEMS)},
)
def recommendations(query: RecommendationAsk) -> Response:
    """Reads the member's public films page, asks the model, and returns the films that it puts
    first among those they have not logged, and you have not marked."""
    services = current_services()
    visitor = visitor_asking()
    return answered(
        query.format,
        lambda: recommend(services, query, visitor=visitor),
        partial(table, services),
    )
