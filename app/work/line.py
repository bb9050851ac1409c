"""The queue, and what is known of the tasks in it, in Redis."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

import redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from app.cache import PREFIX
from app.work.task import News, Task

NAME = "projectionist"
COMPUTE = "app.work.compute.compute"
TASK_SECONDS = 600  # then a worker gives it up: a long history takes minutes to read
HEAR_SECONDS = 1.0
REDIS_SECONDS = 5.0
PRESENT_SECONDS = 10  # after the last sign of life
LEFT_SECONDS = 60  # what nobody has fetched


class Asked(Job):
    """Whoever can write to Redis must not choose what a worker calls."""

    success_callback = failure_callback = stopped_callback = None

    @property
    def func(self) -> Callable[[dict[str, object]], None]:
        from app.work.compute import compute

        return compute


class Length(NamedTuple):
    """How many tasks no worker has taken yet, and for how many seconds the first of them waits."""

    tasks: int
    seconds: float = 0.0


class Line:
    """All methods raise RedisError. `waiting` is how long a task may wait, in seconds."""

    def __init__(self, url: str, waiting: float) -> None:
        self.redis = redis.Redis.from_url(
            url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
        )
        self.queue = Queue(NAME, connection=self.redis, job_class=Asked, serializer=JSONSerializer)
        self._waiting = round(waiting) + LEFT_SECONDS

    def add(self, task: Task) -> str:
        """Last in line; returns what the task is called from now on."""
        name = uuid4().hex
        self.queue.enqueue_call(
            COMPUTE,
            args=(task.model_dump(mode="json"),),
            timeout=TASK_SECONDS,
            ttl=self._waiting,
            result_ttl=0,
            failure_ttl=LEFT_SECONDS,
            description=task.kind,  # RQ's own would hold the member's name
            job_id=name,
        )
        return name

    def before(self, name: str) -> int | None:
        """How many tasks come first; None if a worker has taken this one."""
        return self.queue.get_job_position(name)

    def length(self) -> Length:
        now = datetime.now(UTC)
        first = [job.enqueued_at for job in self.queue.get_jobs(0, 1) if job.enqueued_at]
        return Length(self.queue.count, *((now - since).total_seconds() for since in first))

    def drop(self, name: str) -> None:
        """Nobody waits for it any more. One that is being computed ends, and its answer is kept."""
        if self.before(name) is not None:
            self.queue.remove(name)
            Asked(name, self.redis, JSONSerializer).delete()
        self.redis.delete(_news(name))

    def tell(self, name: str, news: News) -> None:
        with self.redis.pipeline() as pipe:
            pipe.rpush(_news(name), news.model_dump_json())
            pipe.expire(_news(name), TASK_SECONDS)
            pipe.execute()

    def hear(self, name: str) -> News | None:
        """None if there is nothing new within HEAR_SECONDS."""
        heard = self.redis.blpop([_news(name)], HEAR_SECONDS)
        return News.model_validate_json(heard[1]) if heard else None

    def show(self, name: str | None) -> None:
        """A worker is alive, and at this task."""
        self.redis.set(f"{PREFIX}workers", "", ex=PRESENT_SECONDS)
        if name:
            self.redis.set(_held(name), "", ex=PRESENT_SECONDS)

    def staffed(self) -> bool:
        """Whether any worker is alive."""
        return bool(self.redis.exists(f"{PREFIX}workers"))

    def held(self, name: str) -> bool:
        """Whether the worker that took this task is alive."""
        return bool(self.redis.exists(_held(name)))


def handed(name: str) -> str:
    """The key of a finished answer in the cache, until whoever asked has fetched it."""
    return f"handed:{name}"


def _news(name: str) -> str:
    return f"{PREFIX}news:{name}"


def _held(name: str) -> str:
    return f"{PREFIX}held:{name}"
