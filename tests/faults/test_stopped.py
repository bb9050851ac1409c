"""The server is asked to stop while it answers."""

import re
from functools import partial

import pytest
import requests

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.faults.conftest import Start, beside, eventually, workers_reading

LATENCY_SECONDS = 0.7  # of each of Letterboxd's pages
STREAM = "/recommendations/stream"


@pytest.fixture
def slow_site(own_site: Standin) -> Standin:
    own_site.latency = LATENCY_SECONDS
    return own_site


def reading(site: Standin, members: list[str]) -> bool:
    """Whether the first page of each of them has been read, so that more are being read now."""
    paths = " ".join(seen.path for seen in list(site.requests))
    return all(re.search(f"/{name}/films/", paths) for name in members)


def test_requests_that_run_are_answered_and_no_new_ones(
    start: Start, database: str, slow_site: Standin, world: BuiltinWorld
) -> None:
    server = start(DATABASE_URL=database, LETTERBOXD_URL=slow_site.url)
    one, other, third = world.suggestions()
    asked = [partial(server.recommend, username=name) for name in (one, other)]
    with beside(*asked, partial(server.get, STREAM, username=third)) as answers:
        eventually(lambda: reading(slow_site, [one, other, third]))
        assert not any(answer.done() for answer in answers)
        server.process.terminate()
        assert [answer.result().status_code for answer in answers] == [200] * 3
    assert "event: result" in answers[2].result().text
    assert server.process.wait(10) == 0
    with pytest.raises(requests.ConnectionError):
        server.get("/healthz")


def test_what_takes_too_long_is_cut_off_and_can_be_asked_again(
    start: Start, database: str, own_site: Standin, world: BuiltinWorld
) -> None:
    settings = {"DATABASE_URL": database, "LETTERBOXD_URL": own_site.url}
    server = start("--graceful-timeout", "1", **settings, LETTERBOXD_TIMEOUT="60")
    name = world.suggestions()[0]
    own_site.latency = 10.0
    with beside(partial(server.get, STREAM, username=name)) as [answer]:
        eventually(lambda: bool(workers_reading(server, own_site)))
        server.process.terminate()
        assert server.process.wait(8) == 0
        with pytest.raises(requests.RequestException):  # it ends without its last part
            answer.result()
    own_site.latency = 0.0
    again = start(**settings).recommend(username=name)
    assert (again.status_code, again.json()["meta"]["source"]) == (200, "pages")
