import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.draws import luck, weighted

SEEDS = range(4000)


def winners(stars: list[float]) -> list[float]:
    """How often each film comes first, over the seeds, in parts of 1."""
    films, known = np.arange(len(stars)), np.array(stars)
    first = [np.argmin(weighted(known, luck(films, seed))) for seed in SEEDS]
    counts: list[float] = (np.bincount(first, minlength=len(stars)) / len(SEEDS)).tolist()
    return counts


@given(st.lists(st.integers(1, 2**40), min_size=1, unique=True), st.integers(0, 2**32 - 1))
def test_a_film_has_the_same_luck_whoever_else_is_there(films: list[int], seed: int) -> None:
    together = luck(np.array(films), seed)
    assert ((together > 0) & (together < 1)).all()
    assert together.tolist() == [luck(np.array([film]), seed)[0] for film in films]


def test_luck_is_spread_evenly_over_films_and_over_seeds() -> None:
    for drawn in (
        luck(np.arange(20_000), 1),
        np.array([luck(np.array([1]), seed)[0] for seed in range(20_000)]),
    ):
        shares = np.histogram(drawn, bins=10, range=(0, 1))[0] / len(drawn)
        assert np.abs(shares - 0.1).max() < 0.01


def test_half_a_star_more_doubles_the_chance() -> None:
    assert np.allclose(winners([3.0, 3.5, 4.0]), [1 / 7, 2 / 7, 4 / 7], atol=0.03)


def test_a_film_without_a_prediction_has_the_chance_of_the_lowest() -> None:
    assert np.allclose(winners([np.nan, 3.0, 3.5]), [1 / 4, 1 / 4, 2 / 4], atol=0.03)


def test_without_any_prediction_all_have_the_same_chance() -> None:
    assert np.allclose(winners([np.nan, np.nan]), [1 / 2, 1 / 2], atol=0.03)
