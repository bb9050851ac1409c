"""A list of films as an image."""

from flask import Blueprint, Response, request

from app.marks.visitor import visitor_asking
from app.recommendations.image import draw
from app.recommendations.query import parse_query
from app.recommendations.service import recommend
from app.services import current_services

share_pages = Blueprint("share", __name__)

SECONDS = 300


@share_pages.get("/recommendations/image.png")
def image() -> Response:
    """The first films of the page with the same arguments, 1200 x 630 pixels."""
    services = current_services()
    answer = recommend(services, parse_query(request.args), visitor=visitor_asking())
    headers = {"Cache-Control": f"private, max-age={SECONDS}"}
    picture = draw(answer.data, answer.meta.username or "me")
    return Response(picture, mimetype="image/png", headers=headers)
