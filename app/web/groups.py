"""The page on which one person names a whole group, and the stream of its progress."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from app.arguments import filled
from app.groups.answer import GroupRecommendations
from app.groups.query import LEAST_MEMBERS, GroupQuery, parse_group
from app.groups.service import recommend_together
from app.marks.visitor import visitor_asking
from app.problems import Problem
from app.recommendations.answer import Report, ignore
from app.services import Services, current_services
from app.web.group_views import refused_view, result_view, start_view
from app.web.streaming import streamed

group_pages = Blueprint("groups", __name__, url_prefix="/group")

Answered = tuple[GroupRecommendations, GroupQuery]


@group_pages.get("")
def group() -> str | tuple[str, int, dict[str, str]]:
    """The form, filled in as far as it was, or films for everybody named."""
    args = filled(request.args)
    if len(args.getlist("username") + args.getlist("profile")) < LEAST_MEMBERS:
        return start_view().page()
    try:
        return result_view(*_answered(current_services(), args, ignore, visitor_asking())).page()
    except Problem as refused:
        return refused_view(refused).page(), refused.status, refused.headers


@group_pages.get("/stream")
def stream() -> Response:
    """What group() answers, as events."""
    services, args, visitor = current_services(), filled(request.args), visitor_asking()
    return streamed(
        lambda report: _answered(services, args, report, visitor),
        lambda answered: result_view(*answered),
        refused_view,
    )


def _answered(
    services: Services, args: MultiDict[str, str], report: Report, visitor: str | None
) -> Answered:
    query = parse_group(args)
    return recommend_together(services, query, report, visitor), query
