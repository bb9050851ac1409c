"""The page of a film, and the stream that shows how a prediction for it comes about."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from app.films.answer import FilmAnswer
from app.films.query import FilmQuery, parse_film
from app.films.service import look_at
from app.problems import Problem
from app.recommendations.answer import Report, ignore
from app.services import Services, current_services
from app.web.film_views import film_view
from app.web.streaming import streamed
from app.web.views import View, problem_view

film_pages = Blueprint("films", __name__, url_prefix="/films")


@film_pages.get("/<slug>")
def film(slug: str) -> str | tuple[str, int, dict[str, str]]:
    """A film, with what a member would think of it if one is named."""
    try:
        return film_view(_found(current_services(), slug, request.args, ignore)).page()
    except Problem as refused:
        return _refused(slug, refused).page(), refused.status, refused.headers


@film_pages.get("/<slug>/stream")
def stream(slug: str) -> Response:
    """What film() answers, as events."""
    services, args = current_services(), request.args
    return streamed(
        lambda report: _found(services, slug, args, report),
        film_view,
        lambda refused: _refused(slug, refused),
    )


def _found(services: Services, slug: str, args: MultiDict[str, str], report: Report) -> FilmAnswer:
    return look_at(services, slug, parse_film(args), report)


def _refused(slug: str, refused: Problem) -> View:
    """A problem with the member leaves the film."""
    try:
        return film_view(look_at(current_services(), slug, FilmQuery()), refused)
    except Problem as gone:
        return problem_view(gone)
