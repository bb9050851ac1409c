"""Films that a visitor marked stay out of what that visitor is shown."""

from typing import Any

import pytest
import requests
from sqlalchemy import text

from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp

ONE, OTHER = "midnight_marrow", "subtitle_sofa"
MODEL = {"model": "popular"}  # the same films for all, at once


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests; each is a visitor of its own."""
    return shared_live


class Visitor:
    """A program that marks films, with the token that it was given, if any."""

    def __init__(self, app: LiveApp, token: str | None) -> None:
        self._api = f"{app.url}/api/v1"
        self.http = requests.Session()
        if token is not None:
            self.http.headers["Projectionist-Visitor"] = token

    def mark(self, slug: str, kind: object = "not_interested", **options: Any) -> requests.Response:
        body = {"json": {"kind": kind}} | options
        return self.http.put(f"{self._api}/marks/{slug}", timeout=60, **body)

    def unmark(self, slug: str) -> requests.Response:
        return self.http.delete(f"{self._api}/marks/{slug}", timeout=60)

    def forget(self, **options: Any) -> requests.Response:
        return self.http.delete(f"{self._api}/marks", timeout=60, **options)

    def marks(self) -> list[tuple[str, str]]:
        marks = self.http.get(f"{self._api}/marks", timeout=60).json()["data"]
        return [(mark["film"]["slug"], mark["kind"]) for mark in marks]

    def ask(self, path: str = "recommendations", **params: Any) -> dict[str, Any]:
        params = {"username": ONE, "limit": 20} | MODEL | params
        response = self.http.get(f"{self._api}/{path}", params=params, timeout=60)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def slugs(self, path: str = "recommendations", **params: Any) -> list[str]:
        return [item["film"]["slug"] for item in self.ask(path, **params)["data"]]


@pytest.fixture
def visitor(live: LiveApp) -> Visitor:
    token = requests.post(f"{live.url}/api/v1/marks", timeout=60).json()["visitor"]
    return Visitor(live, token)


@pytest.fixture
def browser(live: LiveApp) -> Visitor:
    """It has no token, and keeps cookies."""
    return Visitor(live, None)


@pytest.mark.parametrize(
    ("path", "username"),
    [
        ("recommendations", ONE),
        ("recommendations", OTHER),
        ("groups/recommendations", f"{ONE},{OTHER}"),
        ("watchlist/picks", ONE),
    ],
)
@pytest.mark.parametrize("kind", ["not_interested", "seen"])
def test_a_marked_film_gives_way_to_the_next_one_whoever_it_is_for(
    visitor: Visitor, path: str, username: str, kind: str
) -> None:
    asked = {"path": path, "username": username, "seed": 7 if "picks" in path else None}
    before = visitor.slugs(**asked)
    assert visitor.mark(before[0], kind).status_code == 204
    after = visitor.slugs(**asked)
    assert before[0] not in after
    assert [slug for slug in after if slug in before] == before[1:]


def test_a_mark_taken_back_brings_the_film_back(visitor: Visitor) -> None:
    before = visitor.slugs()
    visitor.mark(before[0])
    assert visitor.unmark(before[0]).status_code == 204
    assert visitor.slugs() == before
    assert visitor.unmark(before[0]).status_code == 204


def test_other_visitors_see_what_one_has_marked(visitor: Visitor, browser: Visitor) -> None:
    film = visitor.slugs()[0]
    visitor.mark(film)
    assert browser.slugs()[0] == film
    assert browser.marks() == []


def test_where_seen_films_may_be_in_so_may_those_marked_seen(visitor: Visitor) -> None:
    visitor.mark("alien", "seen")
    visitor.mark("taxi-driver", "not_interested")
    only = {"only": "alien,taxi-driver", "rewatches": "true"}
    assert visitor.slugs(**only) == ["alien"]
    group = {"path": "groups/recommendations", "username": f"{ONE},{OTHER}"}
    assert visitor.slugs(**group, only="alien,taxi-driver", seen="any") == ["alien"]


def test_where_marks_leave_nothing_the_answer_says_so(visitor: Visitor) -> None:
    first = visitor.slugs()[0]
    visitor.mark(first)
    meta = visitor.ask(only=first)["meta"]
    assert (meta["candidates"], meta["emptied_by"]) == (0, "marks")


def test_the_newest_mark_comes_first_and_the_last_word_counts(visitor: Visitor) -> None:
    for slug, kind in (("alien", "seen"), ("taxi-driver", "seen"), ("alien", "not_interested")):
        visitor.mark(slug, kind)
    assert visitor.marks() == [("alien", "not_interested"), ("taxi-driver", "seen")]


def test_a_browser_is_known_by_a_cookie_that_no_script_can_read(browser: Visitor) -> None:
    browser.slugs()
    assert not browser.http.cookies
    response = browser.mark("alien")
    cookie = response.headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Max-Age=31536000"))
    assert "Secure" not in cookie  # over http it would not be sent back
    assert browser.marks() == [("alien", "not_interested")]
    browser.mark("taxi-driver")
    assert len(browser.marks()) == 2


def test_who_names_themselves_by_the_header_gets_no_cookie(visitor: Visitor) -> None:
    assert "Set-Cookie" not in visitor.mark("alien").headers


def test_the_token_is_stored_nowhere(live: LiveApp, visitor: Visitor) -> None:
    visitor.mark("alien")
    token = str(visitor.http.headers["Projectionist-Visitor"]).encode()
    with live.services.engine.connect() as connection:
        stored = connection.execute(text("SELECT visitor FROM projectionist.visitors")).scalars()
        assert all(len(found) == 32 and token not in found for found in stored)


def test_forgetting_leaves_nothing_in_the_store_and_takes_the_cookie(
    live: LiveApp, browser: Visitor
) -> None:
    def rows() -> int:
        with live.services.engine.connect() as connection:
            both = "SELECT (SELECT count(*) FROM projectionist.visitors) + count(*)"
            return connection.execute(text(f"{both} FROM projectionist.marks")).scalar_one()

    before = rows()
    browser.mark("alien")
    assert rows() == before + 2
    assert browser.forget().status_code == 204
    assert rows() == before
    assert not browser.http.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
def test_another_sites_page_changes_nothing(browser: Visitor, headers: dict[str, str]) -> None:
    browser.mark("alien")
    assert_problem(browser.mark("taxi-driver", headers=headers), 403, "cross_site")
    assert_problem(browser.forget(headers=headers), 403, "cross_site")
    assert browser.marks() == [("alien", "not_interested")]


def test_this_sites_own_pages_may(live: LiveApp, browser: Visitor) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": live.url}
    assert browser.mark("alien", headers=headers).status_code == 204


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "boring"},
        {"kind": None},
        {"json": {"kind": "seen", "visitor": "me"}},
        {"json": ["seen"]},
        {"json": None, "data": "{", "headers": {"Content-Type": "application/json"}},
        {"json": None, "data": "kind=seen"},
    ],
)
def test_a_body_that_cannot_be_understood_is_refused(
    visitor: Visitor, options: dict[str, Any]
) -> None:
    assert_problem(visitor.mark("alien", **options), 422, "invalid_request")


def test_a_body_without_end_is_not_read(visitor: Visitor) -> None:
    assert visitor.mark("alien", kind="x" * 100_000).status_code == 413


@pytest.mark.parametrize("slug", ["no-such-film", "%00", "x" * 200, "é"])
def test_a_film_that_is_not_there_cannot_be_marked(visitor: Visitor, slug: str) -> None:
    assert_problem(visitor.mark(slug), 404, "film_not_found")


@pytest.mark.parametrize("token", ["", "me", "x" * 42, "x" * 44, "x" * 42 + "é"])
def test_a_token_of_ones_own_making_is_refused(live: LiveApp, token: str) -> None:
    visitor = Visitor(live, None)
    headers = {"Projectionist-Visitor": token.encode()}
    assert_problem(visitor.mark("alien", headers=headers), 422, "invalid_request")


def test_a_cookie_that_is_no_token_is_replaced(browser: Visitor) -> None:
    browser.http.cookies.set("projectionist_visitor", "me", domain="127.0.0.1", path="/")
    browser.mark("alien", "seen")
    assert browser.marks() == [("alien", "seen")]


def test_an_answer_varies_with_who_asks(visitor: Visitor) -> None:
    answer = visitor.http.get(visitor.mark("alien").url.replace("/alien", ""), timeout=60)
    assert {"Cookie", "Projectionist-Visitor"} <= set(answer.headers["Vary"].split(", "))
