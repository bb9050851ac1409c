"""GET /api/v1/statistics"""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from app.problems import problem_responses
from app.services import current_services
from app.statistics.answer import Statistics
from app.statistics.query import StatisticsQuery
from app.statistics.service import statistics

api = APIBlueprint("statistics_api", __name__, url_prefix="/api/v1")

PROBLEMS = (
    "invalid_username",
    "invalid_request",
    "member_not_found",
    "profile_private",
    "opted_out",
    "letterboxd_blocked",
    "letterboxd_timeout",
    "letterboxd_unavailable",
    "profile_expired",
    "busy",
    "workers_away",
    "scraping_disabled",
    "internal",
)


@api.get(
    "/statistics",
    tags=[Tag(name="statistics", description="What a member's films say about them.")],
    summary="One member's films and ratings in figures",
    responses={200: Statistics, **problem_responses(*PROBLEMS)},
)
def member_statistics(query: StatisticsQuery) -> Response:
    """Reads the member's public films page and counts: how they rate, what they watch, where they
    differ from Letterboxd, and where they stand among the members stored here."""
    services = current_services()
    answer = statistics(services, query)
    return Response(answer.model_dump_json(), mimetype="application/json")
