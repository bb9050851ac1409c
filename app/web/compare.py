"""The page that puts two members side by side, and the stream of its progress."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from app.arguments import filled
from app.compatibility.answer import Compatibility
from app.compatibility.query import parse_pair
from app.compatibility.service import TWO, compare_members
from app.problems import Problem
from app.recommendations.answer import Report, ignore
from app.services import Services, current_services
from app.web.compare_views import SHOWN, comparison_view, refused_view, start_view
from app.web.streaming import streamed

compare_pages = Blueprint("compare", __name__, url_prefix="/compare")


@compare_pages.get("")
def pair() -> str | tuple[str, int, dict[str, str]]:
    """The form, filled in as far as it was, or two members compared."""
    args = filled(request.args)
    if len(args.getlist("username") + args.getlist("profile")) < TWO:
        return start_view().page()
    try:
        return comparison_view(_compared(current_services(), args, ignore)).page()
    except Problem as refused:
        return refused_view(refused).page(), refused.status, refused.headers


@compare_pages.get("/stream")
def stream() -> Response:
    """What pair() answers, as events."""
    services, args = current_services(), filled(request.args)
    return streamed(lambda report: _compared(services, args, report), comparison_view, refused_view)


def _compared(services: Services, args: MultiDict[str, str], report: Report) -> Compatibility:
    """The page shows a row of films of each kind."""
    query = parse_pair(args).model_copy(update={"limit": SHOWN})
    return compare_members(services, query, report)
