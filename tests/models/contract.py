"""What every model promises. A test class inherits `ModelContract` and names its model."""

from typing import Any, ClassVar

import numpy as np
import pytest

from models.features import COLUMNS, Matrix


def some_films(count: int, seed: int = 7) -> Matrix:
    """Features of invented films; a tenth of the facts is unknown (NaN)."""
    rng = np.random.default_rng(seed)
    features = rng.random((count, len(COLUMNS)), np.float32)
    features[rng.random(features.shape) < 0.1] = np.nan
    return features


def some_stars(count: int, seed: int = 8) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).integers(1, 11, count) / 2


class ModelContract:
    model: ClassVar[Any]

    @pytest.fixture
    def fitted(self) -> Any:
        return self.model().fit(some_films(60), some_stars(60))

    def test_two_fits_on_the_same_ratings_agree(self, fitted: Any) -> None:
        again = self.model().fit(some_films(60), some_stars(60))
        films = some_films(200, seed=1)
        assert np.array_equal(fitted.predict(films), again.predict(films))

    def test_a_second_fit_forgets_the_first(self, fitted: Any) -> None:
        films = some_films(50, seed=1)
        fitted.fit(some_films(60), np.full(60, 2.0))
        assert np.array_equal(fitted.predict(films), np.full(50, 2.0))

    def test_one_film_at_a_time_equals_all_at_once(self, fitted: Any) -> None:
        films = some_films(20, seed=1)
        singly = [fitted.predict(films[[row]])[0] for row in range(20)]
        assert np.array_equal(singly, fitted.predict(films))

    def test_predictions_stay_within_half_a_star_and_five(self, fitted: Any) -> None:
        predicted = fitted.predict(some_films(200, seed=1))
        assert predicted.min() >= 0.5
        assert predicted.max() <= 5.0

    def test_films_of_which_nothing_is_known_are_predicted_too(self, fitted: Any) -> None:
        nothing = np.full((3, len(COLUMNS)), np.nan, np.float32)
        assert np.isfinite(fitted.predict(nothing)).all()

    def test_no_films_give_no_predictions(self, fitted: Any) -> None:
        assert fitted.predict(some_films(0)).shape == (0,)

    def test_five_ratings_are_enough(self) -> None:
        model = self.model().fit(some_films(5), some_stars(5))
        assert np.isfinite(model.predict(some_films(10))).all()
