import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import requests

from app import create_app
from app.members import code
from app.profiles import read_profile
from app.profiles.feed import newest_if_any
from app.services import Services
from app.store import members, watchlists
from scrapers.standin.export import export_zip
from scrapers.standin.faults import Faults
from scrapers.standin.server import serve
from tests.app.test_recommendations_api import assert_problem
from tests.app.test_uploads_api import send, send_list
from tests.chatty_world import ChattySite, ChattyWorld
from tests.conftest import LiveApp, running
from tests.redis_server import RedisServer

MakeServices = Callable[..., Services]
NAME, OTHER = "pocket_change", "soft_landing"


@pytest.fixture(params=["memory", "redis"])
def kept_in(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of the cache."""
    if request.param == "memory":
        return {}
    return {"redis_url": request.getfixturevalue("redis_server").url}


@pytest.fixture
def app(make_services: MakeServices, chatty: ChattySite) -> Iterator[LiveApp]:
    with running(make_services(chatty.standin)) as app:
        yield app


def ask_code(app: LiveApp, name: str = NAME) -> requests.Response:
    return requests.post(f"{app.url}/api/v1/members/{name}/removal", timeout=10)


def remove(app: LiveApp, name: str = NAME, **proof: str) -> requests.Response:
    return requests.delete(f"{app.url}/api/v1/members/{name}", params=proof, timeout=10)


def put_code(app: LiveApp, chatty: ChattySite, name: str = NAME) -> str:
    """As the member does it."""
    issued: str = ask_code(app, name).json()["code"]
    chatty.world.bios[name] = f"Films.\n{issued} is not poetry."
    return issued


def export(chatty: ChattySite, name: str = NAME) -> bytes:
    member = chatty.world.member(name)
    assert member is not None
    return export_zip(member)


def upload(app: LiveApp, chatty: ChattySite, name: str = NAME) -> str:
    token: str = send(app, export(chatty, name)).json()["profile"]
    return token


def is_there(app: LiveApp, token: str) -> bool:
    url = f"{app.url}/api/v1/recommendations"
    return requests.get(url, params={"profile": token}, timeout=60).ok


def fill(services: Services, name: str) -> None:
    """Everything of a member into the database."""
    profile = read_profile(services, name, lambda done, total: None)
    with services.engine.begin() as connection:
        watchlists.save(connection, name, profile.movie_ids[:3])


def stored(services: Services, name: str) -> list[bool]:
    """Whether the member, ratings and watchlist are there."""
    with services.engine.connect() as connection:
        profile = members.load(connection, name)
        wanted = watchlists.load(connection, name)
    return [profile is not None, wanted is not None and len(wanted.movie_ids) > 0]


def test_the_code_in_the_bio_removes_all_that_is_kept_of_the_member_alone(
    make_services: MakeServices, chatty: ChattySite, kept_in: dict[str, str]
) -> None:
    services = make_services(chatty.standin, **kept_in)
    with running(services) as app:
        tokens = [upload(app, chatty) for _ in range(2)]
        others = upload(app, chatty, OTHER)
        for name in (NAME, OTHER):
            fill(services, name)
            newest_if_any(services, name)
        put_code(app, chatty)
        done = remove(app, proof="bio")
        assert (done.status_code, done.content) == (204, b"")
        assert stored(services, NAME) == [False, False]
        assert not any(is_there(app, token) for token in tokens)
        assert stored(services, OTHER) == [True, True]
        assert is_there(app, others)
        for name in (NAME, OTHER):
            newest_if_any(services, name)
    asked = Counter(request.path for request in chatty.standin.requests)
    assert (asked[f"/{NAME}/rss/"], asked[f"/{OTHER}/rss/"]) == (2, 1)


def test_nothing_of_a_removed_member_is_left_in_redis(
    make_services: MakeServices, chatty: ChattySite, redis_server: RedisServer
) -> None:
    with running(make_services(chatty.standin, redis_url=redis_server.url)) as app:
        upload(app, chatty)
        put_code(app, chatty)
        newest_if_any(app.services, NAME)
        with redis.Redis.from_url(redis_server.url) as client:
            assert client.dbsize() == 4  # upload, code, feed, and where they are
            assert remove(app, proof="bio").status_code == 204
            assert client.dbsize() == 0


def test_an_own_export_is_a_proof_too(app: LiveApp, chatty: ChattySite) -> None:
    fill(app.services, NAME)
    token = upload(app, chatty)
    assert remove(app, NAME.upper(), profile=token).status_code == 204
    assert stored(app.services, NAME) == [False, False]
    assert not is_there(app, token)


def test_who_proves_it_may_ask_though_nothing_is_stored(app: LiveApp, chatty: ChattySite) -> None:
    put_code(app, chatty)
    assert remove(app, proof="bio").status_code == 204


def test_the_bio_is_read_with_one_request(app: LiveApp, chatty: ChattySite) -> None:
    put_code(app, chatty)
    remove(app, proof="bio")
    paths = [request.path for request in chatty.standin.requests]
    assert paths == ["/robots.txt", f"/{NAME}/"]


def test_a_code_tells_what_to_do_and_until_when(app: LiveApp) -> None:
    answer = ask_code(app, "Pocket_Change").json()
    assert answer["code"].startswith("projectionist-")
    assert len(answer["code"]) == len("projectionist-") + 8
    left = datetime.fromisoformat(answer["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    assert f"DELETE /api/v1/members/{NAME}?proof=bio" in answer["how"]


def test_nobody_can_take_a_members_code_from_under_them(app: LiveApp, chatty: ChattySite) -> None:
    first = ask_code(app).json()
    assert ask_code(app).json() == first
    assert ask_code(app, OTHER).json()["code"] != first["code"]


def test_a_code_serves_once(app: LiveApp, chatty: ChattySite) -> None:
    used = put_code(app, chatty)
    assert remove(app, proof="bio").status_code == 204
    fill(app.services, NAME)
    assert_problem(remove(app, proof="bio"), 403, "proof_missing")
    assert ask_code(app).json()["code"] != used
    assert stored(app.services, NAME) == [True, True]


@pytest.mark.parametrize("proof", [{}, {"proof": "bio"}])
def test_a_stranger_without_a_proof_removes_nothing(
    app: LiveApp, chatty: ChattySite, proof: dict[str, str]
) -> None:
    fill(app.services, NAME)
    ask_code(app)
    detail = assert_problem(remove(app, **proof), 403, "proof_missing")["detail"]
    assert f"Only “{NAME}”" in detail
    assert "put it into the bio" in detail
    assert stored(app.services, NAME) == [True, True]


@pytest.mark.parametrize("bio", ["projectionist-", "projectionist-22222222", "{}0", ""])
def test_another_code_in_the_bio_removes_nothing(
    app: LiveApp, chatty: ChattySite, bio: str
) -> None:
    chatty.world.bios[NAME] = bio.format(ask_code(app).json()["code"][:-1])
    assert_problem(remove(app, proof="bio"), 403, "proof_missing")


def test_the_code_of_one_member_in_the_bio_of_another_removes_neither(
    app: LiveApp, chatty: ChattySite
) -> None:
    chatty.world.bios[OTHER] = ask_code(app).json()["code"]
    ask_code(app, OTHER)
    for name in (NAME, OTHER):
        fill(app.services, name)
        assert_problem(remove(app, name, proof="bio"), 403, "proof_missing")
        assert stored(app.services, name) == [True, True]


def test_without_a_code_letterboxd_is_not_even_asked(app: LiveApp, chatty: ChattySite) -> None:
    assert_problem(remove(app, proof="bio"), 403, "proof_missing")
    assert not chatty.standin.requests


def test_an_upload_of_somebody_else_is_no_proof(app: LiveApp, chatty: ChattySite) -> None:
    fill(app.services, NAME)
    films = [{"film_id": film_id} for film_id in range(10_001, 10_004)]
    for token in (upload(app, chatty, OTHER), send_list(app, films=films).json()["profile"]):
        assert_problem(remove(app, profile=token), 403, "proof_missing")
        assert is_there(app, token)
    assert_problem(remove(app, profile="x" * 43), 404, "profile_expired")
    assert stored(app.services, NAME) == [True, True]


def test_a_code_expires(app: LiveApp, chatty: ChattySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code, "LIFETIME", timedelta(seconds=1))
    old = put_code(app, chatty)
    time.sleep(1.1)
    assert_problem(remove(app, proof="bio"), 403, "proof_missing")
    assert ask_code(app).json()["code"] != old


@pytest.mark.parametrize("name", ["x", "a-b", "a" * 31, "%00ab", "..%5Cetc", "é" * 5])
def test_what_cannot_be_a_name_is_refused(app: LiveApp, name: str) -> None:
    assert_problem(ask_code(app, name), 422, "invalid_username")
    assert_problem(remove(app, name, proof="bio"), 422, "invalid_username")


def test_an_unknown_kind_of_proof_is_refused(app: LiveApp) -> None:
    assert_problem(remove(app, proof="password"), 422, "invalid_request")


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("nobody_of_that_name", 404, "member_not_found"), ("private_person", 403, "profile_private")],
)
def test_a_page_that_cannot_be_seen_is_named(
    app: LiveApp, name: str, status: int, code: str
) -> None:
    ask_code(app, name)
    assert_problem(remove(app, name, proof="bio"), status, code)


@pytest.mark.parametrize("fault", ["challenge", "server_error"])
def test_a_site_that_does_not_answer_is_named(make_services: MakeServices, fault: str) -> None:
    faults: dict[str, Any] = {fault: 1.0}
    with (
        serve(ChattyWorld(), faults=Faults(**faults)) as standin,
        running(make_services(standin)) as app,
    ):
        ask_code(app)
        refused = remove(app, proof="bio")
    assert refused.status_code == 503
    assert refused.json()["code"].startswith("letterboxd_")
    assert int(refused.headers["Retry-After"]) > 0


def test_where_reading_is_off_an_export_still_does(
    make_services: MakeServices, chatty: ChattySite
) -> None:
    with running(make_services(chatty.standin, letterboxd_scraping="off")) as app:
        ask_code(app)
        assert_problem(remove(app, proof="bio"), 503, "scraping_disabled")
        assert not chatty.standin.requests
        assert remove(app, profile=upload(app, chatty)).status_code == 204


def test_while_the_cache_is_away_nothing_is_removed(
    make_services: MakeServices, chatty: ChattySite, redis_server: RedisServer
) -> None:
    services = make_services(chatty.standin, redis_url=redis_server.url)
    fill(services, NAME)
    with running(services) as app:
        redis_server.stop()
        assert_problem(ask_code(app), 503, "removal_unavailable")
    command = forget(services, NAME)
    assert command.exit_code == 1
    assert "nothing was removed" in command.output
    assert stored(services, NAME) == [True, True]


def forget(services: Services, name: str) -> Any:
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    return app.test_cli_runner().invoke(args=["members", "forget", name])


def test_the_command_removes_uploads_as_well(
    make_services: MakeServices, chatty: ChattySite, redis_server: RedisServer
) -> None:
    with running(make_services(chatty.standin, redis_url=redis_server.url)) as app:
        token = upload(app, chatty)
        operator = make_services(chatty.standin, redis_url=redis_server.url)
        assert forget(operator, NAME).output == f"forgot {NAME}\n"
        assert not is_there(app, token)
        assert "nothing is kept" in forget(operator, NAME).output


def test_the_log_tells_of_a_removal_without_the_name(
    app: LiveApp, chatty: ChattySite, caplog: pytest.LogCaptureFixture
) -> None:
    put_code(app, chatty)
    with caplog.at_level(logging.INFO, "app"):
        remove(app, proof="bio")
    [line] = [r.getMessage() for r in caplog.records if r.name.startswith("app.")]
    assert line.startswith("removed what was kept of member ")
    assert NAME not in line


def test_an_unexpected_error_is_logged_without_the_name(
    make_services: MakeServices, caplog: pytest.LogCaptureFixture
) -> None:
    services = make_services()
    services.__dict__["cache"] = None
    with caplog.at_level(logging.ERROR), running(services) as app:
        assert_problem(ask_code(app), 500, "internal")
    assert "/api/v1/members/<username>/removal" in caplog.text
    assert NAME not in caplog.text


def test_the_operations_are_described(app: LiveApp) -> None:
    paths = requests.get(f"{app.url}/api/v1/openapi.json", timeout=10).json()["paths"]
    operation = paths["/api/v1/members/{username}"]["delete"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names == {"username", "proof", "profile", "keep_out"}
    assert set(operation["responses"]) >= {"204", "403", "404", "422", "500", "503"}
    assert set(paths["/api/v1/members/{username}/removal"]["post"]["responses"]) >= {"200", "422"}
