import gzip
from pathlib import Path

import pytest

from app.imports.imdb import tables
from app.services import Services
from tests.app.imports.conftest import Run, Stored

BASICS = """tconst	titleType	primaryTitle	isAdult	startYear	runtimeMinutes	genres
tt0133093	movie	The Matrix	0	1999	136	Action,Sci-Fi
tt0000001	short	Carmencita	0	1894	1	Documentary,Short
tt0185906	tvMiniSeries	Band of Brothers	0	2001	594	Drama,History,War
tt0944947	tvSeries	Game of Thrones	0	2011	60	Drama
tt0000002	movie	For Adults	1	1999	\\N	\\N
tt0000003	movie	Unseen	0	\\N	\\N	\\N
"""
RATINGS = """tconst	averageRating	numVotes
tt0133093	8.7	2000000
tt0000001	5.7	2100
tt0185906	9.4	500000
tt0944947	9.2	2300000
tt0000002	6.0	5000
tt0000003	9.9	999
"""
CREW = "tconst	directors	writers\ntt0133093	nm0905154,nm0905152	\\N\ntt0000001	\\N	\\N\n"
PRINCIPALS = """tconst	ordering	nconst	category	job	characters
tt0133093	1	nm0000206	actor	\\N	["Neo"]
tt0133093	2	nm0000401	actor	\\N	["Morpheus"]
tt0133093	3	nm0005428	producer	\\N	\\N
tt9999999	1	nm0000206	actor	\\N	\\N
"""
NAMES = """nconst	primaryName	birthYear
nm0905152	Lilly Wachowski	1967
nm0905154	Lana Wachowski	1965
nm0000206	Keanu Reeves	1964
nm0000401	Laurence Fishburne	1961
nm0005428	Joel Silver	1952
"""
FILES = {
    "title.basics": BASICS,
    "title.ratings": RATINGS,
    "title.crew": CREW,
    "title.principals": PRINCIPALS,
    "name.basics": NAMES,
}


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def test_well_known_films_come_with_what_imdb_knows(run: Run, stored: Stored, folder: Path) -> None:
    result = run("imdb", folder)
    assert result.exit_code == 0, result.output
    films = stored()
    assert set(films) == {"imdb-tt0133093", "imdb-tt0000001", "imdb-tt0185906"}
    film = films["imdb-tt0133093"]
    assert (film["title"], film["release_year"], film["runtime"]) == ("The Matrix", 1999, 136)
    assert film["genres"] == ["Action", "Science Fiction"]
    assert (film["letterboxd_rating"], film["letterboxd_rating_count"]) == (4.35, 2_000_000)
    assert film["directors"] == ["Lana Wachowski", "Lilly Wachowski"]
    assert film["cast"] == ["Keanu Reeves", "Laurence Fishburne"]
    assert set(film["sources"].values()) == {"imdb"}
    assert films["imdb-tt0185906"]["content_type"] == "tv"


def test_films_come_without_the_files_about_people(run: Run, stored: Stored, folder: Path) -> None:
    for name in ("title.crew", "title.principals", "name.basics"):
        (folder / f"{name}.tsv.gz").unlink()
    assert run("imdb", folder, "--votes", 3_000).exit_code == 0
    assert set(stored()) == {"imdb-tt0133093", "imdb-tt0185906"}


def test_files_that_are_unpacked_already_are_read_too(
    run: Run, stored: Stored, tmp_path: Path
) -> None:
    for name in ("title.basics", "title.ratings"):
        (tmp_path / f"{name}.tsv").write_text(FILES[name], encoding="utf-8")
    assert run("imdb", tmp_path).exit_code == 0
    assert len(stored()) == 3


def test_a_second_import_changes_nothing(run: Run, stored: Stored, folder: Path) -> None:
    run("imdb", folder)
    before = stored()
    run("imdb", folder)
    assert stored() == before


def test_broken_rows_are_counted(run: Run, stored: Stored, folder: Path) -> None:
    odd = "tt0133093	11	5000\nxx	5.0	5000\ntt1	5.0\ntt0000009	nan	5000\n"
    write(folder, "title.ratings", RATINGS + odd)
    write(folder, "title.basics", BASICS + "tt0133093	movie\n")
    result = run("imdb", folder)
    assert result.output.splitlines()[-1].split() == ["rows", "that", "cannot", "be", "used", "5"]
    assert len(stored()) == 3


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("title.basics", gzip.compress(b"a\tb\n"), "does not have the columns tconst"),
        ("title.basics", b"", "does not have the columns"),
        ("title.ratings", b"no gzip at all", "is damaged"),
        ("title.ratings", gzip.compress(RATINGS.encode())[:-12], "is damaged"),
        ("name.basics", gzip.compress(b"x" * (tables.LONGEST_LINE + 1)), "a line that is longer"),
    ],
    ids=["other columns", "empty", "no gzip", "cut off", "long line"],
)
def test_a_file_that_is_something_else_is_refused_by_name(
    run: Run, folder: Path, name: str, data: bytes, told: str
) -> None:
    (folder / f"{name}.tsv.gz").write_bytes(data)
    result = run("imdb", folder)
    assert result.exit_code == 1
    assert name in result.output
    assert told in result.output


def test_a_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    assert "there is no title.ratings.tsv.gz" in run("imdb", tmp_path).output


def test_imdb_is_believed_more_than_movielens_whichever_came_first(
    run: Run, stored: Stored, services: Services, folder: Path
) -> None:
    (folder / "movies.csv").write_text(
        "movieId,title,genres\n2571,Matrix (1998),Drama\n", encoding="utf-8"
    )
    (folder / "links.csv").write_text("movieId,imdbId,tmdbId\n2571,0133093,603\n", encoding="utf-8")
    (folder / "ratings.csv").write_text("userId,movieId,rating\n1,2571,1\n", encoding="utf-8")
    run("movielens", folder)
    assert stored()["tmdb-603"]["letterboxd_rating_count"] == 1
    for source in ("imdb", "movielens"):
        run(source, folder)
        film = stored()["tmdb-603"]
        assert (film["title"], film["letterboxd_rating_count"]) == ("The Matrix", 2_000_000)
        assert film["sources"]["tmdb_id"] == "movielens"
    assert "imdb-tt0133093" not in stored()
