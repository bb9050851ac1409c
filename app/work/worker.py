"""A process that computes one answer after the other, with models and catalogue in memory."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

import redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import JobTimeoutException

from app.observability.record import keep
from app.outages import told
from app.problems import problem
from app.work.compute import refusal
from app.work.line import Asked, Line

BEAT_SECONDS = 2.0


class ColdWorker(SimpleWorker):
    """In this process, not in one forked for each task: what it learns of a member is used for
    the next page, and connections last."""

    def __init__(self, line: Line) -> None:
        super().__init__(
            [line.queue],
            connection=line.redis,
            job_class=Asked,
            serializer=JSONSerializer,
            log_job_description=False,
        )
        self._line = line
        self._at: str | None = None

    @contextmanager
    def present(self) -> Iterator[None]:
        """Shows that this worker is alive, as long as the context lasts."""
        ended = Event()
        thread = Thread(target=self._beat, args=(ended,), daemon=True)
        thread.start()
        yield
        ended.set()
        thread.join()

    def execute_job(self, job: Job, queue: Queue) -> None:
        self._at = job.id
        self._line.show(job.id)
        try:
            super().execute_job(job, queue)
        finally:
            self._at = None
            keep(None)

    def handle_exception(self, job: Job, *raised: Any) -> None:
        """RQ's own would log what was asked."""
        error = raised[1]
        late = isinstance(error, JobTimeoutException)
        refused = problem("letterboxd_timeout") if late else told(error, "a worker")
        self._line.tell(job.id, refusal(refused))

    def _beat(self, ended: Event) -> None:
        while not ended.is_set():
            with suppress(redis.RedisError):  # the next time
                self._line.show(self._at)
            ended.wait(BEAT_SECONDS)
