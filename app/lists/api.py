"""POST /api/v1/lists"""

from http import HTTPStatus

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag

from app.lists.answer import KeptList
from app.lists.service import take_csv, take_films
from app.problems import problem, problem_responses
from app.services import current_services
from app.uploads.api import BODY
from app.uploads.upload import JSON, MULTIPART, sent_file, sent_list

api = APIBlueprint("lists_api", __name__, url_prefix="/api/v1")


@api.post(
    "/lists",
    tags=[Tag(name="lists", description="Films to choose from, kept for a short while.")],
    summary="Bring a list to choose from",
    openapi_extensions={"requestBody": BODY},
    responses={
        HTTPStatus.CREATED: KeptList,
        **problem_responses(
            "invalid_request", "upload_too_large", "uploads_unavailable", "disk_full", "internal"
        ),
    },
)
def bring_list() -> Response:
    """Takes a list as Letterboxd exports it (CSV, as `file`), or a list of films as JSON. The
    answer's `token` goes into the filter `only_list`."""
    services = current_services()
    if request.mimetype == MULTIPART:
        answer = take_csv(services, sent_file(request))
    elif request.mimetype == JSON:
        answer = take_films(services, sent_list(request))
    else:
        raise problem("invalid_request", reason=f"Send {MULTIPART} or {JSON}")
    return Response(answer.model_dump_json(), HTTPStatus.CREATED, mimetype=JSON)
