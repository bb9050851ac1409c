"""The start page, its recommendations, and the stream that shows how they come about."""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from app.problems import Problem, problem
from app.recommendations.answer import Recommendations, Step
from app.recommendations.query import parse_query
from app.recommendations.service import recommend
from app.services import Services
from app.uploads import keep
from app.uploads.service import take_export
from app.uploads.upload import sent_file
from app.web.background import Background, Event, Send
from app.web.filters import counted, half_stars, lasting, signed
from app.web.views import problem_view, progress_text, result_view, start_view

log = logging.getLogger(__name__)

web = Blueprint(
    "web",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/assets",
)
web.add_app_template_filter(counted)
web.add_app_template_filter(half_stars)
web.add_app_template_filter(lasting)
web.add_app_template_filter(signed)

LETTERBOXD_IMAGES = "https://a.ltrbxd.com https://s.ltrbxd.com"


@web.get("/")
def home() -> str:
    """The start page, or one member's recommendations."""
    if not any(request.args.get(name, "").strip() for name in ("username", "profile")):
        return start_view().page()
    return result_view(recommend(_services(), parse_query(request.args))).page()


@web.post("/profiles")
def upload() -> WerkzeugResponse:
    """The form of a browser without the script; with it, the API takes the file."""
    taken = take_export(_services(), sent_file(request))
    return redirect(url_for("web.home", profile=taken.profile), HTTPStatus.SEE_OTHER)


@web.post("/profiles/delete")
def forget() -> WerkzeugResponse:
    """A form cannot send DELETE."""
    keep.forget(_services(), request.form.get("profile", ""))
    return redirect(url_for("web.home"), HTTPStatus.SEE_OTHER)


@web.get("/recommendations/stream")
def stream() -> Response:
    """What home() answers, as events: `progress`, then `result` or `problem`."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(stream_with_context(_events()), mimetype="text/event-stream", headers=headers)


def _events() -> Iterator[str]:
    services, args = _services(), request.args

    def work(send: Send) -> Recommendations:
        return recommend(services, parse_query(args), lambda step: send(_progress(step)))

    with Background(work) as background:
        yield from background
        error = background.outcome.exception()
        last = _refusal(error) if error else _result(background.outcome.result())
        yield last.encode()


def _progress(step: Step) -> Event:
    return Event("progress", asdict(step) | {"text": progress_text(step)})


def _result(answer: Recommendations) -> Event:
    view = result_view(answer)
    return Event("result", {"html": view.fragment(), "title": view.title})


def _refusal(error: BaseException) -> Event:
    if isinstance(error, Problem):
        refused = error
    else:
        log.error("unexpected error in a stream", exc_info=error)
        refused = problem("internal")
    view = problem_view(refused)
    answer = {"html": view.fragment(), "title": view.title}
    return Event("problem", answer | {"code": refused.code, "status": refused.status})


def problem_page(refused: Problem) -> str:
    """The page that tells of a problem, with the form filled in as it was."""
    return problem_view(refused).page()


@web.after_app_request
def _protect(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    if "profile" in request.args:
        response.headers["Cache-Control"] = "no-store"  # what was uploaded is kept nowhere else
    if response.mimetype == "text/html" and not request.path.startswith("/api/"):
        response.headers["Content-Security-Policy"] = _policy()
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response


def _policy() -> str:
    site = urlsplit(_services().settings.letterboxd_url)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' {LETTERBOXD_IMAGES} {site.scheme}://{site.netloc}",
            "connect-src 'self'",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _services() -> Services:
    services: Services = current_app.extensions["projectionist"]
    return services
