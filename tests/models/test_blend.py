import numpy as np
import pytest

from models.blend import CANDIDATES, Candidates, standardised
from models.lessons import FEWEST, MOST, held_out
from tests.models.history_contract import history


def test_candidates_are_the_best_films_outside_the_history() -> None:
    candidates = Candidates.of(np.array([0.1, 0.9, 0.5, 0.7]), history([1], [5.0]))
    assert candidates.films.tolist() == [3, 2, 0]
    assert candidates.tempered.tolist() == [0.7, 0.5, 0.1]


def test_there_are_no_more_candidates_than_the_blend_was_taught_with() -> None:
    assert len(Candidates.of(np.arange(1000.0), history([], [])).films) == CANDIDATES


def test_who_has_seen_everything_has_no_candidates() -> None:
    assert not len(Candidates.of(np.arange(2.0), history([0, 1], [1.0, 2.0])).films)


def test_equal_values_are_standardised_to_zero() -> None:
    assert standardised(np.full(3, 7.0)).tolist() == [0, 0, 0]
    assert standardised(np.array([1.0, 3.0])).tolist() == [-1, 1]


def members(count: int, ratings: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.repeat(np.arange(count, dtype=np.int32), ratings)


def test_a_tenth_of_the_members_is_held_out_with_all_their_ratings() -> None:
    everyone = members(4000, 20)
    held = held_out(everyone, seed=1)
    assert len(np.unique(everyone[held])) == 400
    assert held.sum() == 400 * 20


@pytest.mark.parametrize(("count", "ratings"), [(FEWEST * 10 - 10, 20), (5000, 19), (0, 0)])
def test_nobody_is_held_out_where_too_few_could_teach(count: int, ratings: int) -> None:
    assert not held_out(members(count, ratings), seed=1).any()


def test_no_more_are_held_out_than_are_needed() -> None:
    everyone = members(60_000, 20)
    assert len(np.unique(everyone[held_out(everyone, seed=1)])) == MOST


def test_the_seed_decides_who_is_held_out() -> None:
    everyone = members(4000, 20)
    assert np.array_equal(held_out(everyone, 1), held_out(everyone, 1))
    assert not np.array_equal(held_out(everyone, 1), held_out(everyone, 2))
