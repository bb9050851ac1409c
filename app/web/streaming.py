"""Pages that take long: the work in a thread, its progress and its page as server-sent events."""

import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Response, stream_with_context

from app.problems import Problem, problem
from app.recommendations.answer import Report, Step
from app.web.background import Background, Event, Send
from app.web.views import View, problem_view, progress_text

log = logging.getLogger(__name__)

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


def _events(
    work: Callable[[Report], T], view: Callable[[T], View], refused: Callable[[Problem], View]
) -> Iterator[str]:
    def reported(send: Send) -> T:
        return work(lambda step: send(_progress(step)))

    with Background(reported) as background:
        yield from background
        error = background.outcome.exception()
        last = _refusal(error, refused) if error else _result(view(background.outcome.result()))
        yield last.encode()


def _progress(step: Step) -> Event:
    """Of several members, the whole of the reading."""
    stage, done, total = step.stage, float(step.done), step.total
    if step.turn:
        share = step.done / step.total if step.total else 0.0
        stage, done, total = "reading", step.turn.place - 1 + share, step.turn.members
    shown = {"stage": stage, "done": done, "total": total}
    return Event("progress", shown | {"text": progress_text(step)})


def _result(view: View) -> Event:
    return Event("result", {"html": view.fragment(), "title": view.title})


def _refusal(error: BaseException, refused: Callable[[Problem], View]) -> Event:
    if isinstance(error, Problem):
        told = error
    else:
        log.error("unexpected error in a stream", exc_info=error)
        told = problem("internal")
    view = refused(told)
    answer = {"html": view.fragment(), "title": view.title}
    return Event("problem", answer | {"code": told.code, "status": told.status})
