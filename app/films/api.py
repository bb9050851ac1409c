"""GET /api/v1/films/SLUG"""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from app.films.answer import FilmAnswer
from app.films.query import FilmPath, FilmQuery
from app.films.service import look_at
from app.problems import problem_responses
from app.recommendations.api import PROBLEMS
from app.services import current_services

api = APIBlueprint("films_api", __name__, url_prefix="/api/v1")


@api.get(
    "/films/<string:slug>",
    tags=[Tag(name="films", description="Films by title.")],
    summary="One film, films like it, and what a member would think of it",
    responses={200: FilmAnswer, **problem_responses("film_not_found", *PROBLEMS)},
)
def film(path: FilmPath, query: FilmQuery) -> Response:
    """All that is known of a film of the catalogue, and films like it. With a member, what they
    are predicted to give it and why, and what they gave it if they logged it."""
    services = current_services()
    answer = look_at(services, path.slug, query)
    return Response(answer.model_dump_json(), mimetype="application/json")
