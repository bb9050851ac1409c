"""The one way to an answer: it is there, or it is made once for all who ask for it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from app.answers.question import Place, Question, lacks_films, place, shared
from app.answers.task import task_of
from app.cold import Patience
from app.holding import renewing
from app.recommendations.answer import Report, Step
from app.services import Services
from app.work.workers import Workers

A = TypeVar("A", bound=BaseModel)
POOR_SECONDS = 300  # the next answer may know films that this one had to do without
STEP = TypeAdapter(Step)


def answer(
    services: Services, question: Question[A], make: Callable[[Report], A], report: Report
) -> A:
    """What `make` answers, or answered a while ago from the same films. Raises Problem: busy, and
    whatever `make` does."""
    found = _find(services, question)
    if found is not None:
        return found
    if services.workers is not None:
        return _ask(services, services.workers, question, report)
    return _make(services, question, make, report)


def _find(services: Services, question: Question[A]) -> A | None:
    where = place(services, question, shared(services, question))
    return None if where is None else _kept(services, question, where)


def _kept(services: Services, question: Question[A], where: Place) -> A | None:
    value = services.cache.get(where.key)
    try:
        return None if value is None else question.shape.model_validate_json(value)
    except ValidationError:  # kept by another version
        return None


def _ask(services: Services, workers: Workers, question: Question[A], report: Report) -> A:
    """One worker, for all who ask any server about the same members."""
    with (
        services.cold.admitted() as patience,
        services.flights.alone(f"asked:{question.flight}", lambda: _wait(patience, report)) as held,
    ):

        def told(step: dict[str, Any]) -> None:
            held.renew()
            report(STEP.validate_python(step))

        found = _find(services, question)
        if found is not None:
            return found
        made = workers.answer(task_of(question), told, patience)
        return question.shape.model_validate_json(made)


def _make(
    services: Services, question: Question[A], make: Callable[[Report], A], report: Report
) -> A:
    with (
        services.cold.admitted() as patience,
        services.flights.alone(question.flight, lambda: _wait(patience, report)) as held,
    ):
        found = _find(services, question)  # the one before may have made it
        return found or _made(services, question, lambda: make(renewing(held, report)))


def _wait(patience: Patience, report: Report) -> None:
    report(Step("waiting"))
    patience.check()


def _made(services: Services, question: Question[A], make: Callable[[], A]) -> A:
    rest = shared(services, question)
    made = make()
    if rest == shared(services, question):  # neither films nor models have changed meanwhile
        _keep(services, question, made, rest)
    return made


def _keep(services: Services, question: Question[A], made: A, rest: str) -> None:
    """Unless a member was removed or read again meanwhile."""
    where = place(services, question, rest)
    if where is None or not where.is_of(question.told(made)):
        return
    seconds = int((where.until - datetime.now(UTC)).total_seconds())
    if lacks_films(question.told(made)):
        seconds = min(seconds, POOR_SECONDS)
    if seconds > 0:
        services.cache.put(where.key, made.model_dump_json().encode(), seconds, *where.owners)
