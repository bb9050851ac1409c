import numpy as np
import pandas as pd
import pytest

from models.evaluate.catalogue import catalogue
from models.evaluate.data import Ratings
from models.features import COLUMNS, feature_matrix
from tests.models.evaluate.worlds import N_FILMS, some_films


@pytest.fixture
def known() -> pd.DataFrame:
    """Film 0 rated ten times, film 1 five times (4 stars), film 2 four times."""
    films = np.repeat([0, 1, 2], [10, 5, 4]).astype(np.int32)
    users = np.arange(19, dtype=np.int32)
    return catalogue(some_films(), Ratings(users, films, np.full(19, 8, np.uint8)))


def test_letterboxds_own_average_comes_first(known: pd.DataFrame) -> None:
    assert known.loc[0, "letterboxd_rating"] == 3.5


def test_the_training_mean_of_five_ratings_stands_in_and_of_four_does_not(
    known: pd.DataFrame,
) -> None:
    assert known.loc[1, "letterboxd_rating"] == 4.0
    assert np.isnan(known.loc[2, "letterboxd_rating"])


def test_training_counts_are_scaled_to_letterboxds(known: pd.DataFrame) -> None:
    assert known.loc[0:2, "letterboxd_rating_count"].tolist() == [1000, 500, 400]


def test_the_feature_matrix_takes_the_catalogue(known: pd.DataFrame) -> None:
    features = pd.DataFrame(feature_matrix(known), columns=list(COLUMNS))
    assert features.shape == (N_FILMS, len(COLUMNS))
    assert features.loc[0, ["UK", "Comedy", "is_movie"]].tolist() == [1, 1, 1]
    assert np.isnan(features.loc[3, "runtime"])
    assert features.loc[7, ["Drama", "Comedy", "UK", "other_country"]].tolist() == [0, 0, 0, 0]


def test_facts_that_are_no_numbers_are_unknown() -> None:
    nobody = Ratings(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint8))
    odd = catalogue(some_films().assign(year="unknown", letterboxd_rating_2023=None), nobody)
    assert odd[["release_year", "letterboxd_rating"]].isna().all(axis=None)
