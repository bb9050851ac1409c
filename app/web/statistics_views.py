"""What the statistics page shows: the form, the figures, or why there are none."""

from dataclasses import asdict
from typing import Any

from flask import request

from app.problems import Problem
from app.statistics.answer import Kind, Standing, Standings, Statistics
from app.statistics.query import StatisticsQuery
from app.statistics.standing import FEWEST_MEMBERS
from app.web.charts import charts
from app.web.views import STAGES, View

STAGES_HERE = {stage: STAGES[stage] for stage in ("reading", "films")}
RANKED = 8  # names in a list
FEWEST_FILMS = 2  # of a person among the most watched
MOST_WATCHED: dict[Kind, str] = {
    "country": "Countries",
    "language": "Languages",
    "era": "Eras",
    "runtime": "Running times",
}
PEOPLE: dict[Kind, str] = {"director": "Directors", "actor": "Actors"}


def start_view() -> View:
    return _view("statistics_start", "Your films in figures · Projectionist", {})


def refused_view(refused: Problem) -> View:
    title = f"{refused.title} · Projectionist"
    return _view("statistics_start", title, {"problem": refused})


def figures_view(answer: Statistics, query: StatisticsQuery) -> View:
    who = answer.meta.username or "you"
    drawn = charts(answer)
    shown = {
        "answer": answer,
        "who": who,
        "asked": query.model_dump(include={"username", "profile"}, exclude_none=True),
        "diary": {"diary": "true"} if query.diary else {},
        "offer_diary": answer.meta.source == "pages" and not query.diary,
        "standings": _sentences(answer.standings),
        "fewest_members": FEWEST_MEMBERS,
        "charts": drawn,
        "chart_data": {name: asdict(chart) for name, chart in drawn.items()},
        "watched": MOST_WATCHED,
        "people": PEOPLE,
        "ranked": RANKED,
        "fewest_films": FEWEST_FILMS,
    }
    return _view("statistics", f"{who} in figures · Projectionist", shown)


def _sentences(standings: Standings) -> dict[str, str]:
    """Each figure's place among the members stored here, where there are enough of them."""
    return {
        name: f"above {it.percentile:.0f}% of {it.members:,} members here"
        for name, it in standings
        if isinstance(it, Standing) and it.percentile is not None
    }


def _view(name: str, title: str, shown: dict[str, Any]) -> View:
    known = {
        "stages": STAGES_HERE,
        "working": "Counting the films of",
        "asked_token": request.args.get("profile", "").strip(),
    }
    return View(name, title, known | shown, layout="statistics.html")
