"""The page that describes the API, from the same description that /api/v1/openapi.json gives."""

from typing import Any, cast

from flask import Blueprint, current_app, render_template, request
from flask_openapi3 import OpenAPI

from app.filters.query import Filters
from app.services import current_services
from app.web.documents import inline
from app.web.operations import Examples, Parameter, operations
from app.web.schemas import Schema, type_text

reference = Blueprint("reference", __name__)
reference.add_app_template_filter(inline)
reference.add_app_template_filter(type_text)

NOBODY = ["night_owl", "second_reel"]  # where no member is known to be there


@reference.get("/api")
def api() -> str:
    document = cast(OpenAPI, current_app).api_doc
    schemas = document["components"]["schemas"]
    return render_template(
        "reference.html",
        title="API · Projectionist",
        description="Every operation of Projectionist’s API, with examples.",
        operations=list(operations(document, _examples(schemas))),
        filters=_filters(),
        schemas=schemas,
    )


def _examples(schemas: dict[str, Schema]) -> Examples:
    services = current_services()
    members = services.settings.suggested_usernames[:2]
    values = {
        "username": members if len(members) == len(NOBODY) else NOBODY,
        "film": ["alien", "heat-1995"],
        "slug": ["alien"],
        "q": ["heat 1995"],
        "proof": ["bio"],
    }
    return Examples(request.host_url.rstrip("/"), values, schemas)


def _filters() -> list[Parameter]:
    """The parameters that all operations which choose films have in common."""
    described: dict[str, dict[str, Any]] = Filters.model_json_schema()["properties"]
    return [
        Parameter(
            name,
            type_text(schema, nullable=False),
            schema.get("description", ""),
            schema.get("default"),
            required=False,
        )
        for name, schema in described.items()
    ]
