import numpy as np
import pytest

from models.forest import ResidualForest
from tests.models.history_contract import some_features

FILMS = some_features(120)
RESIDUALS = np.random.default_rng(5).normal(size=60)


@pytest.fixture(scope="module")
def forest() -> ResidualForest:
    return ResidualForest.fit(FILMS[:60], RESIDUALS)


def test_the_contributions_and_the_root_add_up_to_the_prediction(forest: ResidualForest) -> None:
    added = forest.root + forest.contributions(FILMS).sum(axis=1)
    assert added == pytest.approx(forest.predict(FILMS), abs=1e-9)


def test_a_feature_that_explains_the_residuals_contributes_most() -> None:
    flags = FILMS.copy()
    flags[:, 10] = np.arange(120) % 2
    forest = ResidualForest.fit(flags[:60], flags[:60, 10].astype(np.float64))
    contributions = np.abs(forest.contributions(flags[60:]))
    assert (contributions.argmax(axis=1) == 10).all()


def test_two_forests_of_the_same_residuals_agree(forest: ResidualForest) -> None:
    again = ResidualForest.fit(FILMS[:60], RESIDUALS)
    assert np.array_equal(forest.predict(FILMS), again.predict(FILMS))


def test_one_rating_is_enough() -> None:
    forest = ResidualForest.fit(FILMS[:1], np.array([0.5]))
    assert forest.predict(FILMS) == pytest.approx(np.full(120, 0.5))
    assert not forest.contributions(FILMS).any()


def test_films_that_count_more_decide_where_films_alike_disagree() -> None:
    alike, apart = np.zeros((60, 4), np.float32), np.repeat([1.0, -1.0], 30)
    forest = ResidualForest.fit(alike, apart, np.repeat([1.0, 0.1], 30))
    assert forest.predict(alike[:1])[0] == pytest.approx((30 - 3) / 33, abs=0.1)


def test_weights_of_one_are_none(forest: ResidualForest) -> None:
    full = ResidualForest.fit(FILMS[:60], RESIDUALS, np.ones(60))
    assert np.array_equal(full.predict(FILMS), forest.predict(FILMS))
