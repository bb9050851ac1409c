"""Who has waited long enough is told so, whatever the client is waiting for."""

import time
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from scrapers.errors import OutOfTimeError, ScraperError, SiteTimeoutError
from scrapers.patience import within
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.scrapers.helpers import FILM, Connect
from tests.scrapers.small_world import SmallWorld

SECONDS = 1.0
SOON = 4.0  # even on a busy machine
Wait = Callable[[], object]


@pytest.fixture
def slow() -> Iterator[Standin]:
    with serve(SmallWorld(), faults=Faults(slow=1.0, slow_seconds=6.0, paths=FILM)) as site:
        yield site


def assert_ends(wait: Wait, error: type[ScraperError] = SiteTimeoutError) -> None:
    began = time.monotonic()
    with pytest.raises(error), within(SECONDS):
        wait()
    assert time.monotonic() - began < SOON


def test_an_answer_is_not_waited_for_longer(slow: Standin, connect: Connect) -> None:
    client = connect(slow, timeout=20, retries=3)
    assert_ends(lambda: client.get(FILM))


def test_nor_is_a_pause_between_two_attempts(connect: Connect) -> None:
    with serve(SmallWorld(), faults=Faults(cut=1.0, paths=FILM)) as site:
        client = connect(site, retries=3, backoff=30)
        assert_ends(lambda: client.get(FILM), ScraperError)


def test_nor_the_pace(standin: Standin, connect: Connect) -> None:
    client = connect(standin, rate=0.01)
    with pytest.raises(SiteTimeoutError), within(SECONDS):
        client.get(FILM)  # robots.txt was the first request
    assert len(standin.requests) == 1


def test_nor_others_who_ask_at_the_same_time(slow: Standin, connect: Connect) -> None:
    client = connect(slow, concurrency=1, timeout=20)
    client.get("/robots.txt")
    other = Thread(target=client.get, args=(FILM,))
    other.start()
    time.sleep(0.3)
    assert_ends(lambda: client.get("/film/film-2/"))
    other.join()


def test_it_holds_for_the_threads_of_the_client_too(slow: Standin, connect: Connect) -> None:
    client = connect(slow, timeout=20, retries=3)
    began = time.monotonic()
    with within(SECONDS):
        [(_, result)] = client.map(client.get, [FILM])
    assert isinstance(result, SiteTimeoutError)
    assert time.monotonic() - began < SOON


def test_the_site_is_not_blamed(connect: Connect) -> None:
    with serve(SmallWorld(), faults=Faults(slow=1.0, slow_seconds=1.0, paths=FILM)) as site:
        client = connect(site, rate=4, timeout=20)
        with pytest.raises(OutOfTimeError), within(0.5):
            client.get(FILM)
        began = time.monotonic()
        for number in (2, 3, 4, 5, 6):
            client.get(f"/film/film-{number}/")
    assert time.monotonic() - began < 1.9  # 2.5 s at half the pace


def test_the_shorter_of_two_times_counts_and_afterwards_there_is_time_again(
    standin: Standin, connect: Connect
) -> None:
    client = connect(standin)
    with within(60), within(0), within(60), pytest.raises(SiteTimeoutError):
        client.get(FILM)
    assert not standin.requests
    assert client.get(FILM)
