"""The page with a member's figures, and its cards as images."""

from flask import Blueprint, Response, request

from app.problems import Problem
from app.recommendations.answer import Report
from app.services import current_services
from app.statistics.answer import Statistics
from app.statistics.cards.cards import CARD_KINDS, CardKind, card_of
from app.statistics.cards.draw import draw
from app.statistics.query import StatisticsQuery, parse_statistics
from app.statistics.service import statistics
from app.web.statistics_views import figures_view, refused_view, start_view
from app.web.streaming import streamed

statistics_pages = Blueprint("statistics", __name__, url_prefix="/statistics")

CARD_SECONDS = 3600
Answered = tuple[Statistics, StatisticsQuery]


@statistics_pages.get("")
def figures() -> str | tuple[str, int, dict[str, str]]:
    """The form, or one member's statistics."""
    if not any(request.args.get(name, "").strip() for name in ("username", "profile")):
        return start_view().page()
    try:
        query = parse_statistics(request.args)
        return figures_view(statistics(current_services(), query), query).page()
    except Problem as refused:
        return refused_view(refused).page(), refused.status, refused.headers


@statistics_pages.get("/stream")
def stream() -> Response:
    """What figures() answers, as events."""
    services, args = current_services(), request.args

    def work(report: Report) -> Answered:
        query = parse_statistics(args)
        return statistics(services, query, report), query

    return streamed(work, lambda answered: figures_view(*answered), refused_view)


@statistics_pages.get(f"/card/<any({', '.join(CARD_KINDS)}):kind>.png")
def card(kind: CardKind) -> Response:
    """One card as an image of 1200 x 630 pixels."""
    answer = statistics(current_services(), parse_statistics(request.args))
    image = draw(card_of(kind, answer), answer.meta.username or "My films")
    headers = {"Cache-Control": f"private, max-age={CARD_SECONDS}"}
    return Response(image, mimetype="image/png", headers=headers)
