import numpy as np
import pytest
from hypothesis import given
from scipy.spatial.distance import jensenshannon

from models.categories import Categories
from models.compatibility.profiles import likeness, profile
from models.interface import History
from tests.models.compatibility import invented

NAN = np.nan
FILMS = Categories.of([["Drama"], ["Horror"], ["Horror", "Drama"], []])


def shares(stars: dict[int, float]) -> dict[str, float]:
    found = profile(invented.history(stars), FILMS)
    return dict(zip(FILMS.names, found.tolist(), strict=True))


def test_a_film_counts_with_its_stars_divided_among_its_genres() -> None:
    assert shares({0: 3.0, 2: 2.0}) == pytest.approx({"Drama": 0.8, "Horror": 0.2})


def test_a_film_without_stars_counts_like_the_members_others() -> None:
    assert shares({0: NAN, 1: 4.0}) == pytest.approx({"Drama": 0.5, "Horror": 0.5})
    assert shares({0: NAN, 1: NAN}) == pytest.approx({"Drama": 0.5, "Horror": 0.5})


def test_a_film_without_genres_does_not_count() -> None:
    assert shares({1: 2.0, 3: 5.0}) == pytest.approx({"Drama": 0, "Horror": 1})
    assert likeness(profile(invented.history({3: 5.0}), FILMS), np.array([1.0, 0.0])) is None


@given(
    invented.histories, invented.histories, invented.categories("Drama", "Horror", "Comedy", "War")
)
def test_likeness_is_one_less_the_distance_of_scipy(
    first: History, second: History, genres: Categories
) -> None:
    one, other = profile(first, genres), profile(second, genres)
    found = likeness(one, other)
    if not one.any() or not other.any():
        assert found is None
        return
    with np.errstate(invalid="ignore"):  # scipy takes the root of a hair below 0
        distance = np.nan_to_num(jensenshannon(one, other, base=2))
    assert found == pytest.approx(1 - distance, abs=1e-6)
    assert likeness(one, one) == 1


def test_profiles_that_differ_by_rounding_alone_are_the_same() -> None:
    ones = np.array([1.0, 1.0, 3.0])
    assert likeness(ones / 5, (ones / 7) / (ones / 7).sum()) == pytest.approx(1)
