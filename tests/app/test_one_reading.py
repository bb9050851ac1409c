"""One reading about a member at a time, in this process and in others; and none lasts for ever."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Thread

import pytest
import redis

from app.gate import PLACES, Gate, GateFullError
from app.groups import together
from app.groups.query import GroupQuery, Wishes
from app.groups.service import recommend_together
from app.problems import Problem
from app.profiles import read_profile
from app.profiles.alone import alone, silently
from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services
from app.watchlist_picker.query import PicksQuery
from app.watchlist_picker.service import spin
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.changing_world import asked_for
from tests.conftest import serving
from tests.redis_server import RedisServer

Make = Callable[..., Services]


@dataclass(frozen=True)
class Pair:
    """Two servers that share a store and a Redis, and the site that they read."""

    one: Services
    other: Services
    site: Standin


@pytest.fixture
def slow_site(world: BuiltinWorld) -> Iterator[Standin]:
    with serve(world, latency=0.2) as site:
        yield site


@pytest.fixture
def pair(make_services: Make, slow_site: Standin, redis_server: RedisServer) -> Iterator[Pair]:
    one = make_services(slow_site, redis_url=redis_server.url)
    with serving(one.settings) as other:
        yield Pair(one, other, slow_site)


@pytest.fixture
def two(world: BuiltinWorld) -> list[str]:
    return list(world.suggestions()[:2])


def ignore(done: int, total: int) -> None:
    pass


def together_at_once(*asks: Callable[[], object]) -> None:
    with ThreadPoolExecutor(len(asks)) as pool:
        for done in [pool.submit(ask) for ask in asks]:
            done.result()


def test_two_visitors_for_one_member_take_turns(services: Services) -> None:
    inside, order = Event(), list[str]()

    def first() -> None:
        with alone(services, services.gate, "ada", silently):
            inside.set()
            time.sleep(0.2)
            order.append("first")

    def second() -> None:
        inside.wait(10)
        with alone(services, services.gate, "ada", silently):
            order.append("second")

    together_at_once(first, second)
    assert order == ["first", "second"]


def test_servers_that_are_asked_about_a_member_in_different_ways_read_them_once(
    pair: Pair, two: list[str]
) -> None:
    ada, bob = two
    code = together.start(pair.one, Wishes())
    together_at_once(
        lambda: recommend(pair.one, RecommendationQuery(username=ada, model="popular")),
        lambda: recommend_together(pair.other, GroupQuery(username=[ada, bob], model="popular")),
        lambda: recommend_together(pair.one, GroupQuery(username=[bob, ada], model="popular")),
        lambda: spin(pair.other, PicksQuery(username=[ada], model="popular")),
        lambda: together.join(pair.other, code, ada),
    )
    assert [asked_for(pair.site, f"/{name}/films/") for name in two] == [1, 1]


def test_the_cache_does_not_tell_whose_pages_are_read(
    pair: Pair, two: list[str], redis_server: RedisServer
) -> None:
    held: list[bytes] = []
    with redis.Redis.from_url(redis_server.url) as client:
        read_profile(pair.one, two[0], lambda done, total: held.extend(client.keys("*flight*")))
    assert held
    assert not any(two[0].encode() in key for key in held)


def test_who_waits_for_another_servers_reading_hears_that_it_goes_on(
    pair: Pair, two: list[str]
) -> None:
    begun, told = Event(), list[tuple[int, int]]()

    def page(_done: int, _total: int) -> None:
        begun.set()
        time.sleep(1.5)

    thread = Thread(target=read_profile, args=(pair.one, two[0], page))
    thread.start()
    begun.wait(30)
    read_profile(pair.other, two[0], lambda done, total: told.append((done, total)))
    thread.join()
    assert set(told) == {(0, 0)}


def test_without_redis_each_server_reads_by_itself(
    pair: Pair, two: list[str], redis_server: RedisServer
) -> None:
    redis_server.stop()
    together_at_once(
        *(lambda: read_profile(pair.one, two[0], ignore),) * 2,
        *(lambda: read_profile(pair.other, two[0], ignore),) * 2,
    )
    assert asked_for(pair.site, f"/{two[0]}/films/") == 2


def test_nobody_waits_for_anothers_reading_longer_than_the_gates_time(services: Services) -> None:
    gate, ticks = Gate(name="quick", seconds=0.5), list[int]()
    with (
        alone(services, gate, "ada", silently),
        pytest.raises(GateFullError),
        alone(services, gate, "ada", lambda: ticks.append(1)),
    ):
        pass
    assert len(ticks) <= 1
    with gate.enter(), gate.enter(), gate.enter(), gate.enter():
        pass  # the place was given back


def test_a_reading_ends_when_its_time_is_over_with_the_problem_of_a_slow_site(
    make_services: Make, world: BuiltinWorld, two: list[str]
) -> None:
    faults = Faults(slow=1.0, slow_seconds=0.8)
    with serve(world, faults=faults) as site:
        services = make_services(site, letterboxd_concurrency=1, letterboxd_retries=10)
        services.__dict__["gate"] = Gate(PLACES, seconds=2)
        began = time.monotonic()
        with pytest.raises(Problem) as refused:
            read_profile(services, two[0], ignore)
        assert time.monotonic() - began < 30
    assert (refused.value.code, refused.value.status) == ("letterboxd_timeout", 504)
