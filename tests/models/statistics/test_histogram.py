import numpy as np
from hypothesis import given

from models.statistics.histogram import by_half_stars, histogram
from models.statistics.watched import Watched
from tests.models.statistics import invented


@given(invented.watched)
def test_every_rated_film_is_in_exactly_one_bin(watched: Watched) -> None:
    bars = histogram(watched)
    assert bars.own.sum() == watched.rated.sum()
    assert bars.averages.sum() == (watched.rated & ~np.isnan(watched.averages)).sum()
    for bin_, count in enumerate(bars.own):
        assert count == (watched.stars == (bin_ + 1) / 2).sum()


def test_an_average_counts_at_the_nearest_half_star() -> None:
    assert np.flatnonzero(by_half_stars(np.array([3.74]))).tolist() == [6]
    assert np.flatnonzero(by_half_stars(np.array([3.76]))).tolist() == [7]
    assert np.flatnonzero(by_half_stars(np.array([0.0, 5.4]))).tolist() == [0, 9]
