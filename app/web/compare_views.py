"""What the page of two members shows: the form, a comparison, or why there is none."""

from itertools import pairwise
from typing import Any

from flask import request

from app.compatibility.answer import Compatibility
from app.problems import Problem
from app.services import current_services
from app.web.views import View

SHOWN = 6  # films of each kind: a row
STAGES = {"reading": "Reading both members’ films", "ranking": "Putting them side by side"}
PARTS = {
    "films": "Stars for the same films",
    "taste": "Predicted taste",
    "genres": "Genres",
    "eras": "Decades",
}


def start_view() -> View:
    return _view("compare_start", "Compare two members · Projectionist", {})


def refused_view(refused: Problem) -> View:
    return _view("compare_start", f"{refused.title} · Projectionist", {"problem": refused})


def comparison_view(answer: Compatibility) -> View:
    members = answer.meta.members
    first, second = (member.called for member in members)
    shown = {
        "found": answer.data,
        "members": members,
        "called": (first, second),
        "films_of": {member.called: _alone(member.username) for member in members},
        "parts": [(label, getattr(answer.data.parts, name)) for name, label in PARTS.items()],
    }
    return _view("comparison", f"{first} and {second} compared · Projectionist", shown)


def _alone(username: str | None) -> dict[str, str]:
    """How a film page is asked about this member; not at all where an upload tells no name."""
    return {} if username is None else {"username": username}


def _view(name: str, title: str, shown: dict[str, Any]) -> View:
    suggested = current_services().settings.suggested_usernames
    known = {
        "typed_names": [name for name in request.args.getlist("username") if name.strip()],
        "tokens": [token for token in request.args.getlist("profile") if token.strip()],
        "pairs": list(pairwise(suggested)),
        "working": "Comparing",
        "stages": STAGES,
    }
    return View(name, title, known | shown, layout="compare.html")
