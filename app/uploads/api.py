"""POST /api/v1/profiles; GET of what it made, of the rows left out, and DELETE."""

from http import HTTPStatus

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.problems import problem, problem_responses
from app.services import current_services
from app.uploads import keep
from app.uploads.answer import Upload
from app.uploads.listed import MOST_LISTED, NamedFilm, SeenFilm
from app.uploads.service import look, take_export, take_list
from app.uploads.unmatched import as_csv
from app.uploads.upload import JSON, MULTIPART, sent_file, sent_list

api = APIBlueprint("uploads_api", __name__, url_prefix="/api/v1")
TAG = Tag(name="profiles", description="Your own history, kept for a short while.")
CSV = "text/csv"
KEPT = ("profile_expired", "uploads_unavailable", "internal")


class ProfilePath(BaseModel):
    token: str = Field(description="The `profile` that an upload was answered with.")


def _films(model: type[BaseModel], least: int) -> dict[str, object]:
    return {
        "type": "array",
        "minItems": least,
        "maxItems": MOST_LISTED,
        "items": model.model_json_schema(),
    }


BODY = {
    "required": True,
    "content": {
        MULTIPART: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
        JSON: {
            "schema": {
                "type": "object",
                "required": ["films"],
                "properties": {"films": _films(SeenFilm, 1), "watchlist": _films(NamedFilm, 0)},
            },
            "example": {"films": [{"slug": "alien", "stars": 4.5}]},
        },
    },
}


@api.post(
    "/profiles",
    tags=[TAG],
    summary="Bring an export, or a list of films, instead of a username",
    openapi_extensions={"requestBody": BODY},
    responses={
        HTTPStatus.CREATED: Upload,
        **problem_responses(
            *("invalid_request", "invalid_export", "upload_too_large", "busy"),
            *("uploads_unavailable", "disk_full", "internal"),
        ),
    },
)
def upload() -> Response:
    """Takes the ZIP that Letterboxd gives its members, as `file`, or a list of films as JSON. The
    answer's `profile` is a secret to ask with, until it expires."""
    if request.mimetype == MULTIPART:
        answer = take_export(current_services(), sent_file(request))
    elif request.mimetype == JSON:
        answer = take_list(current_services(), sent_list(request))
    else:
        raise problem("invalid_request", reason=f"Send {MULTIPART} or {JSON}")
    return Response(answer.model_dump_json(), HTTPStatus.CREATED, mimetype=JSON)


@api.get(
    "/profiles/<token>",
    tags=[TAG],
    summary="What is kept of an upload",
    responses={HTTPStatus.OK: Upload, **problem_responses(*KEPT)},
)
def show(path: ProfilePath) -> Response:
    """What the upload was answered with; `in_catalogue` as the catalogue is now."""
    answer = look(current_services(), path.token)
    return Response(answer.model_dump_json(), mimetype=JSON)


@api.get(
    "/profiles/<token>/unmatched.csv",
    tags=[TAG],
    summary="The rows of an upload that could not be used",
    responses={
        HTTPStatus.OK: {
            "description": "A header, then a line for each row.",
            "content": {CSV: {"schema": {"type": "string"}}},
        },
        **problem_responses(*KEPT),
    },
)
def unmatched(path: ProfilePath) -> Response:
    """All of them, up to 4 MB, as a table for a spreadsheet: an apostrophe stands before what it
    would take for a formula."""
    text = as_csv(keep.find_all(current_services(), path.token).unmatched)
    attachment = {"Content-Disposition": "attachment; filename=unmatched.csv"}
    return Response(text, mimetype=CSV, headers=attachment)


@api.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"  # what was uploaded is kept nowhere else
    return response


@api.delete(
    "/profiles/<token>",
    tags=[TAG],
    summary="Delete an upload before its time",
    responses={HTTPStatus.NO_CONTENT: None, **problem_responses(*KEPT)},
)
def forget(path: ProfilePath) -> Response:
    """What was uploaded is gone at once."""
    keep.forget(current_services(), path.token)
    return Response(status=HTTPStatus.NO_CONTENT)
