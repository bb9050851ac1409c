import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, update

from app.scraping.film_pages import scrape
from app.services import Services
from app.store import film_urls, stored_ratings
from app.store.figures import member_figures
from app.store.kept_films import kept
from app.store.leases import DuePage
from app.store.schema import films
from tests.app.imports.conftest import Run, Stored

MOVIES = """movieId,title,genres
1,Toy Story (1995),Adventure|Animation|Children|Comedy|Fantasy
2571,"Matrix, The (1999)",Action|Sci-Fi|Thriller
77,"City of Lost Children, The (Cité des enfants perdus, La) (1995)",(no genres listed)
"""
LINKS = "movieId,imdbId,tmdbId\n1,0114709,862\n2571,0133093,\n"
RATINGS = """userId,movieId,rating,timestamp
1,1,4.0,964982703
1,2571,5.0,964982224
2,1,0.5,964982224
"""
TOY_STORY, MATRIX, LOST = 1_000_000_000_862, 2_000_000_133_093, 3_000_000_000_077

Rated = Callable[[], list[tuple[str, int, int]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("movies", MOVIES), ("links", LINKS), ("ratings", RATINGS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_films_come_with_what_movielens_knows_of_them(
    run: Run, stored: Stored, folder: Path
) -> None:
    result = run("movielens", folder)
    assert result.exit_code == 0, result.output
    film = stored()["tmdb-862"]
    assert film["movie_id"] == TOY_STORY
    assert (film["title"], film["release_year"]) == ("Toy Story", 1995)
    assert film["genres"] == ["Adventure", "Animation", "Family", "Comedy", "Fantasy"]
    assert (film["letterboxd_rating"], film["letterboxd_rating_count"]) == (2.25, 2)
    assert film["sources"]["letterboxd_rating"] == "movielens"
    assert stored()["imdb-tt0133093"]["title"] == "The Matrix"
    assert stored()["movielens-77"]["title"] == "The City of Lost Children"
    assert "films added" in result.output


def test_ratings_become_those_of_people_who_have_no_username(
    run: Run, rated: Rated, services: Services, folder: Path
) -> None:
    run("movielens", folder)
    assert rated() == [("ml:1", TOY_STORY, 8), ("ml:1", MATRIX, 10), ("ml:2", TOY_STORY, 1)]
    with services.engine.connect() as connection:
        assert len(stored_ratings.all_ratings(connection).stars) == 3
        assert not len(member_figures(connection))


def test_a_second_import_changes_nothing(
    run: Run, stored: Stored, rated: Rated, folder: Path
) -> None:
    run("movielens", folder)
    before = stored(), rated()
    result = run("movielens", folder)
    assert (stored(), rated()) == before
    assert "films changed" in result.output
    assert [line.split()[-1] for line in result.output.splitlines() if " added" in line] == [
        "0"
    ] * 2


@pytest.mark.parametrize(
    "links",
    ["1,0114709,862\n900,0114710,862\n", "1,0114709,862\n900,0114709,\n"],
    ids=["on TMDB", "on IMDb"],
)
def test_two_entries_of_a_film_are_one_film_rated_by_both(
    run: Run, stored: Stored, rated: Rated, tmp_path: Path, links: str
) -> None:
    others = "".join(f"{number},Another {number} (1990),Drama\n" for number in range(2, 600))
    texts = {
        "movies": f"movieId,title,genres\n1,Alpha (1995),Drama\n{others}900,Beta (1996),Comedy\n",
        "links": f"movieId,imdbId,tmdbId\n{links}",
        "ratings": "userId,movieId,rating,timestamp\n1,1,4.0,1\n2,900,2.0,1\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    run("movielens", tmp_path)
    before = stored(), rated()
    film = before[0]["tmdb-862"]
    assert (film["title"], film["letterboxd_rating"]) == ("Alpha", 3.0)
    assert film["letterboxd_rating_count"] == 2
    assert before[1] == [("ml:1", TOY_STORY, 8), ("ml:2", TOY_STORY, 4)]
    again = run("movielens", tmp_path).output
    assert re.search(r"films changed +0$", again, re.MULTILINE), again
    assert (stored(), rated()) == before


def test_rows_that_cannot_be_used_are_counted(run: Run, rated: Rated, folder: Path) -> None:
    odd = ["x,1,4.0,1", "3,1,4.3,1", "3,1,6,1", "3,1", "3,99,3,1", "-3,1,3.0,1", "3,1,nan,1"]
    odd += ["\xff,1,4.0,1", "\xe7"]  # no UTF-8
    text = RATINGS + "\n".join(odd) + "\n4,2571,3,1\n"
    (folder / "ratings.csv").write_text(text, encoding="latin-1")
    (folder / "movies.csv").write_text(MOVIES + "x,No Id (1990),Drama\n5,Few\n", encoding="utf-8")
    figures = dict(
        line.strip().rsplit("  ", 1) for line in run("movielens", folder).output.splitlines()[1:]
    )
    told = {name.strip(): figure for name, figure in figures.items()}
    assert told["rating rows that cannot be used"] == "8"
    assert told["ratings of unknown films"] == "1"
    assert told["film rows that cannot be used"] == "2"
    assert ("ml:4", MATRIX, 6) in rated()


def test_a_mark_at_the_beginning_of_ratings_is_no_part_of_them(
    run: Run, rated: Rated, folder: Path
) -> None:
    (folder / "ratings.csv").write_text(RATINGS, encoding="utf-8-sig")
    assert run("movielens", folder).exit_code == 0
    assert rated()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("movies.csv", b"title,year\n", "movies.csv does not begin with"),
        ("movies.csv", b"\xff\xfe", "movies.csv is not UTF-8"),
        ("movies.csv", b"", "movies.csv does not begin with"),
        ("links.csv", b"PK\x03\x04", "links.csv does not begin with"),
        ("ratings.csv", b"a,b\n1,2\n", "ratings.csv is no table of ratings"),
        ("ratings.csv", b"", "ratings.csv is no table of ratings"),
    ],
)
def test_a_file_that_is_something_else_is_refused_by_name(
    run: Run, folder: Path, name: str, data: bytes, told: str
) -> None:
    (folder / name).write_bytes(data)
    result = run("movielens", folder)
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output


def test_a_folder_without_films_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("movielens", tmp_path)
    assert result.exit_code == 1
    assert "neither movies.csv nor movies.dat" in result.output


def test_the_older_data_sets_are_read_too(
    run: Run, stored: Stored, rated: Rated, tmp_path: Path
) -> None:
    movies = "1::Léon: The Professional (1994)::Crime|Film-Noir\n"
    (tmp_path / "movies.dat").write_text(movies, encoding="latin-1")
    (tmp_path / "ratings.dat").write_text("7::1::5::978300760\n8::1::3.5::9\n", encoding="ascii")
    assert run("movielens", tmp_path).exit_code == 0
    assert stored()["movielens-1"]["title"] == "Léon: The Professional"
    assert rated() == [("ml:7", 3_000_000_000_001, 10), ("ml:8", 3_000_000_000_001, 7)]


def test_links_of_imported_films_lead_to_letterboxd(
    run: Run, services: Services, folder: Path
) -> None:
    run("movielens", folder)
    catalogue = services.catalogue.current()
    rows = catalogue.positions(np.array([TOY_STORY, MATRIX, LOST]))
    site = services.settings.letterboxd_url
    assert [film["url"] for film in catalogue.facts(rows)] == [
        f"{site}/tmdb/862/",
        f"{site}/imdb/tt0133093/",
        f"{site}/search/films/The%20City%20of%20Lost%20Children/",
    ]


@pytest.fixture
def parasite(services: Services, stored: Stored) -> dict[str, Any]:
    """A film as its page on Letterboxd has it."""
    read_page(services, "parasite-2019")
    return stored()["parasite-2019"]


def read_page(services: Services, slug: str) -> None:
    with services.engine.begin() as connection:
        film_urls.add(connection, {slug: None})
    list(scrape(services, [DuePage(slug)]))


@pytest.fixture
def with_parasite(folder: Path, parasite: dict[str, Any]) -> Path:
    """A data set where member 1 gave the film 4 stars, and its title is another."""
    for name, row in (
        ("movies", MOVIES + "6,Gisaengchung (2019),Drama\n"),
        ("ratings", RATINGS + "1,6,4.0,9\n"),
        ("links", LINKS + f"6,,{parasite['tmdb_id']}\n"),
    ):
        (folder / f"{name}.csv").write_text(row, encoding="utf-8")
    return folder


def test_what_a_page_said_is_believed_more(
    run: Run, stored: Stored, rated: Rated, parasite: dict[str, Any], with_parasite: Path
) -> None:
    run("movielens", with_parasite)
    assert stored()["parasite-2019"] == parasite
    assert ("ml:1", parasite["movie_id"], 8) in rated()


def test_what_a_page_left_open_is_filled_in(
    run: Run, services: Services, stored: Stored, with_parasite: Path
) -> None:
    empty = {"letterboxd_rating": None, "letterboxd_rating_count": None}
    with services.engine.begin() as connection:
        connection.execute(update(films).values(empty))
    run("movielens", with_parasite)
    film = stored()["parasite-2019"]
    assert (film["letterboxd_rating"], film["letterboxd_rating_count"]) == (4.0, 1)
    assert set(film["sources"]) == {"letterboxd_rating", "letterboxd_rating_count"}
    with services.engine.connect() as connection:
        told = kept(connection, ["parasite-2019"])["parasite-2019"].facts
    assert (told["letterboxd_rating"], told["title"]) == (None, "Parasite")


def test_a_film_whose_page_is_read_later_takes_over_what_was_imported(
    run: Run,
    services: Services,
    stored: Stored,
    rated: Rated,
    with_parasite: Path,
) -> None:
    parasite = stored()["parasite-2019"]
    with services.engine.begin() as connection:
        connection.execute(delete(films))
    run("movielens", with_parasite)
    slug, movie_id = f"tmdb-{parasite['tmdb_id']}", 10**12 + parasite["tmdb_id"]
    assert ("ml:1", movie_id, 8) in rated()
    assert stored()[slug]["title"] == "Gisaengchung"
    services.catalogue.current()
    read_page(services, "parasite-2019")
    assert ("ml:1", parasite["movie_id"], 8) in rated()
    assert slug not in stored()
    assert stored()["parasite-2019"]["title"] == "Parasite"
    ids = services.catalogue.current().films.ids
    assert parasite["movie_id"] in ids
    assert movie_id not in ids
    run("movielens", with_parasite)
    assert slug not in stored()
