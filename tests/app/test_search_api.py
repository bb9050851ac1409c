"""Films by title, over HTTP."""

from typing import Any

import pytest
import requests
from sqlalchemy import event

from tests.app.test_recommendations_api import FILM_FIELDS, assert_problem
from tests.conftest import LiveApp


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    """One for all these tests: looking for films changes nothing."""
    return shared_live


def look(app: LiveApp, **params: Any) -> requests.Response:
    return requests.get(f"{app.url}/api/v1/films", params=params, timeout=30)


def test_a_mistyped_title_finds_the_films_with_all_their_facts(live: LiveApp) -> None:
    answer = look(live, q="godfahter").json()
    assert set(answer) == {"data"}
    assert answer["data"][0]["title"] == "The Godfather"
    assert len(answer["data"]) <= 10
    assert all(set(film) == FILM_FIELDS for film in answer["data"])


def test_a_year_and_a_limit_narrow_the_answer(live: LiveApp) -> None:
    assert len(look(live, q="the", limit=50).json()["data"]) > 10
    assert len(look(live, q="the", limit=1).json()["data"]) == 1
    years = [film["release_year"] for film in look(live, q="the", year=1999).json()["data"]]
    assert years
    assert set(years) <= {1998, 1999, 2000}


def test_nothing_alike_is_an_empty_answer(live: LiveApp) -> None:
    response = look(live, q="xqzzyw")
    assert (response.status_code, response.json()) == (200, {"data": []})


@pytest.mark.parametrize(
    "params",
    [
        {},
        *({"q": q} for q in ("", "   ", "\t\n", "x" * 201)),
        *({"q": "heat", "limit": limit} for limit in (0, 51, "many")),
        *({"q": "heat", "year": year} for year in (1799, 2201, "then", "")),
    ],
)
def test_a_wrong_question_is_refused(live: LiveApp, params: dict[str, Any]) -> None:
    assert_problem(look(live, **params), 422, "invalid_request")


@pytest.mark.parametrize(
    "q", ["a\x00b\x1b[31m", "%", "'; drop table films; --", "\u202eheat", "é" * 200]
)
def test_hostile_text_is_only_text(live: LiveApp, q: str) -> None:
    assert look(live, q=q).status_code == 200
    assert requests.get(f"{live.url}/api/v1/films?q=%ff%fe%00", timeout=30).status_code == 200


def test_no_question_but_the_first_asks_the_database(live: LiveApp) -> None:
    look(live, q="heat")
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(live.services.engine, "before_cursor_execute", note)
    assert look(live, q="alien").json()["data"][0]["title"] == "Alien"
    event.remove(live.services.engine, "before_cursor_execute", note)
    assert not asked
