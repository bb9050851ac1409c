"""One film, over HTTP and as a page."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from app.services import Services
from scrapers.records import Film, LoggedFilm
from scrapers.standin.builtin import BuiltinWorld
from tests.app.test_recommendations_api import FILM_FIELDS, assert_problem
from tests.conftest import LiveApp, running

DETAIL_FIELDS = FILM_FIELDS | {
    *("tagline", "synopsis", "countries", "languages", "cast", "studios", "themes"),
    *("tmdb_id", "imdb_id"),
}


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for the tests that change nothing but read members."""
    return shared_live


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


def look(app: LiveApp, slug: str, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/films/{slug}", params=params, timeout=60)


def page(app: LiveApp, slug: str, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/films/{slug}", params=params, timeout=60)


def change(services: Services, slug: str, values: str) -> None:
    with services.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE projectionist.films SET {values}, scraped_at = now() WHERE slug = '{slug}'"
        )


def test_a_film_has_all_that_its_page_says(live: LiveApp, world: BuiltinWorld) -> None:
    answer = look(live, "alien").json()
    known = world.film("alien")
    assert isinstance(known, Film)
    film = answer["data"]["film"]
    assert set(film) == DETAIL_FIELDS
    for name in ("title", "synopsis", "tagline", "tmdb_id", "imdb_id"):
        assert film[name] == getattr(known, name)
    for name in ("cast", "countries", "languages", "studios", "themes"):
        assert film[name] == list(getattr(known, name))
    assert film["url"] == f"{live.services.settings.letterboxd_url}/film/alien/"
    assert answer["data"]["member"] is None
    assert answer["meta"] == {"similar_by": "features", "member": None}


def test_films_like_it_are_other_films_the_most_alike_first(live: LiveApp) -> None:
    similar = look(live, "alien", limit=50).json()["data"]["similar"]
    alike = [item["similarity"] for item in similar]
    assert alike == sorted(alike, reverse=True)
    assert all(0 < value <= 1 for value in alike)
    names = [(item["film"]["title"], item["film"]["release_year"]) for item in similar]
    assert len(set(names)) == len(names) == 50
    assert ("Alien", 1979) not in names
    assert all(set(item["film"]) == FILM_FIELDS for item in similar)
    genres = {"Horror", "Science Fiction"}
    assert all(genres & set(item["film"]["genres"]) for item in similar[:10])


def test_the_prediction_is_that_of_the_predictions(live: LiveApp, member: str) -> None:
    answer = look(live, "jaws", username=member).json()
    told = requests.get(
        f"{live.url}/api/v1/predictions",
        params={"username": member, "film": "jaws"},
        timeout=60,
    ).json()
    (prediction,) = told["data"]
    del prediction["film"]
    assert answer["data"]["member"] == prediction
    assert answer["meta"]["member"] == told["meta"]


def test_a_film_that_the_member_logged_says_what_they_gave_it(
    live: LiveApp, world: BuiltinWorld, member: str
) -> None:
    profile = world.member(member)
    assert profile is not None
    logged: LoggedFilm = next(film for film in profile.films if film.rating is not None)
    told = look(live, logged.slug, username=member).json()["data"]["member"]
    assert (told["logged"], told["rating"]) == (True, logged.rating)
    assert 0.5 <= told["predicted_rating"] <= 5


def test_no_similar_film_need_be_returned(live: LiveApp) -> None:
    assert look(live, "alien", limit=0).json()["data"]["similar"] == []


@pytest.mark.parametrize("slug", ["no-such-film", "%00", "..%2f", "ALIEN", "%ff", "x" * 500, "é"])
def test_what_is_no_film_of_the_catalogue_is_not_found(live: LiveApp, slug: str) -> None:
    document = assert_problem(look(live, slug), 404, _code(slug))
    assert len(document["detail"]) < 300
    response = page(live, slug)
    assert response.status_code == 404
    assert "No such" in response.text


def _code(slug: str) -> str:
    """An address with one more slash is another address."""
    return "not_found" if slug == "..%2f" else "film_not_found"


REFUSALS = [
    ({"username": "nobody_at_all"}, 404, "member_not_found", "No such member"),
    ({"username": "private_person"}, 403, "profile_private", "This profile is private"),
    ({"username": "a b"}, 422, "invalid_username", "That is not a Letterboxd username"),
    ({"profile": "gone"}, 404, "profile_expired", "This upload is gone"),
    (
        {"username": "three_ratings", "model": "personal"},
        *(422, "not_enough_ratings", "Too few ratings"),
    ),
    (
        {"username": "midnight_marrow", "model": "hybrid"},
        *(503, "model_not_trained", "This model has not been trained here"),
    ),
    ({"username": "a_a", "profile": "b"}, 422, "invalid_request", "cannot be understood"),
    ({"limit": "51"}, 422, "invalid_request", "cannot be understood"),
]


@pytest.mark.parametrize(("params", "status", "code", "title"), REFUSALS)
def test_each_reason_for_no_prediction_has_its_own_code_and_leaves_the_page_of_the_film(
    live: LiveApp, params: dict[str, str], status: int, code: str, title: str
) -> None:
    assert_problem(look(live, "alien", **params), status, code)
    response = page(live, "alien", **params)
    assert response.status_code == status
    assert title in response.text
    assert "Ridley Scott" in response.text


def test_a_film_of_which_little_is_known_has_a_page(make_services: Callable[..., Services]) -> None:
    services = make_services()
    change(
        services,
        "alien",
        "poster = NULL, runtime = NULL, letterboxd_rating = NULL, letterboxd_rating_count = NULL, "
        "release_year = NULL, synopsis = NULL, content_type = NULL, country_of_origin = NULL, "
        "genres = '{}', countries = '{}', languages = '{}', directors = '{}', \"cast\" = '{}', "
        "studios = '{}', themes = '{}', title = '<b>“Ünï” & {{ 7*7 }}</b>'",
    )
    with running(services) as app:
        film = look(app, "alien", username="midnight_marrow").json()["data"]["film"]
        assert (film["poster"], film["runtime"], film["letterboxd_rating"]) == (None, None, None)
        text = page(app, "alien", username="midnight_marrow").text
    title = "&lt;b&gt;“Ünï” &amp; {{ 7*7 }}&lt;/b&gt;"
    assert f"<title>{title} · Projectionist</title>" in text
    assert "Not rated on Letterboxd yet." in text
    assert "None" not in text


@pytest.mark.parametrize(
    "slug", ["8-half", "wall-e", "500-days-of-summer", "romeo-juliet", "m", "dekalog"]
)
def test_odd_titles_have_pages(live: LiveApp, world: BuiltinWorld, slug: str) -> None:
    known = world.film(slug)
    assert isinstance(known, Film)
    assert look(live, slug).json()["data"]["film"]["title"] == known.title
    assert page(live, slug).status_code == 200


def test_a_trained_server_finds_films_that_the_same_members_love(
    own_trained: LiveApp, member: str
) -> None:
    answer = look(own_trained, "alien", username=member).json()
    assert answer["meta"]["similar_by"] == "ratings"
    alike = [item["similarity"] for item in answer["data"]["similar"]]
    assert 0 < alike[-1] <= alike[0] <= 1
    assert answer["data"]["member"]["because"]["films"]
    change(own_trained.services, "alien", "movie_id = 999999")
    new = look(own_trained, "alien", username=member, model="collaborative").json()
    assert new["meta"]["similar_by"] == "features"
    assert new["data"]["member"]["predicted_rating"] is None
    assert "Nobody knows" in page(own_trained, "alien", username=member, model="collaborative").text


def test_links_to_similar_films_keep_the_member_and_their_model(live: LiveApp, member: str) -> None:
    text = page(live, "alien", username=member, model="popular").text
    assert f"?username={member}&amp;model=popular" in text
    assert "?username" not in page(live, "alien", username="private_person").text
