"""GET /healthz: is the process up, and does its database answer?"""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.services import Services

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    services: Services = current_app.extensions["projectionist"]
    try:
        with services.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        return jsonify(status="database unavailable"), 503
    return jsonify(status="ok"), 200
