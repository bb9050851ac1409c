"""Two servers with a Postgres and a Redis in common answer as one."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import requests

from app.artifacts import Trained
from app.members.service import remove
from app.services import Services
from models.artifacts import Manifest
from models.general import GeneralModel, Report
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from scrapers.standin.server import Standin, serve
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import standin_settings
from tests.faults.conftest import PATIENCE_SECONDS, Server, eventually, starting
from tests.redis_server import RedisServer

ROUTE = "/api/v1/recommendations"
REMOVALS = 3  # that a client may begin within the hour


@dataclass(frozen=True)
class Pair:
    """Both servers, the site that they read, and what commands beside them would use."""

    servers: tuple[Server, Server]
    site: Standin
    services: Services

    def post(self, at: int, path: str, **sent: Any) -> requests.Response:
        url = f"{self.servers[at].url}{path}"
        return requests.post(url, timeout=PATIENCE_SECONDS, allow_redirects=False, **sent)

    def both(self, **params: str) -> list[requests.Response]:
        return [server.recommend(**params) for server in self.servers]

    def answered(self) -> list[bool]:
        """Of each recommendation that was given, whether it was computed for that."""
        logs = [server.log.read_text(encoding="utf-8") for server in self.servers]
        lines = [json.loads(line) for log in logs for line in log.split("\n")[:-1]]  # whole ones
        return ["predict" in it["phases"] for it in lines if it.get("route") == ROUTE]


@pytest.fixture(scope="module")
def pair(
    create_database: Any,
    full_database: str,
    world: BuiltinWorld,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pair]:
    """One pair for all tests of this module, which are about different members."""
    database, folder = create_database(full_database), tmp_path_factory.mktemp("pair")
    redis_server = RedisServer(folder)
    redis_server.start()
    with serve(world) as site, ExitStack() as stack:
        shared = {
            "DATABASE_URL": database,
            "REDIS_URL": redis_server.url,
            "DATA_DIR": str(folder / "data"),
            "LETTERBOXD_URL": site.url,
            "LOG_FORMAT": "json",
            "WEB_CONCURRENCY": "1",
            "RATE_LIMIT_REMOVALS": f"{REMOVALS}/hour",
        }
        begin = [stack.enter_context(starting(tmp_path_factory.mktemp(it))) for it in ("a", "b")]
        changes = {"redis_url": redis_server.url, "data_dir": folder / "data"}
        services = Services(standin_settings(site, database, **changes))
        yield Pair((begin[0](**shared), begin[1](**shared)), site, services)
        services.letterboxd.close()
        services.engine.dispose()
    redis_server.stop()


@pytest.fixture
def names(world: BuiltinWorld) -> list[str]:
    return list(world.suggestions())


def archive(world: BuiltinWorld, username: str) -> bytes:
    member = world.member(username)
    assert member is not None
    return export_zip(member)


def titles(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["film"]["slug"] for item in answer.json()["data"]]


def test_an_upload_made_at_one_answers_at_the_other_until_either_deletes_it(
    pair: Pair, world: BuiltinWorld, names: list[str]
) -> None:
    one, other = pair.servers
    token = one.upload(archive(world, names[0])).json()["profile"]
    assert titles(other.recommend(profile=token)) == titles(one.recommend(profile=token))
    address = f"{other.url}/api/v1/profiles/{token}"
    assert requests.delete(address, timeout=PATIENCE_SECONDS).status_code == 204
    for answer in pair.both(profile=token):
        assert_problem(answer, 404, "profile_expired")


def test_people_join_one_group_at_both_and_see_the_same_films(pair: Pair, names: list[str]) -> None:
    code = pair.post(0, "/group/new", data={"rule": "average"}).headers["Location"][-8:]
    seats = [_join(pair, at, code, name) for at, name in enumerate(names[:2])]
    assert pair.post(1, f"/group/{code}/films", data={"seat": seats[1]}).status_code == 303
    assert pair.post(0, f"/group/{code}/spin", data={"seat": seats[0]}).status_code == 303
    states = [it.get(f"/group/{code}/state", seat="", version=0).json() for it in pair.servers]
    assert states[0] == states[1]
    assert all(name in states[0]["html"] for name in names[:2])
    assert "film-title" in states[0]["html"]


def _join(pair: Pair, at: int, code: str, name: str) -> str:
    joined = pair.post(at, f"/group/{code}/join", data={"username": name})
    assert joined.status_code == 303, joined.text
    return parse_qs(urlsplit(joined.headers["Location"]).query)["seat"][0]


def test_phones_that_join_at_both_at_once_all_get_a_seat(
    pair: Pair, world: BuiltinWorld, names: list[str]
) -> None:
    code = pair.post(0, "/group/new").headers["Location"][-8:]
    exports = [archive(world, name) for name in names[:3]]

    def join(number: int) -> int:
        file = {"file": ("letterboxd.zip", io.BytesIO(exports[number]), "application/zip")}
        return pair.post(number % 2, f"/group/{code}/upload", files=file).status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(join, range(3))) == [303] * 3
    state = pair.servers[0].get(f"/group/{code}/state", seat="", version=0).json()
    assert all(name in state["html"] for name in names[:3])


def test_a_mark_made_at_one_holds_at_the_other(pair: Pair, names: list[str]) -> None:
    one, other = pair.servers
    visitor = {"Projectionist-Visitor": pair.post(0, "/api/v1/marks").json()["visitor"]}
    ask = partial(
        requests.get,
        params={"username": names[1], "model": "popular"},
        headers=visitor,
        timeout=PATIENCE_SECONDS,
    )
    first = titles(ask(f"{other.url}/api/v1/recommendations"))[0]
    marked = requests.put(
        f"{one.url}/api/v1/marks/{first}",
        json={"kind": "not_interested"},
        headers=visitor,
        timeout=PATIENCE_SECONDS,
    )
    assert marked.status_code == 204
    for server in pair.servers:
        assert first not in titles(ask(f"{server.url}/api/v1/recommendations"))


def test_who_asks_the_same_at_both_at_once_causes_one_reading_and_one_training(
    pair: Pair, world: BuiltinWorld
) -> None:
    name, before = _unread(pair, world), pair.answered()
    pair.site.latency = 0.2
    asks = [partial(it.recommend, username=name, model="personal") for it in pair.servers * 2]
    with ThreadPoolExecutor(len(asks)) as pool:
        answers = [answer.result() for answer in [pool.submit(ask) for ask in asks]]
    pair.site.latency = 0.0
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    eventually(lambda: len(pair.answered()) == len(before) + len(asks))
    assert sum(pair.answered()) == sum(before) + 1


def _unread(pair: Pair, world: BuiltinWorld) -> str:
    """A member of whom nothing is stored."""
    name = world.suggestions()[2]
    remove(pair.services, name)
    return name


def test_an_answer_of_one_is_given_again_by_the_other(pair: Pair, names: list[str]) -> None:
    one, other = pair.servers
    first = one.recommend(username=names[0], model="popular", limit=7)
    again = other.recommend(username=names[0], model="popular", limit=7)
    assert again.json() == first.json()
    assert "predict" in first.headers["Server-Timing"]
    assert "predict" not in again.headers["Server-Timing"]


def test_requests_are_counted_together(pair: Pair) -> None:
    path = "/api/v1/members/night_owl/removal"
    answers = [pair.post(number % 2, path) for number in range(REMOVALS + 2)]
    assert [answer.status_code for answer in answers] == [200] * REMOVALS + [429] * 2
    assert all(int(it.headers["Retry-After"]) > 0 for it in answers[REMOVALS:])


def test_both_follow_a_newly_trained_model(pair: Pair, names: list[str]) -> None:
    shown = []
    for stars in (4.0, 3.0):
        _publish(pair.services, stars)
        one, other = pair.both(username=names[0], model="general")
        assert titles(one) == titles(other)
        shown.append([answer.json()["data"][0]["predicted_rating"] for answer in (one, other)])
    assert shown[0][0] == shown[0][1] > shown[1][0] == shown[1][1]


def _publish(services: Services, stars: float) -> None:
    """A model that knows the same of all films."""
    ids = services.catalogue.current().films.ids
    size = len(ids.values)
    model = GeneralModel(np.full(size, stars), np.arange(size, dtype=np.float64), Report())
    manifest = Manifest("general", "2026-01-01", 20, size, size)
    services.general.publish(Trained(manifest, model, ids))


def test_both_follow_a_film_that_changed(pair: Pair, names: list[str]) -> None:
    shown = pair.both(username=names[1], model="popular")[0].json()["data"][0]["film"]
    with pair.services.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE projectionist.films SET title = 'Another Title', scraped_at = now() "
            f"WHERE movie_id = {shown['film_id']}"
        )
    for answer in pair.both(username=names[1], model="popular"):
        assert answer.json()["data"][0]["film"]["title"] == "Another Title"


def test_a_member_who_is_removed_is_gone_from_both(pair: Pair, names: list[str]) -> None:
    before = [answer.json()["meta"] for answer in pair.both(username=names[1], model="popular")]
    assert before[0] == before[1]
    assert remove(pair.services, names[1])
    after = [answer.json()["meta"] for answer in pair.both(username=names[1], model="popular")]
    assert after[0] == after[1]
    assert after[0]["read_at"] > before[0]["read_at"]
