"""A member's films page."""

import pytest

from scrapers.errors import PageError
from scrapers.pages.member_films import parse_member_films
from scrapers.records import LoggedFilm, MemberFilms
from scrapers.standin import render
from tests.scrapers.pages.examples import (
    GENERATIONS,
    LOGGED,
    changed,
    film_page,
    member_films_page,
    watchlist_page,
)

# An item as the site has it, with the attributes in another order.
ITEM = """<html><body data-owner="ada" class="screen-member-child-page films-watched wide">
<div class="poster-grid"><ul class="grid -p70"><li class="griditem">
<div data-postered-identifier='{&quot;uid&quot;:&quot;film:558400&quot;}'
 data-target-link="/film/tom-jerry/"
 data-item-full-display-name="Tom &amp; &#039;Jerry&#039; (1999)"
 data-component-class="LazyPoster" class="react-component"><div class="poster film-poster">
<img alt="Tom &amp; &#039;Jerry&#039;" src="empty-poster-70.png"/></div></div>
<p class="poster-viewingdata"> <span class="like liked-micro has-icon icon-liked icon-16">
<span class="icon"></span></span> <a class="review-micro" href="/ada/film/tom-jerry/"></a> </p>
</li></ul></div></body></html>"""


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_film_is_read(generation: int) -> None:
    page = parse_member_films(member_films_page(generation))
    assert page == MemberFilms("ada", page=2, last_page=1200, films=LOGGED, total=9000)


def test_an_unrated_film_that_is_liked_is_read_whatever_the_order_of_its_attributes() -> None:
    film = LoggedFilm(558400, "tom-jerry", "Tom & 'Jerry'", 1999, liked=True)
    assert parse_member_films(ITEM) == MemberFilms("ada", 1, 1, (film,))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_numbers_and_slugs_have_other_sources(generation: int) -> None:
    html = changed(
        member_films_page(generation),
        (r"data-postered-identifier='.*?'", "data-postered-identifier='{oops'"),
        (r'data-item-slug=".*?"', ""),
        (r'data-item-name=".*?"', ""),
    )
    assert parse_member_films(html).films == LOGGED


def test_a_title_may_end_like_a_year() -> None:
    film = LoggedFilm(1, "class-of", "Class of (1984)")
    html = render.member_films_page("ada", [film], 1, 1, 1)
    assert parse_member_films(html).films == (film,)
    scripted = changed(html, ('alt="Class of', 'alt="Poster for Class of'))
    assert parse_member_films(scripted).films[0].release_year == 1984  # nothing tells otherwise


@pytest.mark.parametrize("rated", ["rated-0", "rated-11", "rated-100", "rated-x", ""])
def test_a_rating_off_the_scale_is_refused(rated: str) -> None:
    with pytest.raises(PageError, match="the value of a rating"):
        parse_member_films(changed(member_films_page(), ("rated-8", rated)))


def test_stars_that_are_shown_and_not_told_are_no_film_without_a_rating() -> None:
    with pytest.raises(PageError, match="the value of a rating"):
        parse_member_films(changed(member_films_page(), ('class="rating ', 'class="stars ')))


def test_an_empty_collection_has_one_empty_page() -> None:
    html = render.member_films_page("carl", [], 1, 1, 0)
    assert parse_member_films(html) == MemberFilms("carl", 1, 1, total=0)


def test_a_page_behind_the_last_is_empty() -> None:
    html = render.member_films_page("ada", [], 9, 3, 200)
    assert parse_member_films(html) == MemberFilms("ada", 9, 3, total=200)
    anonymous = changed(html, (r'<meta property="og:url".*?>', ""))
    assert parse_member_films(anonymous).page == 1


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (("film:9000.|data-film-id", "nothing"), "the film id of the-lantern"),
        (("the-lantern", ""), "the slug of The Lantern"),
        ((r"The Lantern \(2019\)", " "), "the title of the-lantern"),
        (("LazyPoster", "Other"), "the slug of a film"),
        ((' data-owner="ada"', ""), "the owner"),
        (('class="poster-grid"', ""), "the poster grid"),
        (("films-watched", "profile"), "the body of class films-watched"),
        (("</html>", ""), "the end of the document"),
    ],
)
def test_a_page_without_a_necessary_part_is_refused(change: tuple[str, str], missing: str) -> None:
    with pytest.raises(PageError) as caught:
        parse_member_films(changed(member_films_page(), change))
    assert caught.value.missing == missing


@pytest.mark.parametrize("html", [film_page(), watchlist_page(), render.error_page("not_found")])
def test_another_page_is_refused(html: str) -> None:
    with pytest.raises(PageError, match="not a member films page"):
        parse_member_films(html)
