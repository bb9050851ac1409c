import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.statistics.extremes import overrated, underrated
from models.statistics.watched import Watched
from tests.models.statistics import invented


def test_equal_differences_are_decided_by_how_well_known_a_film_is() -> None:
    watched = invented.rated([4.1, 5.0, 4.6, 1.0], [3.1, 4.0, 3.6, 3.0], [5.0, 9.0, np.nan, 7.0])
    assert underrated(watched, 9).tolist() == [1, 0, 2]
    assert overrated(watched, 9).tolist() == [3]


def test_differences_that_differ_by_rounding_alone_are_equal() -> None:
    assert 1.5 - 4.1 != 0.5 - 3.1
    watched = invented.rated([0.5, 1.5], [3.1, 4.1], [5.0, 9.0])
    assert overrated(watched, 9).tolist() == [1, 0]


@given(invented.watched, st.integers(0, 10))
def test_what_one_overrates_one_does_not_underrate(watched: Watched, limit: int) -> None:
    under, over = underrated(watched, limit), overrated(watched, limit)
    assert max(len(under), len(over)) <= limit
    assert not set(under.tolist()) & set(over.tolist())
    assert (watched.differentials[under] > 0).all()
    assert (np.diff(watched.differentials[under]) <= 0).all()
    assert (watched.differentials[over] < 0).all()
    assert (np.diff(watched.differentials[over]) >= 0).all()
