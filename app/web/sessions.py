"""The page that several people open on their phones, to join one group and see the same films.

A phone asks every few seconds what is new. A stream for each would hold a thread, of which a worker
has eight, as many as there may be phones in a single group.
"""

from http import HTTPStatus
from typing import Any

from flask import (
    Blueprint,
    Response,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from app.arguments import filled
from app.groups import keep, together
from app.groups.query import parse_wishes
from app.groups.session import Session
from app.members.query import parse_member
from app.problems import Problem
from app.services import current_services
from app.uploads.upload import sent_file
from app.web.group_views import refused_view
from app.web.session_views import live_shown, page_shown, said

session_pages = Blueprint("sessions", __name__, url_prefix="/group")

FORM_BYTES = 2**16  # filters, or a name
Page = tuple[str, int, dict[str, str]]
Answer = Page | WerkzeugResponse


@session_pages.post("/new")
def new() -> Answer:
    """The form of the group page; its filters and its rule are the group's."""
    request.max_content_length = FORM_BYTES
    code = together.start(current_services(), parse_wishes(filled(request.form)))
    return _back(code, "")


@session_pages.get("/<code>")
def show(code: str) -> Answer:
    return _page(code, request.args.get("seat", ""))


@session_pages.get("/<code>/state")
def state(code: str) -> Response:
    """What is new since a version; no content if nothing is."""
    session = keep.find(current_services(), code)
    if request.args.get("version") == str(session.version):
        return Response(status=HTTPStatus.NO_CONTENT)
    shown = live_shown(current_services(), code, session, request.args.get("seat", ""))
    html = render_template("fragments/session.html", **shown)
    return jsonify(version=session.version, html=html, said=said(session))


@session_pages.post("/<code>/join")
def join(code: str) -> Answer:
    request.max_content_length = FORM_BYTES
    try:
        username = parse_member(request.form.get("username", ""))
        return _back(code, together.join(current_services(), code, username))
    except Problem as refused:
        return _page(code, "", refused)


@session_pages.post("/<code>/upload")
def join_with_export(code: str) -> Answer:
    data = sent_file(request)
    try:
        return _back(code, together.join_with_export(current_services(), code, data))
    except Problem as refused:
        return _page(code, "", refused)


@session_pages.post("/<code>/leave")
def leave(code: str) -> Answer:
    together.leave(current_services(), code, _seat())
    return _back(code, "")


@session_pages.post("/<code>/films")
def films(code: str) -> Answer:
    together.show_films(current_services(), code)
    return _back(code, _seat())


@session_pages.post("/<code>/spin")
def spin(code: str) -> Answer:
    together.spin(current_services(), code)
    return _back(code, _seat())


@session_pages.errorhandler(Problem)
def _gone(refused: Problem) -> Page:
    """With the form for a new group."""
    return refused_view(refused).page(), refused.status, refused.headers


@session_pages.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"  # the address has the secret of a seat
    return response


def _seat() -> str:
    request.max_content_length = FORM_BYTES
    return request.form.get("seat", "")


def _back(code: str, seat: str) -> WerkzeugResponse:
    kept: dict[str, Any] = {"seat": seat} if seat else {}
    return redirect(url_for("sessions.show", code=code, **kept), HTTPStatus.SEE_OTHER)


def _page(code: str, seat: str, refused: Problem | None = None) -> Page:
    """Raises Problem: group_expired."""
    session: Session = keep.find(current_services(), code)
    shown = page_shown(current_services(), code, session, seat)
    page = render_template("session.html", problem=refused, **shown)
    return page, refused.status if refused else HTTPStatus.OK, refused.headers if refused else {}
