"""A member's figures, against pandas and other second computations on the stand-in's truth."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.recommendations.answer import Step
from app.services import Services
from app.statistics.cards.cards import CARD_KINDS
from app.statistics.query import StatisticsQuery
from app.statistics.service import statistics
from app.store.members import Profile
from app.uploads import keep
from app.uploads.profile import Taken
from scrapers.standin.builtin import BuiltinWorld
from scrapers.standin.export import export_zip
from tests.app.test_recommendations_api import assert_problem
from tests.app.test_uploads_api import send
from tests.conftest import LiveApp

KINDS = {"genre", "decade", "era", "country", "language", "runtime", "director", "actor"}


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests; each member is read once."""
    return shared_live


@pytest.fixture
def member(world: BuiltinWorld) -> str:
    return world.suggestions()[0]


@pytest.fixture
def frame(world: BuiltinWorld, member: str) -> pd.DataFrame:
    """What the stand-in knows of the member's films, one row each."""
    logged = world.member(member)
    assert logged is not None
    rows = []
    for entry in logged.films:
        film = world.film(world.renamed(entry.slug) or entry.slug)
        assert film is not None
        rows.append(
            {
                "stars": entry.rating,
                "average": film.letterboxd_rating,
                "count": film.letterboxd_rating_count,
                "runtime": film.runtime,
                "genre": film.genres,
                "country": film.countries,
                "director": film.directors,
                "year": film.release_year,
                "title": film.title,
            }
        )
    numbers = dict.fromkeys(("stars", "average", "count", "runtime", "year"), "float64")
    return pd.DataFrame(rows).astype(numbers)


def get(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/statistics", params=params, timeout=60)


def ask(app: LiveApp, **params: Any) -> dict[str, Any]:
    response = get(app, **params)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = json.loads(response.text, parse_constant=pytest.fail)
    return answer


def test_the_numbers_are_those_of_pandas(live: LiveApp, member: str, frame: pd.DataFrame) -> None:
    numbers = ask(live, username=member)["numbers"]
    rated = frame.dropna(subset="stars")
    gaps = rated["stars"] - rated["average"]
    assert (numbers["films"], numbers["rated"]) == (len(frame), len(rated))
    for name, values in (
        ("own", rated["stars"]),
        ("crowd", rated["average"]),
        ("differential", gaps),
    ):
        expected = {"mean": values.mean(), "deviation": values.std(ddof=0)}
        assert numbers[name] == pytest.approx(expected, abs=1e-4)
    assert numbers["median_rating_count"] == frame["count"].median()
    assert numbers["mean_rating_count"] == pytest.approx(frame["count"].mean(), abs=1e-3)
    assert numbers["hours"] == pytest.approx(frame["runtime"].sum() / 60, abs=1e-3)
    assert numbers["runtime_unknown"] == frame["runtime"].isna().sum()


@pytest.mark.parametrize("kind", ["genre", "country", "director"])
def test_each_category_has_the_figures_of_pandas(
    live: LiveApp, member: str, frame: pd.DataFrame, kind: str
) -> None:
    answer = ask(live, username=member)["breakdowns"][kind]
    exploded = frame.explode(kind)
    exploded["gap"] = exploded["stars"] - exploded["average"]
    own = frame["stars"].mean()
    grouped = exploded.groupby(kind)
    for it in answer["most_watched"] + answer["best_rated"]:
        films = grouped.get_group(it["name"])
        stars = films["stars"].dropna()
        assert (it["films"], it["rated"]) == (len(films), len(stars))
        assert it["share"] == pytest.approx(len(films) / len(frame), abs=1e-4)
        if len(stars):
            shrunken = (stars.sum() + 5 * own) / (len(stars) + 5)
            figures = [it["mean"], it["shrunken_mean"], it["differential"]]
            expected = [stars.mean(), shrunken, films["gap"].mean()]
            assert figures == pytest.approx(expected, abs=1e-4)
    assert [it["films"] for it in answer["most_watched"]] == (
        grouped.size().sort_values(ascending=False).head(20).tolist()
    )
    assert all(it["rated"] >= 2 for it in answer["best_rated"])


def test_the_films_that_the_member_and_the_crowd_differ_on_come_with_their_links(
    live: LiveApp, member: str, frame: pd.DataFrame
) -> None:
    answer = ask(live, username=member)
    frame["gap"] = (frame["stars"] - frame["average"]).round(6)
    for name, extremes in (("underrated", frame.nlargest), ("overrated", frame.nsmallest)):
        films = answer[name]
        expected = extremes(len(films), "gap")["gap"].tolist()
        assert [it["differential"] for it in films] == pytest.approx(expected, abs=1e-4)
        assert all(it["film"]["url"].startswith("http") for it in films)
    assert answer["underrated"][0]["differential"] > 0 > answer["overrated"][0]["differential"]


def test_the_histogram_counts_each_half_star(
    live: LiveApp, member: str, frame: pd.DataFrame
) -> None:
    bins = ask(live, username=member)["histogram"]
    assert [it["stars"] for it in bins] == [n / 2 for n in range(1, 11)]
    counts = frame["stars"].value_counts()
    assert [it["own"] for it in bins] == [counts.get(n / 2, 0) for n in range(1, 11)]
    assert sum(it["crowd"] for it in bins) == sum(it["own"] for it in bins)


def dozen() -> list[str]:
    unusual = ["empty_shelf", "pocket_change", "three_ratings", "only_likes", "no_ratings"]
    others = ["odd_titles", "single_page", "hard_to_please", "bus_window", "old_bookmarks"]
    return [*unusual, *others, *BuiltinWorld().suggestions()]


@pytest.mark.parametrize("username", dozen())
def test_every_kind_of_member_has_statistics_a_page_and_cards(live: LiveApp, username: str) -> None:
    answer = ask(live, username=username)
    assert set(answer["breakdowns"]) == KINDS
    assert answer["numbers"]["films"] == answer["meta"]["logged"]
    page = requests.get(f"{live.url}/statistics", params={"username": username}, timeout=60)
    assert page.status_code == 200
    assert not re.search(r"\bnan\b", page.text, re.IGNORECASE)
    image = requests.get(
        f"{live.url}/statistics/card/summary.png", params={"username": username}, timeout=60
    )
    assert image.headers["Content-Type"] == "image/png"


def test_without_ratings_what_needs_them_is_null(live: LiveApp) -> None:
    answer = ask(live, username="no_ratings")
    assert answer["numbers"]["own"] is answer["numbers"]["differential"] is None
    assert answer["styles"]["rating"] is None
    assert answer["styles"]["obscurity"]
    assert answer["underrated"] == answer["overrated"] == []
    assert answer["standings"]["mean_rating"]["percentile"] is None
    assert answer["breakdowns"]["genre"]["most_watched"]
    assert answer["breakdowns"]["genre"]["best_rated"] == []


def test_the_years_come_from_the_diary_if_it_is_asked_for(
    live: LiveApp, world: BuiltinWorld
) -> None:
    username = world.suggestions()[1]
    assert ask(live, username=username)["years"] == []
    answer = ask(live, username=username, diary="true")
    years = answer["years"]
    assert answer["meta"]["dated"] == sum(year["films"] for year in years) > 0
    assert [year["year"] for year in years] == sorted({year["year"] for year in years})
    assert all(year["genre"] for year in years)


def test_an_upload_says_what_the_pages_say_and_knows_its_days(
    live: LiveApp, world: BuiltinWorld, member: str
) -> None:
    logged = world.member(member)
    assert logged is not None
    token = send(live, export_zip(logged)).json()["profile"]
    answer, by_name = ask(live, profile=token), ask(live, username=member)
    assert answer["numbers"] == by_name["numbers"]
    assert answer["breakdowns"] == by_name["breakdowns"]
    assert answer["years"]


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({}, 422, "invalid_request"),
        ({"username": "night_owl", "profile": "x"}, 422, "invalid_request"),
        ({"username": "a b"}, 422, "invalid_username"),
        ({"username": "night_owl", "diary": "perhaps"}, 422, "invalid_request"),
        ({"profile": "\x00"}, 404, "profile_expired"),
        ({"username": "no_such_member_here"}, 404, "member_not_found"),
        ({"username": "private_person"}, 403, "profile_private"),
    ],
)
def test_wrong_questions_are_refused(
    live: LiveApp, params: dict[str, str], status: int, code: str
) -> None:
    assert_problem(get(live, **params), status, code)
    page = requests.get(f"{live.url}/statistics", params=params or {"profile": "x"}, timeout=60)
    assert page.status_code == (status if params else 404)
    assert page.headers["Content-Type"].startswith("text/html")


def test_progress_is_told_while_the_pages_are_read(services: Services, member: str) -> None:
    steps: list[Step] = []
    statistics(services, StatisticsQuery(username=member), steps.append)
    assert steps[0].stage == "reading"
    assert any(step.total and step.done == step.total for step in steps)


def profiles(film_ids: list[int]) -> st.SearchStrategy[Profile]:
    """Any films, of the catalogue or not, with any stars and days."""
    film = st.tuples(
        st.sampled_from([*film_ids, 999_999_001, 999_999_002]),
        st.integers(1, 10).map(lambda half: half / 2) | st.just(np.nan),
        st.dates(min_value=datetime(1900, 1, 1, tzinfo=UTC).date()) | st.none(),
    )
    return st.lists(film, max_size=30, unique_by=lambda it: it[0]).map(
        lambda films: Profile(
            username=None,
            read_at=datetime(2026, 11, 21, tzinfo=UTC),
            movie_ids=np.array([it[0] for it in films], np.int64),
            stars=np.array([it[1] for it in films], np.float64),
            liked=np.zeros(len(films), np.bool_),
            watched_on=np.array([it[2] for it in films], "datetime64[D]"),
            source="list",
        )
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_profile_has_statistics_that_json_can_hold(live: LiveApp, data: st.DataObject) -> None:
    film_ids = live.services.catalogue.current().films.ids.values.tolist()
    profile = replace(data.draw(profiles(film_ids)), watchlist=None)
    token = keep.keep(live.services, Taken(profile, [], 0))
    answer = ask(live, profile=token)
    assert answer["numbers"]["films"] == len(profile.movie_ids)
    assert sum(it["own"] for it in answer["histogram"]) == int(profile.rated.sum())
    page = requests.get(f"{live.url}/statistics", params={"profile": token}, timeout=60)
    assert page.status_code == 200


@pytest.mark.parametrize("kind", CARD_KINDS)
def test_every_card_of_the_page_is_an_image_too(live: LiveApp, member: str, kind: str) -> None:
    page = requests.get(
        f"{live.url}/statistics", params={"username": member, "diary": "true"}, timeout=60
    )
    assert f"/statistics/card/{kind}.png?" in page.text
    image = requests.get(
        f"{live.url}/statistics/card/{kind}.png", params={"username": member}, timeout=60
    )
    assert (image.status_code, image.headers["Content-Type"]) == (200, "image/png")
