"""The rate follows how the site fares."""

import time

import pytest

from scrapers.errors import BlockedError, ScraperError
from scrapers.pace import LEAST_SHARE, RECOVERY, Pace
from scrapers.standin.faults import Fault
from scrapers.standin.server import serve
from tests.scrapers.helpers import FILM, Connect, failing, gaps
from tests.scrapers.small_world import SmallWorld


def test_the_rate_is_halved_when_the_site_struggles() -> None:
    pace = Pace(0.5)
    pace.slow_down(time.monotonic())
    assert pace.interval == 1.0
    pace.slow_down(time.monotonic())
    assert pace.interval == 2.0


def test_requests_that_were_on_the_way_already_slow_it_down_once() -> None:
    pace, asked_at = Pace(0.5), time.monotonic()
    for _ in range(8):
        pace.slow_down(asked_at)
    assert pace.interval == 1.0


def test_the_rate_comes_back_step_by_step_and_never_beyond_the_full_one() -> None:
    pace = Pace(0.5)
    pace.slow_down(time.monotonic())
    intervals = []
    for _ in range(round(0.5 / RECOVERY) + 5):
        pace.recover()
        intervals.append(pace.interval)
    assert intervals == sorted(intervals, reverse=True)
    assert intervals[1] > 0.9
    assert intervals[-1] == 0.5


def test_however_long_the_site_struggles_it_is_asked_now_and_then() -> None:
    pace = Pace(0.5)
    for _ in range(50):
        pace.slow_down(time.monotonic())
    assert pace.interval == pytest.approx(0.5 / LEAST_SHARE)


def test_without_a_limit_there_is_none() -> None:
    pace = Pace(0.0)
    pace.slow_down(time.monotonic())
    assert pace.interval == 0.0


@pytest.mark.parametrize("fault", ["rate_limited", "forbidden", "server_error", "cut"])
def test_a_client_goes_slower_after_a_fault(connect: Connect, fault: Fault) -> None:
    with serve(SmallWorld(), faults=failing(fault, 2)) as site:
        connect(site, rate=10, retries=2, backoff=0).get(FILM)
        between = gaps(request.started for request in site.requests)
    assert between[2] > 0.3  # a fourth of the rate, a little recovered


@pytest.mark.parametrize("path", ["/film/nobody-made-this/", FILM])
def test_a_page_that_is_not_there_or_refused_for_good_is_no_struggle(
    connect: Connect, path: str
) -> None:
    faults = failing("challenge", 1) if path == FILM else None
    with serve(SmallWorld(), faults=faults) as site:
        client = connect(site, rate=10)
        with pytest.raises(ScraperError) as refused:
            client.get(path)
        assert isinstance(refused.value, BlockedError) == (path == FILM)
        client.get(FILM)
        between = gaps(request.started for request in site.requests)
    assert between[-1] < 0.19
