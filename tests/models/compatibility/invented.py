"""Pairs of members with any films of a small catalogue, for properties."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.categories import Categories
from models.compatibility.compare import Films, Member
from models.interface import History

CATALOGUE = 80

halves = st.integers(1, 10).map(lambda n: n / 2)


def history(stars: dict[int, float]) -> History:
    """NaN for a film logged without stars."""
    films = np.array(list(stars), np.intp)
    return History(films, np.array(list(stars.values()), np.float64), np.zeros(len(films), bool))


histories = st.dictionaries(
    st.integers(0, CATALOGUE - 1), halves | st.just(np.nan), max_size=CATALOGUE
).map(history)
predictions = arrays(np.float64, CATALOGUE, elements=st.floats(0.5, 5))
members = st.builds(Member, histories, predictions)
averages = arrays(np.float64, CATALOGUE, elements=st.floats(0.5, 5) | st.just(np.nan))


def categories(*names: str) -> st.SearchStrategy[Categories]:
    named = st.lists(st.sampled_from(names), max_size=3)
    return st.lists(named, min_size=CATALOGUE, max_size=CATALOGUE).map(Categories.of)


catalogues = st.builds(
    Films, averages, categories("Drama", "Horror", "Comedy"), categories("1950s", "2020s")
)
