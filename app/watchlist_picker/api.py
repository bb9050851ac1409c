"""GET /api/v1/watchlist/picks"""

from functools import partial

from flask.wrappers import Response
from flask_openapi3 import APIBlueprint, Tag

from app.formats import Formatted, answered
from app.marks.visitor import visitor_asking
from app.problems import problem_responses
from app.recommendations.api import PROBLEMS
from app.services import current_services
from app.watchlist_picker.answer import Picks
from app.watchlist_picker.query import PicksQuery
from app.watchlist_picker.service import spin
from app.watchlist_picker.table import table

api = APIBlueprint("watchlist_api", __name__, url_prefix="/api/v1")

OF_WATCHLISTS = ("watchlist_private", "watchlist_unknown", "unknown_value", "list_expired")


class PicksAsk(PicksQuery, Formatted):
    """As the API is asked."""


@api.get(
    "/watchlist/picks",
    tags=[Tag(name="watchlist", description="Films that members mean to see.")],
    summary="A film of the watchlists of one member or several",
    responses={200: Picks, **problem_responses(*PROBLEMS, *OF_WATCHLISTS)},
)
def picks(query: PicksAsk) -> Response:
    """Reads the members and their watchlists, and draws films that none of them has logged, or
    returns the shortest or newest."""
    services = current_services()
    visitor = visitor_asking()
    return answered(
        query.format,
        lambda: spin(services, query, visitor=visitor).picks,
        partial(table, services),
    )
