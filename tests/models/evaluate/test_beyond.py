import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics.pairwise import cosine_distances

from models.evaluate.beyond import coverage, intra_list_diversity, median_popularity, novelty

flags = arrays(np.float64, (6, 4), elements=st.sampled_from([0.0, 1.0]))


@given(flags)
def test_diversity_is_the_mean_cosine_distance_of_pairs(features: np.ndarray) -> None:
    known = features[features.any(axis=1)]
    if len(known) < 2:
        assert np.isnan(intra_list_diversity(features))
        return
    expected = cosine_distances(known)[np.triu_indices(len(known), 1)].mean()
    assert intra_list_diversity(features) == pytest.approx(expected, abs=1e-12)


def test_films_of_the_same_genres_are_not_diverse() -> None:
    assert intra_list_diversity(np.ones((5, 3))) == pytest.approx(0)


def test_halving_the_audience_adds_one_bit_of_novelty() -> None:
    counts = np.array([80, 40])
    known, rarer = novelty(np.array([0]), counts, 100), novelty(np.array([1]), counts, 100)
    assert rarer - known == pytest.approx(1)


def test_a_film_that_nobody_rated_is_as_novel_as_one_rated_once() -> None:
    counts = np.array([0, 1])
    assert novelty(np.array([0]), counts, 8) == novelty(np.array([1]), counts, 8) == 3


def test_an_empty_list_is_neither_novel_nor_popular() -> None:
    nothing = np.empty(0, np.intp)
    assert np.isnan(novelty(nothing, np.array([1]), 1))
    assert np.isnan(median_popularity(nothing, np.array([1])))


def test_one_list_for_everybody_covers_only_itself() -> None:
    assert coverage([np.arange(10)] * 50) == 10
    assert coverage([]) == 0
