from dataclasses import replace

import numpy as np
import pytest

from models.collaborative import CollaborativeModel
from models.factor_training import fit_factors
from models.factors import FactorModel, Rated
from models.interface import History
from models.item_item import ItemItemModel, _graded, _gram, _ridge
from models.popular import PopularModel
from tests.models.history_contract import (
    N_FILMS,
    RATED_FILMS,
    HistoryContract,
    LearnsTaste,
    Ratings,
    history,
    some_features,
    two_camps,
    weighing,
)

MINE = history(list(range(20)), [4.5, 1.5] * 10)


class TestPopularModel(HistoryContract):
    weighs = False

    @staticmethod
    def fit(ratings: Ratings) -> PopularModel:
        return PopularModel.fit(ratings[1], ratings[2], N_FILMS)


class TestCollaborativeModel(HistoryContract, LearnsTaste):
    @staticmethod
    def fit(ratings: Ratings) -> CollaborativeModel:
        return CollaborativeModel.fit(*ratings, some_features(N_FILMS))


@pytest.fixture(scope="module")
def items() -> ItemItemModel:
    return ItemItemModel.fit(*two_camps(), N_FILMS)


@pytest.fixture(scope="module")
def factors() -> FactorModel:
    return fit_factors(*two_camps(), N_FILMS, factors=4)


def test_the_contributions_of_the_history_add_up_to_the_score(items: ItemItemModel) -> None:
    scores = items.score(MINE)
    films = np.array([22, 31, 55])
    added = items.contributions(MINE, films).sum(axis=0)
    assert added == pytest.approx(scores[films], abs=1e-5)


def test_the_weights_point_from_the_film_that_speaks_to_the_film_it_speaks_for() -> None:
    members, films, stars = two_camps()
    fewer = (films % 5 > 0) | (members < 20)  # every fifth film is known to few
    model = ItemItemModel.fit(members[fewer], films[fewer], stars[fewer], N_FILMS)
    graded = _graded(members[fewer], films[fewer], stars[fewer], N_FILMS)
    exact = _ridge(_gram(graded[:, :RATED_FILMS]))
    learned = (model.weights.toarray() * model.scales)[:RATED_FILMS, :RATED_FILMS]
    assert abs(exact - exact.T).max() > 0.02
    assert learned == pytest.approx(exact, abs=0.005)


def test_a_film_says_nothing_about_itself(items: ItemItemModel) -> None:
    assert not items.weights.diagonal().any()


def test_a_heart_speaks_louder_than_a_mere_viewing(items: ItemItemModel) -> None:
    plain, heart = (history([4], [np.nan], [liked]) for liked in (False, True))
    assert items.score(heart).max() > items.score(plain).max()


def test_popularity_moves_the_ranking_towards_what_many_have_rated() -> None:
    members, films, stars = two_camps()
    rare = (films >= 25) & (members >= 20)
    model = ItemItemModel.fit(members[~rare], films[~rare], stars[~rare], N_FILMS)
    gems, crowd = (20 + np.argsort(-model.score(MINE, to)[20:])[:10] for to in (-1.0, 1.0))
    assert model.counts[gems].mean() < model.counts[crowd].mean()


def test_the_weights_can_be_learned_on_the_most_rated_films_alone() -> None:
    members, films, stars = two_camps()
    model = ItemItemModel.fit(members, films, stars, N_FILMS, max_films=10)
    chosen = np.argsort(-np.bincount(films, minlength=N_FILMS), kind="stable")[:10]
    others = np.setdiff1d(np.arange(N_FILMS), chosen)
    assert not model.score(MINE)[others].any()
    assert model.score(MINE)[chosen].any()


def test_more_ratings_make_a_taste_more_certain(factors: FactorModel) -> None:
    few, many = (history(list(range(n)), [3.0] * n) for n in (2, 20))
    assert factors.doubt(factors.taste_of(many)).max() < factors.doubt(factors.taste_of(few)).max()


def test_leaving_out_a_rating_is_what_the_model_says_without_it(factors: FactorModel) -> None:
    left_out = factors.left_out(MINE, factors.taste_of(MINE))
    rated = np.arange(20) != 7
    without = History(MINE.films, np.where(rated, MINE.stars, np.nan), MINE.liked)
    assert left_out[7] == pytest.approx(factors.stars(factors.taste_of(without))[7], abs=1e-3)


def test_a_member_who_rates_without_pattern_counts_as_noisy(factors: FactorModel) -> None:
    erratic = history(list(range(20)), [4.5, 4.5, 1.5, 1.5] * 5)
    assert factors.taste_of(erratic).noise > 1.5 * factors.taste_of(MINE).noise


def test_a_rating_that_counts_half_is_as_noisy_as_twice_the_noise(factors: FactorModel) -> None:
    halved = weighing(MINE, [0.5] * 20)
    films, stars = MINE.films, MINE.stars
    half, full = (Rated(films, stars, np.full(20, w, np.float32)) for w in (0.5, 1.0))
    lesser = factors.taste(half, factors.center)
    assert lesser.mean == pytest.approx(factors.taste(full, factors.center, noise=2.0).mean)
    usual, doubtful = (factors.doubt(factors.taste_of(one)) for one in (MINE, halved))
    assert (doubtful > usual)[:RATED_FILMS].all()


def test_leaving_out_a_rating_that_counts_less_is_exact_too(factors: FactorModel) -> None:
    mine = weighing(MINE, [0.1, 0.3, 0.6, 1.0] * 5)
    left_out = factors.left_out(mine, factors.taste_of(mine))
    stars = np.where(np.arange(20) == 4, np.nan, mine.stars)
    without = factors.taste_of(replace(mine, stars=stars))
    assert left_out[4] == pytest.approx(factors.stars(without)[4], abs=1e-3)


def test_what_a_member_chose_to_watch_moves_the_stars(factors: FactorModel) -> None:
    one, other = (
        factors.taste_of(history(films, [np.nan] * 3)) for films in ([0, 2, 4], [1, 3, 5])
    )
    assert not np.allclose(factors.stars(one), factors.stars(other))


def test_a_film_that_nobody_rated_is_predicted_the_mean(factors: FactorModel) -> None:
    mean = two_camps()[2].mean()
    assert factors.predict(MINE)[RATED_FILMS:] == pytest.approx(np.full(10, mean), abs=0.01)
