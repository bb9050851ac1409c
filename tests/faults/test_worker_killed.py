"""A worker is killed while it works."""

from functools import partial

import pytest
import redis
import requests

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.faults.conftest import Start, beside, eventually, stored_members, workers_reading
from tests.redis_server import RedisServer

LEASE_SECONDS = 30


def test_it_takes_nothing_with_it_but_its_own_requests(
    start: Start,
    database: str,
    own_site: Standin,
    redis_server: RedisServer,
    world: BuiltinWorld,
) -> None:
    server = start(DATABASE_URL=database, LETTERBOXD_URL=own_site.url, REDIS_URL=redis_server.url)
    own_site.latency = 2.0
    name = world.suggestions()[0]
    with beside(partial(server.recommend, username=name)) as [answer]:
        eventually(lambda: len(workers_reading(server, own_site)) == 1)
        [killed] = workers_reading(server, own_site)
        killed.kill()
        assert all(server.get("/healthz").ok for _ in range(20))
        with pytest.raises(requests.ConnectionError):
            answer.result()
    eventually(lambda: len(server.workers()) == 2 and killed not in server.workers(), 10)
    assert stored_members(database) == 0
    own_site.latency = 0.0
    end_leases(redis_server)
    again = server.recommend(username=name)
    assert (again.status_code, again.json()["meta"]["source"]) == (200, "pages")
    assert stored_members(database) == 1


def end_leases(redis_server: RedisServer) -> None:
    """They end by themselves; a test does not wait so long."""
    with redis.Redis.from_url(redis_server.url) as client:
        for key in client.keys("projectionist:*"):
            assert 0 < client.ttl(key) <= LEASE_SECONDS, key
            client.pexpire(key, 500)
