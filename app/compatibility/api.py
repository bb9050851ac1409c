"""GET /api/v1/compatibility"""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from app.compatibility.answer import Compatibility
from app.compatibility.query import CompatibilityQuery
from app.compatibility.service import compare_members
from app.problems import problem_responses
from app.recommendations.api import PROBLEMS
from app.services import current_services

api = APIBlueprint("compatibility_api", __name__, url_prefix="/api/v1")


@api.get(
    "/compatibility",
    tags=[Tag(name="compatibility", description="Two members side by side.")],
    summary="How alike two members are",
    responses={200: Compatibility, **problem_responses("two_members", *PROBLEMS)},
)
def compatibility(query: CompatibilityQuery) -> Response:
    """Reads two different members and compares their ratings, tastes, genres and decades. A
    problem with one of them names them."""
    services = current_services()
    answer = compare_members(services, query)
    return Response(answer.model_dump_json(), mimetype="application/json")
