import re
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import mean

import pytest

from scrapers.records import Film, LoggedFilm
from scrapers.standin.builtin import BuiltinWorld, load_films
from scrapers.standin.tastes import affinity, load_tastes, traits
from scrapers.standin.world import Member, World

GENRES = {
    *("Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Family"),
    *("Fantasy", "History", "Horror", "Music", "Mystery", "Romance", "Science Fiction"),
    *("Thriller", "TV Movie", "War", "Western"),
}
PAGE = 72  # films on a full page of a member's films
HALF_STARS = {half / 2 for half in range(1, 11)}
AWKWARD = {
    *("no_ratings", "three_ratings", "only_likes", "private_list", "private_person"),
    *("empty_shelf", "single_page", "seventy_two", "seventy_three", "old_bookmarks", "odd_titles"),
}
ORDINARY = sorted({taste.username for taste in load_tastes()} - AWKWARD)

Favours = Callable[[Film], bool]


def is_horror(film: Film) -> bool:
    return "Horror" in film.genres


def is_world_cinema(film: Film) -> bool:
    return not {"USA", "UK"} & set(film.countries)


def is_sung_or_drawn(film: Film) -> bool:
    return bool({"Music", "Animation"} & set(film.genres))


FAVOURS: dict[str, Favours] = {
    "midnight_marrow": is_horror,
    "subtitle_sofa": is_world_cinema,
    "curtain_and_cel": is_sung_or_drawn,
}


@pytest.fixture(scope="module")
def world() -> World:
    return BuiltinWorld()


def get(world: World, username: str) -> Member:
    member = world.member(username)
    assert member is not None
    return member


def page_of(world: World, logged: LoggedFilm) -> Film:
    film = world.film(world.renamed(logged.slug) or logged.slug)
    assert film is not None
    return film


def ratings(films: Sequence[LoggedFilm]) -> list[float]:
    return [film.rating for film in films if film.rating is not None]


def mean_gap(world: World, username: str, favoured: Favours) -> float:
    """How many stars the member gives the favoured films above the others."""
    films = get(world, username).films
    inside = [film for film in films if favoured(page_of(world, film))]
    outside = [film for film in films if not favoured(page_of(world, film))]
    return mean(ratings(inside)) - mean(ratings(outside))


def test_there_are_hundreds_of_films_and_no_two_are_the_same() -> None:
    films = load_films()
    assert len(films) >= 400
    for key in ([f.slug for f in films], [(f.title, f.release_year) for f in films]):
        assert not [value for value, times in Counter(key).items() if times > 1]
    assert [film.film_id for film in films] == list(range(10_001, 10_001 + len(films)))


def test_every_film_is_plausible() -> None:
    for film in load_films():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", film.slug), film.slug
        assert set(film.genres) <= GENRES, film.slug
        assert film.genres and film.countries and film.languages, film.slug
        assert film.directors and film.synopsis, film.slug
        assert 1915 <= (film.release_year or 2025) <= 2025, film.slug
        assert 5 <= (film.runtime or 90) <= 1100, film.slug
        assert 0.5 <= (film.letterboxd_rating or 3) <= 5, film.slug
        assert (film.letterboxd_rating is None) == (film.letterboxd_rating_count is None)
        names = (film.title, *film.countries, *film.languages, *film.directors, *film.cast)
        assert all(name == name.strip() != "" for name in names), film.slug


def test_every_genre_and_decade_has_films() -> None:
    films = load_films()
    assert {genre for film in films for genre in film.genres} == GENRES
    decades = {film.release_year // 10 * 10 for film in films if film.release_year}
    assert decades == set(range(1920, 2030, 10))
    assert len({country for film in films for country in film.countries}) >= 40


def test_some_films_lack_what_most_have() -> None:
    films = load_films()
    lacking: list[Favours] = [
        lambda film: film.release_year is None,
        lambda film: film.letterboxd_rating is None,
        lambda film: film.runtime is None,
        lambda film: film.poster is None,
        lambda film: not film.cast,
        lambda film: film.content_type == "tv",
    ]
    for lacks in lacking:
        assert 1 <= sum(map(lacks, films)) < 10


def test_a_film_is_found_by_its_present_slug_only(world: World) -> None:
    old, new = BuiltinWorld.RENAMED
    assert world.renamed(old) == new
    assert world.renamed(new) is None
    assert world.film(old) is None
    assert world.film(new) is not None
    assert world.film("no-such-film") is None
    assert old not in set(world.slugs())


def test_every_trait_a_taste_names_is_some_films_trait() -> None:
    known = frozenset[str]().union(*map(traits, load_films()))
    for taste in load_tastes():
        assert set(taste.weights) <= known, taste.username


def test_there_are_dozens_of_members_with_a_taste_in_words(world: World) -> None:
    names = list(world.usernames())
    assert len(names) >= 64
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"\w{2,30}", name, re.ASCII) for name in names)
    abouts = [get(world, name).about for name in names]
    assert len(set(abouts)) == len(names)
    assert all(about.endswith(".") for about in abouts)


def test_a_member_is_found_in_any_case(world: World) -> None:
    assert world.member("MidNight_MARROW") is world.member("midnight_marrow")
    assert world.member("nobody_here") is None


def test_two_worlds_are_the_same(world: World) -> None:
    other = BuiltinWorld()
    for name in reversed(list(world.usernames())):
        assert other.member(name) == world.member(name)


@pytest.mark.parametrize("username", ORDINARY)
def test_an_ordinary_member_has_a_history(world: World, username: str) -> None:
    films = get(world, username).films
    assert 8 <= len(films) <= 250
    assert len({film.slug for film in films}) == len(films)
    assert set(ratings(films)) <= HALF_STARS
    assert 0 < len(ratings(films)) <= 0.9 * len(films)
    assert any(film.liked for film in films)


@pytest.mark.parametrize("username", ORDINARY)
def test_a_taste_shows_in_the_ratings(world: World, username: str) -> None:
    taste = next(taste for taste in load_tastes() if taste.username == username)
    assert mean_gap(world, username, lambda film: affinity(taste, film) > 0) > 0.25


@pytest.mark.parametrize("username", [taste.username for taste in load_tastes()])
def test_films_stand_newest_first_and_yearless_ones_before_all(world: World, username: str) -> None:
    years = [film.release_year or 9999 for film in get(world, username).films]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("username", [taste.username for taste in load_tastes()])
def test_a_watchlist_holds_unseen_films_to_the_members_taste(world: World, username: str) -> None:
    taste = next(taste for taste in load_tastes() if taste.username == username)
    member = get(world, username)
    seen = {film.film_id for film in member.films}
    assert not seen & {film.film_id for film in member.watchlist}
    wanted = [world.film(film.slug) for film in member.watchlist]
    assert all(film and affinity(taste, film) > 0 for film in wanted)


def test_the_suggestions_are_three_rich_tastes(world: World) -> None:
    assert set(world.suggestions()) == set(FAVOURS)
    for username in world.suggestions():
        assert len(ratings(get(world, username).films)) >= 150


@pytest.mark.parametrize("username", FAVOURS)
def test_a_suggested_members_taste_is_plain_to_see(world: World, username: str) -> None:
    assert mean_gap(world, username, FAVOURS[username]) >= 0.5


@pytest.mark.parametrize("username", FAVOURS)
def test_a_suggested_member_has_favourites_left_to_see(world: World, username: str) -> None:
    seen = {film.film_id for film in get(world, username).films}
    unseen = [film for film in load_films() if film.film_id not in seen]
    assert sum(map(FAVOURS[username], unseen)) >= 25


def test_a_horror_fan_rates_horror_above_what_a_musical_lover_does(world: World) -> None:
    def horror(username: str) -> float:
        films = get(world, username).films
        return mean(ratings([film for film in films if is_horror(page_of(world, film))]))

    assert horror("midnight_marrow") > horror("curtain_and_cel") + 1


@pytest.mark.parametrize(
    ("username", "films", "rated"),
    [
        ("no_ratings", 60, 0),
        ("three_ratings", 30, 3),
        ("only_likes", 48, 0),
        ("empty_shelf", 0, 0),
        ("seventy_two", PAGE, None),
        ("seventy_three", PAGE + 1, None),
    ],
)
def test_an_awkward_member_has_just_so_many_films(
    world: World, username: str, films: int, rated: int | None
) -> None:
    member = get(world, username)
    assert len(member.films) == films
    assert rated is None or len(ratings(member.films)) == rated


def test_a_member_who_only_likes_likes_a_lot(world: World) -> None:
    assert sum(film.liked for film in get(world, "only_likes").films) >= 40


def test_a_single_page_is_not_full(world: World) -> None:
    assert 0 < len(get(world, "single_page").films) < PAGE


def test_privacy_is_as_the_name_says(world: World) -> None:
    members = [get(world, name) for name in world.usernames()]
    assert [m.username for m in members if m.watchlist_private] == ["private_list"]
    assert [m.username for m in members if m.profile_private] == ["private_person"]
    assert get(world, "private_list").watchlist


def test_one_member_logged_a_film_under_its_old_slug(world: World) -> None:
    old, new = BuiltinWorld.RENAMED
    slugs = {film.slug for film in get(world, "old_bookmarks").films}
    assert old in slugs
    assert new not in slugs


@pytest.mark.parametrize(
    "title",
    [
        *("(500) Days of Summer", '"Sr."', "[REC]", "8½", "M", "WALL·E", "Брат", "お早よう"),
        *("Romeo + Juliet", "Thelma & Louise", "Rendezvous with Rama", "Dekalog"),
        "Birdman or (The Unexpected Virtue of Ignorance)",
    ],
)
def test_titles_that_are_hard_to_read_are_in_one_history(world: World, title: str) -> None:
    assert title in {film.title for film in get(world, "odd_titles").films}
