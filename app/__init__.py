"""Projectionist: picks your next film from your Letterboxd history."""

from typing import NoReturn

from flask import jsonify
from flask_openapi3 import Info, OpenAPI
from pydantic import ValidationError

from app.cli import register_commands
from app.compatibility.api import api as compatibility_api
from app.compression import compress
from app.config import Settings, read_settings
from app.errors import register_errors
from app.films.api import api as films_api
from app.filters.described import allow_empty
from app.groups.api import api as groups_api
from app.health import health
from app.lists.api import api as lists_api
from app.logs import configure_logging
from app.marks.api import api as marks_api
from app.members.api import api as members_api
from app.metrics.api import api as metrics_api
from app.observability.page import internal
from app.observability.requests import observe
from app.predictions.api import api as predictions_api
from app.problems import ProblemDocument
from app.recommendations.api import api as recommendations_api
from app.recommendations.query import refusal
from app.safety.guard import guard
from app.search.api import api as search_api
from app.services import Services
from app.statistics.api import api as statistics_api
from app.uploads.api import api as uploads_api
from app.watchlist_picker.api import api as watchlist_api
from app.web.compare import compare_pages
from app.web.documents import documents
from app.web.film import film_pages
from app.web.groups import group_pages
from app.web.lists import list_pages
from app.web.marks import mark_pages
from app.web.metrics import metrics
from app.web.pages import web
from app.web.rating import rating_pages
from app.web.reference import reference
from app.web.removal import removal_pages
from app.web.sessions import session_pages
from app.web.share import share_pages
from app.web.statistics import statistics_pages
from app.web.watchlist import watchlist_pages

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> OpenAPI:
    """The web application; nothing is connected or loaded until it is needed."""
    settings = settings or read_settings()
    configure_logging(settings)
    app = OpenAPI(
        __name__,
        info=Info(title="Projectionist", version=__version__, description=__doc__),
        security_schemes={},  # none; the description would hold a null else
        doc_ui=False,
        static_folder=None,
        validation_error_model=ProblemDocument,
        validation_error_callback=_refuse,
    )
    app.extensions["projectionist"] = Services(settings)
    observe(app)
    compress(app)
    guard(app, settings)
    app.register_blueprint(health)
    app.register_blueprint(internal)
    app.register_blueprint(web)
    app.register_blueprint(documents)
    app.register_blueprint(metrics)
    app.register_blueprint(reference)
    app.register_blueprint(removal_pages)
    app.register_blueprint(rating_pages)
    app.register_blueprint(watchlist_pages)
    app.register_blueprint(statistics_pages)
    app.register_blueprint(list_pages)
    app.register_blueprint(mark_pages)
    app.register_blueprint(share_pages)
    app.register_blueprint(group_pages)
    app.register_blueprint(session_pages)
    app.register_blueprint(compare_pages)
    app.register_blueprint(film_pages)
    app.register_api(recommendations_api)
    app.register_api(predictions_api)
    app.register_api(uploads_api)
    app.register_api(members_api)
    app.register_api(lists_api)
    app.register_api(marks_api)
    app.register_api(metrics_api)
    app.register_api(search_api)
    app.register_api(films_api)
    app.register_api(compatibility_api)
    app.register_api(watchlist_api)
    app.register_api(statistics_api)
    app.register_api(groups_api)
    app.add_url_rule("/api/v1/openapi.json", view_func=lambda: jsonify(allow_empty(app.api_doc)))
    register_errors(app)
    register_commands(app)
    return app


def _refuse(error: ValidationError) -> NoReturn:
    raise refusal(error)
