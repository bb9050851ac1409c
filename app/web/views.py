"""What a visitor sees: each view is a whole page, or a fragment for the page already there."""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template, request

from app.problems import Problem
from app.recommendations.answer import Meta, Recommendations, Step
from app.recommendations.choice import NEEDED, Serving
from app.recommendations.query import ModelName
from app.services import Services
from app.uploads.keep import expiry
from app.web.filters import counted
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
LEANINGS = {-1.0: "Hidden gems", 0.0: "A bit of both", 1.0: "Crowd pleasers"}


@dataclass(frozen=True)
class View:
    """A template under fragments/, the title of its page, and what the template shows."""

    name: str
    title: str
    shown: dict[str, Any] = field(default_factory=dict)

    def fragment(self) -> str:
        return render_template(f"fragments/{self.name}.html", **self._context())

    def page(self) -> str:
        return render_template(
            "page.html",
            fragment=f"fragments/{self.name}.html",
            title=self.title,
            **self._context(),
        )

    def _context(self) -> dict[str, Any]:
        typed = request.args.get("username", "").strip()
        return {
            "typed": typed,
            "suggestions": _services().settings.suggested_usernames,
            "token": request.args.get("profile", ""),
            "upload_minutes": _services().settings.upload_ttl_minutes,
            "upload_bytes": MAX_ARCHIVE,
            "stages": STAGES,
        } | self.shown


def start_view() -> View:
    return View("start", "Projectionist: find tonight’s film")


def result_view(answer: Recommendations) -> View:
    meta = answer.meta
    who = meta.username or "you"
    uploaded = meta.source != "pages"
    shown = {
        "who": who,
        "asked": {"profile": request.args["profile"]} if uploaded else {"username": who},
        "expires_at": expiry(_services(), meta.read_at) if uploaded else None,
        "films": answer.data,
        "meta": meta,
        "origin": origin_text(meta),
        "models": {name: PICKED_BY[name] for name in _choices(meta)},
        "leanings": {} if meta.model == "popular" else LEANINGS,
    }
    title = f"{counted(len(answer.data), 'film')} for {who} · Projectionist"
    return View("result", title, shown)


def _choices(meta: Meta) -> list[ModelName]:
    """The models that can answer for this member."""
    names = Serving.now(_services()).names()
    return [name for name in names if name != "personal" or meta.rated >= NEEDED]


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
    others = "" if meta.model == "personal" else ", and from everybody else’s"
    return f"Learned from {counted(meta.rated, 'rating')}{others}"


def problem_view(problem: Problem) -> View:
    return View("problem", f"{problem.title} · Projectionist", {"problem": problem})


def progress_text(step: Step) -> str:
    """The stage, and how far it is where that is known.

    >>> progress_text(Step("reading", 3, 14))
    'Reading your films: page 3 of 14'
    """
    if not step.total:
        return STAGES[step.stage]
    unit = "page " if step.stage == "reading" else ""
    return f"{STAGES[step.stage]}: {unit}{step.done} of {step.total}"


def _services() -> Services:
    services: Services = current_app.extensions["projectionist"]
    return services
