"""How many requests one client may send, and what becomes of more."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests

from app import create_app
from app.config import Settings
from app.limits import door
from app.services import Services
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp, running
from tests.redis_server import RedisServer

MakeServices = Callable[..., Services]
PAGE = {"Accept": "text/html"}


def get(app: LiveApp, path: str = "/api/v1/films?q=alien", **headers: str) -> requests.Response:
    return requests.get(f"{app.url}{path}", headers=headers, timeout=60)


@contextmanager
def limited(make_services: MakeServices, **limits: str) -> Iterator[LiveApp]:
    with running(make_services(**limits)) as app:
        yield app


def test_more_requests_than_allowed_are_told_when_to_come_back(make_services: MakeServices) -> None:
    with limited(make_services, rate_limit_client="2/minute") as app:
        assert [get(app).status_code for _ in range(2)] == [200, 200]
        refused = get(app)
        assert_problem(refused, 429, "too_many_requests")
        assert 1 <= int(refused.headers["Retry-After"]) <= 61


def test_the_page_says_it_kindly_and_so_does_a_page_that_waits(make_services: MakeServices) -> None:
    with limited(make_services, rate_limit_client="1/minute") as app:
        get(app)
        page = get(app, "/?username=ada")
        assert page.status_code == 429
        assert "wait a little" in page.text
        events = get(app, "/recommendations/stream?username=ada")
        assert events.status_code == 200
        assert events.text.startswith("event: problem\n")
        assert '"code": "too_many_requests"' in events.text


def test_static_files_and_checks_of_health_are_free(make_services: MakeServices) -> None:
    with limited(make_services, rate_limit_client="1/minute") as app:
        for path in ("/healthz", "/readyz", "/assets/favicon.svg", "/internal/metrics"):
            assert {get(app, path).status_code for _ in range(3)} & {429} == set()
        assert get(app).status_code == 200


def test_addresses_that_do_not_exist_count_too(make_services: MakeServices) -> None:
    with limited(make_services, rate_limit_client="2/minute") as app:
        assert [get(app, f"/none/{n}").status_code for n in range(3)] == [404, 404, 429]


def test_all_ways_to_upload_count_together(make_services: MakeServices) -> None:
    with limited(make_services, rate_limit_uploads="2/hour") as app:
        films = {"films": [{"slug": "alien", "stars": 4.5}]}
        sent = [
            requests.post(f"{app.url}/api/v1/{to}", json=films, timeout=60).status_code
            for to in ("profiles", "lists", "profiles")
        ]
        assert sent == [201, 201, 429]
        assert requests.post(f"{app.url}/profiles", timeout=60).status_code == 429
        assert get(app).status_code == 200


def test_removals_cannot_be_tried_at_will(make_services: MakeServices) -> None:
    with limited(make_services, rate_limit_removals="2/hour") as app:
        asked = [
            requests.delete(f"{app.url}/api/v1/members/ada?proof=bio", timeout=60).status_code
            for _ in range(3)
        ]
        assert asked == [403, 403, 429]


def test_two_processes_with_one_redis_count_together(
    make_services: MakeServices, redis_server: RedisServer
) -> None:
    shared = {"redis_url": redis_server.url, "rate_limit_client": "3/minute"}
    with limited(make_services, **shared) as one, limited(make_services, **shared) as other:
        assert [get(app).status_code for app in (one, other, one, other)] == [200, 200, 200, 429]


def test_without_redis_each_counts_alone_until_it_is_back(
    make_services: MakeServices, redis_server: RedisServer
) -> None:
    settings = {"redis_url": redis_server.url, "rate_limit_client": "2/minute"}
    with limited(make_services, **settings) as app:
        assert get(app).status_code == 200
        redis_server.stop()
        assert [get(app).status_code for _ in range(3)] == [200, 200, 429]
        redis_server.start()
        assert_recovers(app)


def test_nobody_is_refused_for_counting_in_redis_when_it_went_away(
    make_services: MakeServices, redis_server: RedisServer
) -> None:
    settings = {"redis_url": redis_server.url, "rate_limit_client": "1000/minute"}
    with limited(make_services, **settings) as app, ThreadPoolExecutor(12) as visitors:
        assert get(app).status_code == 200
        with redis_server.frozen():
            answers = list(visitors.map(lambda _: get(app).status_code, range(12)))
    assert answers == [200] * 12


def assert_recovers(app: LiveApp) -> None:
    """Redis is asked again after a second or two."""
    pause = threading.Event()
    for _ in range(50):
        if get(app).status_code == 200:
            return
        pause.wait(0.2)
    pytest.fail("it never counts in Redis again")


def test_a_group_that_looks_every_few_seconds_is_not_turned_away(
    make_services: MakeServices,
) -> None:
    with limited(make_services, rate_limit_client="2/minute") as app:
        looked = {get(app, "/group/ABCDEFGH/state").status_code for _ in range(20)}
        assert looked == {404}
        assert get(app).status_code == 200


def test_every_address_with_a_limit_of_its_own_exists() -> None:
    known = {rule.endpoint for rule in create_app(Settings()).url_map.iter_rules()}
    assert known >= door.FREE | door.UPLOADING | door.REMOVING
