"""The body of a request that brings a profile."""

from flask import Request
from pydantic import ValidationError

from app.problems import problem
from app.recommendations.query import refusal
from app.uploads.listed import FilmList
from scrapers.export.archive import MAX_ARCHIVE

FORM_BYTES = MAX_ARCHIVE + 2**16  # the form around the file
LIST_BYTES = 2**21
MULTIPART = "multipart/form-data"
JSON = "application/json"


def sent_file(request: Request) -> bytes:
    """The file of a form. Raises Problem: invalid_request; RequestEntityTooLarge."""
    request.max_content_length = FORM_BYTES
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise problem("invalid_request", reason="The form has no file called “file”")
    return sent.stream.read()


def sent_list(request: Request) -> FilmList:
    """Raises Problem: invalid_request; RequestEntityTooLarge."""
    request.max_content_length = LIST_BYTES
    try:
        return FilmList.model_validate_json(request.get_data())
    except ValidationError as error:
        raise refusal(error) from error
