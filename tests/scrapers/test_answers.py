"""What the client makes of answers: faults, errors, and bodies that are out to hurt it."""

import gzip
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from email.utils import formatdate
from itertools import count

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from scrapers.answers import retry_after
from scrapers.errors import (
    BlockedError,
    NotFoundError,
    PrivateError,
    RateLimitedError,
    RefusedError,
    ResponseTooLargeError,
    ScraperError,
    SiteTimeoutError,
    SiteUnavailableError,
)
from scrapers.http import Client
from scrapers.standin.faults import Fault
from scrapers.standin.server import Standin, serve
from tests.scrapers.helpers import (
    CHALLENGE,
    FILM,
    IMPATIENT,
    Connect,
    Start,
    asked,
    failing,
)
from tests.scrapers.odd_site import OddSite, Script, answer, odd_site
from tests.scrapers.small_world import SmallWorld

TRANSIENT: tuple[Fault, ...] = ("forbidden", "server_error", "cut")


class TestFailures:
    @pytest.mark.parametrize("fault", TRANSIENT)
    def test_what_passes_is_asked_for_again(self, connect: Connect, fault: Fault) -> None:
        with serve(SmallWorld(), faults=failing(fault, 1)) as standin:
            page = connect(standin).get(FILM)
        assert "Film 1" in page
        assert asked(standin, FILM) == 2

    def test_an_answer_too_slow_is_asked_for_again(self, connect: Connect) -> None:
        faults = replace(failing("slow", 1), slow_seconds=30.0)
        with serve(SmallWorld(), faults=faults) as standin:
            started = time.monotonic()
            assert "Film 1" in connect(standin, timeout=0.3).get(FILM)
            assert 0.3 < time.monotonic() - started < 5

    def test_the_site_may_say_how_long_to_wait(self, connect: Connect) -> None:
        with serve(SmallWorld(), faults=failing("rate_limited", 1)) as standin:
            assert "Film 1" in connect(standin).get(FILM)
        first, second = (request for request in standin.requests if request.path == FILM)
        assert second.started - first.ended >= 1.0

    @pytest.mark.parametrize("fault", TRANSIENT)
    def test_what_does_not_pass_is_given_up(self, connect: Connect, fault: Fault) -> None:
        with (
            serve(SmallWorld(), faults=failing(fault, 3)) as standin,
            pytest.raises(SiteUnavailableError) as raised,
        ):
            connect(standin, retries=2).get(FILM)
        assert raised.value.transient
        assert asked(standin, FILM) == 3

    def test_a_site_that_goes_on_refusing_is_named(self, connect: Connect) -> None:
        with (
            serve(SmallWorld(), faults=failing("forbidden", 1)) as standin,
            pytest.raises(RefusedError, match="status 403"),
        ):
            connect(standin, retries=0).get(FILM)

    def test_a_site_that_keeps_asking_to_slow_down_is_named(self, connect: Connect) -> None:
        with (
            serve(SmallWorld(), faults=failing("rate_limited", 1)) as standin,
            pytest.raises(RateLimitedError) as raised,
        ):
            connect(standin, retries=0).get(FILM)
        assert raised.value.retry_after == 1

    def test_a_site_that_stays_too_slow_is_named(self, connect: Connect) -> None:
        faults = replace(failing("slow", 1), slow_seconds=5.0)
        with (
            serve(SmallWorld(), faults=faults) as standin,
            pytest.raises(SiteTimeoutError, match="ReadTimeout") as raised,
        ):
            connect(standin, timeout=0.3, retries=0).get(FILM)
        assert raised.value.transient

    def test_a_body_that_stops_half_way_is_a_site_too_slow(
        self, odd: Start, connect: Connect
    ) -> None:
        def stop() -> Iterator[bytes]:
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
            time.sleep(1)

        with pytest.raises(SiteTimeoutError):
            connect(odd(stop), timeout=0.2, retries=0).get(FILM)

    def test_nobody_listening_is_an_error_of_the_site(self, connect: Connect) -> None:
        with odd_site({}) as site:
            pass
        with pytest.raises(SiteUnavailableError) as raised:
            connect(site).get(FILM)
        assert not isinstance(raised.value, SiteTimeoutError)

    @pytest.mark.parametrize(
        "seconds",
        ["3600", "9" * 400, formatdate(time.time() + 3600, usegmt=True)],
        ids=["an hour", "absurd", "a date"],
    )
    @pytest.mark.parametrize("status", [429, 503])
    def test_a_pause_too_long_is_left_to_the_caller(
        self, odd: Start, connect: Connect, status: int, seconds: str
    ) -> None:
        site = odd(answer(b"later", status, {"Retry-After": seconds}))
        with pytest.raises(SiteUnavailableError) as raised:
            connect(site).get(FILM)
        assert (raised.value.retry_after or 0) > 3000
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
        self, odd: Start, connect: Connect, page: bytes
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
        self, odd: Start, connect: Connect, page: bytes
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
        self, odd: Start, connect: Connect, status: int, times: int
    ) -> None:
        site = odd(answer(b"", status))
        with pytest.raises(SiteUnavailableError) as raised:
            connect(site, retries=2).get(FILM)
        assert asked(site, FILM) == times
        assert raised.value.transient == (times > 1)

    def test_a_broken_server_that_speaks_of_privacy_is_just_broken(
        self, odd: Start, connect: Connect
    ) -> None:
        page = b"<html><head><title>502</title></head><body>see our private notes</body></html>"
        with pytest.raises(SiteUnavailableError):
            connect(odd(answer(page, 502))).get(FILM)


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


@pytest.fixture(scope="module")
def wild() -> Iterator[tuple[OddSite, Client]]:
    """A site without manners and a client of it."""
    with odd_site({}) as site:
        config = replace(IMPATIENT, base_url=site.url, retries=0)
        with Client(config) as client:
            yield site, client


class TestBodies:
    @pytest.mark.parametrize(
        "encode", [answer, lambda body: answer(gzip.compress(body), headers=GZIP)]
    )
    def test_a_page_of_the_greatest_size_is_read_and_none_larger(
        self, odd: Start, connect: Connect, encode: Callable[[bytes], bytes]
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
            lambda: chunked(b"x" * 1000 for _ in count()),
            endless_gzip_header,
        ],
        ids=["chunks", "gzip header"],
    )
    def test_a_body_without_end_is_cut_short(
        self, odd: Start, connect: Connect, page: Script
    ) -> None:
        site = odd(page)
        with pytest.raises(ResponseTooLargeError):
            connect(site, max_bytes=100_000).get(FILM)
        assert asked(site, FILM) == 1

    def test_a_small_answer_cannot_fill_the_memory(self, odd: Start, connect: Connect) -> None:
        client = connect(odd(answer(gzip.compress(bytes(50_000_000)), headers=GZIP)))
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLargeError):
                client.get(FILM)
            assert tracemalloc.get_traced_memory()[1] < 20_000_000
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize(
        "script",
        [
            lambda: drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"x"),
            lambda: drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        ],
        ids=["counted", "chunked"],
    )
    def test_a_body_that_only_drips_is_given_up(
        self, odd: Start, connect: Connect, script: Script
    ) -> None:
        site = odd(script)
        started = time.monotonic()
        with pytest.raises(SiteTimeoutError, match="too long"):
            connect(site, timeout=0.2, retries=0).get(FILM)
        assert 0.6 < time.monotonic() - started < 1.5

    def test_a_packed_page_is_unpacked(self, odd: Start, connect: Connect) -> None:
        site = odd(answer(gzip.compress("Amélie".encode()), headers=GZIP))
        assert connect(site).get(FILM) == "Amélie"
        assert site.requests[-1].headers["accept-encoding"] == "gzip"

    def test_a_page_in_chunks_is_joined(self, odd: Start, connect: Connect) -> None:
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
        self, odd: Start, connect: Connect, page: bytes
    ) -> None:
        site = odd(page)
        with pytest.raises(SiteUnavailableError):
            connect(site, retries=1).get(FILM)
        assert asked(site, FILM) == 2

    def test_an_encoding_nobody_asked_for_is_refused(self, odd: Start, connect: Connect) -> None:
        with pytest.raises(SiteUnavailableError):
            connect(odd(answer(b"page", headers={"Content-Encoding": "br, gzip"}))).get(FILM)

    def test_bytes_that_are_no_text_are_replaced(self, odd: Start, connect: Connect) -> None:
        assert connect(odd(answer(b"caf\xe9"))).get(FILM) == "caf\ufffd"

    @given(
        head=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\nLocation: "]),
        rest=st.binary(max_size=60)
        | st.text("0aF-;\r\n :", max_size=40).map(
            lambda text: b"Transfer-Encoding: chunked\r\n\r\n" + text.encode()
        ),
    )
    def test_whatever_a_site_sends_is_a_page_or_an_error_of_the_site(
        self, wild: tuple[OddSite, Client], head: bytes, rest: bytes
    ) -> None:
        site, client = wild
        site.answers[FILM] = head + rest
        try:
            assert isinstance(client.get(FILM), str)
        except ScraperError as error:
            assert str(error)
