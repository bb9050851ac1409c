"""GET /api/v1/metrics"""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from app.metrics.answer import Metrics
from app.metrics.service import measure
from app.problems import problem_responses
from app.services import current_services

api = APIBlueprint("metrics_api", __name__, url_prefix="/api/v1")


@api.get(
    "/metrics",
    tags=[Tag(name="metrics", description="This server in numbers.")],
    summary="How much is used and stored",
    responses={200: Metrics, **problem_responses("internal")},
)
def metrics() -> Response:
    """Requests a day over the last 60 days, what is stored, and what the models have learned
    from. Nothing in it is about a person."""
    services = current_services()
    return Response(measure(services).model_dump_json(), mimetype="application/json")
