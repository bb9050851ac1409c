import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from models.compatibility.taste import correlation, pearson, taste_match

pairs = arrays(np.float64, st.tuples(st.just(2), st.integers(4, 40)), elements=st.integers(1, 10))


@given(pairs)
def test_correlation_and_interval_agree_with_scipy(pair: np.ndarray) -> None:
    first, second = pair
    found = correlation(first, second)
    if first.std() == 0 or second.std() == 0:
        assert found is None
        return
    assert found is not None
    expected = stats.pearsonr(first, second)
    interval = expected.confidence_interval(0.95)
    assert found.value == pytest.approx(expected.statistic)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-6)


def test_three_films_have_no_interval() -> None:
    stars = np.array([1.0, 2.0, 4.0, 5.0])
    assert correlation(stars, stars) is not None
    assert correlation(stars[:3], stars[:3]) is None


@pytest.mark.parametrize("films", [0, 1, 7])
def test_a_member_who_gives_all_the_same_is_correlated_with_nobody(films: int) -> None:
    assert pearson(np.full(films, 0.1 + 0.2), np.arange(float(films))) is None


def test_taste_is_what_differs_from_the_average() -> None:
    averages = np.array([4.5, 1.0, 3.0, 2.0])
    leaning = np.array([0.5, 0.5, -0.5, -0.5])
    assert taste_match(averages + leaning, averages + leaning, averages) == 1
    assert taste_match(averages + leaning, averages - leaning, averages) == 0
    # An easier member with the same taste.
    assert taste_match(averages + leaning, averages + leaning / 2 + 0.3, averages) == pytest.approx(
        1
    )


def test_films_without_an_average_are_left_out() -> None:
    averages = np.array([3.0, 3.0, 3.0, np.nan])
    first, second = np.array([4.0, 3.0, 2.0, 0.5]), np.array([4.0, 3.0, 2.0, 5.0])
    assert taste_match(first, second, averages) == 1
    assert taste_match(first, second, np.full(4, np.nan)) is None
