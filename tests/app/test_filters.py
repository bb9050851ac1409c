"""Every filter through the API, against what the stand-in says of each film."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from scrapers.records import Film
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.server import Standin
from tests.app.test_recommendations_api import ask, assert_problem
from tests.conftest import LiveApp

Fits = Callable[[Film], bool]


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests; the member is read once."""
    return shared_live


@pytest.fixture
def films(live: LiveApp, world: BuiltinWorld) -> Callable[..., list[Film]]:
    """The films that are recommended with these filters, as the stand-in has them."""

    def recommended(**filters: Any) -> list[Film]:
        answer = ask(live, username=world.suggestions()[0], **({"limit": 100} | filters))
        assert answer.status_code == 200, answer.text
        found = [world.film(item["film"]["slug"]) for item in answer.json()["data"]]
        return [film for film in found if film is not None]

    return recommended


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"genre": "Horror"}, lambda f: "Horror" in f.genres),
        ({"genre": "horror,COMEDY"}, lambda f: {"Horror", "Comedy"} & set(f.genres)),
        (
            {"genre": ["Horror", "Comedy"], "genre_match": "all"},
            lambda f: {"Horror", "Comedy"} <= set(f.genres),
        ),
        ({"without_genre": "Drama"}, lambda f: "Drama" not in f.genres),
        (
            {"content_type": "short"},
            lambda f: f.content_type != "tv" and f.runtime and f.runtime < 40,
        ),
        ({"content_type": "tv"}, lambda f: f.content_type == "tv"),
        (
            {"content_type": "feature"},
            lambda f: f.content_type != "tv" and (f.runtime is None or f.runtime >= 40),
        ),
        (
            {"year_from": 1960, "year_to": 1969},
            lambda f: f.release_year and 1960 <= f.release_year <= 1969,
        ),
        (
            {"decade": "1930,1990"},
            lambda f: f.release_year and f.release_year // 10 in (193, 199),
        ),
        (
            {"runtime_from": 80, "runtime_to": 95},
            lambda f: f.runtime and 80 <= f.runtime <= 95,
        ),
        ({"country": "japan"}, lambda f: "Japan" in f.countries),
        ({"without_country": "USA,UK"}, lambda f: not {"USA", "UK"} & set(f.countries)),
        ({"language": "French"}, lambda f: "French" in f.languages),
        ({"without_language": "English"}, lambda f: "English" not in f.languages),
        (
            {"rating_from": 4.2},
            lambda f: f.letterboxd_rating is not None and f.letterboxd_rating >= 4.2,
        ),
        (
            {"fame": "obscure,niche"},
            lambda f: (f.letterboxd_rating_count or 0) < 50_000,
        ),
        ({"director": "stanley kubrick"}, lambda f: "Stanley Kubrick" in f.directors),
        ({"without_director": "Stanley Kubrick"}, lambda f: "Stanley Kubrick" not in f.directors),
        ({"actor": "Tony Leung Chiu wai"}, lambda f: "Tony Leung Chiu-wai" in f.cast),
        ({"without_actor": "Al Pacino"}, lambda f: "Al Pacino" not in f.cast),
        ({"theme": "Friendship"}, lambda f: "Friendship" in f.themes),
        ({"without_theme": "Revenge"}, lambda f: "Revenge" not in f.themes),
        ({"without_title": "THE"}, lambda f: "the" not in f.title.casefold()),
        (
            {"only": "ran, https://letterboxd.com/film/tampopo/"},
            lambda f: f.slug in {"ran", "tampopo"},
        ),
        (
            {"genre": "Drama", "decade": 1990, "country": "France", "runtime_to": 110},
            lambda f: (
                "Drama" in f.genres
                and (f.release_year or 0) // 10 == 199
                and "France" in f.countries
                and (f.runtime or 999) <= 110
            ),
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_only_films_that_fit_are_recommended_and_all_of_them_if_there_is_room(
    films: Callable[..., list[Film]], filters: dict[str, Any], fits: Fits
) -> None:
    everything = {film.slug: film for page in range(1, 6) for film in films(page=page)}
    wanted = {slug for slug, film in everything.items() if fits(film)}
    found = [film.slug for film in films(**filters)]
    assert wanted
    assert set(found) <= wanted
    assert len(found) == min(100, len(wanted))


def test_the_watchlist_can_be_the_only_choice_or_left_out(
    films: Callable[..., list[Film]], world: BuiltinWorld
) -> None:
    member = world.member(world.suggestions()[0])
    assert member is not None
    wanted = {film.slug for film in member.watchlist}
    assert {film.slug for film in films(watchlist="only")} == wanted
    assert not wanted & {film.slug for film in films(watchlist="without")}


def test_a_watchlist_is_read_once_an_hour(
    live: LiveApp, films: Callable[..., list[Film]], site: Standin, world: BuiltinWorld
) -> None:
    films(watchlist="only")
    site.requests.clear()
    films(watchlist="without")
    assert not site.requests


def test_a_private_watchlist_is_a_refusal_of_its_own(live: LiveApp, world: BuiltinWorld) -> None:
    names = (world.member(name) for name in world.usernames())
    secretive = next(
        member.username
        for member in names
        if member and member.watchlist_private and not member.profile_private
    )
    response = ask(live, username=secretive, watchlist="only", model="popular")
    assert secretive in assert_problem(response, 403, "watchlist_private")["detail"]


def test_rewatches_bring_back_logged_films_and_say_so(live: LiveApp, world: BuiltinWorld) -> None:
    member = world.member(world.suggestions()[0])
    assert member is not None
    answer = ask(live, username=member.username, rewatches="true", limit=100).json()
    logged = {film.slug for film in member.films}
    marked = {item["film"]["slug"] for item in answer["data"] if item["logged"]}
    assert marked == {item["film"]["slug"] for item in answer["data"]} & logged
    assert marked


@pytest.mark.parametrize(
    ("filters", "culprit"),
    [
        ({"genre": "Horror", "year_to": 1900}, "year_to"),
        ({"genre": "Western,Animation", "genre_match": "all"}, "genre"),
        ({"only": "no-such-film"}, "only"),
        ({"content_type": "tv", "without_title": "a,e,i,o,u"}, "without_title"),
    ],
    ids=str,
)
def test_an_impossible_combination_names_the_filter_that_left_nothing(
    live: LiveApp, world: BuiltinWorld, filters: dict[str, Any], culprit: str
) -> None:
    answer = ask(live, username=world.suggestions()[0], **filters).json()
    assert (answer["data"], answer["meta"]["candidates"]) == ([], 0)
    assert answer["meta"]["emptied_by"] == culprit


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"genre": "Horor"}, "Horror"),
        ({"country": "Frence"}, "France"),
        ({"director": "Stanly Kubrik"}, "Stanley Kubrick"),
        ({"without_language": "Klingon"}, "Klingon"),
    ],
    ids=str,
)
def test_an_unknown_name_suggests_the_nearest(
    live: LiveApp, world: BuiltinWorld, filters: dict[str, Any], words: str
) -> None:
    response = ask(live, username=world.suggestions()[0], **filters)
    assert words in assert_problem(response, 422, "unknown_value")["detail"]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"year_from": 2000, "year_to": 1990}, "year_from (2000) is greater than year_to (1990)"),
        ({"runtime_from": 120, "runtime_to": 90}, "runtime_from (120)"),
        ({"decade": 1995}, "decade"),
        ({"year_from": "soon"}, "year_from"),
        ({"rating_from": 6}, "rating_from"),
        ({"rating_from": "nan"}, "rating_from"),
        ({"fame": "infamous"}, "fame"),
        ({"only": "not a slug"}, "not a slug"),
        ({"genre": ["x"] * 51}, "genre"),
        ({"page": 0}, "page"),
        ({"seed": -1}, "seed"),
    ],
    ids=str,
)
def test_a_wrong_filter_is_refused_by_its_name(
    live: LiveApp, world: BuiltinWorld, filters: dict[str, Any], words: str
) -> None:
    response = ask(live, username=world.suggestions()[0], **filters)
    assert words in assert_problem(response, 422, "invalid_request")["detail"]


def test_pages_follow_each_other_without_a_repeat(films: Callable[..., list[Film]]) -> None:
    whole = films(limit=90)
    pages = [film for page in (1, 2, 3) for film in films(limit=30, page=page)]
    assert pages == whole


def test_seeds_give_other_good_films_each_the_same_ones_again(
    films: Callable[..., list[Film]],
) -> None:
    plain = [film.slug for film in films(limit=20)]
    drawn = [[film.slug for film in films(limit=20, seed=seed)] for seed in (1, 2, 1)]
    assert drawn[0] == drawn[2]
    assert len({tuple(plain), tuple(drawn[0]), tuple(drawn[1])}) == 3
    good = {film.slug for film in films(limit=100)} | {film.slug for film in films(page=2)}
    assert set(drawn[0]) <= good
    more = [film.slug for film in films(limit=20, seed=1, page=2)]
    assert not set(more) & set(drawn[0])


def test_the_filters_are_described_for_callers(live: LiveApp) -> None:
    spec = requests.get(f"{live.url}/api/v1/openapi.json", timeout=10).json()
    operation = spec["paths"]["/api/v1/recommendations"]["get"]
    described = {p["name"]: p["schema"] for p in operation["parameters"]}
    assert described["genre"]["type"] == "array"
    assert described["watchlist"]["enum"] == ["any", "only", "without"]
