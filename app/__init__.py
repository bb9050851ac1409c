"""Projectionist: picks your next film from your Letterboxd history."""

from typing import NoReturn

from flask import jsonify
from flask_openapi3 import Info, OpenAPI
from pydantic import ValidationError

from app.cli import register_commands
from app.config import Settings
from app.errors import register_errors
from app.health import health
from app.logs import configure_logging
from app.predictions.api import api as predictions_api
from app.problems import ProblemDocument
from app.recommendations.api import api as recommendations_api
from app.recommendations.query import refusal
from app.services import Services
from app.uploads.api import api as uploads_api
from app.web.pages import web

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> OpenAPI:
    """The web application; nothing is connected or loaded until it is needed."""
    settings = settings or Settings()
    configure_logging(settings.log_level)
    app = OpenAPI(
        __name__,
        info=Info(title="Projectionist", version=__version__, description=__doc__),
        doc_ui=False,
        static_folder=None,
        validation_error_model=ProblemDocument,
        validation_error_callback=_refuse,
    )
    app.extensions["projectionist"] = Services(settings)
    app.register_blueprint(health)
    app.register_blueprint(web)
    app.register_api(recommendations_api)
    app.register_api(predictions_api)
    app.register_api(uploads_api)
    app.add_url_rule("/api/v1/openapi.json", view_func=lambda: jsonify(app.api_doc))
    register_errors(app)
    register_commands(app)
    return app


def _refuse(error: ValidationError) -> NoReturn:
    raise refusal(error)
