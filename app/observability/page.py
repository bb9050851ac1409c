"""GET /internal/metrics: for who has the token, and not there at all without one."""

import secrets

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST

from app.observability.state import exposition
from app.problems import problem
from app.services import current_services

internal = Blueprint("internal", __name__)


@internal.get("/internal/metrics")
def prometheus() -> Response:
    """Raises Problem: not_found where no token is set, token_wrong."""
    services = current_services()
    token = services.settings.metrics_token
    if token is None:
        raise problem("not_found")
    sent = request.headers.get("Authorization", "")
    wanted = f"Bearer {token.get_secret_value()}"
    if not secrets.compare_digest(sent.encode(), wanted.encode()):
        raise problem("token_wrong")
    return Response(exposition(services), mimetype=None, content_type=CONTENT_TYPE_LATEST)
