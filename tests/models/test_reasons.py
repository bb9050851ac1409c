import numpy as np
import pytest

from models.features import COLUMNS
from models.reasons import FilmReason, TraitReason, strongest, traits


def film(**facts: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array([facts.get(name, 0.0) for name in COLUMNS], np.float32)


def moves(**stars: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([stars.get(name, 0.0) for name in COLUMNS])


def test_the_films_that_contribute_most_come_first() -> None:
    reasons = strongest(np.array([3, 4, 5, 6]), np.array([0.1, 0.5, 0.2, 0.2]))
    assert [reason.film for reason in reasons] == [4, 5, 6]
    assert reasons[0].share == pytest.approx(0.5)


def test_films_that_speak_against_it_are_no_reason() -> None:
    assert strongest(np.array([3, 4]), np.array([-0.1, 0.0])) == []


def test_without_a_history_there_is_no_reason() -> None:
    assert strongest(np.empty(0, np.intp), np.empty(0)) == []


def test_a_share_counts_all_that_speaks_for_the_film() -> None:
    assert strongest(np.array([1, 2]), np.array([0.3, -5.0])) == [FilmReason(1, 1.0)]


def test_the_two_traits_that_move_the_prediction_most_are_named() -> None:
    reasons = traits(
        moves(Horror=-0.2, release_year=0.1, runtime=0.05),
        film(Horror=1, release_year=1987, runtime=95),
    )
    assert reasons == [TraitReason("Horror", -0.2), TraitReason("1980s", 0.1)]


def test_what_a_film_is_not_is_no_trait_of_it() -> None:
    assert traits(moves(Horror=0.2), film(Horror=0)) == []


def test_votes_are_no_trait() -> None:
    assert traits(moves(letterboxd_rating=0.5), film(letterboxd_rating=4.5)) == []


def test_an_unknown_fact_is_no_trait() -> None:
    assert traits(moves(runtime=0.5), film(runtime=np.nan)) == []


def test_a_trait_that_hardly_moves_anything_is_not_named() -> None:
    assert traits(moves(Horror=0.004), film(Horror=1)) == []
