"""The client against the stand-in: its manners, and many pages at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer

import pytest

from scrapers.errors import (
    BlockedError,
    NotFoundError,
    RobotsDisallowedError,
    ScrapingDisabledError,
    SiteUnavailableError,
    StoppedError,
)
from scrapers.http import Client, ClientConfig
from scrapers.standin.server import Standin, serve
from tests.scrapers.helpers import (
    CHALLENGE,
    FILM,
    ROBOTS,
    Connect,
    Start,
    asked,
    failing,
    gaps,
    most_at_once,
)
from tests.scrapers.odd_site import answer, redirect
from tests.scrapers.small_world import SmallWorld


class TestManners:
    def test_nothing_is_sent_before_the_operator_permits_it(
        self, standin: Standin, connect: Connect
    ) -> None:
        with pytest.raises(ScrapingDisabledError):
            connect(standin, permitted=False).get(FILM)
        assert not standin.requests

    def test_reading_is_off_by_default(self) -> None:
        with Client(ClientConfig()) as client, pytest.raises(ScrapingDisabledError):
            client.get(FILM)

    @pytest.mark.parametrize(
        ("contact", "agent"),
        [
            ("", "Projectionist/0.1"),
            ("mailto:a@example.org", "Projectionist/0.1 (+mailto:a@example.org)"),
        ],
    )
    def test_it_says_who_it_is(
        self, standin: Standin, connect: Connect, contact: str, agent: str
    ) -> None:
        connect(standin, contact=contact).get(FILM)
        assert {request.user_agent for request in standin.requests} == {agent}

    def test_robots_txt_is_read_first_and_once(self, standin: Standin, connect: Connect) -> None:
        client = connect(standin)
        list(client.map(client.get, [f"/film/film-{number}/" for number in range(1, 6)]))
        assert standin.requests[0].path == ROBOTS
        assert asked(standin, ROBOTS) == 1

    def test_what_robots_txt_disallows_is_not_asked_for(
        self, standin: Standin, connect: Connect
    ) -> None:
        with pytest.raises(RobotsDisallowedError):
            connect(standin).get("/ada/films/by/date/")
        assert [request.path for request in standin.requests] == [ROBOTS]

    def test_a_redirect_is_no_way_around_robots_txt(self, odd: Start, connect: Connect) -> None:
        site = odd(redirect("/secret/"), answer(b"User-agent: *\nDisallow: /secret/"))
        with pytest.raises(RobotsDisallowedError):
            connect(site).get(FILM)
        assert "/secret/" not in site.paths()

    @pytest.mark.parametrize("status", [404, 410])
    def test_without_robots_txt_all_is_allowed(
        self, odd: Start, connect: Connect, status: int
    ) -> None:
        site = odd(answer(b"page"), answer(b"", status))
        assert connect(site).get(FILM) == "page"

    @pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
    def test_while_robots_txt_cannot_be_read_nothing_is(
        self, odd: Start, connect: Connect, status: int
    ) -> None:
        site = odd(answer(b"page"), answer(b"", status))
        with pytest.raises(SiteUnavailableError):
            connect(site).get(FILM)
        assert FILM not in site.paths()

    def test_a_challenge_instead_of_robots_txt_is_a_refusal(
        self, odd: Start, connect: Connect
    ) -> None:
        site = odd(answer(b"page"), answer(CHALLENGE, 403))
        with pytest.raises(BlockedError):
            connect(site).get(FILM)
        assert site.paths() == [ROBOTS]

    def test_the_rate_holds_for_all_threads_together(
        self, standin: Standin, connect: Connect
    ) -> None:
        client = connect(standin, rate=5)
        list(client.map(client.get, [f"/film/film-{number}/" for number in range(1, 5)]))
        between = gaps(request.started for request in standin.requests)
        assert len(between) == 4
        assert min(between) > 0.1
        assert sum(between) > 0.7

    def test_a_retry_counts_against_the_rate(self, connect: Connect) -> None:
        with serve(SmallWorld(), faults=failing("server_error", 2)) as standin:
            connect(standin, rate=5, backoff=0).get(FILM)
        between = gaps(request.started for request in standin.requests)
        assert len(between) == 3
        assert min(between) > 0.1

    def test_a_pause_that_one_request_is_asked_for_holds_for_all(
        self, odd: Start, connect: Connect
    ) -> None:
        site = odd(answer(b"page"))
        site.answers["/film/full/"] = answer(b"", 503, {"Retry-After": "1"})
        client = connect(site, retries=0)
        with pytest.raises(SiteUnavailableError):
            client.get("/film/full/")
        client.get(FILM)
        assert site.requests[-1].at - site.requests[-2].at > 0.9

    def test_a_longer_crawl_delay_is_kept(self, odd: Start, connect: Connect) -> None:
        site = odd(answer(b"page"), answer(b"User-agent: *\nCrawl-delay: 0.3"))
        client = connect(site, rate=100)
        for _ in range(2):
            client.get(FILM)
        between = gaps(request.at for request in site.requests)
        assert len(between) == 2
        assert min(between) > 0.2

    def test_a_crawl_delay_without_end_is_a_no(self, odd: Start, connect: Connect) -> None:
        site = odd(answer(b"page"), answer(b"User-agent: *\nCrawl-delay: 1000000000"))
        with pytest.raises(RobotsDisallowedError):
            connect(site).get(FILM)

    def test_no_more_requests_are_in_flight_than_agreed(self, connect: Connect) -> None:
        with serve(SmallWorld(), latency=0.03) as standin:
            client = connect(standin, concurrency=2)
            with ThreadPoolExecutor(8) as pool:
                paths = [f"/film/film-{number}/" for number in range(1, 17)]
                assert len(list(pool.map(client.get, paths))) == 16
        assert most_at_once(standin.requests) == 2

    def test_proxies_of_the_surroundings_are_not_used(
        self, standin: Standin, connect: Connect, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        assert "Film 1" in connect(standin).get(FILM)

    def test_cookies_are_not_kept(self, odd: Start, connect: Connect) -> None:
        site = odd(answer(b"page", headers={"Set-Cookie": "id=7; Path=/"}))
        client = connect(site)
        client.get(FILM)
        client.get(FILM)
        assert all("cookie" not in request.headers for request in site.requests)


class TestMap:
    @pytest.fixture
    def client(self, standin: Standin, connect: Connect) -> Client:
        return connect(standin, concurrency=2)

    def test_every_item_comes_with_its_result_or_its_error(self, client: Client) -> None:
        paths = [FILM, "/film/nobody-made-this/", "/film/film-2/"]
        results = dict(client.map(client.get, paths))
        assert set(results) == set(paths)
        assert isinstance(results[paths[1]], NotFoundError)
        assert "Film 2" in str(results[paths[2]])

    def test_nothing_to_do_is_done_at_once(self, client: Client) -> None:
        assert not list(client.map(client.get, []))

    def test_the_first_to_finish_comes_first(self, client: Client) -> None:
        gate = Event()

        def read(item: str) -> str:
            if item == "slow":
                gate.wait(5)
            return item

        results = client.map(read, ["slow", "fast"])
        assert next(results) == ("fast", "fast")
        gate.set()
        assert next(results) == ("slow", "slow")

    def test_items_are_pulled_only_a_little_ahead(self, client: Client) -> None:
        source = iter(range(1_000_000))
        results = client.map(abs, source)
        next(results)
        assert next(source) <= 4
        results.close()

    def test_a_mistake_in_the_reader_is_raised(self, client: Client) -> None:
        with pytest.raises(ZeroDivisionError):
            list(client.map(lambda number: 1 // number, [1, 0]))

    def test_what_has_not_begun_when_it_is_stopped_asks_for_nothing(
        self, standin: Standin, client: Client
    ) -> None:
        stopped = Event()
        paths = [f"/film/film-{number}/" for number in range(1, 9)]
        ending = client.until(stopped.is_set)
        results = ending.map(ending.get, paths)
        read = [path for path, _ in [next(results)]]
        stopped.set()
        read += [path for path, result in results if not isinstance(result, StoppedError)]
        assert len(read) <= 3  # the first, and those that were under way
        assert sum(asked(standin, path) for path in paths) == len(read)

    def test_stopping_one_does_not_stop_the_others(self, client: Client) -> None:
        with pytest.raises(StoppedError, match="was not asked for"):
            client.until(lambda: True).get(FILM)
        assert client.get(FILM)

    def test_closing_it_cancels_what_has_not_begun(self, client: Client) -> None:
        gate = Event()
        begun: list[int] = []

        def read(number: int) -> None:
            begun.append(number)
            if number:
                gate.wait(5)

        results = client.map(read, range(1000))
        assert next(results) == (0, None)
        Timer(0.1, gate.set).start()
        results.close()
        assert set(begun) <= {0, 1, 2}  # 3 was next
