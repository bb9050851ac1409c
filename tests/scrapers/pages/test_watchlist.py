"""A member's watchlist page."""

import pytest

from scrapers.errors import PageError
from scrapers.pages.watchlist import parse_watchlist
from scrapers.records import Watchlist
from scrapers.standin import render
from tests.scrapers.pages.examples import (
    GENERATIONS,
    WANTED,
    changed,
    film_page,
    member_films_page,
    watchlist_page,
)

ENTRIES = (r' data-num-entries="1415"', "")


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("changes", [[], [ENTRIES]])
def test_every_film_and_the_total_are_read(generation: int, changes: list[tuple[str, str]]) -> None:
    html = changed(watchlist_page(generation), *changes)
    assert parse_watchlist(html) == Watchlist("ada", 2, 3, 1415, WANTED)


def test_an_empty_watchlist_has_one_empty_page() -> None:
    html = render.watchlist_page("carl", [], 1, 1, 0)
    assert parse_watchlist(html) == Watchlist("carl", 1, 1, 0)


def test_a_page_behind_the_last_is_empty_and_still_knows_the_total() -> None:
    html = render.watchlist_page("ada", [], 9, 3, 70)
    assert parse_watchlist(html) == Watchlist("ada", 9, 3, 70)


def test_a_watchlist_without_a_total_is_refused() -> None:
    html = changed(watchlist_page(), ENTRIES, ("js-watchlist-count", "other"))
    with pytest.raises(PageError, match="the number of films"):
        parse_watchlist(html)


@pytest.mark.parametrize("html", [film_page(), member_films_page(), render.error_page("private")])
def test_another_page_is_refused(html: str) -> None:
    with pytest.raises(PageError, match="not a watchlist page"):
        parse_watchlist(html)
