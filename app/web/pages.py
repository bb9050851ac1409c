"""The start page, its recommendations, and the stream that shows how they come about."""

from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    redirect,
    request,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from app.marks.visitor import visitor_asking
from app.problems import Problem
from app.recommendations.answer import Recommendations, Report
from app.recommendations.query import RecommendationQuery, parse_query
from app.recommendations.service import recommend
from app.services import current_services
from app.uploads import keep
from app.uploads.service import take_export
from app.uploads.upload import sent_file
from app.web.filters import counted, half_stars, lasting, signed
from app.web.streaming import streamed
from app.web.views import problem_view, result_view, start_view

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

Answered = tuple[Recommendations, RecommendationQuery]


@web.get("/")
def home() -> str:
    """The start page, or one member's recommendations."""
    if not any(request.args.get(name, "").strip() for name in ("username", "profile")):
        return start_view().page()
    query, visitor = parse_query(request.args), visitor_asking()
    return result_view(recommend(current_services(), query, visitor=visitor), query, visitor).page()


@web.post("/profiles")
def upload() -> WerkzeugResponse:
    """The form of a browser without the script; with it, the API takes the file."""
    taken = take_export(current_services(), sent_file(request))
    return redirect(url_for("web.home", profile=taken.profile), HTTPStatus.SEE_OTHER)


@web.post("/profiles/delete")
def forget() -> WerkzeugResponse:
    """A form cannot send DELETE."""
    keep.forget(current_services(), request.form.get("profile", ""))
    return redirect(url_for("web.home"), HTTPStatus.SEE_OTHER)


@web.get("/recommendations/stream")
def stream() -> Response:
    """What home() answers, as events."""
    services, args, visitor = current_services(), request.args, visitor_asking()

    def work(report: Report) -> Answered:
        query = parse_query(args)
        return recommend(services, query, report, visitor), query

    return streamed(work, lambda answered: result_view(*answered, visitor))


def problem_page(refused: Problem) -> str:
    """The page that tells of a problem, with the form filled in as it was."""
    return problem_view(refused).page()


@web.app_context_processor
def _on_every_page() -> dict[str, object]:
    settings = current_services().settings
    return {"source_url": settings.source_url, "tmdb": settings.tmdb_api_key is not None}


@web.after_app_request
def _keep_private(response: Response) -> Response:
    if "profile" in request.args:
        response.headers["Cache-Control"] = "no-store"  # what was uploaded is kept nowhere else
    return response
