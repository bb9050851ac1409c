"""The stand-in's routes and manners, over real HTTP."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import requests
from bs4 import BeautifulSoup

from scrapers.records import Film
from scrapers.standin.server import Standin, serve
from tests.scrapers.small_world import SmallWorld

Get = Callable[[str], requests.Response]
GENERATIONS = (2, 3)
NOT_FOUND = "Sorry, we can’t find the page you’ve requested."
SVG = "{http://www.w3.org/2000/svg}"
LETTERBOXD = "{https://letterboxd.com}"


class OddWorld(SmallWorld):
    """The small world, and films that say where else they are known."""

    ODD = replace(
        Film(9001, "odd", "Odd & <Even>", 1999, content_type="movie", poster="/posters/odd.svg"),
        letterboxd_rating=3.5,
        letterboxd_rating_count=1000,
        tmdb_id=603,
        imdb_id="tt0133093",
    )

    def film(self, slug: str) -> Film | None:
        return self.ODD if slug == "odd" else super().film(slug)

    def slugs(self) -> Iterator[str]:
        yield from super().slugs()
        yield "odd"


@pytest.fixture(scope="module", params=GENERATIONS)
def site(request: pytest.FixtureRequest) -> Iterator[Standin]:
    with serve(OddWorld(), generation=request.param) as standin:
        yield standin


@pytest.fixture
def get(site: Standin) -> Get:
    return lambda path: requests.get(site.url + path, timeout=5, allow_redirects=False)


def soup(response: requests.Response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


@pytest.mark.parametrize(
    ("path", "selector", "sizes"),
    [
        ("/ada/films/", "li.griditem", (72, 72, 72, 72, 12)),
        ("/ada/watchlist/", "li.griditem", (28, 28, 14)),
        ("/ada/likes/films/", "li.posteritem", (30,)),
        ("/ada/diary/", "tr.diary-entry-row", (50, 50, 50, 50, 50, 50, 22)),
    ],
)
def test_pages_have_the_sites_sizes(
    get: Get, path: str, selector: str, sizes: tuple[int, ...]
) -> None:
    later = path.replace("diary/", "diary/films/") + "page/{}/"
    paths = [path, *(later.format(number) for number in range(2, len(sizes) + 2))]
    found = [len(soup(get(page)).select(selector)) for page in paths]
    assert found == [*sizes, 0]  # a page beyond the last one is empty, not missing


@pytest.mark.parametrize("path", ["/Ada/films/", "/Ada/watchlist/"])
def test_pages_are_numbered(get: Get, path: str) -> None:
    first = soup(get(path))
    assert first.select_one("li.paginate-current").text == "1"
    assert first.select_one("a.next")["href"] == f"{path}page/2/"
    assert first.select_one("a.previous") is None
    second = soup(get(f"{path}page/2/"))
    assert second.select_one("li.paginate-current").text == "2"
    assert second.select_one("a.previous")["href"] == path


def test_the_middle_of_many_pages_leaves_some_out(get: Get) -> None:
    labels = [item.text for item in soup(get("/ada/films/")).select("li.paginate-page")]
    assert labels == ["1", "2", "…", "5"]


def test_a_single_page_has_no_numbers(get: Get) -> None:
    assert not soup(get("/bob/films/")).select(".pagination")


def test_nothing_is_said_in_words(get: Get) -> None:
    assert "No films yet" in get("/carl/films/").text
    assert "No films yet" in get("/carl/watchlist/").text
    assert "No diary entries" in get("/carl/diary/").text


def test_every_watchlist_page_tells_the_total(get: Get) -> None:
    for path in ("/ada/watchlist/", "/ada/watchlist/page/3/", "/ada/watchlist/page/9/"):
        content = soup(get(path)).select_one(".js-watchlist-content")
        assert content["data-num-entries"] == "70"


@pytest.mark.parametrize("path", ["/ADA/films/", "/aDa/watchlist/", "/Ada/"])
def test_usernames_ignore_case_and_keep_their_own(get: Get, path: str) -> None:
    assert soup(get(path)).body["data-owner"] == "Ada"


@pytest.mark.parametrize(
    "path",
    [
        *("/film/none/", "/nobody/", "/nobody/films/", "/nobody/watchlist/", "/nobody/rss/"),
        *("/nobody/diary/", "/nobody/likes/films/", "/tmdb/1/", "/imdb/tt1/", "/posters/none.svg"),
        *("/", "/ada/films/page/0/", "/ada/films/page/x/", "/csi/film/none/rating-histogram/"),
    ],
)
def test_what_does_not_exist_is_404_in_the_sites_words(get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 404
    page = BeautifulSoup(response.text, "lxml")
    assert page.select_one("body.error section.message strong").text == NOT_FOUND


@pytest.mark.parametrize(
    "path",
    [
        *("/bob/watchlist/", "/dora/", "/dora/films/", "/dora/watchlist/", "/dora/rss/"),
        *("/dora/diary/", "/dora/likes/films/"),
    ],
)
def test_what_is_private_is_a_403_in_the_sites_words(get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 403
    assert "cf-mitigated" not in response.headers
    assert BeautifulSoup(response.text, "lxml").select_one("body.error section.message")


@pytest.mark.parametrize(
    "path",
    ["/ada/films/page/2", "/ada/films/by/date/", "/ada/watchlist/by/name/", "/ada/watchlist/rss/"],
)
def test_what_the_site_refuses_everybody_is_a_bare_403(get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 403
    assert "nginx" in response.text


@pytest.mark.parametrize(
    "path", ["/film/odd/json/", "/film/odd/image-150/", "/csi/film/odd/stats/", "/s/search/odd/"]
)
def test_what_the_guard_keeps_for_browsers_is_a_challenge(get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 403
    assert response.headers["cf-mitigated"] == "challenge"
    assert "<title>Just a moment...</title>" in response.text


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/film/old-name/", 301, "/film/film-1/"),
        ("/tmdb/603/", 302, "/film/odd/"),
        ("/imdb/tt0133093/", 302, "/film/odd/"),
        ("/ada/films", 308, "/ada/films/"),
    ],
)
def test_some_paths_lead_to_others(
    get: Get, site: Standin, path: str, status: int, target: str
) -> None:
    response = get(path)
    assert response.status_code == status
    assert response.headers["Location"].removeprefix(site.url) == target


def test_pages_are_only_for_reading(site: Standin) -> None:
    assert requests.post(f"{site.url}/film/odd/", timeout=5).status_code == 405


def test_crawlers_are_told_what_to_leave_alone(get: Get) -> None:
    lines = get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /*/by/*" in lines
    assert len(lines) == 13


def test_a_film_page_escapes_its_film_and_names_an_absolute_poster(get: Get, site: Standin) -> None:
    page = soup(get("/film/odd/"))
    assert page.select_one("h1.primaryname").text == "Odd & <Even>"
    text = page.select_one('script[type="application/ld+json"]').text
    data = json.loads(text.split("*/", 1)[1].rsplit("/*", 1)[0])
    assert (data["name"], data["image"]) == ("Odd & <Even>", f"{site.url}/posters/odd.svg")


def test_a_poster_is_drawn_and_may_be_kept(get: Get) -> None:
    response = get("/posters/odd.svg")
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response.headers["Cache-Control"] == "max-age=86400"
    words = [text.text for text in ET.fromstring(response.text).iter(f"{SVG}text")]
    assert "1999" in words
    assert " ".join(word for word in words if word).startswith("Odd & <Even>")


@pytest.mark.parametrize("name", ["rating-histogram", "ratings-summary"])
def test_a_histogram_spreads_all_ratings(get: Get, name: str) -> None:
    page = soup(get(f"/csi/film/odd/{name}/"))
    counts = [int(bar.text) for bar in page.select("li.rating-histogram-bar")]
    assert len(counts) == 10
    assert sum(counts) == pytest.approx(1000, abs=10)
    assert counts.index(max(counts)) == 6  # three and a half stars
    assert "3.50 based on 1,000" in page.select_one(".average-rating a")["title"]


def test_a_histogram_of_an_unrated_film_is_empty(get: Get) -> None:
    assert not soup(get("/csi/film/film-1/rating-histogram/")).select(".average-rating, li")


def test_a_profile_counts_films_and_shows_favourites(get: Get) -> None:
    response = get("/ada/")
    assert response.headers["x-letterboxd-type"] == "Member"
    page = soup(response)
    assert page.select_one('.profile-statistic a[href="/Ada/films/"] .value').text == "300"
    assert len(page.select("#recent-activity li.viewing-poster-container")) == 4


def test_a_diary_goes_back_in_time(get: Get) -> None:
    rows = soup(get("/ada/diary/")).select("tr.diary-entry-row")
    days = [row.select_one("a.daydate")["href"].split("/for/")[1] for row in rows]
    assert days == sorted(days, reverse=True)
    assert all(re.fullmatch(r"viewing:\d+", row["data-object-id"]) for row in rows)
    assert rows[0].select_one("a.month") is not None
    months = [row.select_one("a.month") for row in rows]
    assert len({day[:7] for day in days}) == sum(month is not None for month in months)


def test_a_feed_has_the_diarys_newest_viewings(get: Get) -> None:
    response = get("/ada/rss/")
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    *items, liked = ET.fromstring(response.content).findall("channel/item")
    assert re.fullmatch(r"letterboxd-list-\d+", liked.findtext("guid"))
    rows = soup(get("/ada/diary/")).select("tr.diary-entry-row")
    titles = [item.findtext(f"{LETTERBOXD}filmTitle") for item in items]
    assert titles == [row.select_one("h2.name").text for row in rows]
    for item in items:
        rating = item.findtext(f"{LETTERBOXD}memberRating")
        assert ("★" in item.findtext("title") or "½" in item.findtext("title")) == bool(rating)
        assert item.findtext("pubDate").endswith("+1300")
