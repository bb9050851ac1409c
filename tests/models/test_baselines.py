from dataclasses import replace

import numpy as np
import pytest

from models.bias import BiasModel
from models.interface import History
from models.popular import PopularModel
from tests.models.history_contract import N_FILMS, HistoryContract, Ratings


class TestBiasModel(HistoryContract):
    @staticmethod
    def fit(ratings: Ratings) -> BiasModel:
        return BiasModel.fit(ratings[1], ratings[2], N_FILMS)


FILMS = np.repeat([0, 1, 2], [40, 40, 2]).astype(np.int32)
STARS = np.repeat([4.5, 2.5, 5.0], [40, 40, 2])


def history(films: list[int], stars: list[float]) -> History:
    return History(np.array(films, np.intp), np.array(stars), np.zeros(len(films), np.bool_))


STRANGER = history([], [])


def test_popular_ranks_by_likes_and_not_by_stars() -> None:
    assert PopularModel.fit(FILMS, STARS, 4).score(STRANGER).tolist() == [40, 0, 2, 0]


def test_few_ratings_leave_a_film_near_the_mean() -> None:
    means = PopularModel.fit(FILMS, STARS, 4).predict(STRANGER)
    assert means[0] > means[2] > means[3] > means[1]
    assert means[3] == pytest.approx(STARS.mean())


def test_a_generous_member_is_predicted_more_stars_and_a_harsh_one_fewer() -> None:
    model = BiasModel.fit(FILMS, STARS, 4)
    generous, harsh = history([1], [4.5]), history([0, 1], [1.0, np.nan])
    assert (model.predict(generous) > model.predict(STRANGER)).all()
    assert (model.predict(harsh) < model.predict(STRANGER)).all()


def test_the_bias_of_a_member_is_damped() -> None:
    model = BiasModel.fit(FILMS, np.full(82, 3.0), 4)
    assert model.predict(history([0], [4.0])) == pytest.approx(np.full(4, 3 + 1 / 6))


def test_a_rating_that_counts_half_says_half_as_much() -> None:
    model = BiasModel.fit(FILMS, np.full(82, 3.0), 4)
    half = replace(history([0], [4.0]), weights=np.array([0.5]))
    assert model.predict(half) == pytest.approx(np.full(4, 3 + 0.5 / 5.5))


def test_predictions_stay_within_half_a_star_and_five() -> None:
    model = BiasModel.fit(FILMS, STARS, 4)
    for stars in (0.5, 5.0):
        predicted = model.predict(history([0, 1, 2], [stars] * 3))
        assert predicted.min() >= 0.5
        assert predicted.max() <= 5


@pytest.mark.parametrize("model", [BiasModel, PopularModel])
def test_without_ratings_every_film_is_the_same(model: type[BiasModel | PopularModel]) -> None:
    nothing = model.fit(np.empty(0, np.int32), np.empty(0), 3)
    assert np.ptp(nothing.predict(STRANGER)) == np.ptp(nothing.score(STRANGER)) == 0
