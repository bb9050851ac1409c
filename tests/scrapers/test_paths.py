"""Neither a path nor a redirect leads off the site."""

from collections.abc import Iterator
from itertools import count

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from scrapers.errors import (
    ForbiddenRedirectError,
)
from scrapers.paths import base_address, is_safe
from scrapers.standin.server import Standin
from tests.scrapers.helpers import FILM, ROBOTS, Connect, Start, asked
from tests.scrapers.odd_site import answer, redirect


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
        self, odd: Start, connect: Connect, location: str
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
        self, odd: Start, connect: Connect, location: str
    ) -> None:
        site = odd(b"")
        site.answers |= {
            FILM: redirect(location.format(url=site.url)),
            "/there/?page=2": answer(b"here"),
        }
        assert connect(site).get(FILM) == "here"

    def test_the_body_of_a_redirect_is_not_read(self, odd: Start, connect: Connect) -> None:
        def endless() -> Iterator[bytes]:
            yield b"HTTP/1.1 302 Found\r\nLocation: /there/\r\n\r\n"
            yield from (b"x" * 65536 for _ in count())

        site = odd(endless)
        site.answers["/there/"] = answer(b"here")
        assert connect(site).get(FILM) == "here"

    def test_five_redirects_are_followed_but_not_six(self, odd: Start, connect: Connect) -> None:
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
