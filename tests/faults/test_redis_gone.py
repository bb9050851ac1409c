"""Redis is killed, comes back empty, or hangs."""

from datetime import timedelta

import pytest

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.app.test_recommendations_api import assert_problem
from tests.faults.conftest import Server, Start, eventually
from tests.redis_server import RedisServer

TIMES = 8  # enough to meet both workers


@pytest.fixture
def server(start: Start, database: str, site: Standin, redis_server: RedisServer) -> Server:
    limit = "1000/minute"
    return start(
        DATABASE_URL=database,
        LETTERBOXD_URL=site.url,
        REDIS_URL=redis_server.url,
        RATE_LIMIT_CLIENT=limit,
        RATE_LIMIT_READING=limit,
    )


def test_without_redis_members_are_answered_and_uploads_put_off(
    server: Server, redis_server: RedisServer, world: BuiltinWorld, archive: bytes
) -> None:
    known, new, _ = world.suggestions()
    assert server.recommend(username=known).status_code == 200
    before = server.upload(archive).json()["profile"]
    redis_server.kill()
    for name in (known, new):
        assert server.recommend(username=name).status_code == 200
    for refused in (server.upload(archive), server.recommend(profile=before)):
        assert_problem(refused, 503, "uploads_unavailable")
        assert refused.headers["Retry-After"] == "60"
    redis_server.start()
    after = server.upload(archive).json()["profile"]
    for _ in range(TIMES):
        assert server.recommend(profile=after).status_code == 200
    assert_problem(server.recommend(profile=before), 404, "profile_expired")


def test_a_redis_that_hangs_costs_a_visitor_seconds_and_the_next_ones_nothing(
    server: Server, redis_server: RedisServer, world: BuiltinWorld, archive: bytes
) -> None:
    name = world.suggestions()[0]
    assert server.recommend(username=name).status_code == 200
    with redis_server.frozen():
        answers = [server.recommend(username=name) for _ in range(TIMES)]
        assert {answer.status_code for answer in answers} == {200}
        slow = [it for it in answers if it.elapsed > timedelta(seconds=1)]
        assert len(slow) <= 2  # one of each worker
        assert all(it.elapsed < timedelta(seconds=5) for it in slow)
    eventually(lambda: server.upload(archive).status_code == 201, 15)
