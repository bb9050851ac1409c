"""What the stand-in renders, the parsers read back, in both generations of markup."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.pages.diary import parse_diary
from scrapers.pages.film import parse_film
from scrapers.pages.member_films import parse_member_films
from scrapers.pages.profile import parse_profile
from scrapers.pages.watchlist import parse_watchlist
from scrapers.records import Diary, Film, MemberFilms, ProfilePage, Watchlist
from scrapers.standin import render
from scrapers.standin.diary import Viewing
from scrapers.standin.render_member import diary_page, profile_page
from scrapers.standin.world import Member
from tests.scrapers.pages.examples import GENERATIONS
from tests.scrapers.pages.strategies import (
    diaries,
    films,
    member_films,
    owners,
    texts,
    watchlists,
)

generations = st.sampled_from(GENERATIONS)


@settings(max_examples=40)
@given(films(), generations)
def test_any_film_comes_back(film: Film, generation: int) -> None:
    assert parse_film(render.film_page(film, generation=generation)) == film


@settings(max_examples=40)
@given(member_films(), generations)
def test_any_page_of_films_comes_back(page: MemberFilms, generation: int) -> None:
    assert page.total is not None
    html = render.member_films_page(
        page.owner, page.films, page.page, page.last_page, page.total, generation=generation
    )
    assert parse_member_films(html) == page


@settings(max_examples=40)
@given(owners, texts | st.just(""), generations)
def test_any_bio_comes_back(owner: str, bio: str, generation: int) -> None:
    html = profile_page(Member(owner, bio), [], generation=generation)
    assert parse_profile(html) == ProfilePage(owner, bio)


@settings(max_examples=30)
@given(watchlists(), generations)
def test_any_watchlist_comes_back(page: Watchlist, generation: int) -> None:
    html = render.watchlist_page(
        page.owner, page.films, page.page, page.last_page, page.total, generation=generation
    )
    assert parse_watchlist(html) == page


@settings(max_examples=30)
@given(diaries(), generations)
def test_any_diary_comes_back(drawn: tuple[Diary, list[Viewing]], generation: int) -> None:
    page, viewings = drawn
    html = diary_page(page.owner, viewings, page.page, page.last_page, 9999, generation=generation)
    assert parse_diary(html) == page
