"""What the watchlist page shows: the form, a film, or why there is none."""

import secrets
from itertools import cycle, islice
from typing import Any

from flask import request

from app.problems import Problem
from app.recommendations.query import ModelQuery
from app.services import current_services
from app.watchlist_picker.query import MOST_MEMBERS, By, PicksQuery, Together
from app.watchlist_picker.service import Spin
from app.web.offers import offered
from app.web.views import View

BEFORE, AFTER = 22, 3  # frames of the reel on either side of the picked one
WAYS: dict[By, str] = {
    "random": "Any of them",
    "stars": "Best for me",
    "shortest": "Shortest",
    "newest": "Newest",
}
LISTS: dict[Together, str] = {"union": "On any list", "intersection": "On all lists"}
MANNER = ("by", "together", *ModelQuery.model_fields)


def start_view() -> View:
    return _view("watchlist_start", "Spin your watchlist · Projectionist", {"by": "random"})


def refused_view(refused: Problem) -> View:
    shown = {"problem": refused, "by": request.args.get("by", "random")}
    return _view("watchlist_refused", f"{refused.title} · Projectionist", shown)


def spin_view(spin: Spin, query: PicksQuery) -> View:
    picks, meta = spin.picks.data, spin.picks.meta
    names = {name: getattr(query, name) for name in ("username", "profile")}
    shown = {
        "pick": picks[0] if picks else None,
        "frames": list(islice(cycle(spin.others or [None]), BEFORE + AFTER)),
        "before": BEFORE,
        "meta": meta,
        "ways": WAYS | ({"stars": "Best for us"} if len(meta.members) > 1 else {}),
        "set": query,
        "by": query.by,
        "offered": offered(current_services().catalogue.current()),
        "names": names,
        "asked": names | _manner(query) | query.chosen,
        "again": _again(spin),
    }
    title = picks[0].film.title if picks else "Nothing to pick"
    return _view("watchlist_pick", f"{title} · Projectionist", shown)


def _view(name: str, title: str, shown: dict[str, Any]) -> View:
    known = {
        "ways": WAYS,
        "lists": LISTS,
        "most_members": MOST_MEMBERS,
        "typed_names": request.args.getlist("username"),
        "tokens": request.args.getlist("profile"),
        "fresh_seed": secrets.randbelow(2**32),
        "working": "Threading the reel for",
    }
    return View(name, title, known | shown, layout="watchlist.html")


def _manner(query: PicksQuery) -> dict[str, object]:
    """How films are picked, besides the filters: what differs from the default."""
    defaults = PicksQuery.model_fields
    chosen = {name: getattr(query, name) for name in MANNER}
    return {name: it for name, it in chosen.items() if it != defaults[name].get_default()}


def _again(spin: Spin) -> dict[str, int]:
    """The next film of the same draw; after the last, the first of another."""
    meta = spin.picks.meta
    if meta.page < meta.candidates:
        return {"page": meta.page + 1, "seed": meta.seed}
    return {"seed": (meta.seed + 1) % 2**32}
