"""The client against the stand-in, and against a site that is out to hurt it."""

import gzip
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from email.utils import formatdate
from itertools import count, pairwise
from threading import Event
from typing import get_args

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.answers import retry_after
from scrapers.errors import (
    BlockedError,
    ForbiddenRedirectError,
    NotFoundError,
    PrivateError,
    RateLimitedError,
    ResponseTooLargeError,
    RobotsDisallowedError,
    ScraperError,
    ScrapingDisabledError,
    SiteUnavailableError,
)
from scrapers.http import Client, ClientConfig
from scrapers.paths import base_address, is_safe
from scrapers.standin.faults import Fault, Faults
from scrapers.standin.server import Seen, Standin, serve
from tests.scrapers.odd_site import OddSite, Script, answer, odd_site, redirect
from tests.scrapers.small_world import SmallWorld

FILM = "/film/film-1/"
ROBOTS = "/robots.txt"
TRANSIENT: tuple[Fault, ...] = ("rate_limited", "forbidden", "server_error", "cut", "slow")
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body></body></html>"

Open = Callable[[AbstractContextManager[OddSite]], OddSite]
Connect = Callable[..., Client]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def connect(stack: ExitStack) -> Connect:
    """Makes impatient clients of a site, which are closed in the end."""

    def make(site: Standin | OddSite, **changes: object) -> Client:
        options: dict[str, object] = {
            "permitted": True,
            "rate": 0,
            "concurrency": 4,
            "timeout": 2.0,
            "backoff": 0.01,
        }
        config = ClientConfig(site.url, **(options | changes))  # type: ignore[arg-type]
        return stack.enter_context(Client(config))

    return make


@pytest.fixture
def odd(stack: ExitStack) -> Callable[..., OddSite]:
    """Starts a site with one page, and robots.txt if that is given."""

    def start(page: bytes | Script, robots: bytes | Script | None = None) -> OddSite:
        answers = {FILM: page} | ({ROBOTS: robots} if robots is not None else {})
        return stack.enter_context(odd_site(answers))

    return start


@pytest.fixture
def standin() -> Iterator[Standin]:
    with serve(SmallWorld()) as site:
        yield site


def failing(fault: Fault, times: int, slow_seconds: float = 1.0) -> Faults:
    """Faults that befall the first requests of FILM, but neither the next one nor robots.txt."""
    pattern = [fault] * times + [None]
    for seed in count():
        faults = Faults(seed=seed, slow_seconds=slow_seconds, **{fault: 0.6})  # type: ignore[arg-type]
        befallen = [faults.choose(FILM, attempt) for attempt in range(1, times + 2)]
        if befallen == pattern and faults.choose(ROBOTS, 1) is None:
            return faults
    raise AssertionError


def asked(site: Standin | OddSite, path: str) -> int:
    """How often a path was asked for."""
    return sum(request.path == path for request in site.requests)


def most_at_once(seen: Iterable[Seen]) -> int:
    requests = list(seen)
    return max(
        sum(other.started <= one.started < other.ended for other in requests) for one in requests
    )


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

    def test_a_redirect_is_no_way_around_robots_txt(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        site = odd(redirect("/secret/"), answer(b"User-agent: *\nDisallow: /secret/"))
        with pytest.raises(RobotsDisallowedError):
            connect(site).get(FILM)
        assert "/secret/" not in site.paths()

    @pytest.mark.parametrize("status", [404, 410])
    def test_without_robots_txt_all_is_allowed(
        self, odd: Callable[..., OddSite], connect: Connect, status: int
    ) -> None:
        site = odd(answer(b"page"), answer(b"", status))
        assert connect(site).get(FILM) == "page"

    @pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
    def test_while_robots_txt_cannot_be_read_nothing_is(
        self, odd: Callable[..., OddSite], connect: Connect, status: int
    ) -> None:
        site = odd(answer(b"page"), answer(b"", status))
        with pytest.raises(SiteUnavailableError):
            connect(site).get(FILM)
        assert FILM not in site.paths()

    def test_a_challenge_instead_of_robots_txt_is_a_refusal(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        site = odd(answer(b"page"), answer(CHALLENGE, 403))
        with pytest.raises(BlockedError):
            connect(site).get(FILM)
        assert site.paths() == [ROBOTS]

    def test_the_rate_holds_for_all_threads_together(
        self, standin: Standin, connect: Connect
    ) -> None:
        client = connect(standin, rate=10)
        list(client.map(client.get, [f"/film/film-{number}/" for number in range(1, 6)]))
        starts = sorted(request.started for request in standin.requests)
        assert len(starts) == 6
        assert min(later - earlier for earlier, later in pairwise(starts)) > 0.08
        assert starts[-1] - starts[0] > 0.49

    def test_a_retry_counts_against_the_rate(self, connect: Connect) -> None:
        with serve(SmallWorld(), faults=failing("server_error", 2)) as standin:
            connect(standin, rate=5, backoff=0).get(FILM)
        starts = [request.started for request in standin.requests]
        assert min(later - earlier for earlier, later in pairwise(starts)) > 0.18

    def test_a_longer_crawl_delay_is_kept(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        site = odd(answer(b"page"), answer(b"User-agent: *\nCrawl-delay: 0.3"))
        client = connect(site, rate=100)
        for _ in range(2):
            client.get(FILM)
        moments = [request.at for request in site.requests]
        assert min(later - earlier for earlier, later in pairwise(moments)) > 0.28

    def test_a_crawl_delay_without_end_is_a_no(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
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

    def test_cookies_are_not_kept(self, odd: Callable[..., OddSite], connect: Connect) -> None:
        site = odd(answer(b"page", headers={"Set-Cookie": "id=7; Path=/"}))
        client = connect(site)
        client.get(FILM)
        client.get(FILM)
        assert all("cookie" not in request.headers for request in site.requests)


class TestFailures:
    @pytest.mark.parametrize("fault", TRANSIENT)
    def test_what_passes_is_asked_for_again(self, connect: Connect, fault: Fault) -> None:
        with serve(SmallWorld(), faults=failing(fault, 1)) as standin:
            page = connect(standin, timeout=0.4).get(FILM)
        assert "Film 1" in page
        assert asked(standin, FILM) == 2

    def test_the_site_may_say_how_long_to_wait(self, connect: Connect) -> None:
        with serve(SmallWorld(), faults=failing("rate_limited", 1)) as standin:
            connect(standin).get(FILM)
        first, second = (request for request in standin.requests if request.path == FILM)
        assert second.started - first.ended >= 1.0

    @pytest.mark.parametrize("fault", ["forbidden", "server_error", "cut"])
    def test_what_does_not_pass_is_given_up(self, connect: Connect, fault: Fault) -> None:
        with (
            serve(SmallWorld(), faults=failing(fault, 3)) as standin,
            pytest.raises(SiteUnavailableError) as raised,
        ):
            connect(standin, retries=2).get(FILM)
        assert raised.value.transient
        assert asked(standin, FILM) == 3

    def test_a_site_that_keeps_asking_to_slow_down_is_named(self, connect: Connect) -> None:
        with (
            serve(SmallWorld(), faults=failing("rate_limited", 1)) as standin,
            pytest.raises(RateLimitedError) as raised,
        ):
            connect(standin, retries=0).get(FILM)
        assert raised.value.retry_after == 1

    def test_nobody_listening_is_an_error_of_the_site(self, connect: Connect) -> None:
        with odd_site({}) as site:
            pass
        with pytest.raises(SiteUnavailableError):
            connect(site).get(FILM)

    @pytest.mark.parametrize("seconds", ["3600", "9" * 400, formatdate(time.time() + 3600)])
    @pytest.mark.parametrize("status", [429, 503])
    def test_a_pause_too_long_is_left_to_the_caller(
        self, odd: Callable[..., OddSite], connect: Connect, status: int, seconds: str
    ) -> None:
        site = odd(answer(b"later", status, {"Retry-After": seconds}))
        with pytest.raises(SiteUnavailableError) as raised:
            connect(site).get(FILM)
        assert (raised.value.retry_after or 0) > 3590
        assert asked(site, FILM) == 1

    @given(value=st.text() | st.from_regex(r"\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ [-+]?\w+"))
    def test_any_retry_after_is_understood_or_ignored(self, value: str) -> None:
        response = requests.Response()
        response.headers["Retry-After"] = value
        seconds = retry_after(response)
        assert seconds is None or seconds >= 0

    def test_a_challenge_is_never_tried_again(self, connect: Connect) -> None:
        with (
            serve(SmallWorld(), faults=failing("challenge", 1)) as standin,
            pytest.raises(BlockedError),
        ):
            connect(standin).get(FILM)
        assert asked(standin, FILM) == 1

    @pytest.mark.parametrize(
        "page",
        [
            answer(b"", 503, {"cf-mitigated": "challenge"}),
            answer(CHALLENGE, 503),
            answer(
                b"<html><head><title>Access denied</title></head><body>Access denied</body></html>",
                403,
            ),
        ],
    )
    def test_every_kind_of_ban_is_a_refusal(
        self, odd: Callable[..., OddSite], connect: Connect, page: bytes
    ) -> None:
        site = odd(page)
        with pytest.raises(BlockedError):
            connect(site).get(FILM)
        assert asked(site, FILM) == 1

    @pytest.mark.parametrize(
        "page",
        [
            b"<title>Just a Moment (2019)</title>",
            b"<title>Heat</title><script src=/cdn-cgi/challenge-platform/jsd/main.js></script>",
        ],
    )
    def test_an_ordinary_page_may_look_like_a_challenge(
        self, odd: Callable[..., OddSite], connect: Connect, page: bytes
    ) -> None:
        assert connect(odd(answer(page))).get(FILM) == page.decode()

    @pytest.mark.parametrize(
        ("path", "error"),
        [
            ("/film/nobody-made-this/", NotFoundError),
            ("/dora/films/", PrivateError),
            ("/bob/watchlist/", PrivateError),
        ],
    )
    def test_a_final_answer_is_not_asked_for_again(
        self, standin: Standin, connect: Connect, path: str, error: type[ScraperError]
    ) -> None:
        with pytest.raises(error):
            connect(standin).get(path)
        assert asked(standin, path) == 1

    @pytest.mark.parametrize(
        ("status", "times"), [(204, 1), (400, 1), (405, 1), (408, 3), (426, 3), (501, 3), (522, 3)]
    )
    def test_the_status_says_whether_to_ask_again(
        self, odd: Callable[..., OddSite], connect: Connect, status: int, times: int
    ) -> None:
        site = odd(answer(b"", status))
        with pytest.raises(SiteUnavailableError) as raised:
            connect(site, retries=2).get(FILM)
        assert asked(site, FILM) == times
        assert raised.value.transient == (times > 1)

    def test_a_broken_server_that_speaks_of_privacy_is_just_broken(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        page = b"<html><head><title>502</title></head><body>see our private notes</body></html>"
        with pytest.raises(SiteUnavailableError):
            connect(odd(answer(page, 502))).get(FILM)


class TestRedirects:
    def test_a_renamed_film_is_found(self, standin: Standin, connect: Connect) -> None:
        assert "Film 1" in connect(standin).get("/film/old-name/")
        assert asked(standin, FILM) == 1

    @pytest.mark.parametrize(
        "location",
        [
            "{other}/",
            "{other_port_only}/",
            "http://localhost:{port}/",
            "//evil.example/",
            "https://127.0.0.1:{port}/",
            "http://user@127.0.0.1:{port}/",
            "http://127.0.0.1:{port}@evil.example/",
            "http://127.0.0.1.evil.example:{port}/",
            "http://127.0.0.1:{port}//evil.example/",
            "\\\\evil.example/",
            "/\\evil.example/",
            "/film/%2e%2e/%2e%2e/",
            "http://[evil/",
            "http://127.0.0.1:99999/",
            "javascript:alert(1)",
            "/a\x00b/",
        ],
    )
    def test_a_redirect_off_the_site_is_not_followed(
        self, odd: Callable[..., OddSite], connect: Connect, location: str
    ) -> None:
        site, other = odd(b""), odd(answer(b"gotcha"))
        port = site.url.rsplit(":", 1)[1]
        target = location.format(
            other=other.url, other_port_only=other.url.removeprefix("http:"), port=port
        )
        site.answers[FILM] = redirect(target)
        with pytest.raises(ForbiddenRedirectError) as raised:
            connect(site).get(FILM)
        assert str(raised.value).isprintable()
        assert site.paths() == [ROBOTS, FILM]
        assert not other.requests

    @pytest.mark.parametrize(
        "location", ["{url}/there/?page=2", "/there/?page=2#top", "../../there/?page=2"]
    )
    def test_a_redirect_on_the_site_is_followed(
        self, odd: Callable[..., OddSite], connect: Connect, location: str
    ) -> None:
        site = odd(b"")
        site.answers |= {
            FILM: redirect(location.format(url=site.url)),
            "/there/?page=2": answer(b"here"),
        }
        assert connect(site).get(FILM) == "here"

    def test_five_redirects_are_followed_but_not_six(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        site = odd(redirect("/1/"))
        site.answers |= {f"/{step}/": redirect(f"/{step + 1}/") for step in range(1, 6)}
        site.answers["/6/"] = answer(b"too far")
        client = connect(site)
        with pytest.raises(ForbiddenRedirectError):
            client.get(FILM)
        assert "/6/" not in site.paths()
        site.answers["/5/"] = answer(b"near enough")
        assert client.get(FILM) == "near enough"


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "film/heat/",
            "//evil.example/",
            "/\\evil.example/",
            "@evil.example/",
            ".evil.example/",
            "https://evil.example/",
            "/film/../admin/",
            "/film/%2e%2E/admin/",
            "/film/x\r\nHost: evil.example/",
            "/film/a b/",
            "/film/#top",
        ],
    )
    def test_a_path_that_could_leave_the_site_is_a_mistake(
        self, standin: Standin, connect: Connect, path: str
    ) -> None:
        with pytest.raises(ValueError, match="not a path on the site"):
            connect(standin).get(path)
        assert not standin.requests

    @given(
        path=st.text(max_size=30).map(lambda text: f"/{text}")
        | st.text("/.%2eE\\@:?#a", max_size=12)
    )
    def test_a_safe_path_stays_on_the_host_and_below_its_root(self, path: str) -> None:
        if is_safe(path):
            url = requests.Request("GET", f"https://site.example{path}").prepare().url or ""
            assert url.startswith("https://site.example/")
            assert "/../" not in f"{url.split('?')[0]}/"

    @pytest.mark.parametrize(
        "url", ["letterboxd.com", "ftp://site", "https://", "https://me@site", "https://site/path"]
    )
    def test_a_site_has_a_whole_address_and_no_path(self, url: str) -> None:
        with pytest.raises(ValueError, match="address"):
            base_address(url)

    def test_the_last_slash_of_a_site_does_not_matter(
        self, standin: Standin, connect: Connect
    ) -> None:
        assert "Film 1" in connect(standin, base_url=f"{standin.url}/").get(FILM)


def chunked(parts: Iterable[bytes]) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


def endless_gzip_header() -> Iterator[bytes]:
    """A file name that never ends, so that unpacking never yields a byte."""
    yield b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
    yield b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03"
    while True:
        yield b"a" * 65536


def drip(head: bytes, drop: bytes) -> Iterator[bytes]:
    yield head
    for _ in range(100):
        time.sleep(0.05)
        yield drop


GZIP = {"Content-Encoding": "gzip"}


class TestBodies:
    @pytest.mark.parametrize(
        "encode", [answer, lambda body: answer(gzip.compress(body), headers=GZIP)]
    )
    def test_a_page_of_the_greatest_size_is_read_and_none_larger(
        self, odd: Callable[..., OddSite], connect: Connect, encode: Callable[[bytes], bytes]
    ) -> None:
        site = odd(encode(b"x" * 1000))
        client = connect(site, max_bytes=1000)
        assert client.get(FILM) == "x" * 1000
        site.answers[FILM] = encode(b"x" * 1001)
        with pytest.raises(ResponseTooLargeError):
            client.get(FILM)

    @pytest.mark.parametrize(
        "page",
        [
            answer(gzip.compress(bytes(50_000_000)), headers=GZIP),
            lambda: chunked(b"x" * 1000 for _ in count()),
            endless_gzip_header,
        ],
        ids=["gzip bomb", "endless chunks", "endless gzip header"],
    )
    def test_a_body_without_end_is_cut_short(
        self, odd: Callable[..., OddSite], connect: Connect, page: bytes | Script
    ) -> None:
        site = odd(page)
        with pytest.raises(ResponseTooLargeError):
            connect(site, max_bytes=100_000).get(FILM)
        assert asked(site, FILM) == 1

    @pytest.mark.parametrize(
        "script",
        [
            lambda: drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"x"),
            lambda: drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        ],
        ids=["counted", "chunked"],
    )
    def test_a_body_that_only_drips_is_given_up(
        self, odd: Callable[..., OddSite], connect: Connect, script: Script
    ) -> None:
        site = odd(script)
        started = time.monotonic()
        with pytest.raises(SiteUnavailableError, match="too long"):
            connect(site, timeout=0.2, retries=0).get(FILM)
        assert 0.6 < time.monotonic() - started < 1.5

    def test_a_packed_page_is_unpacked(self, odd: Callable[..., OddSite], connect: Connect) -> None:
        site = odd(answer(gzip.compress("Amélie".encode()), headers=GZIP))
        assert connect(site).get(FILM) == "Amélie"
        assert site.requests[-1].headers["accept-encoding"] == "gzip"

    def test_a_page_in_chunks_is_joined(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        assert connect(odd(lambda: chunked([b"ab", b"cd"]))).get(FILM) == "abcd"

    @pytest.mark.parametrize(
        "page",
        [
            answer(b"half", headers={"Content-Length": "8"}),
            answer(gzip.compress(b"x" * 1000)[:-9], headers=GZIP),
            answer(b"not packed at all", headers=GZIP),
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        ],
        ids=["counted", "packed", "damaged", "chunked"],
    )
    def test_half_a_page_is_asked_for_again(
        self, odd: Callable[..., OddSite], connect: Connect, page: bytes
    ) -> None:
        site = odd(page)
        with pytest.raises(SiteUnavailableError):
            connect(site, retries=1).get(FILM)
        assert asked(site, FILM) == 2

    def test_an_encoding_nobody_asked_for_is_refused(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        with pytest.raises(SiteUnavailableError):
            connect(odd(answer(b"page", headers={"Content-Encoding": "br, gzip"}))).get(FILM)

    def test_bytes_that_are_no_text_are_replaced(
        self, odd: Callable[..., OddSite], connect: Connect
    ) -> None:
        assert connect(odd(answer(b"caf\xe9"))).get(FILM) == "caf\ufffd"

    @settings(max_examples=100, deadline=None)
    @given(
        head=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\nLocation: "]),
        rest=st.binary(max_size=60)
        | st.text("0aF-;\r\n :", max_size=40).map(
            lambda text: b"Transfer-Encoding: chunked\r\n\r\n" + text.encode()
        ),
    )
    def test_whatever_a_site_sends_is_a_page_or_an_error_of_the_site(
        self, head: bytes, rest: bytes
    ) -> None:
        with odd_site({FILM: head + rest}) as site:
            config = ClientConfig(site.url, permitted=True, rate=0, timeout=2.0, retries=0)
            with Client(config) as client:
                try:
                    assert isinstance(client.get(FILM), str)
                except ScraperError as error:
                    assert str(error)


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

    def test_closing_it_cancels_what_has_not_begun(self, client: Client) -> None:
        begun: list[int] = []

        def read(number: int) -> int:
            begun.append(number)
            time.sleep(0.02)
            return number

        results = client.map(read, range(1000))
        next(results)
        results.close()
        after_closing = len(begun)
        time.sleep(0.1)
        assert len(begun) == after_closing <= 4
