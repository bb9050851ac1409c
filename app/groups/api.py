"""GET /api/v1/groups/recommendations"""

from functools import partial

from flask.wrappers import Response
from flask_openapi3 import APIBlueprint, Tag

from app.formats import Formatted, answered
from app.groups.answer import GroupRecommendations
from app.groups.query import GroupQuery
from app.groups.service import recommend_together
from app.groups.table import table
from app.marks.visitor import visitor_asking
from app.problems import problem_responses
from app.recommendations.api import PROBLEMS
from app.services import current_services

api = APIBlueprint("groups_api", __name__, url_prefix="/api/v1")

OF_GROUPS = (
    *("group_size", "unknown_value", "list_expired"),
    *("watchlist_private", "watchlist_unknown"),
)


class GroupAsk(GroupQuery, Formatted):
    """As the API is asked."""


@api.get(
    "/groups/recommendations",
    tags=[Tag(name="groups", description="Films to watch together.")],
    summary="Films for 2 to 8 members together",
    responses={200: GroupRecommendations, **problem_responses(*OF_GROUPS, *PROBLEMS)},
)
def recommendations(query: GroupAsk) -> Response:
    """Reads each member, scores the same films for all of them, and ranks these by a rule. A
    problem with one of the members names them."""
    services = current_services()
    visitor = visitor_asking()
    return answered(
        query.format,
        lambda: recommend_together(services, query, visitor=visitor),
        partial(table, services),
    )
