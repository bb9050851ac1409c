from functools import partial

import numpy as np

from models.features import COLUMNS
from models.personal import PersonalModel
from tests.models.contract import ModelContract, some_films, some_stars

HORROR, ROMANCE = COLUMNS.index("Horror"), COLUMNS.index("Romance")


class TestPersonalModel(ModelContract):
    model = staticmethod(partial(PersonalModel, "night_owl"))


def films_of_two_genres(count: int) -> np.ndarray:
    films = np.zeros((count, len(COLUMNS)), np.float32)
    films[: count // 2, HORROR] = 1
    films[count // 2 :, ROMANCE] = 1
    return films


def test_who_loves_horror_and_not_romance_is_predicted_so() -> None:
    stars = np.repeat([4.5, 1.5], 20)
    model = PersonalModel("night_owl").fit(films_of_two_genres(40), stars)
    horror, romance = model.predict(films_of_two_genres(2))
    assert horror > 4
    assert romance < 2


def test_each_member_has_a_forest_of_their_own() -> None:
    one, other = (
        PersonalModel(name).fit(some_films(60), some_stars(60)).predict(some_films(50, seed=1))
        for name in ("night_owl", "early_bird")
    )
    assert not np.array_equal(one, other)


def test_the_case_of_the_username_does_not_matter() -> None:
    one, other = (
        PersonalModel(name).fit(some_films(60), some_stars(60)).predict(some_films(50, seed=1))
        for name in ("night_owl", "Night_Owl")
    )
    assert np.array_equal(one, other)
