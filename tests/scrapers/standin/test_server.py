"""What goes wrong on purpose, and what is remembered of it, over real HTTP."""

import time
from http.client import HTTPConnection

import pytest
import requests

from scrapers.standin.faults import Fault, Faults
from scrapers.standin.server import serve
from tests.scrapers.small_world import SmallWorld

FILM = "/film/film-1/"


def always(fault: Fault, **options: float) -> Faults:
    return Faults(**{fault: 1.0} | options)


@pytest.mark.parametrize(
    ("fault", "statuses", "words"),
    [
        ("rate_limited", {429}, "You are being rate limited"),
        ("challenge", {403}, "<title>Just a moment...</title>"),
        ("forbidden", {403}, "nginx"),
        ("server_error", {500, 502, 503, 520, 521, 522}, ""),
    ],
)
def test_a_fault_answers_as_the_site_does(fault: Fault, statuses: set[int], words: str) -> None:
    with serve(SmallWorld(), faults=always(fault)) as site:
        answers = [requests.get(site.url + FILM, timeout=5) for _ in range(30)]
    assert {answer.status_code for answer in answers} == statuses
    assert all(words in answer.text for answer in answers)


def test_a_limit_says_when_to_come_back() -> None:
    with serve(SmallWorld(), faults=always("rate_limited", retry_after=7)) as site:
        assert requests.get(site.url + FILM, timeout=5).headers["Retry-After"] == "7"


def test_only_a_challenge_is_marked_as_one() -> None:
    with serve(SmallWorld(), faults=always("challenge")) as site:
        answer = requests.get(site.url + FILM, timeout=5)
        assert answer.headers["cf-mitigated"] == "challenge"
    with serve(SmallWorld(), faults=always("forbidden")) as site:
        assert "cf-mitigated" not in requests.get(site.url + FILM, timeout=5).headers


def test_a_cut_answer_ends_too_early() -> None:
    with serve(SmallWorld(), faults=always("cut")) as site:
        response = requests.get(site.url + FILM, stream=True, timeout=5)
        promised = int(response.headers["Content-Length"])
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            _ = response.content
    assert promised > 1000


def test_a_slow_answer_is_a_page_in_the_end() -> None:
    with serve(SmallWorld(), faults=always("slow", slow_seconds=0.3)) as site:
        started = time.monotonic()
        assert "Film 1" in requests.get(site.url + FILM, timeout=5).text
    assert time.monotonic() - started >= 0.3


def test_every_request_is_remembered() -> None:
    with serve(SmallWorld(), latency=0.05) as site:
        requests.get(site.url + FILM, timeout=5, headers={"User-Agent": "Watcher/1"})
        requests.get(f"{site.url}/film/none/", timeout=5)
        first, second = site.requests
    assert (first.path, first.user_agent) == (FILM, "Watcher/1")
    assert second.path == "/film/none/"
    assert first.started + 0.05 <= first.ended <= second.started


def test_a_connection_is_kept_for_the_next_request() -> None:
    with serve(SmallWorld()) as site:
        connection = HTTPConnection(site.url.removeprefix("http://"), timeout=5)
        ports = set()
        for _ in range(3):
            connection.request("GET", FILM)
            assert connection.getresponse().read()
            ports.add(connection.sock.getsockname())
        connection.close()
    assert len(ports) == 1


def test_nobody_is_answered_afterwards_on_a_connection_that_was_kept() -> None:
    with serve(SmallWorld()) as site:
        connection = HTTPConnection(site.url.removeprefix("http://"), timeout=5)
        connection.request("GET", FILM)
        assert connection.getresponse().read()
        kept = connection.sock
    assert kept.recv(1) == b""
    connection.close()


def test_the_port_is_free_again_afterwards() -> None:
    with serve(SmallWorld()) as site:
        port = int(site.url.rsplit(":", 1)[1])
    with pytest.raises(requests.ConnectionError):
        requests.get(site.url + FILM, timeout=5)
    with serve(SmallWorld(), port=port) as again:
        assert again.url == site.url
