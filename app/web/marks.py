"""The buttons on a film's card, without the script too, and the page with all that was marked."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.marks import service
from app.marks.query import parse_mark, parse_undo
from app.marks.visitor import forget_cookie, new_visitor, remember, visitor_asking
from app.services import current_services

mark_pages = Blueprint("marks", __name__, url_prefix="/marks")


@mark_pages.get("")
def all_marks() -> str:
    return render_template(
        "marks.html",
        title="Your marks · Projectionist",
        marks=service.marks_of(current_services(), visitor_asking()).data,
    )


@mark_pages.post("")
def mark() -> Response:
    asked = parse_mark(request.form)
    visitor = visitor_asking() or new_visitor()
    service.mark(current_services(), visitor, asked.slug, asked.kind)
    return remember(_back(asked.back), visitor)


@mark_pages.post("/undo")
def undo() -> Response:
    asked = parse_undo(request.form)
    service.unmark(current_services(), visitor_asking(), asked.slug)
    return _back(asked.back)


@mark_pages.post("/forget")
def forget() -> Response:
    service.forget(current_services(), visitor_asking())
    return forget_cookie(_back(url_for("marks.all_marks")))


def _back(address: str) -> Response:
    return redirect(address if is_here(address) else url_for("web.home"), HTTPStatus.SEE_OTHER)


def is_here(address: str) -> bool:
    """Whether a browser would find the address on this site.

    >>> [is_here(to) for to in ("/?username=ada", "//b.example", "/\\\\b.example", "http://b.example")]
    [True, False, False, False]
    """
    plain = address.isprintable() and "\\" not in address
    return plain and address.startswith("/") and not address.startswith("//")
