"""What kinds films are of."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.categories import Categories

LISTED = st.lists(st.lists(st.sampled_from("abcde"), unique=True, max_size=4), max_size=12)


def listed(categories: Categories) -> list[list[str]]:
    return [categories.of_film(film) for film in range(len(categories))]


@given(LISTED)
def test_each_film_has_its_names_in_their_order(films: list[list[str]]) -> None:
    assert listed(Categories.of(films)) == films


@given(LISTED)
def test_the_most_frequent_names_come_first_and_of_equal_ones_the_earlier(
    films: list[list[str]],
) -> None:
    counts = Counter(name for names in films for name in names)  # in the order of appearance
    names = [name for name, _ in counts.most_common()]
    assert Categories.of(films).names == names


@given(st.lists(LISTED, min_size=1, max_size=4))
def test_joined_categories_are_those_of_all_films(parts: list[list[list[str]]]) -> None:
    joined = Categories.joined([Categories.of(part) for part in parts])
    whole = Categories.of([names for part in parts for names in part])
    assert joined.names == whole.names
    assert listed(joined) == listed(whole)


@given(LISTED)
def test_a_film_that_is_not_there_has_no_names(films: list[list[str]]) -> None:
    rows = np.array([-1, *range(len(films))], np.intp)
    taken = Categories.of(films).with_none().take(rows).by_frequency()
    assert listed(taken) == [[], *films]
