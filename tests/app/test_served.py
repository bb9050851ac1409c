import numpy as np
import pytest

from app.jobs.served import ServedGeneral
from models.evaluate.answers import rank
from models.general import GeneralModel, Report
from models.interface import History


@pytest.fixture
def served() -> ServedGeneral:
    """A catalogue of four films, of which the model knows three, in another order."""
    model = GeneralModel(np.array([2.0, 3.0, 4.0]), np.array([5.0, 6.0, 7.0]), Report())
    return ServedGeneral(model, np.array([2, -1, 0, 1]))


def rated(*films: int) -> History:
    count = len(films)
    return History(np.array(films, np.intp), np.full(count, 5.0), np.zeros(count, np.bool_))


def test_each_film_gets_its_own_stars_and_a_newer_film_the_average(served: ServedGeneral) -> None:
    assert served.predict(rated()).tolist() == [4, 3, 2, 3]


def test_what_a_member_rated_counts_for_the_film_that_they_rated(served: ServedGeneral) -> None:
    above = [served.predict(rated(film))[3] - 3 for film in (0, 2)]
    assert 0 < above[0] < above[1]  # five stars say more of a member where two are usual


def test_a_newer_film_that_the_member_rated_changes_nothing(served: ServedGeneral) -> None:
    assert served.predict(rated(1)).tolist() == served.predict(rated()).tolist()


def test_a_newer_film_comes_last(served: ServedGeneral) -> None:
    assert rank(served.score(rated()), rated()).tolist() == [0, 3, 2, 1]
