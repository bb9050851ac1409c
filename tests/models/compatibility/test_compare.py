import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.categories import Categories
from models.compatibility.compare import Films, Member, Parts, compare, overall
from tests.models.compatibility import invented

NAN = np.nan


@settings(max_examples=60)
@given(invented.members, invented.members, invented.catalogues)
def test_all_scores_keep_within_their_bounds(first: Member, second: Member, films: Films) -> None:
    found = compare(first, second, films)
    for part in (found.parts.films, found.parts.taste, found.parts.genres, found.parts.eras):
        assert part is None or 0 <= part <= 1
    assert found.score is None or 0 <= found.score <= 100
    if found.correlation is not None:
        assert -1 <= found.correlation.low <= found.correlation.high <= 1


@settings(max_examples=60)
@given(invented.members, invented.members, invented.catalogues)
def test_who_comes_first_does_not_matter(first: Member, second: Member, films: Films) -> None:
    one, other = compare(first, second, films), compare(second, first, films)
    assert one.score == pytest.approx(other.score)
    assert one.correlation == other.correlation
    assert one.favourites.tolist() == other.favourites.tolist()
    assert one.polarising.tolist() == other.polarising.tolist()
    assert one.first_shows.tolist() == other.second_shows.tolist()


def some_member(seed: int, films: int) -> Member:
    rng = np.random.default_rng(seed)
    chosen = rng.choice(invented.CATALOGUE, films, replace=False).tolist()
    stars = dict(zip(chosen, (rng.integers(1, 11, films) / 2).tolist(), strict=True))
    return Member(invented.history(stars), rng.uniform(0.5, 5, invented.CATALOGUE))


def some_films() -> Films:
    rng = np.random.default_rng(5)
    genres = rng.choice(["Drama", "Horror", "Comedy"], (invented.CATALOGUE, 2)).tolist()
    decades = rng.choice(["1950s", "2020s"], (invented.CATALOGUE, 1)).tolist()
    averages = rng.uniform(1, 4.5, invented.CATALOGUE)
    return Films(averages, Categories.of(genres), Categories.of(decades))


@given(st.integers(0, 1000))
def test_a_member_is_wholly_like_themselves(seed: int) -> None:
    member = some_member(seed, 50)
    found = compare(member, member, some_films())
    assert found.score == 100
    assert not len(found.polarising)
    assert not len(found.first_shows)
    assert found.correlation is not None
    assert found.correlation.value == 1


def test_a_few_shared_films_do_not_make_two_members_alike() -> None:
    few, films = some_member(3, 5), some_films()
    own = compare(few, few, films)
    assert own.score is not None
    assert own.score < 100


def test_members_without_a_film_in_common_have_no_film_score() -> None:
    predicted = np.linspace(1, 5, invented.CATALOGUE)
    first = Member(invented.history({0: 5.0}), predicted)
    second = Member(invented.history({1: 5.0}), predicted)
    found = compare(first, second, some_films())
    assert found.parts.films is found.correlation is None
    assert found.score is not None
    assert len(found.shared) == 0


def test_each_is_shown_films_by_what_they_would_give_them_themselves() -> None:
    rising = np.linspace(1, 5, invented.CATALOGUE)
    first = Member(invented.history({0: 5.0, 1: 5.0}), rising)
    second = Member(invented.history({2: 5.0, 3: 5.0}), rising[::-1])
    found = compare(first, second, some_films())
    assert found.first_shows.tolist() == [0, 1]
    assert found.second_shows.tolist() == [3, 2]


def test_what_is_not_known_does_not_count() -> None:
    assert overall(Parts(None, None, None, None)) is None
    assert overall(Parts(films=None, taste=None, genres=1.0, eras=0.0)) == 50
    assert overall(Parts(films=1.0, taste=0.0, genres=None, eras=0.5)) == pytest.approx(50)
    assert overall(Parts(films=1.0, taste=1.0, genres=0.0, eras=0.0)) == 70
