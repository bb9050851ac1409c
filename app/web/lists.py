"""The form that brings a list to choose from."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from app.lists.service import take_csv
from app.recommendations.query import parse_query
from app.services import current_services
from app.uploads.upload import sent_file

list_pages = Blueprint("lists", __name__)


@list_pages.post("/lists")
def bring() -> Response:
    """Back to the films, those of the list only; the other filters do not stay."""
    services = current_services()
    data = sent_file(request)
    query = parse_query(request.form)
    kept: dict[str, Any] = query.model_dump(include={"username", "profile"}, exclude_none=True)
    kept |= query.manner | {"only_list": take_csv(services, data).token}
    return redirect(url_for("web.home", **kept), HTTPStatus.SEE_OTHER)
