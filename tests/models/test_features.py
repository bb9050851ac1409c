import numpy as np
import pandas as pd
import pytest

from models.features import COLUMNS, GENRES, feature_matrix


def frame(**facts: object) -> pd.DataFrame:
    film = {
        "release_year": 1972,
        "runtime": 175,
        "letterboxd_rating": 4.6,
        "letterboxd_rating_count": 2_000_000,
        "genres": ["Crime", "Drama"],
        "content_type": "movie",
        "country_of_origin": "USA",
    }
    types = {"release_year": "Int16", "runtime": "Int32", "letterboxd_rating_count": "Int32"}
    return pd.DataFrame([film | facts]).astype(types)


def features(**facts: object) -> dict[str, float]:
    (row,) = feature_matrix(frame(**facts))
    return dict(zip(COLUMNS, row.tolist(), strict=True))


def test_there_are_nineteen_genres() -> None:
    assert len(GENRES) == 19


def test_a_film_is_described_by_its_facts() -> None:
    row = features()
    assert row["release_year"] == 1972
    assert row["runtime"] == 175
    assert row["letterboxd_rating"] == pytest.approx(4.6)
    assert row["letterboxd_rating_count"] == 2_000_000
    assert {genre for genre in GENRES if row[genre]} == {"Crime", "Drama"}
    assert row["is_movie"] == 1
    assert row["USA"] == 1


def test_unknown_numbers_are_missing_not_zero() -> None:
    row = features(release_year=None, runtime=None, letterboxd_rating=None)
    assert np.isnan([row["release_year"], row["runtime"], row["letterboxd_rating"]]).all()


def test_television_is_not_a_movie_and_an_unknown_type_is_neither() -> None:
    assert features(content_type="tv")["is_movie"] == 0
    assert np.isnan(features(content_type=None)["is_movie"])


def test_a_rare_country_is_another_country_and_an_unknown_one_is_none() -> None:
    assert features(country_of_origin="Bhutan")["other_country"] == 1
    unknown = features(country_of_origin=None)
    assert unknown["other_country"] == 0
    assert unknown["USA"] == 0


def test_a_genre_nobody_knows_changes_nothing() -> None:
    assert features(genres=["Crime", "Drama", "Mumblecore"]) == features()


def test_no_films_make_an_empty_matrix() -> None:
    assert feature_matrix(frame().iloc[:0]).shape == (0, len(COLUMNS))
