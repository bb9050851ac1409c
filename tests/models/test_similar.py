import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.features import COLUMNS
from models.item_item import ItemItemModel
from models.similar import by_features, by_ratings
from tests.models.history_contract import some_features

FILMS = 40


@pytest.fixture(scope="module")
def items() -> ItemItemModel:
    """Even films are loved by one half of the members, odd ones by the other; the last by none."""
    rng = np.random.default_rng(3)
    members, films = np.nonzero(rng.random((300, FILMS - 1)) < 0.5)
    stars = np.where((members + films) % 2, 4.5, 2.0)
    return ItemItemModel.fit(members.astype(np.int32), films.astype(np.int32), stars, FILMS)


def test_films_that_the_same_members_love_are_alike(items: ItemItemModel) -> None:
    alike = by_ratings(items, 4)
    assert alike[0:-1:2].sum() > 2 * alike[1:-1:2].sum()
    assert alike[4] == 0


@given(st.integers(0, FILMS - 1), st.integers(0, FILMS - 1))
def test_likeness_by_ratings_is_the_same_both_ways(
    items: ItemItemModel, film: int, other: int
) -> None:
    there, back = by_ratings(items, film)[other], by_ratings(items, other)[film]
    assert there == pytest.approx(back)
    assert 0 <= there <= 1


def test_a_film_that_nobody_rated_is_like_no_other_by_ratings(items: ItemItemModel) -> None:
    assert not by_ratings(items, FILMS - 1).any()


def test_a_film_is_most_like_its_twin_by_its_features() -> None:
    films = some_features(60)
    films[7] = films[31]
    alike = by_features(films, 31)
    assert alike[31] == pytest.approx(1, abs=1e-6)
    assert np.argsort(-alike, kind="stable")[:2].tolist() == [7, 31]
    assert ((alike >= -1) & (alike <= 1)).all()


def test_a_genre_in_common_makes_films_more_alike() -> None:
    films = np.zeros((20, len(COLUMNS)), np.float32)
    films[:10, COLUMNS.index("Horror")] = 1
    films[:, COLUMNS.index("release_year")] = np.arange(20) % 10
    alike = by_features(films, 0)
    assert alike[5] > alike[15]
    assert alike[1] > alike[9]


def test_a_film_of_which_nothing_is_known_is_like_no_other() -> None:
    films = some_features(20)
    films[3] = np.nan
    assert not by_features(films, 3).any()
    assert not by_features(np.full((5, len(COLUMNS)), np.nan, np.float32), 0).any()
