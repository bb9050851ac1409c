import numpy as np
import pytest
from hypothesis import given

from models.compatibility.shared import TYPICAL_AGREEMENT, Shared, to_show
from models.interface import History
from tests.models.compatibility import invented

NAN = np.nan


def shared(first: dict[int, float], second: dict[int, float]) -> Shared:
    return Shared.of(invented.history(first), invented.history(second))


def test_only_films_that_both_rated_are_shared() -> None:
    both = shared({9: 4.0, 2: 3.0, 5: NAN, 1: 1.0}, {2: 5.0, 5: 4.0, 9: 0.5})
    assert both.films.tolist() == [2, 9]
    assert both.first.tolist() == [3.0, 4.0]
    assert both.second.tolist() == [5.0, 0.5]


def test_agreement_falls_with_the_mean_difference() -> None:
    def alike(difference: float) -> float | None:
        return shared(
            dict.fromkeys(range(50), 0.5), dict.fromkeys(range(50), 0.5 + difference)
        ).agreement()

    assert alike(0) == 1
    assert alike(0.9) == pytest.approx(0.8)
    assert alike(4.5) == 0


@pytest.mark.parametrize(("films", "z"), [(2, 0.2), (8, 0.4), (50, 1.0), (72, 1.0)])
def test_agreement_on_few_films_is_drawn_to_the_typical(films: int, z: float) -> None:
    stars = dict.fromkeys(range(films), 3.0)
    assert shared(stars, stars).agreement() == pytest.approx(z + (1 - z) * TYPICAL_AGREEMENT)


def test_favourites_are_liked_by_both_the_most_liked_first() -> None:
    first = {0: 4.0, 1: 5.0, 2: 5.0, 3: 4.5, 4: 4.5}
    second = {0: 4.0, 1: 3.5, 2: 5.0, 3: 4.0, 4: 4.0}
    assert shared(first, second).favourites().tolist() == [2, 3, 4, 0]


def test_polarising_films_are_far_apart_the_furthest_first() -> None:
    first, second = {0: 4.0, 1: 5.0, 2: 1.0, 3: 3.0}, {0: 3.0, 1: 3.5, 2: 5.0, 3: 3.0}
    assert shared(first, second).polarising().tolist() == [2, 1]


def test_a_member_shows_what_they_loved_and_the_other_has_not_logged() -> None:
    fan = invented.history({0: 5.0, 1: 4.5, 2: 4.0, 3: 5.0, 4: 5.0})
    other = invented.history({3: NAN})
    predicted = np.array([2.0, 4.0, 5.0, 5.0, 4.0])
    assert to_show(fan, other, predicted).tolist() == [1, 4, 0]


@given(invented.histories, invented.histories, invented.predictions)
def test_nothing_that_one_has_logged_is_shown_to_them(
    loved_by: History, to: History, predicted: np.ndarray
) -> None:
    shown = to_show(loved_by, to, predicted)
    assert not set(shown.tolist()) & set(to.films.tolist())
    assert (np.diff(predicted[shown]) <= 0).all()
