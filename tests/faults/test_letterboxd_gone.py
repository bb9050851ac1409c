"""Letterboxd is slow, broken, refuses, has other markup, or is down."""

from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.faults import Faults
from scrapers.standin.server import Standin, serve
from tests.app.test_recommendations_api import assert_problem
from tests.faults.conftest import Server, Start, free_port, stored_members

OTHER_MARKUP = {"griditem": "cell", "poster-grid": "cells", "<rss": "<other"}
OTHER_STARS = {'class="rating ': 'class="stars ', "★": "*", "½": "/2"}
FAULTS = {
    "letterboxd_timeout": (Faults(slow=1.0, slow_seconds=2.0), 504),
    "letterboxd_unavailable": (Faults(server_error=0.5, cut=0.5), 503),
    "letterboxd_blocked": (Faults(challenge=1.0), 503),
}


def assert_read(server: Server, name: str) -> None:
    answer = server.recommend(username=name)
    assert (answer.status_code, answer.json()["meta"]["source"]) == (200, "pages")


def test_each_failure_has_its_code_stores_nothing_and_passes(
    start: Start, database: str, own_site: Standin, world: BuiltinWorld
) -> None:
    server = start(DATABASE_URL=database, LETTERBOXD_URL=own_site.url, LETTERBOXD_TIMEOUT="1")
    name = world.suggestions()[0]
    for code, (own_site.faults, status) in FAULTS.items():
        refused = server.recommend(username=name)
        assert_problem(refused, status, code)
        assert int(refused.headers["Retry-After"]) > 0
    own_site.faults = Faults()
    own_site.rewrites = OTHER_MARKUP
    refused = server.recommend(username=name)
    told = assert_problem(refused, 503, "letterboxd_unavailable")
    assert "a page that this version cannot read" in told["detail"]
    assert stored_members(database) == 0
    own_site.rewrites = {}
    assert_read(server, name)
    assert stored_members(database) == 1


def test_markup_that_hides_the_stars_takes_none_that_are_stored(
    start: Start, database: str, own_site: Standin, world: BuiltinWorld
) -> None:
    settings = {"DATABASE_URL": database, "LETTERBOXD_URL": own_site.url}
    server = start(**settings, PROFILE_TTL_MINUTES="0")
    name = world.suggestions()[0]
    assert_read(server, name)
    own_site.rewrites = OTHER_STARS
    told = server.recommend(username=name).json()["meta"]
    assert told["source"] == "stored"
    assert told["rated"] > 0
    own_site.rewrites = {}
    assert_read(server, name)


def test_a_site_that_is_down_is_asked_again_when_it_is_back(
    start: Start, database: str, world: BuiltinWorld
) -> None:
    port = free_port()
    server = start(DATABASE_URL=database, LETTERBOXD_URL=f"http://127.0.0.1:{port}")
    known, new, _ = world.suggestions()
    with serve(world, port=port):
        assert_read(server, known)
    assert server.recommend(username=known).status_code == 200
    assert_problem(server.recommend(username=new), 503, "letterboxd_unavailable")
    with serve(world, port=port):
        assert_read(server, new)
