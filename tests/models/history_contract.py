"""What every model of `models.interface` promises. A test class inherits `HistoryContract`."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from models.features import COLUMNS, Matrix
from models.interface import History, Model

N_FILMS = 60
RATED_FILMS = 50  # the last films of the catalogue were never rated by anybody

Ratings = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]


def two_camps(members: int = 80, seed: int = 3) -> Ratings:
    """Half of the members love the even films and dislike the odd ones; the others the reverse."""
    rng = np.random.default_rng(seed)
    rows = [(m, f) for m in range(members) for f in range(RATED_FILMS) if rng.random() < 0.5]
    who, films = np.array(rows, np.int32).T
    loved = films % 2 == who % 2
    stars = np.where(loved, 4.5, 1.5) + rng.integers(-1, 2, len(films)) / 2
    return who, films, stars


def weighing(some: History, weights: list[float]) -> History:
    """The same history with these weights."""
    return replace(some, weights=np.array(weights, np.float64))


def history(films: list[int], stars: list[float], liked: list[bool] | None = None) -> History:
    hearts = np.array(liked or [False] * len(films), np.bool_)
    return History(np.array(films, np.intp), np.array(stars, np.float64), hearts)


def long_history(n_films: int) -> History:
    """5,000 ratings of a larger catalogue."""
    rng = np.random.default_rng(5)
    films, stars = rng.choice(n_films, 5000, replace=False), rng.integers(1, 11, 5000) / 2
    return History(films, stars, stars >= 4.5)


def some_features(count: int) -> Matrix:
    """Features of invented films; a tenth of the facts is unknown (NaN)."""
    rng = np.random.default_rng(7)
    features = rng.random((count, len(COLUMNS)), np.float32)
    features[rng.random(features.shape) < 0.1] = np.nan
    return features


HISTORIES = {
    "nothing": history([], []),
    "one rating": history([4], [5.0]),
    "logged without stars": history([4, 6], [np.nan, np.nan]),
    "hearts only": history([4, 6], [np.nan, np.nan], [True, True]),
    "all the same stars": history(list(range(20)), [3.0] * 20),
    "films nobody rated": history([55, 56], [5.0, 0.5]),
    "everything": history(list(range(N_FILMS)), [0.5, 5.0] * (N_FILMS // 2)),
    "one rating of long ago": weighing(history([4], [5.0]), [0.1]),
    "a changed taste": weighing(
        history(list(range(20)), [4.5, 1.5] * 5 + [1.5, 4.5] * 5), [0.1] * 10 + [1.0] * 10
    ),
}


class HistoryContract:
    fit: ClassVar[Callable[[Ratings], Model]]
    weighs: ClassVar[bool] = True  # whether it matters how much each film counts

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> Model:
        return cls.fit(two_camps())

    @pytest.mark.parametrize("name", HISTORIES)
    def test_any_history_gets_finite_stars_and_scores_for_every_film(
        self, model: Model, name: str
    ) -> None:
        stars, scores = model.predict(HISTORIES[name]), model.score(HISTORIES[name])
        assert stars.shape == scores.shape == (N_FILMS,)
        assert np.isfinite(stars).all()
        assert np.isfinite(scores).all()
        assert stars.min() >= 0.5
        assert stars.max() <= 5

    def test_two_fits_on_the_same_ratings_agree(self, model: Model) -> None:
        again, some = type(self).fit(two_camps()), HISTORIES["one rating"]
        assert np.array_equal(model.predict(some), again.predict(some))
        assert np.array_equal(model.score(some), again.score(some))

    def test_asking_does_not_change_the_model(self, model: Model) -> None:
        some = HISTORIES["one rating"]
        before = model.predict(some), model.score(some)
        model.predict(HISTORIES["everything"])
        model.score(HISTORIES["everything"], popularity=1.0)
        assert np.array_equal(before[0], model.predict(some))
        assert np.array_equal(before[1], model.score(some))

    @pytest.mark.parametrize("popularity", [-1.0, -0.5, 0.5, 1.0])
    def test_every_popularity_gives_finite_scores(self, model: Model, popularity: float) -> None:
        assert np.isfinite(model.score(HISTORIES["one rating"], popularity)).all()

    @pytest.mark.parametrize("name", HISTORIES)
    def test_films_that_all_count_in_full_are_the_usual_history(
        self, model: Model, name: str
    ) -> None:
        some = HISTORIES[name]
        usual = History(some.films, some.stars, some.liked)
        full = weighing(some, [1.0] * len(some.films))
        assert np.array_equal(model.predict(full), model.predict(usual))
        assert np.array_equal(model.score(full), model.score(usual))

    def test_what_counts_less_changes_the_stars(self, model: Model) -> None:
        changed = HISTORIES["a changed taste"]
        usual = History(changed.films, changed.stars, changed.liked)
        same = np.array_equal(model.predict(changed), model.predict(usual))
        assert same is not self.weighs


class LearnsTaste:
    """For models that learn from what other members like."""

    @pytest.mark.parametrize("camp", [0, 1])
    def test_a_member_of_one_camp_is_recommended_what_that_camp_loves(
        self, model: Model, camp: int
    ) -> None:
        films = list(range(20))
        mine = history(films, [4.5 if film % 2 == camp else 1.5 for film in films])
        scores, stars = model.score(mine)[20:RATED_FILMS], model.predict(mine)[20:RATED_FILMS]
        best = 20 + np.argsort(-scores)[:10]
        assert (best % 2 == camp).all()
        loved = np.arange(20, RATED_FILMS) % 2 == camp
        assert stars[loved].min() > stars[~loved].max()

    @pytest.mark.parametrize("lately", [0, 1])
    def test_who_has_changed_camps_is_recommended_what_the_new_one_loves(
        self, model: Model, lately: int
    ) -> None:
        films = np.arange(20)
        recent = films >= 10
        loved = (films % 2 == lately) == recent
        mine = history(films.tolist(), np.where(loved, 4.5, 1.5).tolist())
        changed = weighing(mine, np.where(recent, 1.0, 0.1).tolist())
        scores, stars = model.score(changed)[20:RATED_FILMS], model.predict(changed)[20:RATED_FILMS]
        best = 20 + np.argsort(-scores)[:10]
        assert (best % 2 == lately).all()
        new = np.arange(20, RATED_FILMS) % 2 == lately
        assert stars[new].min() > stars[~new].max()
