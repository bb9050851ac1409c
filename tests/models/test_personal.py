import numpy as np
import pytest

from models.features import COLUMNS, Matrix
from models.personal import FALLBACK_MEAN, PersonalModel
from tests.models.history_contract import (
    N_FILMS,
    HistoryContract,
    Ratings,
    history,
    long_history,
    some_features,
    weighing,
)

HORROR, ROMANCE = COLUMNS.index("Horror"), COLUMNS.index("Romance")
RATING, COUNT = COLUMNS.index("letterboxd_rating"), COLUMNS.index("letterboxd_rating_count")

FILMS = some_features(60)
STARS = (np.random.default_rng(8).integers(1, 11, 40) / 2).tolist()
MINE = history(list(range(40)), STARS)


class TestPersonalModel(HistoryContract):
    @staticmethod
    def fit(ratings: Ratings) -> PersonalModel:
        del ratings  # it learns from one member alone
        return PersonalModel(some_features(N_FILMS))


def films_of_two_genres() -> Matrix:
    """Even films are horror, odd ones romance."""
    films = np.zeros((60, len(COLUMNS)), np.float32)
    films[::2, HORROR] = films[1::2, ROMANCE] = 1
    return films


def test_who_loves_horror_and_not_romance_is_predicted_so() -> None:
    mine = history(list(range(40)), [4.5, 1.5] * 20)
    predicted = PersonalModel(films_of_two_genres()).predict(mine)
    assert predicted[40::2].min() > 4
    assert predicted[41::2].max() < 2


def test_each_member_has_a_forest_of_their_own() -> None:
    model = PersonalModel(FILMS)
    other = history([41, *range(1, 40)], STARS)
    assert not np.array_equal(model.predict(MINE), model.predict(other))


def test_the_order_of_the_history_does_not_matter() -> None:
    mine = weighing(MINE, [0.2, 1.0] * 20)
    model = PersonalModel(FILMS)
    assert np.array_equal(model.predict(mine), model.predict(mine.take(np.arange(40)[::-1])))


def test_the_taste_that_counts_more_is_predicted() -> None:
    """Horror was loved long ago, romance is now."""
    stars = [4.5, 1.5] * 10 + [1.5, 4.5] * 10
    mine = weighing(history(list(range(40)), stars), [0.1] * 20 + [1.0] * 20)
    predicted = PersonalModel(films_of_two_genres()).predict(mine)
    assert predicted[41::2].min() > 3.5
    assert predicted[40::2].max() < 2.5


def test_films_without_stars_do_not_matter() -> None:
    more = history([*range(40), 50], [*STARS, np.nan])
    model = PersonalModel(FILMS)
    assert np.array_equal(model.predict(MINE), model.predict(more))


def test_a_smaller_catalogue_predicts_the_same_for_its_films() -> None:
    whole, smaller = (PersonalModel(films).predict(MINE) for films in (FILMS, FILMS[:41]))
    assert np.array_equal(whole[:41], smaller)


def test_films_of_which_nothing_is_known_are_predicted_too() -> None:
    unknown = np.full((3, len(COLUMNS)), np.nan, np.float32)
    assert np.isfinite(PersonalModel(np.vstack([FILMS, unknown])).predict(MINE)).all()
    assert np.isfinite(PersonalModel(unknown).predict(history([0, 1], [2.0, 4.0]))).all()


def test_without_a_rating_every_film_gets_the_mean_of_the_known_averages() -> None:
    films = films_of_two_genres()
    films[:, RATING] = np.nan
    stranger = history([3], [np.nan])
    assert (PersonalModel(films).predict(stranger) == FALLBACK_MEAN).all()
    films[:2, RATING] = 2.5, 3.5
    assert (PersonalModel(films).predict(stranger) == 3.0).all()


@pytest.mark.parametrize(("popularity", "first"), [(1.0, 59), (-1.0, 0)])
def test_popularity_decides_between_films_of_equal_stars(popularity: float, first: int) -> None:
    films = films_of_two_genres()
    films[:, COUNT] = np.arange(60) ** 3
    films[30, COUNT] = np.nan
    scores = PersonalModel(films).score(history([1, 2], [3.0, 3.0]), popularity)
    assert np.isfinite(scores).all()
    assert np.argmax(scores) == first


def test_without_the_popularity_setting_films_are_ranked_by_their_stars() -> None:
    model = PersonalModel(FILMS)
    assert np.array_equal(model.score(MINE), model.predict(MINE))


def test_a_history_of_five_thousand_ratings_is_no_trouble() -> None:
    stars = PersonalModel(some_features(6000), trees=10).predict(long_history(6000))
    assert np.isfinite(stars).all()
