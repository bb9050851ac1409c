from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
import requests
from sqlalchemy import text

from app.profiles import read_profile
from app.services import Services
from scrapers.standin.builtin import BuiltinWorld
from tests.conftest import LiveApp, running

FILM_FIELDS = {
    *("film_id", "slug", "title", "release_year", "runtime", "genres", "country_of_origin"),
    *("content_type", "letterboxd_rating", "letterboxd_rating_count", "poster", "directors"),
    "url",
}


def ask(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/recommendations", params=params, timeout=60)


def assert_problem(response: requests.Response, status: int, code: str) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert (response.status_code, document["status"], document["code"]) == (status, status, code)
    assert document["title"]
    assert document["detail"].endswith(".")
    return document


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


def test_a_username_in_gives_films_with_predicted_stars(live: LiveApp, member: str) -> None:
    answer = ask(live, username=member, limit=12).json()
    assert len(answer["data"]) == 12
    stars = [item["predicted_rating"] for item in answer["data"]]
    assert stars == sorted(stars, reverse=True)
    assert all(0.5 <= value <= 5 for value in stars)
    assert all(set(item["film"]) == FILM_FIELDS for item in answer["data"])
    assert answer["meta"]["username"] == member
    assert answer["meta"]["model"] == "personal"


def test_logged_films_never_come_back(live: LiveApp, world: BuiltinWorld, member: str) -> None:
    answer = ask(live, username=member, limit=100).json()
    profile = world.member(member)
    assert profile is not None
    shown = [(item["film"]["title"], item["film"]["release_year"]) for item in answer["data"]]
    assert len(shown) == len(set(shown)) == 100
    assert not set(shown) & {(film.title, film.release_year) for film in profile.films}
    assert answer["meta"]["logged"] == len(profile.films)


def test_the_same_question_gets_the_same_answer(live: LiveApp, member: str) -> None:
    first, second = (ask(live, username=name).json() for name in (member, f"@{member.upper()}"))
    assert first == second


def test_members_with_other_tastes_get_other_films(live: LiveApp, world: BuiltinWorld) -> None:
    lists = [
        {item["film"]["slug"] for item in ask(live, username=name, limit=10).json()["data"]}
        for name in world.suggestions()
    ]
    assert all(len(one & other) < 6 for one in lists for other in lists if one is not other)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "invalid_request"),
        ({"username": ""}, "invalid_username"),
        ({"username": "a"}, "invalid_username"),
        ({"username": "../etc/passwd"}, "invalid_username"),
        ({"username": "night owl"}, "invalid_username"),
        ({"username": "нight_owl"}, "invalid_username"),
        ({"username": "x" * 31}, "invalid_username"),
        ({"username": "night_owl\x00"}, "invalid_username"),
        ({"username": "night_owl", "limit": "0"}, "invalid_request"),
        ({"username": "night_owl", "limit": "101"}, "invalid_request"),
        ({"username": "night_owl", "limit": "many"}, "invalid_request"),
        ({"username": "night_owl", "model": "oracle"}, "invalid_request"),
    ],
)
def test_bad_input_is_refused_before_anything_is_read(
    live: LiveApp, params: dict[str, str], code: str
) -> None:
    assert_problem(ask(live, **params), 422, code)


@pytest.mark.parametrize(
    ("username", "status", "code"),
    [
        ("nobody_at_all", 404, "member_not_found"),
        ("private_person", 403, "profile_private"),
        ("no_ratings", 422, "not_enough_ratings"),
        ("three_ratings", 422, "not_enough_ratings"),
        ("only_likes", 422, "not_enough_ratings"),
        ("empty_shelf", 422, "profile_empty"),
    ],
)
def test_each_reason_for_no_answer_has_its_own_code(
    live: LiveApp, username: str, status: int, code: str
) -> None:
    assert_problem(ask(live, username=username, model="personal"), status, code)


def test_who_has_too_few_ratings_is_told_how_many_it_takes_and_what_works_without(
    live: LiveApp,
) -> None:
    response = ask(live, username="three_ratings", model="personal")
    document = assert_problem(response, 422, "not_enough_ratings")
    assert "3 of the 5" in document["detail"]
    assert document["detail"].endswith("fewer: popular.")


@pytest.mark.parametrize("username", ["no_ratings", "three_ratings", "only_likes", "empty_shelf"])
def test_who_has_rated_too_little_to_learn_from_gets_what_most_members_love(
    live: LiveApp, username: str
) -> None:
    answer = ask(live, username=username, limit=10).json()
    assert answer["meta"]["model"] == "popular"
    assert len(answer["data"]) == 10
    assert min(item["film"]["letterboxd_rating"] for item in answer["data"]) > 3.5


@pytest.mark.parametrize(
    ("model", "artifact"),
    [("hybrid", "collaborative"), ("collaborative", "collaborative"), ("general", "general")],
)
def test_a_model_that_was_not_trained_names_the_command_that_trains_it(
    live: LiveApp, model: str, artifact: str
) -> None:
    document = assert_problem(
        ask(live, username="night_owl", model=model), 503, "model_not_trained"
    )
    assert f"flask --app app train {artifact}." in document["detail"]


def test_popularity_lifts_well_known_films_or_lets_them_sink(live: LiveApp, member: str) -> None:
    gems, crowd = (
        ask(live, username=member, popularity=popularity, limit=20).json()["data"]
        for popularity in (-1, 1)
    )
    gem, hit = (
        median(item["film"]["letterboxd_rating_count"] or 0 for item in films)
        for films in (gems, crowd)
    )
    assert gem < hit


def test_reading_that_is_switched_off_says_so(make_services: Callable[..., Services]) -> None:
    with running(make_services(letterboxd_scraping="off")) as app:
        assert_problem(ask(app, username="night_owl"), 503, "scraping_disabled")


def test_films_the_store_lacks_are_read_while_the_member_waits(
    make_services: Callable[..., Services], member: str
) -> None:
    with running(make_services(empty=True, profile_fetch_limit=30)) as app:
        meta = ask(app, username=member).json()["meta"]
    assert meta["films_added"] == 30
    assert meta["films_pending"] == meta["logged"] - 30


def test_films_that_are_gone_are_not_waited_for(
    make_services: Callable[..., Services], member: str
) -> None:
    services = make_services(empty=True, profile_fetch_limit=30)
    profile = read_profile(services, member, lambda done, total: None)
    gone = profile.movie_ids[profile.rated][:2].tolist()
    with services.engine.begin() as connection:
        statement = text(
            "UPDATE projectionist.film_urls SET slug = 'gone-' || slug WHERE movie_id = ANY(:gone)"
        )
        connection.execute(statement, {"gone": gone})
    with running(services) as app:
        meta = ask(app, username=member).json()["meta"]
    assert meta["films_added"] == 28
    assert meta["films_pending"] == meta["logged"] - 30


def test_when_too_few_of_the_films_are_in_the_store_the_member_is_asked_to_return(
    make_services: Callable[..., Services], member: str
) -> None:
    with running(make_services(empty=True, profile_fetch_limit=3)) as app:
        response = ask(app, username=member, model="personal")
    assert_problem(response, 503, "films_pending")
    assert "Retry-After" in response.headers


def test_what_broke_inside_is_not_told_outside(live: LiveApp, member: str) -> None:
    live.services.engine.dispose()
    with live.services.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE projectionist.ratings")
    document = assert_problem(ask(live, username=member), 500, "internal")
    assert "ratings" not in str(document)


def test_an_unknown_address_and_a_wrong_method_are_problems_too(live: LiveApp) -> None:
    unknown = requests.get(f"{live.url}/api/v1/nothing", timeout=10)
    assert_problem(unknown, 404, "not_found")
    posted = requests.post(f"{live.url}/api/v1/recommendations", timeout=10)
    assert_problem(posted, 405, "method_not_allowed")
    assert "GET" in posted.headers["Allow"]
