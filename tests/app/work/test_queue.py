"""New answers that workers compute, with a real server, real workers and a real Redis."""

import json
import signal
from pathlib import Path

import pytest
from redis import Redis
from rq import Callback, Queue
from rq.serializers import JSONSerializer

from app.config import ConfigurationError, read_settings
from app.work.line import NAME
from scrapers.standin.server import Standin
from tests.app.test_recommendations_api import assert_problem
from tests.app.work.conftest import Hire, hiring
from tests.faults.conftest import Server, beside, eventually
from tests.redis_server import RedisServer


def stream(server: Server, **params: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a page that waits."""
    text = server.get("/recommendations/stream", **params).text
    found = [event.split("\n") for event in text.split("\n\n") if event.startswith("event: ")]
    return [(name.removeprefix("event: "), json.loads(data[6:])) for name, data in found]


def test_a_worker_answers_as_the_server_itself_would_and_the_server_keeps_it(
    server: Server, hire: Hire, names: list[str], archive: bytes
) -> None:
    hire()
    first = server.recommend(username=names[0], model="personal")
    assert first.status_code == 200
    assert len(first.json()["data"]) == 3
    assert "predict" in first.headers["Server-Timing"]
    kept = server.recommend(username=names[0], model="personal")
    assert kept.json() == first.json()
    assert "predict" not in kept.headers["Server-Timing"]
    token = server.upload(archive).json()["profile"]
    others = {
        "/api/v1/recommendations": {"profile": token, "only": "alien"},
        "/api/v1/statistics": {"username": names[0]},
        "/api/v1/compatibility": {"username": names[:2]},
        "/api/v1/groups/recommendations": {"username": names[:2], "profile": token},
        "/api/v1/predictions": {"username": names[0], "film": "alien"},
    }
    for path, params in others.items():
        assert server.get(path, **params).status_code == 200, path


def test_the_page_shows_the_pages_read_and_the_line(
    server: Server, hire: Hire, names: list[str], own_site: Standin, redis_server: RedisServer
) -> None:
    hire()
    own_site.latency = 1.0
    with beside(lambda: server.recommend(username=names[1])) as [other]:
        eventually(lambda: _taken(redis_server))
        events = stream(server, username=names[2])
        assert other.result().status_code == 200
    stages = [data["stage"] for name, data in events if name == "progress"]
    assert {"waiting", "reading", "training", "ranking"} <= set(stages), events
    assert any(data.get("total") for name, data in events if data.get("stage") == "reading")
    assert events[-1][0] == "result"


def test_a_refusal_comes_back_as_it_is(server: Server, hire: Hire, names: list[str]) -> None:
    hire()
    assert_problem(server.recommend(username="nobody_of_that_name"), 404, "member_not_found")
    assert_problem(server.recommend(username="private_person"), 403, "profile_private")
    assert_problem(
        server.recommend(username=names[0], model="collaborative"), 503, "model_not_trained"
    )


def test_without_a_worker_that_is_said_and_kept_answers_go_on(
    server: Server, hire: Hire, names: list[str]
) -> None:
    refused = server.recommend(username=names[0])
    assert_problem(refused, 503, "workers_away")
    assert int(refused.headers["Retry-After"]) > 0
    ready = server.get("/readyz")
    assert ready.status_code == 503
    assert "flask --app app work" in ready.json()["workers"]
    worker = hire()
    before = server.recommend(username=names[0]).json()
    worker.terminate()
    assert worker.wait(20) == 0
    eventually(lambda: server.get("/readyz").status_code == 503, 20)
    assert server.recommend(username=names[0]).json() == before
    assert_problem(server.recommend(username=names[1]), 503, "workers_away")


def test_another_worker_takes_up_what_a_killed_one_was_at(
    server: Server, hire: Hire, names: list[str], own_site: Standin, redis_server: RedisServer
) -> None:
    first = hire()
    own_site.latency = 2.0
    with beside(lambda: server.recommend(username=names[0])) as [answer]:
        eventually(lambda: _taken(redis_server))
        hire()
        first.kill()
        own_site.latency = 0.0
        _end_flights(redis_server)
        assert answer.result().status_code == 200


def test_a_killed_worker_without_another_is_told(
    server: Server, hire: Hire, names: list[str], own_site: Standin, redis_server: RedisServer
) -> None:
    worker = hire()
    own_site.latency = 2.0
    with beside(lambda: server.recommend(username=names[0])) as [answer]:
        eventually(lambda: _taken(redis_server))
        worker.kill()
        assert_problem(answer.result(), 503, "workers_away")


def test_a_stopped_worker_first_ends_its_task(
    server: Server, hire: Hire, names: list[str], own_site: Standin, redis_server: RedisServer
) -> None:
    worker = hire()
    own_site.latency = 0.5
    with beside(lambda: server.recommend(username=names[0])) as [answer]:
        eventually(lambda: _taken(redis_server))
        worker.send_signal(signal.SIGTERM)
        assert answer.result().status_code == 200
    assert worker.wait(20) == 0


def test_who_waits_too_long_for_a_worker_is_told_to_come_again(
    server: Server, hasty: Server, names: list[str], own_site: Standin, redis_server: RedisServer
) -> None:
    own_site.latency = 2.0
    with beside(lambda: server.recommend(username=names[0])) as [answer]:
        eventually(lambda: _taken(redis_server))
        refused = hasty.recommend(username=names[1])
        assert_problem(refused, 503, "busy")
        assert int(refused.headers["Retry-After"]) > 0
        with Redis.from_url(redis_server.url) as client:
            assert client.llen(f"rq:queue:{NAME}") == 0
        own_site.latency = 0.0
        assert answer.result().status_code == 200


def test_a_worker_counts_what_it_reads_for_the_client_who_asked(
    server: Server, settings: dict[str, str], names: list[str], tmp_path: Path
) -> None:
    with hiring(settings | {"RATE_LIMIT_READING": "1/hour"}, tmp_path) as begin:
        begin()
        eventually(lambda: server.get("/readyz").ok, 60)
        assert server.recommend(username=names[0]).status_code == 200
        assert_problem(server.recommend(username=names[1]), 429, "too_many_requests")


def test_nothing_of_a_task_is_left_nor_logged(
    server: Server, hire: Hire, names: list[str], redis_server: RedisServer, tmp_path: Path
) -> None:
    hire()
    assert server.recommend(username=names[0]).status_code == 200
    with Redis.from_url(redis_server.url) as client:
        eventually(lambda: not client.keys("rq:job:*"))
        assert not client.keys("projectionist:news:*")
        assert not client.keys("projectionist:handed:*")
        assert all(names[0].encode() not in key for key in client.scan_iter())
    assert names[0] not in (tmp_path / "worker.log").read_text(encoding="utf-8")


def test_what_else_is_put_into_the_queue_is_not_called(
    server: Server, hire: Hire, names: list[str], redis_server: RedisServer, tmp_path: Path
) -> None:
    hire()
    made = tmp_path / "made"
    with Redis.from_url(redis_server.url) as client:
        queue = Queue(NAME, connection=client, serializer=JSONSerializer)
        queue.enqueue("os.mkdir", str(made))
        queue.enqueue("app.work.compute.compute", {}, on_failure=Callback("os.mkdir"))
    assert server.recommend(username=names[0]).status_code == 200
    assert not made.exists()


def test_a_queue_needs_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLD_WORK", "queue")
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(ConfigurationError, match="COLD_WORK=queue needs REDIS_URL"):
        read_settings()


def _taken(redis_server: RedisServer) -> bool:
    with Redis.from_url(redis_server.url) as client:
        return bool(client.keys("projectionist:held:*"))


def _end_flights(redis_server: RedisServer) -> None:
    """Of the killed worker; they end by themselves within 30 seconds."""
    with Redis.from_url(redis_server.url) as client:
        for key in client.keys("projectionist:flight:*"):
            client.pexpire(key, 500)
