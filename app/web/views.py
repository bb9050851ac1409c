"""What a visitor sees: each view is a whole page, or a fragment for the page already there."""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template, request

from app.problems import Problem
from app.recommendations.answer import Recommendations, Step
from app.services import Services
from app.web.filters import counted

# The stages of app.recommendations.answer.Step as people read them.
STAGES = {
    "reading": "Reading your films",
    "films": "Adding films",
    "training": "Training your forest",
    "ranking": "Ranking",
}


@dataclass(frozen=True)
class Choice:
    """Another way to pick films, as a link on the result page offers it."""

    label: str
    model: str
    popularity: float = 0.0


CHOICES = (
    Choice("Your own ratings", "personal"),
    Choice("Everybody’s ratings", "collaborative"),
    Choice("Hidden gems", "collaborative", -1.0),
    Choice("Crowd pleasers", "collaborative", 1.0),
)


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
            "stages": STAGES,
        } | self.shown


def start_view() -> View:
    return View("start", "Projectionist: find tonight’s film")


def result_view(answer: Recommendations) -> View:
    title = f"{counted(len(answer.data), 'film')} for {answer.meta.username} · Projectionist"
    choices = CHOICES if _services().artifacts.current() else ()
    shown = {"films": answer.data, "meta": answer.meta, "choices": choices}
    return View("result", title, shown)


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
