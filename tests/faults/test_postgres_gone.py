"""Postgres is killed, comes back, or hangs."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
import requests

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.app.test_recommendations_api import assert_problem
from tests.faults.conftest import Server, beside, eventually, starting
from tests.faults.postgres_server import PostgresServer

THREADS = 8  # of a worker


@pytest.fixture(scope="module")
def own_postgres(
    full_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    server.copy(full_database)
    yield server


@pytest.fixture(scope="module")
def server(
    own_postgres: PostgresServer, site: Standin, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with starting(folder) as start:
        yield start(
            DATABASE_URL=own_postgres.url, LETTERBOXD_URL=site.url, WEB_CONCURRENCY="1"
        )  # one cache, as uploads need without Redis


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


def assert_away(answer: requests.Response) -> None:
    assert_problem(answer, 503, "database_unavailable")
    assert answer.headers["Retry-After"] == "30"


def test_while_postgres_is_gone_memory_answers_and_all_else_is_told(
    server: Server, own_postgres: PostgresServer, member: str, archive: bytes
) -> None:
    assert server.recommend(username=member).status_code == 200
    uploaded = server.upload(archive).json()["profile"]
    own_postgres.kill()
    try:
        assert_away(server.recommend(username=member))
        told = server.get("/recommendations/stream", username=member).text
        assert '"code": "database_unavailable"' in told
        assert server.get("/readyz").status_code == 503
        for profile in (uploaded, server.upload(archive).json()["profile"]):
            assert len(server.recommend(profile=profile, model="personal").json()["data"]) == 3
        for path in ("/healthz", "/", "/api/v1/films?q=alien"):
            assert server.get(path).status_code == 200, path
    finally:
        own_postgres.start()
    eventually(lambda: server.get("/readyz").status_code == 200)
    assert server.recommend(username=member).status_code == 200


def test_a_postgres_that_hangs_holds_nobody_for_long(
    server: Server, own_postgres: PostgresServer, member: str
) -> None:
    assert server.recommend(username=member).status_code == 200
    with own_postgres.frozen():
        visitors = [partial(server.recommend, username=member)] * (2 * THREADS)
        with beside(*visitors) as answers:
            for answer in answers:
                assert_away(answer.result())
        assert server.get("/healthz").elapsed < timedelta(seconds=2)
    eventually(lambda: server.recommend(username=member).status_code == 200)
