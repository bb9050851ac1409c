"""What the page of a film shows."""

from flask import request

from app.films.answer import FilmAnswer, FilmDetails
from app.problems import Problem
from app.web.views import STAGES as ALL_STAGES
from app.web.views import View

KEPT = ("username", "profile", "model", "taste")  # from one film to the next
STAGES = {stage: label for stage, label in ALL_STAGES.items() if stage != "ranking"}
CAST_SHOWN = 12
LISTS = {
    "genres": "Genres",
    "themes": "Themes",
    "countries": "Countries",
    "languages": "Languages",
    "studios": "Studios",
}


def film_view(answer: FilmAnswer, refused: Problem | None = None) -> View:
    """`refused` is why there is no prediction, if one was asked for."""
    film, meta = answer.data.film, answer.meta.member
    shown = {
        "film": film,
        "credit": _credit(film),
        "lists": [
            (label, names) for name, label in LISTS.items() if (names := getattr(film, name))
        ],
        "cast": (film.cast[:CAST_SHOWN], film.cast[CAST_SHOWN:]),
        "member": answer.data.member,
        "who": (meta.username or "you") if meta else None,
        "notices": meta.notices if meta else [],
        "similar": answer.data.similar,
        "similar_by": answer.meta.similar_by,
        "asked": {} if refused else _kept(),
        "problem": refused,
        "working": "Predicting for",
        "stages": STAGES,
    }
    year = f" ({film.release_year})" if film.release_year else ""
    return View("film", f"{film.title}{year} · Projectionist", shown, layout="film.html")


def _credit(film: FilmDetails) -> str:
    """The year, the length and the directors, as far as they are known."""
    runtime = f"{film.runtime} min" if film.runtime else None
    kind = "Television" if film.content_type == "tv" else None
    facts = (film.release_year, runtime, kind, ", ".join(film.directors))
    return " · ".join(str(fact) for fact in facts if fact)


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in KEPT if request.args.get(name, "").strip()}
