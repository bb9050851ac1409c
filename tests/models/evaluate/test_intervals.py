import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.evaluate.intervals import bootstrap, bootstrap_rmse

values = arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1))


@given(values, st.integers(0, 5))
def test_an_interval_is_ordered_and_within_the_values(each: np.ndarray, seed: int) -> None:
    mean, low, high = bootstrap(each, seed)
    assert mean == pytest.approx(each.mean())
    assert each.min() - 1e-9 <= low <= high <= each.max() + 1e-9


def test_members_without_a_value_are_skipped_and_do_not_count_as_zero() -> None:
    assert bootstrap(np.array([0.4, np.nan, 0.6]), seed=1) == bootstrap(np.array([0.4, 0.6]), 1)


def test_without_any_value_there_is_no_figure() -> None:
    assert np.isnan(bootstrap(np.array([np.nan]), seed=1)).all()


def test_an_interval_covers_the_true_mean_about_95_times_in_a_hundred() -> None:
    rng = np.random.default_rng(5)
    samples = [bootstrap(rng.normal(0.3, 0.1, 60), seed) for seed in range(200)]
    covered = sum(low <= 0.3 <= high for _, low, high in samples)
    assert 178 <= covered <= 199


def test_a_pooled_rmse_weighs_members_by_their_ratings() -> None:
    errors = [np.array([1.0]), np.array([0.0, 2.0, 2.0])]
    squares = np.array([(each**2).sum() for each in errors])
    pooled = bootstrap_rmse(squares, np.array([1.0, 3.0]), seed=1)
    assert pooled.mean == pytest.approx(np.sqrt(9 / 4))
    assert pooled.low == pytest.approx(1)
    assert pooled.high == pytest.approx(np.sqrt(8 / 3))
