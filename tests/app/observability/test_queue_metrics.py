"""What Prometheus is told of the questions that wait for a worker."""

import time
from collections.abc import Callable

from prometheus_client import Metric

from app.observability.state import State
from app.services import Services
from app.work.line import Line
from app.work.task import Task
from tests.redis_server import RedisServer

TASKS, SECONDS = "projectionist_queue_tasks", "projectionist_queue_oldest_seconds"
TASK = Task(
    kind="recommendations",
    query={},
    visitor=None,
    owners=(),
    request_id="",
    client=None,
    members=(),
    private=(),
)


def told(services: Services) -> dict[str, float]:
    metrics: list[Metric] = list(State(services).collect())
    return {it.name: it.samples[0].value for it in metrics if it.name in (TASKS, SECONDS)}


def test_length_and_age_of_the_line_are_those_of_redis(
    make_services: Callable[..., Services], redis_server: RedisServer
) -> None:
    services = make_services(cold_work="queue", redis_url=redis_server.url)
    assert told(services) == {TASKS: 0, SECONDS: 0}
    line = Line(redis_server.url, 10)
    first, _ = line.add(TASK), time.sleep(1)
    second = line.add(TASK)
    found = told(services)
    assert found[TASKS] == 2
    assert 1 <= found[SECONDS] < 60
    line.drop(first)
    younger = told(services)
    assert (younger[TASKS], younger[SECONDS] < found[SECONDS]) == (1, True)
    line.drop(second)
    assert told(services) == {TASKS: 0, SECONDS: 0}


def test_nothing_is_told_of_it_while_redis_is_away(
    make_services: Callable[..., Services], redis_server: RedisServer
) -> None:
    services = make_services(cold_work="queue", redis_url=redis_server.url)
    redis_server.stop()
    assert told(services) == {}
    redis_server.start()
    assert told(services) == {TASKS: 0, SECONDS: 0}


def test_servers_that_compute_themselves_have_no_line(services: Services) -> None:
    assert told(services) == {}
