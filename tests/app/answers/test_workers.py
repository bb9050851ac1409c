"""Two worker processes that share a Redis answer as one."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from app.services import Services
from tests.app.observability.conftest import Served, Start
from tests.app.test_cold import wait_until
from tests.redis_server import RedisServer

VISITORS = 8


def ask(served: Served, **params: object) -> requests.Response:
    return requests.get(f"{served.url}/api/v1/recommendations", params=params, timeout=60)


def ask_together(served: Served, **params: object) -> list[dict[str, Any]]:
    with ThreadPoolExecutor(VISITORS) as pool:
        answers = list(pool.map(lambda _: ask(served, **params), range(VISITORS)))
    assert {answer.status_code for answer in answers} == {200}
    return [answer.json() for answer in answers]


def cold_places(served: Served) -> float:
    found = re.search(r'gate_places_taken\{gate="cold"\} (\S+)', served.metrics())
    return float(found[1]) if found else 0


def test_who_asks_the_same_together_causes_one_answer(
    start: Start, services: Services, redis_server: RedisServer
) -> None:
    served = start(WEB_CONCURRENCY="2", REDIS_URL=redis_server.url)
    answers = ask_together(served, username=services.settings.suggested_usernames[0])
    assert all(answer == answers[0] for answer in answers)
    made = [line for line in served.answered(VISITORS) if "predict" in line["phases"]]
    assert len(made) == 1


def test_without_redis_each_process_makes_its_own(
    start: Start, services: Services, redis_server: RedisServer
) -> None:
    off = dict.fromkeys(("RATE_LIMIT_CLIENT", "RATE_LIMIT_READING", "RATE_LIMIT_USERNAME"), "off")
    served = start(WEB_CONCURRENCY="2", REDIS_URL=redis_server.url, **off)
    redis_server.stop()
    answers = ask_together(served, username=services.settings.suggested_usernames[1])
    assert all(answer["data"] == answers[0]["data"] for answer in answers)


def test_kept_answers_are_given_while_all_places_are_taken(
    start: Start, services: Services, redis_server: RedisServer
) -> None:
    served = start(REDIS_URL=redis_server.url, COLD_WAITING="1", LETTERBOXD_RATE="3")
    first, *others = services.settings.suggested_usernames
    before = ask(served, username=first).json()
    waiting = [
        threading.Thread(target=ask, args=(served,), kwargs={"username": name})
        for name in others[:2]
    ]
    for thread in waiting:
        thread.start()
    wait_until(lambda: cold_places(served) == len(waiting))
    refused = ask(served, username=first, page=2)
    assert refused.status_code == 503
    assert refused.json()["code"] == "busy"
    assert int(refused.headers["Retry-After"]) >= 1
    kept = ask(served, username=first)
    assert kept.json() == before
    assert kept.elapsed.total_seconds() < 1
    for thread in waiting:
        thread.join()


def test_who_has_an_answer_is_not_sent_it_again(start: Start, services: Services) -> None:
    served = start()
    name = services.settings.suggested_usernames[0]
    address = f"{served.url}/api/v1/recommendations?username={name}"
    for coding in ("identity", "gzip", "zstd"):
        headers = {"Accept-Encoding": coding}
        first = requests.get(address, headers=headers, timeout=60)
        assert first.headers.get("Content-Encoding", "identity") == coding
        again = requests.get(
            address, headers=headers | {"If-None-Match": first.headers["ETag"]}, timeout=60
        )
        assert (again.status_code, again.content) == (304, b"")


def test_a_worker_that_leaves_no_memory_is_followed_by_another_and_no_request_is_lost(
    start: Start,
) -> None:
    served = start(MEMORY_LIMIT_MB="1")
    wait_until(served.workers)
    [before] = served.workers()
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda _: requests.get(f"{served.url}/healthz", timeout=30), range(600))
        assert {answer.status_code for answer in answers} == {200}
    wait_until(lambda: served.workers() not in ([], [before]))
    assert "a worker ends because memory is short" in served.log.read_text()
