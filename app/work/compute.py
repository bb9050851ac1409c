"""What a worker does with a task."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, NamedTuple

from flask import current_app
from pydantic import BaseModel
from rq import get_current_job

from app.compatibility.query import CompatibilityQuery
from app.compatibility.service import compare_members
from app.groups.query import GroupQuery
from app.groups.service import recommend_together
from app.observability.record import Record, keep
from app.predictions.query import PredictionQuery
from app.predictions.service import predict
from app.problems import Problem
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services, current_services
from app.statistics.query import StatisticsQuery
from app.statistics.service import statistics
from app.work.line import LEFT_SECONDS, Line, handed
from app.work.task import News, Task


class Kind(NamedTuple):
    """What is asked, and who answers it; `marks`: without the films that a visitor marked."""

    query: type[BaseModel]
    answer: Callable[..., BaseModel]
    marks: bool = False


KINDS = {
    "recommendations": Kind(RecommendationQuery, recommend, marks=True),
    "group": Kind(GroupQuery, recommend_together, marks=True),
    "statistics": Kind(StatisticsQuery, statistics),
    "predictions": Kind(PredictionQuery, predict),
    "compatibility": Kind(CompatibilityQuery, compare_members),
}


def compute(raw: dict[str, Any]) -> None:
    """Answer the task that this worker is at; whoever waits hears of it."""
    job, task = get_current_job(), Task.model_validate(raw)
    line: Line = current_app.extensions["projectionist.line"]
    if job is None:
        raise RuntimeError("only a worker computes")
    record = Record(
        task.request_id,
        method="task",
        route=task.kind,
        client=task.client,
        members=task.members,
        private=task.private,
    )
    keep(record)  # until the worker has told of failures too
    try:
        _hand_over(job.id, task, line)
        line.tell(job.id, News(ended=True, phases=dict(record.phases)))
    except Problem as refused:
        line.tell(job.id, refusal(refused))


def refusal(refused: Problem) -> News:
    return News(refused=asdict(refused))


def _hand_over(name: str, task: Task, line: Line) -> None:
    services = current_services()
    made = answer(services, task, lambda step: line.tell(name, News(step=asdict(step))))
    services.cache.put(handed(name), made.model_dump_json().encode(), LEFT_SECONDS, *task.owners)


def answer(services: Services, task: Task, report: Callable[..., None]) -> BaseModel:
    """As the server itself would."""
    kind = KINDS[task.kind]
    marks = {"visitor": task.visitor} if kind.marks else {}
    return kind.answer(services, kind.query.model_validate(task.query), report, **marks)
