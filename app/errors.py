"""Whatever goes wrong becomes one shape: problem+json, or a page for a browser."""

import logging
from dataclasses import replace
from http import HTTPStatus

from flask import Response, make_response, request
from flask_openapi3 import OpenAPI
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as WerkzeugResponse

from app.observability.requests import note_problem
from app.outages import told
from app.problems import PROBLEM_JSON, Problem, problem
from app.safety.proxies import names_no_host
from app.web.pages import problem_page

log = logging.getLogger(__name__)

CODES: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "upload_too_large",
}
REASONS: dict[int, str] = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is larger than any Letterboxd export. "
    "Upload only the ZIP that Letterboxd made.",
}


def register_errors(app: OpenAPI) -> None:
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def answer(refused: Problem) -> Response:
    """The response that tells of a problem, in the form that the client reads."""
    note_problem(refused.code)
    if request.path.startswith("/api/") or names_no_host():
        body = refused.document.model_dump_json()
        response = Response(body, refused.status, mimetype=PROBLEM_JSON)
    else:
        response = make_response(problem_page(refused), refused.status)
    response.headers.update(refused.headers)
    return response


def _http_error(error: HTTPException) -> WerkzeugResponse:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # a redirect
    other = "invalid_request" if error.code < HTTPStatus.INTERNAL_SERVER_ERROR else "internal"
    if other == "internal":
        log.error("status %d at %s", error.code, request.url_rule, exc_info=error)
    kind = problem(CODES.get(error.code, other), reason=REASONS.get(error.code, error.name))
    response = answer(replace(kind, status=error.code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _unexpected(error: Exception) -> Response:
    # The rule, not the address: that may name a member or an upload.
    return answer(told(error, request.url_rule))
