from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from app.gate import PLACES, Gate, GateFullError
from app.problems import Problem
from app.profiles import read_profile
from app.services import FEEDS_AT_ONCE, Services
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import serve


def ignore(done: int, total: int) -> None:
    pass


def test_when_all_places_are_taken_the_next_one_is_turned_away() -> None:
    gate = Gate(places=1)
    with gate.enter(), pytest.raises(GateFullError), gate.enter():
        pass
    with gate.enter():
        pass


def test_visitors_who_come_together_for_one_member_cause_one_reading(
    make_services: Callable[..., Services], world: BuiltinWorld
) -> None:
    with serve(world, latency=0.05) as site, ThreadPoolExecutor(PLACES) as pool:
        services = make_services(site)
        name = world.suggestions()[0]
        profiles = list(pool.map(lambda _: read_profile(services, name, ignore), range(PLACES)))
        first_pages = sum(request.path == f"/{name}/films/" for request in site.requests)
    assert first_pages == 1
    assert len({profile.read_at for profile in profiles}) == 1


def test_a_full_house_is_a_problem_that_says_when_to_return(services: Services) -> None:
    with ExitStack() as stack, pytest.raises(Problem) as refused:
        for _ in range(PLACES):
            stack.enter_context(services.gate.enter())
        for _ in range(FEEDS_AT_ONCE):
            stack.enter_context(services.feeds.enter())
        read_profile(services, "night_owl", ignore)
    assert refused.value.code == "busy"
    assert refused.value.retry_after


def test_threads_that_come_together_share_one_engine(
    make_services: Callable[..., Services],
) -> None:
    services = make_services()
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: services.engine, range(8)))
    assert len(set(map(id, engines))) == 1
