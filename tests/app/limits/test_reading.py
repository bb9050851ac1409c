"""How often Letterboxd is asked for one visitor, and of one member."""

from collections.abc import Callable

import redis
import requests
from pydantic import SecretStr

from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import serve
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp, running
from tests.redis_server import RedisServer

MakeServices = Callable[..., Services]
NO_DIARY = Faults(forbidden=1.0, paths="/[^/]+/diary/.*")
COLD = {"rate_limit_reading": "2/minute"}


def ask(app: LiveApp, username: str, model: str = "popular", **params: str) -> requests.Response:
    return requests.get(
        f"{app.url}/api/v1/recommendations",
        params={"username": username, "model": model, **params},
        timeout=60,
    )


def test_a_visitor_has_so_many_new_members_read_and_known_ones_at_will(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    one, other, third = world.suggestions()
    with running(make_services(**COLD)) as app:
        assert [ask(app, name).status_code for name in (one, other, one, other)] == [200] * 4
        refused = ask(app, third)
        assert_problem(refused, 429, "too_many_requests")
        assert int(refused.headers["Retry-After"]) >= 1
        assert ask(app, one).status_code == 200


def test_who_reads_too_much_still_gets_what_is_stored(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    name = world.suggestions()[0]
    with running(make_services(profile_ttl_minutes=0, **COLD)) as app:
        sources = [ask(app, name).json()["meta"]["source"] for _ in range(3)]
    assert sources == ["pages", "pages", "stored"]


def test_the_stream_of_a_page_counts_as_the_page_does(
    make_services: MakeServices, world: BuiltinWorld
) -> None:
    one, other, third = world.suggestions()
    with running(make_services(**COLD)) as app:
        for name in (one, other):
            ask(app, name)
        streamed = requests.get(
            f"{app.url}/recommendations/stream", params={"username": third}, timeout=60
        )
    assert '"code": "too_many_requests"' in streamed.text


def test_a_name_that_cannot_be_read_is_not_asked_for_again_and_again(
    make_services: MakeServices,
) -> None:
    with running(make_services(rate_limit_username="2/minute")) as app:
        asked = [ask(app, "nobody_at_all").status_code for _ in range(3)]
        assert asked == [404, 404, 429]
        assert ask(app, "nobody_else").status_code == 404


def test_nor_is_a_watchlist_that_cannot_be_read(make_services: MakeServices) -> None:
    with running(make_services(rate_limit_username="3/minute")) as app:
        asked = [ask(app, "private_list", watchlist="only").status_code for _ in range(3)]
        assert asked == [403, 403, 429]
        assert ask(app, "private_list").status_code == 200


def test_nor_is_a_diary(make_services: MakeServices, world: BuiltinWorld) -> None:
    name = world.suggestions()[0]
    limits = {"rate_limit_username": "3/minute", "letterboxd_retries": 0}
    with serve(world, faults=NO_DIARY) as site:
        with running(make_services(site, **limits)) as app:
            asked = [ask(app, name, "personal", taste="recent").status_code for _ in range(4)]
        read = [seen for seen in site.requests if seen.path.startswith(f"/{name}/diary/")]
    assert (asked, len(read)) == ([200] * 4, 2)


def test_a_name_is_the_same_however_it_is_written(make_services: MakeServices) -> None:
    with running(make_services(rate_limit_username="2/minute")) as app:
        asked = [ask(app, name).status_code for name in ("no_such", "No_Such", " NO_SUCH ")]
    assert asked == [404, 404, 429]


def test_two_processes_count_together_and_each_alone_without_redis(
    make_services: MakeServices, redis_server: RedisServer, world: BuiltinWorld
) -> None:
    one, other, third = world.suggestions()
    settings = COLD | {"redis_url": redis_server.url}
    with running(make_services(**settings)) as app, running(make_services(**settings)) as second:
        assert [ask(app, one).status_code, ask(second, other).status_code] == [200, 200]
        assert ask(second, third).status_code == 429
        redis_server.stop()
        assert ask(second, third).status_code == 200


def test_commands_read_without_a_limit(services: Services) -> None:
    for _ in range(50):
        services.reading.count("ada")


def test_redis_is_not_told_who_was_read(
    make_services: MakeServices, world: BuiltinWorld, redis_server: RedisServer
) -> None:
    name = world.suggestions()[0]
    limits = {"rate_limit_username": "6/minute", "redis_url": SecretStr(redis_server.url)}
    with running(make_services(**limits)) as app:
        ask(app, name)
    with redis.Redis.from_url(redis_server.url) as client:
        keys = [key.decode() for key in client.scan_iter()]
    assert any("username" in key for key in keys)
    assert not any(name in key for key in keys)
