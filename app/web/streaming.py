"""Pages that take long: the work in a thread, its progress and its page as server-sent events."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Response, stream_with_context

from app.observability.requests import note_problem
from app.outages import told
from app.problems import Problem
from app.recommendations.answer import Report, Step
from app.web.background import Background, Event, Send
from app.web.views import View, problem_view, progress_text

T = TypeVar("T")

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def streamed(
    work: Callable[[Report], T],
    view: Callable[[T], View],
    refused: Callable[[Problem], View] = problem_view,
) -> Response:
    """Events: `progress`, then `result` or `problem`. `work` runs without a request."""
    events = stream_with_context(_events(work, view, refused))
    return Response(events, mimetype="text/event-stream", headers=HEADERS)


def refused_stream(refused: Problem) -> Response:
    """For a page that already waits for events: it would not see the status of an answer."""
    return Response(_refusal(refused, problem_view), mimetype="text/event-stream", headers=HEADERS)


def _events(
    work: Callable[[Report], T], view: Callable[[T], View], refused: Callable[[Problem], View]
) -> Iterator[str]:
    def reported(send: Send) -> T:
        return work(lambda step: send(_progress(step)))

    with Background(reported) as background:
        yield from background
        error = background.outcome.exception()
        yield _refusal(error, refused) if error else _result(view(background.outcome.result()))


def _progress(step: Step) -> Event:
    """Of several members, the whole of the reading; then their models are asked in turn."""
    stage, done, total = step.stage, float(step.done), step.total
    if step.turn and step.stage in ("reading", "films"):
        share = step.done / step.total if step.total else 0.0
        stage, done, total = "reading", step.turn.place - 1 + share, step.turn.members
    shown = {"stage": stage, "done": done, "total": total}
    return Event("progress", shown | {"text": progress_text(step)})


def _result(view: View) -> str:
    return Event("result", {"html": view.fragment(), "title": view.title}).encode()


def _refusal(error: BaseException, refused: Callable[[Problem], View]) -> str:
    problem = told(error, "a stream")
    note_problem(problem.code)
    view = refused(problem)
    answer = {"html": view.fragment(), "title": view.title}
    return Event("problem", answer | {"code": problem.code, "status": problem.status}).encode()
