"""The page that shows this server in numbers, and the counting of requests."""

from typing import NamedTuple

from flask import Blueprint, Response, render_template, request

from app.metrics.features import feature_of
from app.metrics.service import measure
from app.services import current_services

metrics = Blueprint("metrics", __name__)

CHART_HEIGHT = 60
LEAST_HEIGHT = 2  # so that one request can be seen


class Bar(NamedTuple):
    """One day of a chart: its column, and how high it is."""

    x: int
    height: int


@metrics.get("/metrics")
def numbers() -> str:
    return render_template(
        "metrics.html",
        title="Metrics · Projectionist",
        description="How much this server is used, what it stores, and what it has learned from.",
        metrics=measure(current_services()),
        bars=bars,
        height=CHART_HEIGHT,
    )


def bars(by_day: list[int]) -> list[Bar]:
    """The days that had requests; the one with the most is as high as the chart.

    >>> bars([0, 1, 600])
    [Bar(x=1, height=2), Bar(x=2, height=60)]
    """
    most = max(by_day)
    return [
        Bar(x, max(LEAST_HEIGHT, round(CHART_HEIGHT * requests / most)))
        for x, requests in enumerate(by_day)
        if requests
    ]


@metrics.after_app_request
def _count(response: Response) -> Response:
    """Stored after the answer has been sent, so that nobody waits for it."""
    rule = request.url_rule
    feature = rule and feature_of(request.method, rule.rule, request.args)
    if feature:
        usage = current_services().usage
        if usage.count(feature):
            response.call_on_close(usage.flush)
    return response
