"""/api/v1/marks"""

from functools import partial
from http import HTTPStatus

from flask import request
from flask.wrappers import Response
from flask_openapi3 import APIBlueprint, Tag

from app.formats import JSON, Formatted, answered
from app.marks import service
from app.marks.answer import Marks, Visitor
from app.marks.query import MarkBody, MarkedFilm
from app.marks.table import table
from app.marks.visitor import (
    forget_cookie,
    new_visitor,
    remember,
    visitor_asking,
)
from app.problems import problem_responses
from app.services import current_services

api = APIBlueprint("marks_api", __name__, url_prefix="/api/v1")
TAG = Tag(name="marks", description="Films that are not to be shown again.")
REFUSALS = ("invalid_request", "cross_site", "internal")
BODY_BYTES = 2**12


@api.before_request
def _guard() -> None:
    request.max_content_length = BODY_BYTES


@api.post(
    "/marks",
    tags=[TAG],
    summary="Get a token to mark films with",
    responses={HTTPStatus.OK: Visitor, **problem_responses("internal")},
)
def begin() -> Response:
    """Send it as the header Projectionist-Visitor, with marks and with questions. Browsers get a
    cookie with the first mark instead. Nothing is stored yet."""
    answer = Visitor(visitor=new_visitor())
    headers = {"Cache-Control": "no-store"}
    return Response(answer.model_dump_json(), mimetype=JSON, headers=headers)


@api.get(
    "/marks",
    tags=[TAG],
    summary="The films that you marked",
    responses={
        HTTPStatus.OK: Marks,
        **problem_responses("invalid_request", "not_acceptable", "internal"),
    },
)
def show(query: Formatted) -> Response:
    """The newest first."""
    visitor = visitor_asking()
    return answered(
        query.format,
        lambda: service.marks_of(current_services(), visitor),
        partial(table, current_services()),
    )


@api.put(
    "/marks/<slug>",
    tags=[TAG],
    summary="Mark a film",
    responses={
        HTTPStatus.NO_CONTENT: None,
        **problem_responses("film_not_found", "too_many_marks", *REFUSALS),
    },
)
def mark(path: MarkedFilm, body: MarkBody) -> Response:
    """No answer to you has it in any more. not_interested holds always, seen unless seen films are
    asked for. At most 5,000 films; one that is marked already changes its kind."""
    visitor = visitor_asking() or new_visitor()
    service.mark(current_services(), visitor, path.slug, body.kind)
    return remember(Response(status=HTTPStatus.NO_CONTENT), visitor)


@api.delete(
    "/marks/<slug>",
    tags=[TAG],
    summary="Take a mark back",
    responses={HTTPStatus.NO_CONTENT: None, **problem_responses("film_not_found", *REFUSALS)},
)
def unmark(path: MarkedFilm) -> Response:
    """The film may be shown again."""
    service.unmark(current_services(), visitor_asking(), path.slug)
    return Response(status=HTTPStatus.NO_CONTENT)


@api.delete(
    "/marks",
    tags=[TAG],
    summary="Forget all your marks",
    responses={HTTPStatus.NO_CONTENT: None, **problem_responses(*REFUSALS)},
)
def forget() -> Response:
    """Nothing is kept of them, nor the cookie."""
    service.forget(current_services(), visitor_asking())
    return forget_cookie(Response(status=HTTPStatus.NO_CONTENT))
