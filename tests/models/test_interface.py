from dataclasses import replace

import numpy as np
import pytest

from models.interface import History


def history(films: list[int], stars: list[float], hearts: int | None = None) -> History:
    liked = np.zeros(len(films) if hearts is None else hearts, np.bool_)
    return History(np.array(films, np.intp), np.array(stars, np.float64), liked)


def weighing(*weights: float) -> History:
    """A film of each weight."""
    count = len(weights)
    return replace(history(list(range(count)), [3.0] * count), weights=np.array(weights))


def test_films_without_stars_and_all_the_steps_of_the_scale_are_a_history() -> None:
    steps = [each / 2 for each in range(1, 11)]
    assert history(list(range(11)), [*steps, np.nan]).rated.sum() == 10
    assert not history([], []).rated.any()


@pytest.mark.parametrize("stars", [0.0, 5.5, -1.0, 10.0, np.inf, -np.inf])
def test_stars_outside_the_scale_are_refused(stars: float) -> None:
    with pytest.raises(ValueError, match=r"outside 0\.5\.\.5"):
        history([1, 2], [3.0, stars])


def test_a_film_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        history([4, 1, 4], [3.0, 3.0, np.nan])


def test_a_row_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        history([-1], [3.0])


@pytest.mark.parametrize(("films", "stars", "hearts"), [([1], [], 1), ([1], [3.0], 0)])
def test_arrays_of_different_length_are_refused(
    films: list[int], stars: list[float], hearts: int
) -> None:
    with pytest.raises(ValueError, match="length"):
        history(films, stars, hearts)


def test_every_film_counts_in_full_unless_said_otherwise() -> None:
    assert history([4, 1], [3.0, np.nan]).weights.tolist() == [1, 1]
    assert weighing(0.1, 1.0).weights.tolist() == [0.1, 1.0]


@pytest.mark.parametrize("weight", [0.0, -0.5, 1.01, np.nan, np.inf])
def test_weights_that_are_no_share_are_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weight"):
        weighing(1.0, weight)


def test_a_weight_for_each_film_or_none() -> None:
    with pytest.raises(ValueError, match="length"):
        replace(history([1, 2], [3.0, 3.0]), weights=np.array([1.0]))


def test_a_part_of_a_history_keeps_all_that_is_known_of_its_films() -> None:
    some = replace(weighing(0.2, 0.4, 0.6), liked=np.array([False, True, False]))
    part = some.take(np.array([2, 1]))
    assert (part.films.tolist(), part.stars.tolist()) == ([2, 1], [3.0, 3.0])
    assert (part.liked.tolist(), part.weights.tolist()) == ([False, True], [0.6, 0.4])
