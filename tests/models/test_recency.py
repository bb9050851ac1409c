import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.recency import LEAST, recency_weights

DAYS = st.integers(-200_000, 200_000).map(lambda day: np.datetime64(day, "D"))
UNKNOWN = st.just(np.datetime64("NaT", "D"))
SOME_DAYS = arrays("datetime64[D]", st.integers(0, 30), elements=DAYS | UNKNOWN)


def weights(*days: str) -> list[float]:
    return recency_weights(np.array(days, "datetime64[D]")).tolist()


@given(SOME_DAYS)
def test_any_days_give_weights_that_a_history_takes(days: np.ndarray) -> None:
    weights = recency_weights(days)
    assert weights.shape == days.shape
    assert ((weights >= LEAST) & (weights <= 1)).all()


@given(SOME_DAYS)
def test_a_later_film_never_counts_less_than_an_earlier_one(days: np.ndarray) -> None:
    dated = days[~np.isnat(days)]
    assert (np.diff(recency_weights(days)[~np.isnat(days)][np.argsort(dated)]) >= 0).all()


@given(SOME_DAYS, st.integers(-10_000, 10_000))
def test_it_does_not_matter_how_long_ago_the_newest_viewing_was(
    days: np.ndarray, shift: int
) -> None:
    assert np.array_equal(recency_weights(days), recency_weights(days + np.timedelta64(shift, "D")))


def test_two_years_halve_the_weight_and_a_lifetime_leaves_a_tenth() -> None:
    assert weights("2026-01-01", "2024-01-01", "2022-01-01", "1990-01-01") == pytest.approx(
        [1, 0.5, 0.25, 0.1], abs=0.001
    )


def test_undated_films_get_the_median() -> None:
    assert weights("2026-01-01", "2024-01-01", "1990-01-01", "NaT")[3] == pytest.approx(0.5, 0.01)


def test_without_any_day_all_films_count_the_same() -> None:
    assert weights("NaT", "NaT") == [1, 1]
    assert weights() == []
