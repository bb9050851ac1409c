import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import percentileofscore

from models.statistics.summary import Spread, hours, percentile, summarise
from models.statistics.watched import Watched
from tests.models.statistics import invented

NAN = np.nan


def test_the_crowd_is_compared_on_rated_films_alone() -> None:
    summary = summarise(invented.rated([4.0, 2.0, NAN], [3.0, 3.0, 5.0], [10.0, 20.0, 90.0]))
    assert (summary.films, summary.rated) == (3, 2)
    assert summary.own == Spread(3.0, 1.0)
    assert summary.crowd == Spread(3.0, 0.0)
    assert summary.differential == Spread(0.0, 1.0)
    assert (summary.mean_rating_count, summary.median_rating_count) == (40.0, 20.0)


def test_where_nothing_is_known_nothing_is_said() -> None:
    summary = summarise(invented.rated([NAN, NAN], [NAN, NAN]))
    assert summary.own is summary.crowd is summary.differential is None
    assert summary.mean_rating_count is summary.median_rating_count is None


@given(invented.watched)
def test_a_spread_lies_within_what_is_possible(watched: Watched) -> None:
    summary = summarise(watched)
    for spread, least, most in (
        (summary.own, 0.5, 5),
        (summary.crowd, 0.5, 5),
        (summary.differential, -4.5, 4.5),
    ):
        if spread is not None:
            assert least - 1e-9 <= spread.mean <= most + 1e-9
            assert 0 <= spread.deviation <= (most - least) / 2 + 1e-9


def test_films_without_a_runtime_are_counted_apart() -> None:
    spent = hours(np.array([60.0, NAN, 30.0, NAN]))
    assert (spent.hours, spent.unknown) == (1.5, 2)


values = arrays(np.float64, st.integers(1, 30), elements=st.floats(-5, 5))


@given(values, st.floats(-5, 5), st.floats(-5, 5))
def test_a_higher_value_is_never_at_a_lower_percentile(
    others: np.ndarray, one: float, other: float
) -> None:
    low, high = percentile(min(one, other), others), percentile(max(one, other), others)
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 100


@given(values, st.floats(-5, 5))
def test_a_percentile_is_the_mid_rank_as_scipy_has_it(others: np.ndarray, value: float) -> None:
    expected = percentileofscore(others, value, kind="mean")
    assert percentile(value, others) == pytest.approx(expected)


@given(values)
def test_the_members_themselves_are_at_fifty_on_average(others: np.ndarray) -> None:
    places = [percentile(value, others) for value in others.tolist()]
    assert np.mean([place for place in places if place is not None]) == pytest.approx(50)


def test_without_others_there_is_no_percentile() -> None:
    assert percentile(3.0, np.array([NAN])) is None


def test_facts_of_different_films_are_refused() -> None:
    three, two = np.ones(3), np.ones(2)
    with pytest.raises(ValueError, match="differ in length"):
        Watched(three, three, two, three)
