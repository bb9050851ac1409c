"""Two members side by side, over HTTP."""

from typing import Any

import pytest
import requests

from app.compatibility.words import NOTHING
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from scrapers.standin.server import Standin
from tests.app.test_recommendations_api import assert_problem
from tests.app.test_uploads_api import send as send_export
from tests.conftest import LiveApp

Pair = list[str]


def ask(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/compatibility", params=params, timeout=60)


def send(app: LiveApp, body: dict[str, Any]) -> str:
    response = requests.post(f"{app.url}/api/v1/profiles", json=body, timeout=60)
    token: str = response.json()["profile"]
    return token


@pytest.fixture
def pair(world: BuiltinWorld) -> Pair:
    return list(world.suggestions()[:2])


def rated(world: BuiltinWorld, username: str) -> dict[int, float]:
    profile = world.member(username)
    assert profile is not None
    return {film.film_id: film.rating for film in profile.films if film.rating is not None}


def test_two_members_are_compared_by_all_that_is_known(live: LiveApp, pair: Pair) -> None:
    answer = ask(live, username=pair).json()
    found = answer["data"]
    assert [member["called"] for member in answer["meta"]["members"]] == pair
    parts = found["parts"]
    assert set(parts) == {"films", "taste", "genres", "eras"}
    assert all(0 <= part <= 100 for part in parts.values())
    weights = {"films": 35, "taste": 35, "genres": 15, "eras": 15}
    mean = sum(weights[name] * part for name, part in parts.items()) / 100
    assert found["score"] == pytest.approx(mean, abs=0.1)
    assert (
        found["correlation"]["low"] < found["correlation"]["value"] < found["correlation"]["high"]
    )
    assert f"both rated {found['shared']} films" in found["certainty"]
    assert found["verdict"] != NOTHING
    assert found["watchlist"] is None


def test_shared_films_come_with_the_stars_of_both(
    live: LiveApp, world: BuiltinWorld, pair: Pair
) -> None:
    found = ask(live, username=pair, limit=50).json()["data"]
    first, second = (rated(world, name) for name in pair)
    assert found["favourites"] and found["polarising"]
    for item in found["favourites"]:
        film = item["film"]["film_id"]
        assert item["ratings"] == [first[film], second[film]]
        assert min(item["ratings"]) >= 4
    for item in found["polarising"]:
        assert abs(item["ratings"][0] - item["ratings"][1]) >= 1.5


def test_each_shows_the_other_what_they_loved_and_the_other_has_not_logged(
    live: LiveApp, world: BuiltinWorld, pair: Pair
) -> None:
    shows = ask(live, username=pair, limit=50).json()["data"]["shows"]
    assert [(show["by"], show["to"]) for show in shows] == [tuple(pair), tuple(pair[::-1])]
    for show in shows:
        loved, other = rated(world, show["by"]), world.member(show["to"])
        assert other is not None
        logged = {(film.title, film.release_year) for film in other.films}
        stars = [item["predicted_rating"] for item in show["films"]]
        assert stars == sorted(stars, reverse=True)
        for item in show["films"]:
            film = item["film"]
            assert loved[film["film_id"]] == item["rating"] >= 4.5
            assert (film["title"], film["release_year"]) not in logged


def test_whoever_is_named_first_the_score_is_the_same(live: LiveApp, pair: Pair) -> None:
    there, back = (ask(live, username=names).json()["data"] for names in (pair, pair[::-1]))
    assert there["score"] == back["score"]
    assert there["correlation"] == back["correlation"]


def test_at_most_so_many_films_of_each_kind_are_returned(live: LiveApp, pair: Pair) -> None:
    found = ask(live, username=",".join(pair), limit=1).json()["data"]
    rows = [found["favourites"], found["polarising"], *(show["films"] for show in found["shows"])]
    assert [len(row) for row in rows] == [1, 1, 1, 1]


def test_an_opinion_that_is_the_same_for_all_says_nothing_of_taste(
    live: LiveApp, pair: Pair
) -> None:
    found = ask(live, username=pair, model="popular").json()["data"]
    assert found["parts"]["taste"] is None
    assert found["score"] is not None


@pytest.mark.parametrize(
    ("films", "other", "correlated"), [(3, 3, False), (4, 4, True), (0, 4, False)]
)
def test_a_correlation_takes_four_shared_films(
    live: LiveApp, world: BuiltinWorld, films: int, other: int, correlated: bool
) -> None:
    slugs = list(world.slugs())[:20:2]
    first = [{"slug": slug, "stars": 2 + n / 2} for n, slug in enumerate(slugs[:films])]
    second = [{"slug": slug, "stars": 1 + n} for n, slug in enumerate(slugs[:other])]
    more = [{"slug": slugs[9], "stars": 3}]
    tokens = [send(live, {"films": first + more}), send(live, {"films": second})]
    found = ask(live, profile=tokens).json()["data"]
    assert found["shared"] == films
    assert (found["correlation"] is not None) == correlated
    assert found["parts"]["films"] is None if not films else 0 < found["parts"]["films"] < 100


def test_the_watchlists_of_uploads_are_compared_too(live: LiveApp, world: BuiltinWorld) -> None:
    one, two, three, four = list(world.slugs())[:8:2]
    tokens = [
        send(
            live, {"films": [{"slug": one, "stars": 4}], "watchlist": [{"slug": w} for w in wants]}
        )
        for wants in ((two, three), (three, four))
    ]
    answer = ask(live, profile=tokens).json()
    assert [member["called"] for member in answer["meta"]["members"]] == ["Guest 1", "Guest 2"]
    watchlist = answer["data"]["watchlist"]
    assert watchlist["count"] == 1
    assert [film["slug"] for film in watchlist["films"]] == [three]


def test_watchlists_that_were_read_just_now_are_compared_and_no_page_is_read_for_them(
    live: LiveApp, world: BuiltinWorld, site: Standin, pair: Pair
) -> None:
    assert ask(live, username=pair).json()["data"]["watchlist"] is None
    picks = f"{live.url}/api/v1/watchlist/picks"
    assert requests.get(picks, params={"username": pair}, timeout=60).status_code == 200
    before = len(site.requests)
    watchlist = ask(live, username=pair, limit=50).json()["data"]["watchlist"]
    assert len(site.requests) == before
    wanted = [{film.slug for film in known.watchlist} for known in map(world.member, pair) if known]
    both = wanted[0] & wanted[1]
    assert watchlist["count"] == len(both)
    assert {film["slug"] for film in watchlist["films"]} == both


def test_a_member_and_an_upload_can_be_compared(live: LiveApp, pair: Pair) -> None:
    token = send(live, {"films": [{"slug": "alien", "stars": 4}]})
    answer = ask(live, username=pair[0], profile=token).json()
    assert [member["called"] for member in answer["meta"]["members"]] == [pair[0], "Guest 1"]
    assert answer["data"]["watchlist"] is None


def test_two_members_without_a_film_have_no_score(live: LiveApp) -> None:
    found = ask(live, username=["empty_shelf", "no_ratings"]).json()["data"]
    assert (found["score"], found["shared"]) == (None, 0)
    assert found["verdict"] == NOTHING
    assert "no film in common" in found["certainty"]
    assert found["correlation"] is None


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "Nobody was named"),
        (["night_owl"], "Only one member was named"),
        (["night_owl", " @Night_Owl"], "That is the same member twice"),
        (["night_owl", "second_reel", "third_wheel"], "3 members were named"),
    ],
)
def test_it_takes_two_different_members(live: LiveApp, names: Pair, reason: str) -> None:
    document = assert_problem(ask(live, username=names), 422, "two_members")
    assert document["detail"].startswith(reason)


@pytest.mark.parametrize(
    ("params", "status", "code", "named"),
    [
        ({"username": ["midnight_marrow", "nobody_at_all"]}, 404, "member_not_found", "nobody_at"),
        ({"username": ["private_person", "midnight_marrow"]}, 403, "profile_private", "private_p"),
        ({"username": ["midnight_marrow", "a b"]}, 422, "invalid_username", "a b"),
        ({"username": ["midnight_marrow"], "profile": ["gone"]}, 404, "profile_expired", "Guest 1"),
        (
            {"username": ["midnight_marrow", "three_ratings"], "model": "personal"},
            *(422, "not_enough_ratings", "three_ratings"),
        ),
        ({"username": ["a_a", "b_b"], "model": "hybrid"}, 503, "model_not_trained", "a_a"),
        ({"username": ["a_a", "b_b"], "limit": "0"}, 422, "invalid_request", "limit"),
        ({"username": ["a_a", "b_b"], "limit": "51"}, 422, "invalid_request", "limit"),
        ({"username": ["a_a", "b_b"], "taste": "sweet"}, 422, "invalid_request", "taste"),
    ],
)
def test_each_reason_for_no_answer_has_its_own_code_and_names_its_member(
    live: LiveApp, params: dict[str, Any], status: int, code: str, named: str
) -> None:
    assert named in assert_problem(ask(live, **params), status, code)["detail"]


def test_an_upload_of_a_member_who_is_named_besides_is_the_same_member(
    live: LiveApp, world: BuiltinWorld, pair: Pair
) -> None:
    member = world.member(pair[0])
    assert member is not None
    token = send_export(live, export_zip(member)).json()["profile"]
    document = assert_problem(ask(live, username=pair[0], profile=token), 422, "two_members")
    assert "same member twice" in document["detail"]


def test_a_film_that_the_model_does_not_know_is_shown_without_a_prediction(
    own_trained: LiveApp,
) -> None:
    pair = ["dust_and_spurs", "midnight_marrow"]  # the first loves 16 films only
    best = ask(own_trained, username=pair, model="collaborative").json()
    film = best["data"]["shows"][0]["films"][0]["film"]["film_id"]
    with own_trained.services.engine.begin() as connection:
        for table in ("films", "ratings", "film_urls"):
            stamp = ", title = 'Anew', scraped_at = now()" if table == "films" else ""
            connection.exec_driver_sql(
                f"UPDATE projectionist.{table} SET movie_id = 999999{stamp} WHERE movie_id = {film}"
            )
    answer = ask(own_trained, username=pair, model="collaborative", limit=50).json()["data"]
    predicted = {
        item["film"]["film_id"]: item["predicted_rating"] for item in answer["shows"][0]["films"]
    }
    assert predicted.pop(999999) is None
    assert all(0.5 <= stars <= 5 for stars in predicted.values())
    assert 0 < answer["parts"]["taste"] < 100
