from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.evaluate.data import DataError, Ratings
from models.evaluate.files import read_films, read_ratings
from models.evaluate.members import members
from models.evaluate.split import split
from tests.models.evaluate.worlds import N_FILMS, some_films, some_ratings, written


def ratings_of(frame: pd.DataFrame) -> Ratings:
    return Ratings(*(frame[name].to_numpy() for name in ("user", "film", "rating")))


def test_ratings_come_back_as_written(tmp_path: Path) -> None:
    frame = some_ratings()
    read = read_ratings(written(tmp_path, "ratings", frame), N_FILMS)
    assert read.users.tolist() == frame["user"].tolist()
    assert read.films.tolist() == frame["film"].tolist()
    assert read.stars.tolist() == (frame["rating"] / 2).tolist()


@pytest.mark.parametrize("column", ["user", "film", "rating"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    path = written(tmp_path, "ratings", some_ratings().drop(columns=column))
    with pytest.raises(DataError, match=rf"ratings\.parquet: no column {column}"):
        read_ratings(path, N_FILMS)


@pytest.mark.parametrize("rating", [0, 11, -1, 7.5, float("nan"), float("inf"), None, "many"])
def test_a_rating_that_cannot_be_is_refused_and_shown(tmp_path: Path, rating: object) -> None:
    ratings = [8, rating] if not isinstance(rating, str) else ["8", rating]
    frame = pd.DataFrame({"user": [1, 1], "film": [0, 1], "rating": ratings})
    with pytest.raises(DataError, match=r"rating is .* in row 1, .*1\.\.10"):
        read_ratings(written(tmp_path, "ratings", frame), N_FILMS)


@pytest.mark.parametrize("film", [-1, N_FILMS])
def test_a_film_outside_the_catalogue_is_refused(tmp_path: Path, film: int) -> None:
    frame = pd.DataFrame({"user": [1], "film": [film], "rating": [8]})
    with pytest.raises(DataError, match=f"film is {film}"):
        read_ratings(written(tmp_path, "ratings", frame), N_FILMS)


def test_a_film_rated_twice_by_a_member_is_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"user": [1, 2, 1], "film": [3, 3, 3], "rating": [8, 8, 9]})
    with pytest.raises(DataError, match="twice"):
        read_ratings(written(tmp_path, "ratings", frame), N_FILMS)


def test_a_missing_file_and_a_broken_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.parquet: no such file"):
        read_films(tmp_path / "absent.parquet")
    broken = tmp_path / "broken.parquet"
    broken.write_text("no parquet")
    with pytest.raises(DataError, match=r"broken\.parquet: not a parquet file"):
        read_films(broken)


def test_films_must_be_numbered_without_a_gap(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="without a gap"):
        read_films(written(tmp_path, "films", some_films().drop(index=4)))


def test_a_split_is_seeded() -> None:
    ratings = ratings_of(some_ratings())
    first, again, other = (split(ratings, 10, seed) for seed in (1, 1, 2))
    assert first[2].films.tolist() == again[2].films.tolist()
    assert first[2].users.tolist() == again[2].users.tolist()
    assert set(first[2].users) != set(other[2].users)


def test_a_split_keeps_every_rating_once_and_test_members_out_of_training() -> None:
    ratings = ratings_of(some_ratings())
    train, profile, target = split(ratings, 10, seed=1)
    assert not set(train.users) & set(profile.users)
    assert set(profile.users) == set(target.users)
    assert len(set(target.users)) == 10
    parts = [
        (user, film)
        for part in (train, profile, target)
        for user, film in zip(part.users, part.films, strict=True)
    ]
    assert sorted(parts) == sorted(zip(ratings.users, ratings.films, strict=True))


def test_a_split_hides_a_fifth_of_each_members_ratings() -> None:
    _, profile, target = split(ratings_of(some_ratings(each=30)), 10, seed=1)
    assert set(np.unique(profile.users, return_counts=True)[1]) == {24}
    assert set(np.unique(target.users, return_counts=True)[1]) == {6}


def test_members_with_few_ratings_are_never_held_out() -> None:
    few, many = some_ratings(each=19), some_ratings(members=3, each=20, first=100)
    train, profile, _ = split(ratings_of(pd.concat([few, many])), 500, seed=1)
    assert set(profile.users) == {100, 101, 102}
    assert set(train.users) == set(range(40))
    with pytest.raises(DataError, match="20 ratings"):
        split(ratings_of(few), 500, seed=1)


def test_a_target_film_in_the_profile_is_refused() -> None:
    both = ratings_of(some_ratings(members=2))
    with pytest.raises(DataError, match="profile as well"):
        members(both, both.take(np.arange(3)))


def test_a_member_without_a_profile_has_an_empty_history() -> None:
    ratings = ratings_of(some_ratings(members=2))
    tested = members(ratings.take(ratings.users == 0), ratings.take(ratings.users == 1))
    assert [len(history.films) for history in tested.histories] == [30, 0]
    assert [len(target.films) for target in tested.targets] == [0, 30]
