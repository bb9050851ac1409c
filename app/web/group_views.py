"""What the pages of groups show."""

import secrets
from itertools import cycle, islice
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from app.arguments import filled
from app.groups.answer import GroupFilm, GroupRecommendations
from app.groups.query import LEAST_MEMBERS, MOST_MEMBERS, GroupQuery, Seen, Wishes, parse_wishes
from app.problems import Problem
from app.recommendations.query import MOST_PAGES
from app.services import current_services
from app.web.filters import counted
from app.web.offers import offered
from app.web.views import View
from app.web.watchlist_views import AFTER, BEFORE
from models.group.rules import Rule

RULES: dict[Rule, tuple[str, str]] = {
    "average_without_misery": ("Nobody suffers", "what all like most, and nobody dislikes"),
    "average": ("All together", "what all like most on average"),
    "least_misery": ("The pickiest decides", "what the least pleased still likes most"),
    "most_pleasure": ("The biggest fan decides", "what somebody loves most"),
    "borda": ("By ballot", "what is high on everybody’s list of 50"),
    "fairness": ("Taking turns", "each next film for whom the last ones served worst"),
}
SEEN: dict[Seen, str] = {
    "none": "New to everybody",
    "some": "New to somebody",
    "any": "Seen or not",
}
STAGES = {"reading": "Reading everybody’s films", "ranking": "Finding what all like"}
THRESHOLDS = [half / 2 for half in range(1, 11)]
MODEL = ("model", "taste", "popularity")
MANNER = (*MODEL, "rule", "threshold", "seen")


def start_view() -> View:
    return _view("group_start", "A film for all of you · Projectionist", _wanted())


def refused_view(refused: Problem) -> View:
    shown = {"problem": refused} | _wanted()
    return _view("group_start", f"{refused.title} · Projectionist", shown)


def _wanted() -> dict[str, Any]:
    """The address's wishes, unless they are what is wrong; `kept` are those without a field."""
    try:
        wishes = parse_wishes(filled(request.args))
    except Problem:
        wishes = Wishes()
    kept = MultiDict(wishes.chosen | {name: manner(wishes).get(name, []) for name in MODEL})
    return {"set": wishes, "kept": list(kept.items(multi=True))}


def result_view(answer: GroupRecommendations, query: GroupQuery) -> View:
    names = {"username": query.username, "profile": query.profile}
    called = [member.called for member in answer.meta.members]
    shown = {
        "answer": answer,
        "called": called,
        "set": query,
        "offered": offered(current_services().catalogue.current()),
        "names": names,
        "asked": names | manner(query) | query.chosen,
        "more": _more(answer, query),
    }
    films = counted(len(answer.data), "film")
    title = f"{films} for {listed(called)} · Projectionist"
    return _view("group_result", title, shown | reel(answer.data, answer.meta.winner))


def reel(films: list[GroupFilm], winner: int | None) -> dict[str, Any]:
    """The film that was decided for, and frames of others to run before and after it."""
    picked = next((item for item in films if item.film.film_id == winner), None)
    others = [item.film for item in films if item is not picked]
    frames = list(islice(cycle(others or [None]), BEFORE + AFTER))
    return {"picked": picked, "frames": frames, "before": BEFORE}


def listed(names: list[str]) -> str:
    """Names in a sentence.

    >>> listed(["ada"]), listed(["ada", "bob", "cleo"])
    ('ada', 'ada, bob and cleo')
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def manner(wishes: Wishes) -> dict[str, object]:
    """How films are chosen, besides the filters: what differs from the default."""
    defaults = Wishes.model_fields
    chosen = {name: getattr(wishes, name) for name in MANNER}
    return {name: it for name, it in chosen.items() if it != defaults[name].get_default()}


def words() -> dict[str, Any]:
    """What every page of groups needs to speak of rules."""
    return {
        "rules": RULES,
        "seen_words": SEEN,
        "thresholds": THRESHOLDS,
        "most_members": MOST_MEMBERS,
    }


def _view(name: str, title: str, shown: dict[str, Any]) -> View:
    typed = request.args.getlist("username")
    known = {
        "typed_names": typed + [""] * (LEAST_MEMBERS - len(typed)),
        "tokens": request.args.getlist("profile"),
        "fresh_spin": secrets.randbelow(2**32),
        "working": "Choosing films for",
        "stages": STAGES,
    }
    return View(name, title, known | words() | shown, layout="group.html")


def _more(answer: GroupRecommendations, query: GroupQuery) -> int | None:
    """The page after this one, the first after the last; None if one page has all."""
    pages = -(-(answer.meta.candidates - answer.meta.vetoed) // query.limit)
    return None if pages <= 1 else query.page % min(pages, MOST_PAGES) + 1
