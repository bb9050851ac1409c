from typing import Any

import pytest
import requests

from app.film_names import slugs
from app.problems import Problem
from scrapers.records import LoggedFilm
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_recommendations_api import FILM_FIELDS, assert_problem
from tests.conftest import LiveApp


def ask(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/predictions", params=params, timeout=60)


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


@pytest.fixture
def rated(world: BuiltinWorld, member: str) -> LoggedFilm:
    """A film that the member rated, and that has one entry only."""
    profile = world.member(member)
    assert profile is not None
    return next(film for film in profile.films if film.rating is not None)


@pytest.fixture
def unseen(world: BuiltinWorld, member: str) -> list[str]:
    """Slugs of films that the member did not log."""
    profile = world.member(member)
    assert profile is not None
    logged = {(film.title, film.release_year) for film in profile.films}
    films = [world.film(slug) for slug in world.slugs()]
    return [film.slug for film in films if film and (film.title, film.release_year) not in logged]


def test_a_film_gets_the_stars_that_the_member_would_give(
    live: LiveApp, member: str, unseen: list[str]
) -> None:
    answer = ask(live, username=member, film=unseen[0]).json()
    (item,) = answer["data"]
    assert set(item["film"]) == FILM_FIELDS
    assert item["film"]["slug"] == unseen[0]
    assert 0.5 <= item["predicted_rating"] <= 5
    assert (item["logged"], item["rating"]) == (False, None)
    assert item["because"] == {"films": [], "traits": []}
    assert answer["unknown"] == []
    assert answer["meta"]["username"] == member
    assert answer["meta"]["model"] == "personal"


def test_the_stars_are_those_of_the_recommendations(live: LiveApp, member: str) -> None:
    best = requests.get(
        f"{live.url}/api/v1/recommendations", params={"username": member, "limit": 5}, timeout=60
    ).json()["data"]
    stars = {item["film"]["slug"]: item["predicted_rating"] for item in best}
    answer = ask(live, username=member, film=list(stars)).json()["data"]
    assert {item["film"]["slug"]: item["predicted_rating"] for item in answer} == stars


def test_a_film_that_the_member_logged_says_what_they_gave_it(
    live: LiveApp, member: str, rated: LoggedFilm
) -> None:
    (item,) = ask(live, username=member, film=rated.slug).json()["data"]
    assert (item["logged"], item["rating"]) == (True, rated.rating)


def test_a_film_logged_without_stars_is_logged_and_has_no_rating(
    live: LiveApp, world: BuiltinWorld
) -> None:
    profile = world.member("no_ratings")
    assert profile is not None
    (item,) = ask(live, username="no_ratings", film=profile.films[0].slug).json()["data"]
    assert (item["logged"], item["rating"]) == (True, None)


def test_films_may_be_repeated_separated_by_commas_or_given_by_their_address(
    live: LiveApp, member: str, unseen: list[str]
) -> None:
    one, two, three, four, five, *_ = unseen
    films = [
        f"{one},{two}",
        f" https://letterboxd.com/film/{three}/ ",
        f"letterboxd.com/film/{four}",
        f"{live.services.settings.letterboxd_url}/film/{five}/",
        one,
    ]
    answer = ask(live, username=member, film=films).json()
    assert [item["film"]["slug"] for item in answer["data"]] == [one, two, three, four, five]


def test_a_film_that_the_catalogue_lacks_is_told_apart_and_not_read(
    live: LiveApp, member: str, unseen: list[str]
) -> None:
    answer = ask(live, username=member, film=["no-such-film", unseen[0], "nor-this"]).json()
    assert answer["unknown"] == ["no-such-film", "nor-this"]
    assert len(answer["data"]) == 1


@pytest.mark.parametrize(
    "film",
    [
        *(
            "../etc/passwd",
            "UPPER",
            "a b",
            "é",
            "x" * 201,
            "alien\x00",
            "%2e%2e",
            "'; DROP TABLE--",
        ),
        *("https://example.com/film/alien/", "https://letterboxd.com.example.com/film/alien/"),
        *("https://letterboxd.com@example.com/film/alien/", "https://letterboxd.com/night_owl/"),
        *("javascript://letterboxd.com/film/alien/", "https://letterboxd.com/film/a/b/"),
        *("http://[letterboxd.com/film/alien/", "//letterboxd.com/film/alien/", "/film/alien/"),
    ],
)
def test_what_names_no_film_is_refused(live: LiveApp, member: str, film: str) -> None:
    document = assert_problem(ask(live, username=member, film=film), 422, "invalid_request")
    assert "film" in document["detail"]
    assert len(document["detail"]) < 250


@pytest.mark.parametrize(
    "films", [[], [""], [",,"], [f"film-{number}" for number in range(51)]], ids=len
)
def test_one_to_fifty_films_may_be_asked_about(
    live: LiveApp, member: str, films: list[str]
) -> None:
    assert_problem(ask(live, username=member, film=films), 422, "invalid_request")


def test_fifty_films_are_answered(live: LiveApp, member: str, unseen: list[str]) -> None:
    answer = ask(live, username=member, film=",".join(unseen[:50])).json()
    assert [item["film"]["slug"] for item in answer["data"]] == unseen[:50]


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"film": "alien"}, 422, "invalid_request"),
        ({"username": "nobody_at_all"}, 404, "member_not_found"),
        ({"username": "private_person"}, 403, "profile_private"),
        ({"username": "three_ratings", "model": "personal"}, 422, "not_enough_ratings"),
        ({"username": "midnight_marrow", "model": "hybrid"}, 503, "model_not_trained"),
        ({"username": "midnight_marrow", "model": "oracle"}, 422, "invalid_request"),
    ],
)
def test_each_reason_for_no_answer_has_its_own_code(
    live: LiveApp, params: dict[str, str], status: int, code: str
) -> None:
    assert_problem(ask(live, **({"film": "alien"} | params)), status, code)


def test_a_trained_server_gives_reasons_and_null_for_films_that_the_model_does_not_know(
    own_trained: LiveApp, member: str, unseen: list[str]
) -> None:
    with own_trained.services.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE projectionist.films SET movie_id = 999999, scraped_at = now() "
            f"WHERE slug = '{unseen[0]}'"
        )
    params = {"username": member, "film": unseen[:30]}
    new, *others = ask(own_trained, model="collaborative", **params).json()["data"]
    assert (new["predicted_rating"], new["because"]["films"]) == (None, [])
    assert all(0.5 <= item["predicted_rating"] <= 5 for item in others)
    assert any(item["because"]["films"] for item in others)
    answer = ask(own_trained, **params).json()
    assert answer["meta"]["model"] == "hybrid"
    assert all(0.5 <= item["predicted_rating"] <= 5 for item in answer["data"])


def test_the_site_that_is_read_is_a_host_of_films_and_no_other() -> None:
    assert slugs(["http://127.0.0.1:8001/film/alien/"], "http://127.0.0.1:8001") == ["alien"]
    with pytest.raises(Problem):
        slugs(["http://127.0.0.1:8001/film/alien/"], "https://letterboxd.com")
