"""POST /api/v1/members/NAME/removal, and DELETE of the member."""

from http import HTTPStatus

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from app.members import code
from app.members.answer import Removal
from app.members.query import Member, Proof
from app.members.service import remove_proved
from app.problems import problem_responses
from app.services import current_services

api = APIBlueprint("members_api", __name__, url_prefix="/api/v1")
TAG = Tag(name="members", description="What is kept of you, and its removal.")


@api.post(
    "/members/<username>/removal",
    tags=[TAG],
    summary="Get the code that proves who you are",
    responses={
        200: Removal,
        **problem_responses("invalid_username", "removal_unavailable", "internal"),
    },
)
def removal(path: Member) -> Response:
    """Put the code into your public Letterboxd bio, then send DELETE. It holds for 24 hours."""
    answer = code.issue(current_services(), path.username)
    return Response(answer.model_dump_json(), mimetype="application/json")


@api.delete(
    "/members/<username>",
    tags=[TAG],
    summary="Remove all that is kept of you",
    responses={
        HTTPStatus.NO_CONTENT: None,
        **problem_responses(
            *("proof_missing", "invalid_username", "invalid_request", "profile_expired"),
            *("member_not_found", "profile_private", "scraping_disabled", "busy"),
            *("letterboxd_blocked", "letterboxd_timeout", "letterboxd_unavailable"),
            *("removal_unavailable", "internal"),
        ),
    },
)
def remove(path: Member, query: Proof) -> Response:
    """Stored ratings and watchlist, uploads and feeds in the cache. It takes a proof that you are
    the member: the code in your bio, or an upload of your own export."""
    remove_proved(current_services(), path.username, query)
    return Response(status=HTTPStatus.NO_CONTENT)
