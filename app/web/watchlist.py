"""The page that spins a reel of the films on watchlists and stops at one."""

import secrets
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from app.marks.visitor import visitor_asking
from app.problems import Problem
from app.recommendations.answer import Report, ignore
from app.services import Services, current_services
from app.watchlist_picker.query import PicksQuery, parse_picks
from app.watchlist_picker.service import Spin, spin
from app.web.streaming import streamed
from app.web.watchlist_views import refused_view, spin_view, start_view

watchlist_pages = Blueprint("watchlist", __name__, url_prefix="/watchlist")

Spun = tuple[Spin, PicksQuery]
Page = str | WerkzeugResponse | tuple[str, int, dict[str, str]]


@watchlist_pages.get("")
def picker() -> Page:
    """The form, or a film; the seed in its address makes it the same film again."""
    args = _filled(request.args)
    if "username" not in args and "profile" not in args:
        return start_view().page()
    if "seed" not in args or args != request.args:
        kept: dict[str, Any] = {"seed": secrets.randbelow(2**32)} | args.to_dict(flat=False)
        return redirect(url_for("watchlist.picker", **kept))
    try:
        return spin_view(*_spun(current_services(), args, ignore, visitor_asking())).page()
    except Problem as refused:
        return refused_view(refused).page(), refused.status, refused.headers


@watchlist_pages.get("/stream")
def stream() -> Response:
    """What picker() answers, as events."""
    services, args, visitor = current_services(), _filled(request.args), visitor_asking()
    return streamed(
        lambda report: _spun(services, args, report, visitor),
        lambda spun: spin_view(*spun),
        refused_view,
    )


def _spun(
    services: Services, args: MultiDict[str, str], report: Report, visitor: str | None
) -> Spun:
    """The page shows one film at a time."""
    query = parse_picks(args).model_copy(update={"limit": 1})
    return spin(services, query, report, visitor), query


def _filled(args: MultiDict[str, str]) -> MultiDict[str, str]:
    """A form sends what is left empty, too."""
    return MultiDict((name, value) for name, value in args.items(multi=True) if value.strip())
