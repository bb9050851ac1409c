"""Picks of watchlists through the API, against what the stand-in has on them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import requests

from app.services import Services
from app.store import watchlists
from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import serve
from tests.app.changing_world import block_pages
from tests.app.film_site import due
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp, running

ONE, OTHER = "midnight_marrow", "subtitle_sofa"


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests; the members are read once."""
    return shared_live


def ask(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/watchlist/picks", params=params, timeout=60)


def pick(app: LiveApp, **params: Any) -> dict[str, Any]:
    response = ask(app, **({"username": ONE, "limit": 100} | params))
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def slugs(answer: dict[str, Any]) -> list[str]:
    return [item["film"]["slug"] for item in answer["data"]]


@pytest.fixture(scope="session")
def wanted(world: BuiltinWorld) -> Callable[[str], set[str]]:
    """The slugs on a member's watchlist."""

    def of(username: str) -> set[str]:
        member = world.member(username)
        assert member is not None
        return {film.slug for film in member.watchlist}

    return of


@pytest.fixture(scope="session")
def logged(world: BuiltinWorld) -> Callable[[str], set[str]]:
    def of(username: str) -> set[str]:
        member = world.member(username)
        assert member is not None
        return {film.slug for film in member.films}

    return of


def films(world: BuiltinWorld, answer: dict[str, Any]) -> list[Film]:
    found = [world.film(slug) for slug in slugs(answer)]
    return [film for film in found if film is not None]


def test_one_film_of_the_watchlist_with_its_stars_is_the_default(
    live: LiveApp, wanted: Callable[[str], set[str]]
) -> None:
    answer = ask(live, username=ONE).json()
    (item,) = answer["data"]
    assert item["film"]["slug"] in wanted(ONE)
    (member,) = item["members"]
    assert member["member"] == ONE and member["on_watchlist"] and not member["logged"]
    assert 0.5 <= member["predicted_rating"] <= 5
    (meta,) = answer["meta"]["members"]
    count = len(wanted(ONE))
    assert (meta["on_watchlist"], meta["known"], meta["pending"]) == (count, count, 0)
    assert answer["meta"]["candidates"] == count


@pytest.mark.parametrize("by", ["random", "stars", "shortest", "newest"])
def test_every_way_comes_to_all_films_and_a_seed_to_the_same_again(
    live: LiveApp, wanted: Callable[[str], set[str]], by: str
) -> None:
    first, second = (pick(live, by=by, seed=7) for _ in range(2))
    assert first == second
    assert sorted(slugs(first)) == sorted(wanted(ONE))


@pytest.mark.parametrize("by", ["random", "stars"])
def test_another_seed_draws_another_order(live: LiveApp, by: str) -> None:
    assert slugs(pick(live, by=by, seed=7)) != slugs(pick(live, by=by, seed=8))


def test_without_a_seed_the_one_that_was_drawn_is_told(live: LiveApp) -> None:
    drawn = [pick(live) for _ in range(2)]
    seeds = [answer["meta"]["seed"] for answer in drawn]
    assert seeds[0] != seeds[1]
    assert pick(live, seed=seeds[0]) == drawn[0]


def test_the_shortest_and_the_newest_come_first(live: LiveApp, world: BuiltinWorld) -> None:
    runtimes = [film.runtime for film in films(world, pick(live, by="shortest")) if film.runtime]
    assert len(runtimes) > 20 and runtimes == sorted(runtimes)
    years = [film.release_year or 0 for film in films(world, pick(live, by="newest"))]
    assert years == sorted(years, reverse=True) and years[0] > years[-1]


@pytest.mark.parametrize("by", ["random", "stars", "newest"])
def test_no_film_comes_twice_before_all_were_shown(
    live: LiveApp, wanted: Callable[[str], set[str]], by: str
) -> None:
    count = len(wanted(ONE))
    shown = [
        slugs(pick(live, model="popular", by=by, seed=3, limit=1, page=page))
        for page in range(1, count + 1)
    ]
    assert sorted(slug for page in shown for slug in page) == sorted(wanted(ONE))
    after = pick(live, model="popular", by=by, seed=3, limit=1, page=count + 1)
    assert (after["data"], after["meta"]["candidates"]) == ([], count)


def test_filters_leave_the_others_in_their_order(live: LiveApp, world: BuiltinWorld) -> None:
    every = films(world, pick(live, seed=5))
    dramas = films(world, pick(live, seed=5, genre="drama"))
    assert 0 < len(dramas) < len(every)
    assert dramas == [film for film in every if "Drama" in film.genres]


def test_films_with_more_predicted_stars_come_first_more_often(live: LiveApp) -> None:
    """Over 300 seeds, the better half of the films against the other."""
    stars = {
        item["film"]["slug"]: item["members"][0]["predicted_rating"]
        for item in pick(live, model="popular")["data"]
    }
    firsts = {
        by: Counter(
            slugs(pick(live, model="popular", by=by, seed=seed, limit=1))[0] for seed in range(300)
        )
        for by in ("stars", "random")
    }
    better = sorted(stars, key=lambda slug: -stars[slug])[: len(stars) // 2]
    share = {by: sum(first[slug] for slug in better) / 300 for by, first in firsts.items()}
    weights = {slug: 4 ** stars[slug] for slug in stars}
    expected = sum(weights[slug] for slug in better) / sum(weights.values())
    assert abs(share["stars"] - expected) < 0.09
    assert abs(share["random"] - len(better) / len(stars)) < 0.09
    assert share["stars"] > share["random"]


def test_several_members_spin_any_list_or_what_is_on_all(
    live: LiveApp, wanted: Callable[[str], set[str]], logged: Callable[[str], set[str]]
) -> None:
    unseen_by_both = logged(ONE) | logged(OTHER)
    both = {"username": [ONE, OTHER], "seed": 1}
    union = pick(live, **both)
    assert set(slugs(union)) == (wanted(ONE) | wanted(OTHER)) - unseen_by_both
    common = pick(live, **both, together="intersection")
    assert set(slugs(common)) == (wanted(ONE) & wanted(OTHER)) - unseen_by_both
    for item in union["data"]:
        names = [member["member"] for member in item["members"]]
        on_lists = [member["on_watchlist"] for member in item["members"]]
        assert names == [ONE, OTHER]
        assert on_lists == [item["film"]["slug"] in wanted(name) for name in (ONE, OTHER)]


def test_a_film_that_one_has_seen_is_in_only_as_a_rewatch(
    live: LiveApp, wanted: Callable[[str], set[str]], logged: Callable[[str], set[str]]
) -> None:
    seen = wanted(ONE) & logged(OTHER) | wanted(OTHER) & logged(ONE)
    assert seen
    both = {"username": f"{ONE},{OTHER}"}
    assert not seen & set(slugs(pick(live, **both)))
    again = pick(live, **both, rewatches=True)
    assert seen <= set(slugs(again))
    marked = {
        item["film"]["slug"]
        for item in again["data"]
        if any(member["logged"] for member in item["members"])
    }
    assert marked == seen


def test_who_is_named_twice_counts_once(live: LiveApp) -> None:
    twice, once = (pick(live, username=names, seed=2) for names in ([ONE, f"@{ONE}"], ONE))
    assert twice == once


def test_an_upload_brings_its_own_watchlist(live: LiveApp, world: BuiltinWorld) -> None:
    seen, mean, missing = list(world.slugs())[:3]
    body = {
        "films": [{"slug": seen, "stars": 4}],
        "watchlist": [{"slug": slug} for slug in (seen, mean, missing)],
    }
    sent = requests.post(f"{live.url}/api/v1/profiles", json=body, timeout=60).json()
    answer = ask(live, profile=sent["profile"], limit=9).json()
    assert set(slugs(answer)) == {mean, missing}
    assert answer["data"][0]["members"][0]["member"] == "Guest 1"
    with_friend = ask(live, profile=sent["profile"], username=ONE, limit=100).json()
    assert {mean, missing} <= set(slugs(with_friend)) | {
        film.slug for film in (world.member(ONE) or pytest.fail()).films
    }


def test_an_empty_watchlist_is_an_answer_without_films(live: LiveApp) -> None:
    answer = pick(live, username="empty_shelf")
    assert answer["data"] == []
    assert answer["meta"]["emptied_by"] is None
    assert answer["meta"]["members"][0]["on_watchlist"] == 0


def test_it_is_told_what_left_nothing(live: LiveApp) -> None:
    assert pick(live, year_from=2100)["meta"]["emptied_by"] == "year_from"
    apart = pick(live, username=[ONE, "empty_shelf"], together="intersection")
    assert apart["meta"]["emptied_by"] == "together"


def test_films_that_the_catalogue_lacks_are_counted_and_named(
    make_services: Callable[..., Services], world: BuiltinWorld
) -> None:
    services = make_services(empty=True, profile_fetch_limit=0)
    member = world.member(ONE)
    assert member is not None
    with running(services) as app:
        answer = pick(app)
    (meta,) = answer["meta"]["members"]
    count = len(member.watchlist)
    assert (answer["data"], meta["known"], meta["pending"]) == ([], 0, count)
    known = {f"{film.title} ({film.release_year})" for film in member.watchlist}
    assert len(meta["pending_titles"]) == 20 and set(meta["pending_titles"]) <= known
    with services.engine.connect() as connection:
        stored = watchlists.load(connection, ONE)
        assert stored is not None and len(stored.movie_ids) == count
        assert {film.slug for film in member.watchlist} <= set(due(connection))


@pytest.mark.parametrize(
    ("params", "status", "code", "words"),
    [
        ({"username": "private_list"}, 403, "watchlist_private", "private_list"),
        ({"username": [ONE, "private_list"]}, 403, "watchlist_private", "“private_list”"),
        ({"username": [ONE, "nobody_there"]}, 404, "member_not_found", "“nobody_there”"),
        ({"username": [ONE, "n!"]}, 422, "invalid_username", "n!"),
        ({"profile": "gone"}, 404, "profile_expired", "Upload it again"),
        ({"username": ONE, "profile": "gone"}, 404, "profile_expired", "Guest 1"),
        ({}, 422, "invalid_request", "1 to 8 members"),
        ({"username": [f"member_{n}" for n in range(9)]}, 422, "invalid_request", "1 to 8"),
        ({"username": ONE, "by": "longest"}, 422, "invalid_request", "by"),
        ({"username": ONE, "watchlist": "without"}, 422, "invalid_request", "watchlist"),
        ({"username": ONE, "together": "xor"}, 422, "invalid_request", "together"),
        ({"username": ONE, "seed": -1}, 422, "invalid_request", "seed"),
        ({"username": ONE, "page": 0}, 422, "invalid_request", "page"),
        ({"username": ONE, "genre": "Dramma"}, 422, "unknown_value", "Drama"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_its_name(
    live: LiveApp, params: dict[str, Any], status: int, code: str, words: str
) -> None:
    assert words in assert_problem(ask(live, **params), status, code)["detail"]


def test_a_feed_tells_no_watchlist(
    make_services: Callable[..., Services], world: BuiltinWorld
) -> None:
    with serve(world) as standin:
        block_pages(standin)
        with running(make_services(standin)) as app:
            response = ask(app, username=ONE)
    assert ONE in assert_problem(response, 422, "watchlist_unknown")["detail"]
