"""Members with any films, for properties."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.categories import Categories
from models.statistics.watched import Watched

NAMES = ("Drama", "Comedy", "Horror", "Western")


def facts(films: int, low: float, high: float) -> st.SearchStrategy[np.ndarray]:
    """Numbers from low to high; some are not known."""
    return arrays(np.float64, films, elements=st.floats(low, high) | st.just(np.nan))


def stars(films: int) -> st.SearchStrategy[np.ndarray]:
    halves = st.integers(1, 10).map(lambda n: n / 2)
    return arrays(np.float64, films, elements=halves | st.just(np.nan))


def of(films: int) -> st.SearchStrategy[Watched]:
    return st.builds(
        Watched, stars(films), facts(films, 0.5, 5), facts(films, 0, 5e6), facts(films, 1, 900)
    )


def genres(films: int) -> st.SearchStrategy[Categories]:
    named = st.lists(st.sampled_from(NAMES), max_size=3)
    return st.lists(named, min_size=films, max_size=films).map(Categories.of)


watched = st.integers(0, 25).flatmap(of)
with_genres = st.integers(0, 25).flatmap(lambda films: st.tuples(of(films), genres(films)))


def rated(own: list[float], averages: list[float], counts: list[float] | None = None) -> Watched:
    """Films of which only ratings are known."""
    unknown = np.full(len(own), np.nan)
    figures = unknown if counts is None else np.array(counts)
    return Watched(np.array(own), np.array(averages), figures, unknown)
