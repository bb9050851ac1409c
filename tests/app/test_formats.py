"""The same answers as JSON or CSV, by Accept or by name."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.formats import FORMULA, table_csv
from tests.app.test_recommendations_api import assert_problem
from tests.conftest import LiveApp

ONE, OTHER = "midnight_marrow", "subtitle_sofa"
COLUMNS = ["LetterboxdURI", "tmdbID", "imdbID", "Title", "Year", "Directors"]
MEANT_FOR_MEMBERS = {"Rating", "Rating10", "WatchedDate", "Rewatch", "Tags", "Review"}
PATHS = {
    "recommendations": {"username": ONE},
    "predictions": {"username": ONE, "film": ["alien", "taxi-driver"]},
    "groups/recommendations": {"username": [ONE, OTHER]},
    "watchlist/picks": {"username": [ONE, OTHER], "limit": 5, "seed": 3},
    "marks": {},
}


@pytest.fixture(scope="module")
def live(shared_live: LiveApp) -> LiveApp:
    return shared_live


@pytest.fixture(scope="module")
def http(live: LiveApp) -> requests.Session:
    """Somebody who has marked two films."""
    session = requests.Session()
    for slug in ("raw-2016", "alien"):
        address = f"{live.url}/api/v1/marks/{slug}"
        assert session.put(address, json={"kind": "seen"}, timeout=60).status_code == 204
    return session


@pytest.fixture
def ask(live: LiveApp, http: requests.Session) -> Callable[..., requests.Response]:
    def ask(path: str, accept: str | None, **params: Any) -> requests.Response:
        return http.get(
            f"{live.url}/api/v1/{path}",
            params=PATHS[path] | {"model": "popular"} | params,
            headers={"Accept": accept},
            timeout=60,
        )

    return ask


Ask = Callable[..., requests.Response]


@pytest.mark.parametrize("path", PATHS)
def test_the_table_has_the_films_of_the_answer_in_columns_that_letterboxd_imports(
    ask: Ask, path: str
) -> None:
    films = [item["film"] for item in ask(path, "application/json").json()["data"]]
    answer = ask(path, "text/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    reader = csv.DictReader(io.StringIO(answer.text, newline=""))
    rows = list(reader)
    assert reader.fieldnames is not None
    assert list(reader.fieldnames)[:6] == COLUMNS
    assert not set(reader.fieldnames) & MEANT_FOR_MEMBERS
    assert films
    assert [row["LetterboxdURI"] for row in rows] == [film["url"] for film in films]
    assert [row["Title"] for row in rows] == [film["title"] for film in films]
    assert [row["Year"] for row in rows] == [str(film["release_year"]) for film in films]
    assert [row["Directors"].split(", ") for row in rows] == [film["directors"] for film in films]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["text/html", "application/xml, image/*", "text/csv;q=0"])
def test_a_kind_that_there_is_not_is_refused_with_those_there_are(
    ask: Ask, path: str, accept: str
) -> None:
    document = assert_problem(ask(path, accept), 406, "not_acceptable")
    assert "application/json and text/csv" in document["detail"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;charset=utf-8", "application/json"),
        ("text/csv, application/json;q=0.9", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
    ],
)
def test_accept_chooses_the_kind(ask: Ask, accept: str | None, kind: str) -> None:
    answer = ask("marks", accept)
    assert answer.headers["Content-Type"] == kind
    assert "Accept" in answer.headers["Vary"].split(", ")


def test_the_name_of_a_format_counts_more_than_accept(ask: Ask) -> None:
    assert ask("marks", "application/json", format="csv").headers["Content-Type"][:8] == "text/csv"
    assert ask("marks", "text/csv", format="json").json()["data"]
    assert_problem(ask("marks", "text/csv", format="xml"), 422, "invalid_request")


def test_a_table_of_nothing_still_has_its_header(ask: Ask) -> None:
    nothing = ask("recommendations", "text/csv", year_from=2100)
    assert nothing.text == ",".join([*COLUMNS, "PredictedRating", "Score"]) + "\r\n"


def test_ids_of_other_sites_are_in_it_but_not_those_of_television(live: LiveApp, ask: Ask) -> None:
    statement = text(
        "UPDATE projectionist.films SET tmdb_id = 348, imdb_id = 'tt0078748', "
        "content_type = CASE slug WHEN 'alien' THEN 'movie' ELSE 'tv' END "
        "WHERE slug IN ('alien', 'raw-2016')"
    )
    with live.services.engine.begin() as connection:
        connection.execute(statement)
    rows = list(csv.DictReader(io.StringIO(ask("marks", "text/csv").text)))
    assert [(row["tmdbID"], row["imdbID"]) for row in rows] == [
        ("348", "tt0078748"),
        ("", "tt0078748"),
    ]


def test_every_members_stars_have_a_column(ask: Ask) -> None:
    data = ask("groups/recommendations", "application/json").json()["data"]
    rows = csv.DictReader(io.StringIO(ask("groups/recommendations", "text/csv").text))
    for item, row in zip(data, rows, strict=True):
        for voice in item["members"]:
            assert float(row[f"PredictedRating {voice['member']}"]) == voice["predicted_rating"]


TEXTS = st.text(st.sampled_from("=+-@\t\r\n',;\"a é\N{BLACK STAR}"), max_size=6)


@given(st.lists(TEXTS, max_size=5), TEXTS)
def test_titles_read_back_are_the_same_but_for_the_mark_before_a_formula(
    titles: list[str], column: str
) -> None:
    table = table_csv([{column: title, "Score": -0.5} for title in titles], [column, "Score"])
    header, *rows = csv.reader(io.StringIO(table, newline=""))
    guarded = [f"'{it}" if it.startswith(FORMULA) else it for it in (column, *titles)]
    assert [header[0], *(row[0] for row in rows)] == guarded
    assert all(row[1] == "-0.5" for row in rows)
    assert not any(cell.startswith(FORMULA) for cell in (header[0], *(row[0] for row in rows)))
