"""The page for rating films without an account; without the script, its state is its address."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from app.rating.query import Finished, Rated, parse
from app.rating.service import finish, lay_out
from app.recommendations.choice import NEEDED
from app.services import current_services

rating_pages = Blueprint("rating", __name__, url_prefix="/rate")

FORM_BYTES = 2**14  # films as the page names them, and room


@rating_pages.get("")
def rate() -> str:
    asked = parse(Rated, request.args)
    desk = lay_out(current_services(), asked)
    return render_template(
        "rating.html",
        title="Start without an account · Projectionist",
        typed=asked.q,
        desk=desk,
        state={film.film_id: stars for film, stars in desk.rated},
        needed=NEEDED,
    )


@rating_pages.post("")
def pick() -> WerkzeugResponse:
    """The form of a browser without the script; with it, the API takes the films."""
    request.max_content_length = FORM_BYTES
    token = finish(current_services(), parse(Finished, request.form))
    return redirect(url_for("web.home", profile=token), HTTPStatus.SEE_OTHER)
