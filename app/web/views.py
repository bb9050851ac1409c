"""What a visitor sees: each view is a whole page, or a fragment for the page already there."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request, url_for

from app.marks.service import fresh_mark
from app.observability.record import phase
from app.problems import Problem
from app.recommendations.answer import Meta, Recommendations, Step
from app.recommendations.choice import NEEDED, Serving
from app.recommendations.dates import TASTELESS
from app.recommendations.query import MOST_PAGES, ModelName, RecommendationQuery, Taste
from app.services import current_services
from app.uploads.keep import expiry, find_all
from app.uploads.profile import Taken
from app.web.filters import counted
from app.web.offers import offered
from scrapers.export.archive import MAX_ARCHIVE

# The stages of app.recommendations.answer.Step as people read them.
STAGES = {
    "reading": "Reading your films",
    "films": "Adding films",
    "training": "Training your forest",
    "ranking": "Ranking",
}


# The ways to pick films as the result page offers them.
PICKED_BY: dict[ModelName, str] = {
    "hybrid": "Made for you",
    "personal": "Your ratings alone",
    "general": "Well received",
    "collaborative": "Fans like you",
    "popular": "Everyone’s favourites",
}
MOST_SHOWN = 50  # rows of an upload that could not be used
TASTES: dict[Taste, str] = {"all": "All your years", "recent": "Lately"}
LEANINGS = {-1.0: "Hidden gems", 0.0: "A bit of both", 1.0: "Crowd pleasers"}


@dataclass(frozen=True)
class View:
    """A template under fragments/, the title of its page, what the template shows, and the page
    around it. `working` in `shown` begins the heading while a page other than / is on its way."""

    name: str
    title: str
    shown: dict[str, Any] = field(default_factory=dict)
    layout: str = "page.html"

    @phase("render")
    def fragment(self) -> str:
        return render_template(f"fragments/{self.name}.html", **self._context())

    @phase("render")
    def page(self) -> str:
        return render_template(
            self.layout,
            fragment=f"fragments/{self.name}.html",
            title=self.title,
            **self._context(),
        )

    def _context(self) -> dict[str, Any]:
        typed = request.args.get("username", "").strip()
        return {
            "typed": typed,
            "suggestions": current_services().settings.suggested_usernames,
            "token": request.args.get("profile", ""),
            "upload_minutes": current_services().settings.upload_ttl_minutes,
            "upload_bytes": MAX_ARCHIVE,
            "stages": STAGES,
        } | self.shown


def start_view() -> View:
    return View("start", "Projectionist: find tonight’s film")


def result_view(
    answer: Recommendations, query: RecommendationQuery, visitor: str | None = None
) -> View:
    meta = answer.meta
    who = meta.username or "you"
    uploaded = meta.source in ("export", "list")
    asked: dict[str, Any] = {"profile": request.args["profile"]} if uploaded else {"username": who}
    whole = asked | query.manner | query.chosen | query.portion
    shown = {
        "who": who,
        "set": query,
        "whole": whole,
        "back": url_for("web.home", **whole),
        "marked": fresh_mark(current_services(), visitor),
        "picture": None if uploaded else url_for("share.image", _external=True, **whole),
        "offered": offered(current_services().catalogue.current()),
        "more": _more(answer, query),
        "asked": asked,
        "chosen": asked | query.manner,
        "for_film": asked | {k: v for k, v in query.manner.items() if k != "popularity"},
        "expires_at": expiry(current_services(), meta.read_at) if uploaded else None,
        "left_out": _left_out(request.args["profile"]) if uploaded else None,
        "most_shown": MOST_SHOWN,
        "films": answer.data,
        "meta": meta,
        "origin": origin_text(meta),
        "models": {name: PICKED_BY[name] for name in _choices(meta)},
        "leanings": {} if meta.model == "popular" else LEANINGS,
        "tastes": _tastes(meta),
    }
    title = f"{counted(len(answer.data), 'film')} for {who} · Projectionist"
    return View("result", title, shown)


def _more(answer: Recommendations, query: RecommendationQuery) -> int | None:
    """The page after this one, the first after the last; None if one page has all."""
    pages = -(-answer.meta.candidates // query.limit)
    return None if pages <= 1 else query.page % min(pages, MOST_PAGES) + 1


def _left_out(token: str) -> Taken | None:
    """The upload, if rows of it could not be used; it may have expired since it was read."""
    try:
        taken = find_all(current_services(), token)
    except Problem:
        return None
    return taken if taken.unmatched_count else None


def _choices(meta: Meta) -> list[ModelName]:
    """The models that can answer for this member."""
    names = Serving.now(current_services()).names()
    return [name for name in names if name != "personal" or meta.rated >= NEEDED]


def _tastes(meta: Meta) -> dict[Taste, str]:
    """What to choose from; nothing where it would make no difference."""
    undated = meta.source != "pages" and not meta.dated
    return {} if undated or not meta.logged or meta.model in TASTELESS else TASTES


def origin_text(meta: Meta) -> str:
    """What the films were picked by, in a sentence without its end."""
    if meta.model == "popular":
        return "What most members love, whoever asks"
    if meta.model == "general":
        return "What most members think of such films, whoever asks"
    if not meta.logged:
        return "No film is logged yet, so this is what everybody loves"
    if not meta.rated:
        return f"No film is rated yet, so picked by {counted(meta.logged, 'logged film')} alone"
    most = ", the latest above all" if meta.taste == "recent" else ""
    others = "" if meta.model == "personal" else ", and from everybody else’s"
    return f"Learned from {counted(meta.rated, 'rating')}{most}{others}"


def problem_view(problem: Problem) -> View:
    return View("problem", f"{problem.title} · Projectionist", {"problem": problem})


def progress_text(step: Step) -> str:
    """The stage, and how far it is where that is known.

    >>> progress_text(Step("reading", 3, 14))
    'Reading your films: page 3 of 14'
    """
    if step.turn:
        called, place, members = step.turn.called, step.turn.place, step.turn.members
        alone = progress_text(replace(step, turn=None)).replace("your", "their")
        return f"{called} ({place} of {members}): {alone}"
    if step.stage == "waiting":
        return waiting_text(step.done)
    if not step.total:
        return STAGES[step.stage]
    unit = "page " if step.stage == "reading" else ""
    return f"{STAGES[step.stage]}: {unit}{step.done} of {step.total}"


def waiting_text(before: int) -> str:
    """How many others come first; none are counted while another answer about the same member is
    on its way.

    >>> waiting_text(2), waiting_text(0)
    ('Waiting in line: 2 others are before you', 'Waiting for another answer about this member')
    """
    if not before:
        return "Waiting for another answer about this member"
    others = "1 other is" if before == 1 else f"{before} others are"
    return f"Waiting in line: {others} before you"
