import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.statistics.quantiles import quantiles
from models.statistics.summary import percentile

MANY = st.lists(st.integers(-50, 50) | st.floats(-1e6, 1e6), min_size=1, max_size=300)


@given(MANY, st.integers(1, 60), st.data())
def test_a_percentile_among_quantiles_is_nearly_that_among_all(
    values: list[float], most: int, data: st.DataObject
) -> None:
    everybody = np.array(values, np.float64)
    own = data.draw(st.sampled_from(values) | st.floats(-1e6, 1e6))
    told, exact = percentile(own, quantiles(everybody, most)), percentile(own, everybody)
    assert told == pytest.approx(exact, abs=50 / most + 1e-9)


@given(MANY)
def test_of_few_values_all_are_kept(values: list[float]) -> None:
    assert quantiles(np.array(values, np.float64), most=300).tolist() == sorted(values)


def test_what_is_not_known_is_left_out() -> None:
    assert quantiles(np.array([np.nan, 2.0, np.nan, 1.0])).tolist() == [1.0, 2.0]
    assert quantiles(np.full(3, np.nan)).tolist() == []


def test_the_extremes_of_many_are_not_kept() -> None:
    kept = quantiles(np.arange(100_000.0))
    assert len(kept) == 1001
    assert kept[0] > 0
    assert kept[-1] < 99_999
