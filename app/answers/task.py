"""A question as a worker is asked it."""

from app.answers.question import A, Question
from app.observability.record import current
from app.uploads import keep
from app.work.task import Task


def task_of(question: Question[A]) -> Task:
    """With what is noted of the current request."""
    tokens = {about.profile for about in question.members if about.profile}
    names = {about.username for about in question.members if about.username}
    record = current()
    return Task(
        kind=question.kind,
        query=question.query.model_dump(mode="json", exclude={"format"}, exclude_defaults=True),
        visitor=question.visitor,
        owners=(*names, *map(keep.key, tokens)),
        request_id=record.request_id if record else "",
        client=record.client if record else None,
        members=record.members if record else (),
        private=(*names, *tokens, *([question.visitor] if question.visitor else ())),
    )
