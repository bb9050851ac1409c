"""GET /api/v1/films"""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from app.problems import problem_responses
from app.search.answer import FoundFilms
from app.search.query import SearchQuery
from app.search.service import search
from app.services import current_services

api = APIBlueprint("search_api", __name__, url_prefix="/api/v1")


@api.get(
    "/films",
    tags=[Tag(name="films", description="Films by title.")],
    summary="Films of a title",
    responses={200: FoundFilms, **problem_responses("invalid_request", "internal")},
)
def films(query: SearchQuery) -> Response:
    """The films of the catalogue that may be meant; quick enough to ask at every letter typed."""
    services = current_services()
    return Response(search(services, query).model_dump_json(), mimetype="application/json")
