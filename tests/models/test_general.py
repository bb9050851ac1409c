import numpy as np
import pytest

from models.features import COLUMNS
from models.general import FEWEST_FILMS, GeneralModel, Report
from tests.models.history_contract import (
    N_FILMS,
    HistoryContract,
    Ratings,
    history,
    long_history,
    some_features,
)

HORROR, ROMANCE = COLUMNS.index("Horror"), COLUMNS.index("Romance")
RATING = COLUMNS.index("letterboxd_rating")
STRANGER = history([], [])


class TestGeneralModel(HistoryContract):
    weighs = False

    @staticmethod
    def fit(ratings: Ratings) -> GeneralModel:
        return GeneralModel.fit(ratings[1], ratings[2], some_features(N_FILMS))


def two_genres(films: int) -> np.ndarray:
    """Even films are horror, odd ones romance."""
    features = np.full((films, len(COLUMNS)), np.nan, np.float32)
    features[:, HORROR], features[:, ROMANCE] = np.arange(films) % 2 == 0, np.arange(films) % 2
    return features


def loved_horror(films: int) -> tuple[np.ndarray, np.ndarray]:
    """Five ratings of each film: horror gets 4.5 on average, romance 2."""
    rated = np.repeat(np.arange(films, dtype=np.int32), 5)
    rng = np.random.default_rng(2)
    return rated, np.where(rated % 2, 2.0, 4.5) + rng.integers(-1, 2, len(rated)) / 2


def test_an_unrated_film_is_predicted_by_its_content() -> None:
    features = two_genres(202)
    features[:200, RATING] = np.where(np.arange(200) % 2, 2.0, 4.5)  # which all but tells it
    stars = GeneralModel.fit(*loved_horror(200), features).stars
    assert stars[200] > 4
    assert stars[201] < 2.5


def test_films_with_many_ratings_count_for_more() -> None:
    films = np.repeat(np.arange(40, dtype=np.int32), [50, 1] * 20)
    alike = np.zeros((40, len(COLUMNS)), np.float32)
    stars = GeneralModel.fit(films, np.where(films % 2, 1.0, 4.0), alike).stars
    assert stars == pytest.approx(np.full(40, (50 * 4 + 1) / 51), abs=0.05)


def test_a_generous_member_is_predicted_more_stars_and_fewer_ratings_say_less() -> None:
    model = GeneralModel.fit(*loved_horror(40), two_genres(40))
    expected = model.predict(STRANGER)
    one, five = (history(list(range(1, n, 2)), [4.0] * (n // 2)) for n in (2, 10))
    assert (model.predict(one) > expected).all()
    assert model.predict(five)[1] > model.predict(one)[1]
    assert model.predict(history([1], [np.nan])) == pytest.approx(expected)


def test_without_the_popularity_setting_films_are_ranked_by_their_stars() -> None:
    model = GeneralModel.fit(*loved_horror(40), two_genres(40))
    assert np.array_equal(model.score(history([3], [5.0])), model.stars)


def test_popularity_lifts_what_many_have_rated_and_its_opposite_what_few_have() -> None:
    films = np.repeat(np.arange(40, dtype=np.int32), 1 + np.arange(40))
    model = GeneralModel.fit(films, np.full(len(films), 3.0), two_genres(40))
    assert np.argmax(model.score(STRANGER, 1.0)) == 39
    assert np.argmax(model.score(STRANGER, -1.0)) == 0


def test_the_report_says_what_was_chosen_and_how_well_it_predicts() -> None:
    report = GeneralModel.fit(*loved_horror(200), two_genres(200)).report
    assert report.learning_rate > 0
    assert report.leaves > 1
    assert 0 < report.rmse < 0.5
    assert 0 < report.rmse_without_votes < 0.5


def test_two_fits_are_equal_and_another_seed_validates_on_other_films() -> None:
    first, again, other = (
        GeneralModel.fit(*loved_horror(60), two_genres(60), seed=seed) for seed in (1, 1, 2)
    )
    assert np.array_equal(first.stars, again.stars)
    assert first.report == again.report != other.report


@pytest.mark.parametrize("rated", [0, FEWEST_FILMS - 1])
def test_with_hardly_any_rated_film_every_film_gets_the_mean(rated: int) -> None:
    model = GeneralModel.fit(np.arange(rated, dtype=np.int32), np.full(rated, 4.0), two_genres(20))
    assert np.ptp(model.stars) == 0
    assert model.stars[0] == (4.0 if rated else 3.5)
    assert model.report == Report()


def test_as_few_films_as_it_takes_are_enough() -> None:
    films = np.arange(FEWEST_FILMS, dtype=np.int32)
    model = GeneralModel.fit(films, np.full(FEWEST_FILMS, 4.0), two_genres(20))
    assert model.stars == pytest.approx(np.full(20, 4.0))


def test_arrays_make_the_same_model_again() -> None:
    model = GeneralModel.fit(*loved_horror(40), two_genres(40))
    again, mine = GeneralModel.from_arrays(model.arrays()), history([1, 2], [4.0, 3.0])
    assert np.array_equal(again.predict(mine), model.predict(mine))
    assert np.array_equal(again.score(mine, 0.5), model.score(mine, 0.5))
    assert again.report == model.report
    assert again.nbytes == model.nbytes == 2 * 40 * 8


def test_a_history_of_five_thousand_ratings_is_no_trouble() -> None:
    model = GeneralModel.fit(*loved_horror(6000), two_genres(6000))
    stars = model.predict(long_history(6000))
    assert np.isfinite(stars).all()
    assert np.isfinite(model.score(long_history(6000))).all()
