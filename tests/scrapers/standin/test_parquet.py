"""The world that is made from parquet files."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scrapers.records import Film, LoggedFilm
from scrapers.standin.parquet import ParquetWorld

BARE = {
    "film": 0,
    "slug": "bare",
    "title": "Bare",
    "year": None,
    "content_type": None,
    "runtime": 0,
    "genres": None,
    "language": None,
    "countries": None,
    "directors": None,
    "cast": None,
    "keywords": None,
    "overview": None,
    "tmdb_id": None,
    "imdb_id": None,
    "letterboxd_rating_2023": None,
    "letterboxd_rating_count_2023": None,
    "sample_mean_rating": None,
    "sample_rating_count": None,
}
FULL = BARE | {
    "film": 1,
    "slug": "full",
    "title": "Full  of Facts",
    "year": 1999,
    "content_type": "movie",
    "runtime": 136,
    "genres": ["Action", "Horror"],
    "language": "ja",
    "countries": "United States of America, Japan",
    "directors": "Jane Doe, John Roe",
    "cast": "A B,C D, A B",
    "keywords": "hope, tea",
    "overview": "It begins.",
    "tmdb_id": 603.0,
    "imdb_id": 133093.0,
    "letterboxd_rating_2023": 4.123,
    "letterboxd_rating_count_2023": 50_000.0,
    "sample_mean_rating": 4.0,
    "sample_rating_count": 500.0,
}
SAMPLED = BARE | {
    "film": 2,
    "slug": "sampled",
    "title": "Sampled",
    "year": 2005,
    "content_type": "tv",
    "genres": ["Romance"],
    "sample_mean_rating": 3.256,
    "sample_rating_count": 30.0,
}
ROWS = [BARE, FULL, SAMPLED]
RATINGS = [(7, 2, 1), (3, 1, 10), (3, 0, 5), (7, 1, 7), (3, 2, 8)]  # user, film, half stars


def write(directory: Path, films: list[dict[str, Any]], ratings: list[tuple[int, ...]]) -> None:
    pq.write_table(pa.Table.from_pylist(films), directory / "films.parquet")
    users, rated, half_stars = np.array(ratings, dtype=np.int32).T
    columns = {"user": users, "film": rated, "rating": half_stars.astype(np.uint8)}
    pq.write_table(pa.table(columns), directory / "ratings.parquet")


@pytest.fixture
def world(tmp_path: Path) -> ParquetWorld:
    write(tmp_path, ROWS, RATINGS)
    return ParquetWorld(tmp_path)


def test_a_film_has_all_that_its_row_says(world: ParquetWorld) -> None:
    assert world.film("full") == Film(
        film_id=2,
        slug="full",
        title="Full of Facts",
        release_year=1999,
        runtime=136,
        genres=("Action", "Horror"),
        countries=("USA", "Japan"),
        languages=("Japanese",),
        content_type="movie",
        letterboxd_rating=4.12,
        letterboxd_rating_count=50_000,
        poster="/posters/full.svg",
        directors=("Jane Doe", "John Roe"),
        cast=("A B", "C D"),
        themes=("hope", "tea"),
        synopsis="It begins.",
        tmdb_id=603,
        imdb_id="tt0133093",
    )


def test_what_a_row_leaves_out_is_not_made_up(world: ParquetWorld) -> None:
    assert world.film("bare") == Film(1, "bare", "Bare", poster="/posters/bare.svg")


def test_a_film_without_figures_has_those_of_the_sample_in_the_sites_scale(
    world: ParquetWorld,
) -> None:
    film = world.film("sampled")
    assert film is not None
    assert (film.letterboxd_rating, film.letterboxd_rating_count) == (3.26, 3000)


def test_a_history_is_newest_first_after_films_without_a_year(world: ParquetWorld) -> None:
    member = world.member("MEMBER3")
    assert member is not None
    assert member.username == "member3"
    assert list(member.films) == [
        LoggedFilm(1, "bare", "Bare", None, 2.5),
        LoggedFilm(3, "sampled", "Sampled", 2005, 4.0),
        LoggedFilm(2, "full", "Full of Facts", 1999, 5.0),
    ]


def test_a_part_of_a_history_is_that_part(world: ParquetWorld) -> None:
    member = world.member("member3")
    assert member is not None
    assert list(member.films[1:9]) == list(member.films)[1:]
    assert list(member.films[3:]) == []


@pytest.mark.parametrize(
    "username", ["member4", "member8", "member03", "member", "member-3", "3", "member³", "other3"]
)
def test_there_are_no_other_members(world: ParquetWorld, username: str) -> None:
    assert world.member(username) is None


def test_everything_is_listed(world: ParquetWorld) -> None:
    assert list(world.slugs()) == ["bare", "full", "sampled"]
    assert list(world.usernames()) == ["member3", "member7"]
    assert world.film("none") is None
    assert world.renamed("full") is None


def test_suggestions_love_one_genre_each(tmp_path: Path) -> None:
    genres = ("Drama", "Horror", "Romance", "Science Fiction")
    films = [
        BARE | {"film": number, "slug": f"f{number}", "genres": [genres[number % 4]]}
        for number in range(800)
    ]
    # User n loves genre n and rates nothing else well; user 4 has seen too little to tell.
    loves = [
        (user, film, 10 if film % 4 == user else 2) for user in range(4) for film in range(200)
    ]
    write(tmp_path, films, [*loves, *((4, film, 10) for film in range(1, 100, 4))])
    assert ParquetWorld(tmp_path).suggestions() == ["member1", "member2", "member3"]


@pytest.mark.parametrize("missing", ["films.parquet", "ratings.parquet"])
def test_a_directory_without_a_file_is_refused_by_name(tmp_path: Path, missing: str) -> None:
    write(tmp_path, ROWS, RATINGS)
    (tmp_path / missing).unlink()
    with pytest.raises(FileNotFoundError, match=missing):
        ParquetWorld(tmp_path)
