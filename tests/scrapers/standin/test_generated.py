"""The world that is made up on demand."""

from collections import Counter
from itertools import pairwise

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from scrapers.standin.generated import GeneratedWorld
from scrapers.standin.server import serve
from scrapers.standin.world import Member

LARGE = GeneratedWorld(films=100_000, members=1000)
SIZE = 2000


@pytest.fixture(scope="module")
def world() -> GeneratedWorld:
    return GeneratedWorld(films=SIZE, members=60, seed=5)


def members(world: GeneratedWorld) -> list[Member]:
    return [member for name in world.usernames() if (member := world.member(name))]


@given(st.integers(0, 99_999))
def test_a_film_depends_on_seed_and_number_only(number: int) -> None:
    slug = f"film-{number}"
    assert LARGE.film(slug) == GeneratedWorld(films=100_000).film(slug)
    assert LARGE.film(slug) != GeneratedWorld(films=100_000, seed=1).film(slug)


def test_a_member_depends_on_seed_and_number_only(world: GeneratedWorld) -> None:
    again = GeneratedWorld(films=SIZE, members=60, seed=5)
    assert again.member("member7") == world.member("MEMBER7")


def test_a_boundless_world_costs_nothing_until_it_is_asked() -> None:
    boundless = GeneratedWorld(films=10**12, members=10**12)
    film = boundless.film(f"film-{10**12 - 1}")
    assert film is not None
    assert film.title.endswith(str(10**12 - 1))
    assert len(list(boundless.suggestions())) == 3


@pytest.mark.parametrize("slug", ["film-100000", "film--1", "film-01", "film-", "film", "7", "x"])
def test_there_are_no_other_films(slug: str) -> None:
    assert LARGE.film(slug) is None


@pytest.mark.parametrize("name", ["member1000", "member-1", "member01", "member", "other1", ""])
def test_there_are_no_other_members(name: str) -> None:
    assert LARGE.member(name) is None


def test_films_are_of_many_kinds_and_a_few_lack_something(world: GeneratedWorld) -> None:
    films = [film for slug in world.slugs() if (film := world.film(slug))]
    assert len({film.film_id for film in films}) == SIZE
    genres = Counter(genre for film in films for genre in film.genres)
    assert len(genres) == 19
    assert genres.most_common(1)[0][0] == "Drama"
    assert len({(film.release_year or 0) // 10 for film in films}) >= 10
    for lacks in ("release_year", "runtime", "poster"):
        assert 0 < sum(getattr(film, lacks) is None for film in films) < 0.1 * SIZE
    assert {film.content_type for film in films} == {"movie", "tv"}


def test_few_films_have_most_of_the_ratings() -> None:
    slugs = [f"film-{number}" for number in range(0, 100_000, 500)]
    counts = [film.letterboxd_rating_count or 0 for slug in slugs if (film := LARGE.film(slug))]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0.8 * sum(counts)


def test_histories_are_newest_first_without_repetition(world: GeneratedWorld) -> None:
    for member in members(world):
        years = [film.release_year or 9999 for film in member.films]
        assert all(newer >= older for newer, older in pairwise(years))
        assert len({film.slug for film in member.films}) == len(member.films)
        assert not {film.slug for film in member.watchlist} & {film.slug for film in member.films}


def test_a_logged_film_is_as_its_page_says(world: GeneratedWorld) -> None:
    member = world.member("member0")
    assert member is not None
    for logged in member.films:
        film = world.film(logged.slug)
        assert film is not None
        assert (film.film_id, film.title) == (logged.film_id, logged.title)
        assert logged.rating is None or logged.rating * 2 in range(1, 11)


def test_most_histories_are_hundreds_and_a_few_thousands() -> None:
    small = GeneratedWorld(films=100_000, members=60, seed=2, max_history=1500)
    sizes = sorted(len(member.films) for member in members(small))
    assert sizes[0] >= 60
    assert 80 < sizes[30] < 400
    assert 1000 < sizes[-1] <= 1500


def test_suggested_members_have_rated_neither_little_nor_very_much() -> None:
    for name in LARGE.suggestions():
        member = LARGE.member(name)
        assert member is not None
        assert 150 <= len(member.films) <= 400


@pytest.mark.parametrize(("films", "count"), [(1, 1), (2, 2), (9, 60)])
def test_a_tiny_world_works_too(films: int, count: int) -> None:
    tiny = GeneratedWorld(films=films, members=count)
    assert len(list(tiny.suggestions())) == min(3, count)
    assert all(len(member.films) <= films for member in members(tiny))


def test_it_can_be_served() -> None:
    with serve(LARGE) as site:
        assert requests.get(f"{site.url}/film/film-99999/", timeout=5).ok
        name = LARGE.suggestions()[0]
        assert "poster-viewingdata" in requests.get(f"{site.url}/{name}/films/", timeout=5).text
