"""Where a film is, by its id."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.ids import FilmIds

IDS = st.integers(0, 2**62)


@given(st.lists(IDS, unique=True), st.lists(IDS))
def test_each_id_is_found_at_its_place_and_no_other(ids: list[int], others: list[int]) -> None:
    asked = np.array([*reversed(ids), *others], np.int64)
    expected = [ids.index(film) if film in ids else -1 for film in asked.tolist()]
    assert FilmIds(ids).places(asked).tolist() == expected


def test_an_id_is_in_or_is_not() -> None:
    assert 7 in FilmIds([9, 7])
    assert 8 not in FilmIds([9, 7])
    assert 8 not in FilmIds([])
