"""GET /healthz: is the process alive? GET /readyz: can it answer visitors?"""

from flask import Blueprint, Response, current_app, jsonify

from app.readiness import OK, READ_ONLY, Readiness

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Touches nothing: a database that is away is no reason to restart this process."""
    return jsonify(status=OK)


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    extensions = current_app.extensions
    readiness = extensions.setdefault("readiness", Readiness(extensions["projectionist"]))
    findings = readiness.now()
    ready = set(findings.values()) <= {OK, READ_ONLY}  # what is stored is answered
    return jsonify(status=OK if ready else "not ready", **findings), 200 if ready else 503
