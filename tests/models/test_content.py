import numpy as np
import pytest

from models import content
from models.content import Content
from tests.models.history_contract import some_features

FILMS = some_features(400)
KNOWN = np.arange(400) < 300
ONCE = KNOWN.astype(np.float64)
GENRE = 6


def test_known_values_stay_as_they_are() -> None:
    values = np.random.default_rng(1).random(400)
    assert np.array_equal(Content(FILMS, ONCE).filled(values)[KNOWN], values[KNOWN])


def test_an_unknown_film_gets_what_films_like_it_get() -> None:
    films, horror = FILMS.copy(), np.arange(400) % 3 == 0
    films[:, GENRE] = horror
    filled = Content(films, ONCE).filled(np.where(horror, 4.0, 2.0))
    assert filled[~KNOWN & horror].min() > filled[~KNOWN & ~horror].max()


def test_values_of_unknown_films_are_not_looked_at() -> None:
    values = np.where(KNOWN, np.random.default_rng(1).random(400), np.nan)
    assert np.isfinite(Content(FILMS, ONCE).filled(values)).all()


@pytest.mark.parametrize("known", [np.zeros(400, np.bool_), np.ones(400, np.bool_)])
def test_nothing_is_filled_where_there_is_nothing_to_fill_or_learn_from(
    known: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> None:
    values = np.arange(400.0)
    assert np.array_equal(Content(FILMS, known.astype(np.float64)).filled(values), values)


def test_a_film_of_which_nothing_is_known_gets_the_mean() -> None:
    films = FILMS.copy()
    films[399] = np.nan
    values = np.random.default_rng(1).random(400)
    filled = Content(films, ONCE).filled(values)
    assert filled[399] == pytest.approx(values[KNOWN].mean())


def test_films_of_more_weight_are_learned_from_more() -> None:
    nothing = np.full((3, FILMS.shape[1]), np.nan, np.float32)
    filled = Content(nothing, np.array([9.0, 1.0, 0.0])).filled(np.array([4.0, 2.0, 0.0]))
    assert filled[2] == pytest.approx(3.8)


def test_films_are_filled_the_same_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).random(400)
    at_once = Content(FILMS, ONCE).filled(values)
    monkeypatch.setattr(content, "ROWS_AT_ONCE", 7)
    assert Content(FILMS, ONCE).filled(values) == pytest.approx(at_once, abs=1e-5)
